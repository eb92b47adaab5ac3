package io.ndpair.transport.link.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ndpair.transport.link.MessageHandler;
import io.ndpair.transport.link.PeerLink;
import io.ndpair.transport.link.TransportException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsPeerLinkTest {
    private static final long CYCLE_NS = 1_000_000L;

    @TempDir
    static Path directory;

    private static TestPki pki;
    private static TlsCredentials goodA;
    private static TlsCredentials goodB;

    private final long[] clock = {1_000_000_000L};
    private long wallOffsetMs = System.currentTimeMillis();
    private final Wire wire = new Wire();
    private End client;
    private End server;

    @BeforeAll
    static void makeCertificates() throws Exception {
        pki = new TestPki(directory)
                .authority("ca")
                .authority("foreign-ca")
                .device("a", "ca")
                .device("b", "ca")
                .device("expired", "ca", "-startdate", "-10d", "-validity", "5", "-ext", "san=dns:b.example")
                .device("future", "ca", "-startdate", "+10d", "-validity", "5", "-ext", "san=dns:b.example")
                .device("foreign", "foreign-ca", "-ext", "san=dns:b.example")
                .device("server-only", "ca", "-ext", "eku=serverAuth", "-ext", "san=dns:b.example");
        goodA = pki.credentials("a", "ca", "b");
        goodB = pki.credentials("b", "ca", "a");
    }

    @Test
    void shouldCarryMessagesOfAllLengthsBothWays() {
        connect(goodA, goodB);
        awaitUp();
        SplittableRandom random = new SplittableRandom(seed());
        List<byte[]> sent = new ArrayList<>();
        for (int length : new int[] {1, 2, 16_379, 16_380, 16_381, 16_384, 32_764, 32_765, 65_535, 65_536, 7}) {
            sent.add(message(random, length));
        }
        for (int i = 0; i < 200; i++) {
            sent.add(message(random, 1 + random.nextInt(random.nextBoolean() ? 300 : PeerLink.MAX_MESSAGE_BYTES)));
        }
        wire.capacityBytes = 40_000;
        int toServer = 0;
        int toClient = 0;
        int backPressured = 0;
        while (server.received.size() < sent.size() || client.received.size() < sent.size()) {
            if (toServer < sent.size()) {
                int result = client.offer(sent.get(toServer));
                toServer += result == PeerLink.OK ? 1 : 0;
                backPressured += result == PeerLink.BACK_PRESSURED ? 1 : 0;
            }
            if (toClient < sent.size()) {
                toClient += server.offer(sent.get(toClient)) == PeerLink.OK ? 1 : 0;
            }
            cycle();
            assertThat(clock[0]).isLessThan(60_000_000_000L);
        }
        assertThat(server.received).containsExactlyElementsOf(sent);
        assertThat(client.received).containsExactlyElementsOf(sent);
        assertThat(backPressured).isPositive();
        assertThat(server.upConnections).containsExactly(1L);
        assertThat(client.link.status().session()).hasValueSatisfying(session -> {
            assertThat(session.protocol()).isEqualTo("TLSv1.3");
            assertThat(session.cipherSuite()).startsWith("TLS_AES_");
            assertThat(session.peerName()).isEqualTo("CN=b");
            assertThat(session.peerNotAfterMs()).isGreaterThan(wallOffsetMs);
        });
        assertThat(client.causes).isEmpty();
        assertThat(server.causes).isEmpty();
    }

    @Test
    void shouldShowNothingOfAMessageOnTheWire() {
        connect(goodA, goodB);
        awaitUp();
        byte[] secret = "neighbor 2001:db8::77 is at 02-00-00-00-00-77".getBytes(StandardCharsets.US_ASCII);
        List<byte[]> seen = new ArrayList<>();
        wire.onTheWay = frame -> {
            seen.add(frame.clone());
            return frame;
        };
        assertThat(client.offer(secret)).isEqualTo(PeerLink.OK);
        await(() -> !server.received.isEmpty());
        assertThat(seen).isNotEmpty().allSatisfy(frame -> assertThat(new String(frame, StandardCharsets.ISO_8859_1))
                .doesNotContain("2001:db8"));
    }

    @Test
    void shouldNotDeliverNorBeUpBeforeBothAreProved() {
        connect(goodA, goodB);
        wire.onTheWay = frame -> {
            assertThat(client.link.offer(new UnsafeBuffer(new byte[1]), 0, 1)).isEqualTo(PeerLink.DOWN);
            return frame;
        };
        client.link.doWork(clock[0]);
        server.link.doWork(clock[0]);
        assertThat(client.link.connection()).isZero();
        assertThat(server.link.connection()).isZero();
        wire.onTheWay = UnaryOperator.identity();
        awaitUp();
    }

    @Test
    void shouldRefuseAnExpiredCertificate() throws Exception {
        assertServerRefused("expired", TlsCause.CERTIFICATE_EXPIRED, "expired at");
    }

    @Test
    void shouldRefuseACertificateThatIsNotYetValid() throws Exception {
        assertServerRefused("future", TlsCause.CERTIFICATE_NOT_YET_VALID, "is valid from");
    }

    @Test
    void shouldRefuseACertificateOfAnotherAuthority() throws Exception {
        assertServerRefused("foreign", TlsCause.CERTIFICATE_UNTRUSTED, "CN=foreign-ca");
    }

    @Test
    void shouldRefuseACertificateOfAnotherName() throws Exception {
        assertServerRefused("a", TlsCause.CERTIFICATE_NAME, "b.example");
    }

    @Test
    void shouldRefuseARevokedCertificateOfTheServer() throws Exception {
        X509CRL list = pki.revocationList("ca", "b");
        connect(pki.credentials("a", "ca", "b", list), goodB);
        assertNeverUp();
        assertThat(client.causes).contains(TlsCause.CERTIFICATE_REVOKED);
        assertThat(server.causes).contains(TlsCause.PEER_ALERT);
    }

    @Test
    void shouldRefuseARevokedCertificateOfTheClient() throws Exception {
        X509CRL list = pki.revocationList("ca", "a");
        connect(goodA, pki.credentials("b", "ca", "a", list));
        assertNeverUp();
        assertThat(server.causes).contains(TlsCause.CERTIFICATE_REVOKED);
        assertThat(client.causes).contains(TlsCause.PEER_ALERT);
    }

    @Test
    void shouldAcceptWhoIsNotOnTheListAndRefuseWhoseAuthorityHasNone() throws Exception {
        connect(pki.credentials("a", "ca", "b", pki.revocationList("ca", "")), goodB);
        awaitUp();
        connect(pki.credentials("a", "ca", "b", pki.revocationList("foreign-ca", "")), goodB);
        assertNeverUp();
        assertThat(client.causes).contains(TlsCause.REVOCATION_UNKNOWN);
    }

    @Test
    void shouldRefuseAnExpiredClient() throws Exception {
        connect(pki.credentials("expired", "ca", "b"), pki.credentials("b", "ca", "b"));
        assertNeverUp();
        assertThat(server.causes).contains(TlsCause.CERTIFICATE_EXPIRED);
    }

    @Test
    void shouldRefuseAClientWithACertificateForServersAlone() throws Exception {
        connect(pki.credentials("server-only", "ca", "b"), pki.credentials("b", "ca", "b"));
        assertNeverUp();
        assertThat(server.causes).contains(TlsCause.CERTIFICATE_UNTRUSTED);
    }

    @Test
    void shouldRefuseWhoShowsACertificateWithoutItsKey() throws Exception {
        TlsCredentials thief =
                TlsCredentials.of(pki.stolen("b", "a"), TestPki.PASSWORD, pki.trustStore("ca"), List.of(), "a.example");
        connect(goodA, thief);
        assertNeverUp();
        assertThat(client.causes).isNotEmpty();
        assertThat(client.received).isEmpty();
    }

    @Test
    void shouldRefuseAPeerThatShowsNoCertificate() throws Exception {
        TlsCredentials nameless = TlsCredentials.of(
                pki.withoutSigningKey("a"), TestPki.PASSWORD, pki.trustStore("ca"), List.of(), "b.example");
        connect(nameless, goodB);
        assertNeverUp();
        assertThat(server.causes).contains(TlsCause.CERTIFICATE_MISSING);
        assertThat(server.link.status().refused()).containsKey(TlsCause.CERTIFICATE_MISSING);
    }

    @Test
    void shouldAcceptAPeerByItsAddressAndItsOwnCertificate() throws Exception {
        TlsCredentials byAddress =
                TlsCredentials.of(pki.keyStore("a"), TestPki.PASSWORD, pki.trustStore("b"), List.of(), "2001:db8:0::1");
        connect(byAddress, goodB);
        awaitUp();
    }

    @Test
    void shouldRefuseTheTrustedCertificateItselfWhenItIsRevokedOrExpired() throws Exception {
        X509CRL list = pki.revocationList("ca", "b");
        connect(pki.credentials("a", "b", "b", list), goodB);
        assertNeverUp();
        assertThat(client.causes).contains(TlsCause.CERTIFICATE_REVOKED);
        connect(pki.credentials("a", "expired", "b"), pki.credentials("expired", "ca", "a"));
        assertNeverUp();
        assertThat(client.causes).contains(TlsCause.CERTIFICATE_EXPIRED);
    }

    @Test
    void shouldEndASessionWhoseCertificateExpiresInTheMiddle() {
        connect(goodA, goodB);
        awaitUp();
        wallOffsetMs += Duration.ofDays(91).toMillis();
        await(() -> client.link.connection() == 0 && server.link.connection() == 0, 20_000);
        assertThat(client.causes).contains(TlsCause.CERTIFICATE_EXPIRED);
        assertNeverUp();
    }

    @Test
    void shouldNeverTakeAPlainFrame() {
        connect(goodA, goodB);
        awaitUp();
        wire.toServer.add("a plain hello, much longer than a header".getBytes(StandardCharsets.US_ASCII));
        cycle();
        assertThat(server.received).isEmpty();
        assertThat(server.causes).containsExactly(TlsCause.PLAIN);
        assertThat(server.link.status().refused()).containsEntry(TlsCause.PLAIN, 1L);
        awaitUp();
        assertThat(server.upConnections).containsExactly(1L, 2L);
    }

    @Test
    void shouldNotTalkToAPeerWithoutAPolicyAndReportItOnceAMinute() {
        connect(goodA, goodB);
        server = null;
        for (int i = 0; i < 30_000; i++) {
            if (i % 500 == 0) {
                wire.toClient.add(new byte[40]);
            }
            cycle();
        }
        assertThat(client.link.connection()).isZero();
        assertThat(client.received).isEmpty();
        assertThat(client.causes).containsExactly(TlsCause.PLAIN);
        assertThat(client.link.status().refused().get(TlsCause.PLAIN)).isGreaterThan(20);
    }

    @Test
    void shouldRefuseAFramingVersionOfTheFuture() {
        connect(goodA, goodB);
        awaitUp();
        wire.onTheWay = frame -> {
            frame[4] = 2;
            return frame;
        };
        client.offer(new byte[100]);
        await(() -> server.link.connection() == 0);
        assertThat(server.causes).contains(TlsCause.VERSION);
        assertThat(server.received).isEmpty();
    }

    @Test
    void shouldEndTheSessionAtAnyAlteredBit() {
        SplittableRandom random = new SplittableRandom(seed());
        connect(goodA, goodB);
        int headerBits = 5 * Byte.SIZE;
        for (int round = 0; round < 2 * headerBits; round++) {
            int headerBit = round;
            awaitUp();
            server.received.clear();
            boolean[] done = {false};
            wire.onTheWay = frame -> {
                if (!done[0]) {
                    done[0] = true;
                    // Every bit of the record's own header, which is not encrypted, then any bits.
                    int bit = headerBit < headerBits
                            ? headerBit
                            : random.nextInt(Byte.SIZE * (frame.length - TlsFrame.HEADER_BYTES));
                    frame[TlsFrame.HEADER_BYTES + bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
                }
                return frame;
            };
            client.offer(new byte[200]);
            client.offer(new byte[201]);
            await(() -> server.link.connection() == 0);
            wire.onTheWay = UnaryOperator.identity();
            assertThat(server.received).isEmpty();
        }
        assertThat(server.link.status().refused().get(TlsCause.ALTERED)).isGreaterThan(headerBits);
        awaitUp();
    }

    @Test
    void shouldEndTheSessionAtAReplayedSwappedOrMissingFrame() {
        connect(goodA, goodB);
        for (int fault = 0; fault < 3; fault++) {
            awaitUp();
            server.received.clear();
            client.offer(new byte[] {1});
            client.offer(new byte[] {2});
            client.offer(new byte[] {3});
            List<byte[]> frames = new ArrayList<>(wire.toServer);
            switch (fault) {
                case 0 -> frames.add(1, frames.get(0));
                case 1 -> frames.add(1, frames.remove(2));
                default -> frames.remove(1);
            }
            wire.toServer.clear();
            wire.toServer.addAll(frames);
            cycle();
            assertThat(server.link.connection()).as("fault %s", fault).isZero();
            assertThat(server.received).hasSize(1);
            assertThat(server.received.get(0)).containsExactly(1);
            assertThat(server.link.status().refused().get(TlsCause.ALTERED)).isEqualTo(fault + 1L);
        }
        awaitUp();
    }

    @Test
    void shouldNotBeFooledByAReplayedSession() {
        connect(goodA, goodB);
        List<byte[]> tape = new ArrayList<>();
        wire.onTheWayToServer = frame -> {
            tape.add(frame.clone());
            return frame;
        };
        awaitUp();
        client.offer(new byte[] {1, 2, 3});
        await(() -> server.received.size() == 1);
        wire.onTheWayToServer = UnaryOperator.identity();
        server.received.clear();
        client = null;
        wire.cut();
        cycles(100);
        wire.heal();
        for (byte[] frame : tape) {
            wire.toServer.add(frame);
            cycle();
        }
        cycles(10_000);
        assertThat(server.received).isEmpty();
        assertThat(server.link.connection()).isZero();
        assertThat(server.link.status().refused().values().stream()
                        .mapToLong(n -> n)
                        .sum())
                .isPositive();
    }

    @Test
    void shouldShakeHandsAnewAfterEachCut() {
        connect(goodA, goodB);
        for (int round = 1; round <= 5; round++) {
            awaitUp();
            assertThat(client.upConnections).hasSize(round);
            client.offer(new byte[1000]);
            wire.cut();
            await(() -> client.link.connection() == 0 && server.link.connection() == 0);
            cycles(20);
            wire.heal();
        }
        awaitUp();
        assertThat(client.causes).isEmpty();
        assertThat(server.causes).isEmpty();
    }

    @Test
    void shouldHealWhenOneEndAloneHasSeenTheBreak() {
        connect(goodA, goodB);
        awaitUp();
        for (int round = 0; round < 3; round++) {
            wire.breakTowards(server.below);
            long before = server.link.connection();
            await(() -> server.link.connection() > before, 3_000);
            awaitUp();
            wire.breakTowards(client.below);
            long clientBefore = client.link.connection();
            await(() -> client.link.connection() > clientBefore, 3_000);
            awaitUp();
        }
        server.received.clear();
        client.offer(new byte[] {5});
        await(() -> server.received.size() == 1);
    }

    @Test
    void shouldWaitForCredentialsAndSayThatThereAreNone() {
        connect(null, goodB);
        assertNeverUp();
        assertThat(client.causes).containsExactly(TlsCause.OWN_CREDENTIALS);
        client.credentials = goodA;
        awaitUp();
    }

    @Test
    void shouldTimeOutAHandshakeThatIsNotAnswered() {
        connect(goodA, goodB);
        server = null;
        await(() -> !client.causes.isEmpty(), 6_000);
        assertThat(client.causes).containsExactly(TlsCause.TIMEOUT);
    }

    @Test
    void shouldTakeOtherCredentialsAtOnce() throws Exception {
        connect(goodA, goodB);
        awaitUp();
        client.credentials = pki.credentials("a", "ca", "b", pki.revocationList("ca", "b"));
        await(() -> client.causes.contains(TlsCause.CERTIFICATE_REVOKED), 2_000);
        assertThat(server.link.connection()).isZero();
        client.credentials = pki.credentials("a", "ca", "b");
        await(() -> client.link.connection() != 0 && server.link.connection() != 0, 2_000);
        server.credentials = pki.credentials("b", "ca", "a");
        long before = server.link.connection();
        await(() -> server.link.connection() > before, 2_000);
        awaitUp();
        assertThat(server.causes).containsOnly(TlsCause.PEER_ALERT);
    }

    @Test
    void shouldBoundWhatAHostilePeerCanMakeItCompute() {
        connect(goodA, goodB);
        awaitUp();
        client = null;
        byte[] begin = new byte[200];
        UnsafeBuffer frame = new UnsafeBuffer(begin);
        long handshakes = server.link.status().refused().values().stream()
                .mapToLong(n -> n)
                .sum();
        for (int i = 1; i <= 2_000; i++) {
            TlsFrame.write(frame, 0, TlsFrame.BEGIN, 1000 + i);
            wire.toServer.add(begin.clone());
            cycle();
        }
        long refused = server.link.status().refused().values().stream()
                        .mapToLong(n -> n)
                        .sum()
                - handshakes;
        assertThat(refused).isBetween(1L, 2_000L / 500 + 1);
        assertThat(server.link.status().ignored()).isGreaterThan(1_900);
    }

    @Test
    void shouldSurviveAnyFrames() {
        SplittableRandom random = new SplittableRandom(seed());
        connect(goodA, goodB);
        for (int round = 0; round < 3_000; round++) {
            byte[] frame = message(random, 1 + random.nextInt(random.nextInt(10) == 0 ? 65_536 : 100));
            if (frame.length >= TlsFrame.HEADER_BYTES && random.nextInt(4) > 0) {
                TlsFrame.write(new UnsafeBuffer(frame), 0, (byte) random.nextInt(5), random.nextInt(3));
            }
            (random.nextBoolean() ? wire.toServer : wire.toClient).add(frame);
            cycle();
        }
        assertThat(server.received).isEmpty();
        assertThat(client.received).isEmpty();
        cycles(3_000);
        awaitUp();
    }

    @Test
    void shouldRefuseCredentialsThatLackSomething() throws Exception {
        assertThatThrownBy(() ->
                        TlsCredentials.of(pki.trustStore("ca"), TestPki.PASSWORD, pki.trustStore("ca"), List.of(), "x"))
                .isInstanceOf(TransportException.class)
                .hasMessage("the key store has no key");
        assertThatThrownBy(
                        () -> TlsCredentials.of(pki.keyStore("a"), TestPki.PASSWORD, pki.trustStore(), List.of(), "x"))
                .hasMessage("the trust store has no certificate");
        assertThatThrownBy(() -> TlsCredentials.of(
                        pki.keyStore("a"), "wrong".toCharArray(), pki.trustStore("ca"), List.of(), "x"))
                .hasMessageStartingWith("the key store cannot be read");
        assertThatThrownBy(() ->
                        TlsCredentials.of(pki.keyStore("a"), TestPki.PASSWORD, pki.trustStore("ca"), List.of(), ""))
                .hasMessage("no name of the peer is configured");
    }

    private void assertServerRefused(String alias, TlsCause cause, String text) throws Exception {
        connect(goodA, pki.credentials(alias, "ca", "a"));
        assertNeverUp();
        assertThat(client.causes).contains(cause);
        assertThat(client.texts).anySatisfy(line -> assertThat(line).contains(text));
        assertThat(client.link.status().lastRefusal()).isNotEmpty();
        assertThat(server.causes).contains(TlsCause.PEER_ALERT);
    }

    private void assertNeverUp() {
        for (int i = 0; i < 3_000; i++) {
            cycle();
            assertThat(client.link.connection() != 0 && server.link.connection() != 0)
                    .isFalse();
        }
        assertThat(client.upConnections.size() + server.upConnections.size()).isLessThanOrEqualTo(2);
        assertThat(client.received).isEmpty();
        assertThat(server.received).isEmpty();
    }

    private void connect(TlsCredentials ofClient, TlsCredentials ofServer) {
        wire.toClient.clear();
        wire.toServer.clear();
        client = new End(true, ofClient, wire.clientEnd);
        server = new End(false, ofServer, wire.serverEnd);
    }

    private void awaitUp() {
        await(() -> client.link.connection() != 0 && server.link.connection() != 0, 5_000);
    }

    private void await(BooleanSupplier condition) {
        await(condition, 5_000);
    }

    private void await(BooleanSupplier condition, int mostCycles) {
        for (int left = mostCycles; !condition.getAsBoolean(); left--) {
            assertThat(left)
                    .as(
                            "client %s, server %s",
                            client == null ? "-" : client.link.status(), server == null ? "-" : server.link.status())
                    .isPositive();
            cycle();
        }
    }

    private void cycles(int count) {
        for (int i = 0; i < count; i++) {
            cycle();
        }
    }

    private void cycle() {
        clock[0] += CYCLE_NS;
        if (client != null) {
            client.cycle();
        }
        if (server != null) {
            server.cycle();
        }
    }

    private static byte[] message(SplittableRandom random, int length) {
        byte[] message = new byte[length];
        random.nextBytes(message);
        return message;
    }

    private static long seed() {
        long seed = Long.getLong("ndpair.seed", System.nanoTime());
        System.out.println("-Dndpair.seed=" + seed);
        return seed;
    }

    /** One end, with all that it was told. */
    private final class End implements TlsListener {
        final Wire.Side below;
        final TlsPeerLink link;
        final List<byte[]> received = new ArrayList<>();
        final List<Long> upConnections = new ArrayList<>();
        final List<TlsCause> causes = new ArrayList<>();
        final List<String> texts = new ArrayList<>();
        TlsCredentials credentials;

        End(boolean isClient, TlsCredentials credentials, Wire.Side below) {
            this.credentials = credentials;
            this.below = below;
            link = new TlsPeerLink(
                    below,
                    TlsLinkConfig.of(isClient),
                    new TlsContext(
                            () -> Optional.ofNullable(this.credentials),
                            () -> wallOffsetMs + clock[0] / 1_000_000,
                            new SplittableRandom(isClient ? 1 : 2),
                            this));
        }

        int offer(byte[] message) {
            return link.offer(new UnsafeBuffer(message), 0, message.length);
        }

        void cycle() {
            link.doWork(clock[0]);
            link.poll(
                    (buffer, offset, length) -> {
                        byte[] message = new byte[length];
                        buffer.getBytes(offset, message);
                        received.add(message);
                    },
                    10);
        }

        @Override
        public void onSession(TlsSessionInfo session) {
            upConnections.add(link.connection());
        }

        @Override
        public void onRefused(TlsCause cause, String what) {
            causes.add(cause);
            texts.add(what);
        }
    }

    /** A link in memory whose frames can be changed on their way. */
    private static final class Wire {
        final ArrayDeque<byte[]> toServer = new ArrayDeque<>();
        final ArrayDeque<byte[]> toClient = new ArrayDeque<>();
        final Side clientEnd = new Side(toClient, toServer);
        final Side serverEnd = new Side(toServer, toClient);
        UnaryOperator<byte[]> onTheWay = UnaryOperator.identity();
        UnaryOperator<byte[]> onTheWayToServer = UnaryOperator.identity();
        int capacityBytes = Integer.MAX_VALUE;

        void cut() {
            for (Side side : List.of(clientEnd, serverEnd)) {
                side.arriving.clear();
                side.connection = 0;
            }
        }

        void heal() {
            clientEnd.connection = ++clientEnd.lastConnection;
            serverEnd.connection = ++serverEnd.lastConnection;
        }

        void breakTowards(Side side) {
            side.arriving.clear();
            side.connection = ++side.lastConnection;
        }

        private final class Side implements PeerLink {
            final ArrayDeque<byte[]> arriving;
            final ArrayDeque<byte[]> leaving;
            long connection = 1;
            long lastConnection = 1;

            Side(ArrayDeque<byte[]> arriving, ArrayDeque<byte[]> leaving) {
                this.arriving = arriving;
                this.leaving = leaving;
            }

            @Override
            public long connection() {
                return connection;
            }

            @Override
            public int offer(DirectBuffer buffer, int offset, int length) {
                if (connection == 0) {
                    return DOWN;
                }
                assertThat(length).isLessThanOrEqualTo(MAX_MESSAGE_BYTES);
                if (leaving.stream().mapToInt(frame -> frame.length).sum() + length > capacityBytes) {
                    return BACK_PRESSURED;
                }
                byte[] frame = new byte[length];
                buffer.getBytes(offset, frame);
                frame = onTheWay.apply(frame);
                leaving.add(leaving == toServer ? onTheWayToServer.apply(frame) : frame);
                return OK;
            }

            @Override
            public int poll(MessageHandler handler, int limit) {
                int taken = 0;
                while (taken < limit && connection != 0 && !arriving.isEmpty()) {
                    byte[] frame = arriving.poll();
                    taken++;
                    handler.onMessage(new UnsafeBuffer(frame), 0, frame.length);
                }
                return taken;
            }

            @Override
            public int doWork(long nowNs) {
                return 0;
            }

            @Override
            public void close() {
                connection = 0;
            }
        }
    }
}

package io.ndpair.transport.link.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.transport.link.PeerLink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages and sessions between two ends that trust each other. */
class TlsPeerLinkTest {
    @TempDir
    static Path directory;

    private static TestPki pki;
    private static TlsCredentials goodA;
    private static TlsCredentials goodB;

    private final TlsPair pair = new TlsPair();

    @BeforeAll
    static void makeCertificates() throws Exception {
        pki = new TestPki(directory).authority("ca").device("a", "ca").device("b", "ca");
        goodA = pki.credentials("a", "ca", "b");
        goodB = pki.credentials("b", "ca", "a");
    }

    @Test
    void shouldCarryMessagesOfAllLengthsBothWays() {
        pair.connect(goodA, goodB);
        pair.awaitUp();
        SplittableRandom random = new SplittableRandom(TlsPair.seed());
        List<byte[]> sent = new ArrayList<>();
        for (int length : new int[] {1, 2, 16_379, 16_380, 16_381, 16_384, 32_764, 32_765, 65_535, 65_536, 7}) {
            sent.add(TlsPair.message(random, length));
        }
        for (int i = 0; i < 200; i++) {
            sent.add(TlsPair.message(
                    random, 1 + random.nextInt(random.nextBoolean() ? 300 : PeerLink.MAX_MESSAGE_BYTES)));
        }
        pair.wire.capacityBytes = 40_000;
        int toServer = 0;
        int toClient = 0;
        int backPressured = 0;
        while (pair.server.received.size() < sent.size() || pair.client.received.size() < sent.size()) {
            if (toServer < sent.size()) {
                int result = pair.client.offer(sent.get(toServer));
                toServer += result == PeerLink.OK ? 1 : 0;
                backPressured += result == PeerLink.BACK_PRESSURED ? 1 : 0;
            }
            if (toClient < sent.size()) {
                toClient += pair.server.offer(sent.get(toClient)) == PeerLink.OK ? 1 : 0;
            }
            pair.cycle();
            assertThat(pair.clock[0]).isLessThan(60_000_000_000L);
        }
        assertThat(pair.server.received).containsExactlyElementsOf(sent);
        assertThat(pair.client.received).containsExactlyElementsOf(sent);
        assertThat(backPressured).isPositive();
        assertThat(pair.server.upConnections).containsExactly(1L);
        assertThat(pair.client.link.status().session()).hasValueSatisfying(session -> {
            assertThat(session.protocol()).isEqualTo("TLSv1.3");
            assertThat(session.cipherSuite()).startsWith("TLS_AES_");
            assertThat(session.peerName()).isEqualTo("CN=b");
            assertThat(session.peerNotAfterMs()).isGreaterThan(pair.wallOffsetMs);
        });
        assertThat(pair.client.causes).isEmpty();
        assertThat(pair.server.causes).isEmpty();
    }

    @Test
    void shouldNotDeliverNorBeUpBeforeBothAreProved() {
        pair.connect(goodA, goodB);
        pair.wire.onTheWay = frame -> {
            assertThat(pair.client.link.offer(new UnsafeBuffer(new byte[1]), 0, 1))
                    .isEqualTo(PeerLink.DOWN);
            return frame;
        };
        pair.client.link.doWork(pair.clock[0]);
        pair.server.link.doWork(pair.clock[0]);
        assertThat(pair.client.link.connection()).isZero();
        assertThat(pair.server.link.connection()).isZero();
        pair.wire.onTheWay = UnaryOperator.identity();
        pair.awaitUp();
    }

    @Test
    void shouldShakeHandsAnewAfterEachCut() {
        pair.connect(goodA, goodB);
        for (int round = 1; round <= 5; round++) {
            pair.awaitUp();
            assertThat(pair.client.upConnections).hasSize(round);
            pair.client.offer(new byte[1000]);
            pair.wire.cut();
            pair.await(() -> pair.client.link.connection() == 0 && pair.server.link.connection() == 0);
            pair.cycles(20);
            pair.wire.heal();
        }
        pair.awaitUp();
        assertThat(pair.client.causes).isEmpty();
        assertThat(pair.server.causes).isEmpty();
    }

    @Test
    void shouldHealWhenOneEndAloneHasSeenTheBreak() {
        pair.connect(goodA, goodB);
        pair.awaitUp();
        for (int round = 0; round < 3; round++) {
            pair.wire.breakTowards(pair.server.below);
            long before = pair.server.link.connection();
            pair.await(() -> pair.server.link.connection() > before, 3_000);
            pair.awaitUp();
            pair.wire.breakTowards(pair.client.below);
            long clientBefore = pair.client.link.connection();
            pair.await(() -> pair.client.link.connection() > clientBefore, 3_000);
            pair.awaitUp();
        }
        pair.server.received.clear();
        pair.client.offer(new byte[] {5});
        pair.await(() -> pair.server.received.size() == 1);
    }

    @Test
    void shouldWaitForCredentialsAndSayThatThereAreNone() {
        pair.connect(null, goodB);
        pair.assertNeverUp();
        assertThat(pair.client.causes).containsExactly(TlsCause.OWN_CREDENTIALS);
        pair.client.credentials = goodA;
        pair.awaitUp();
    }

    @Test
    void shouldTimeOutAHandshakeThatIsNotAnswered() {
        pair.connect(goodA, goodB);
        pair.server = null;
        pair.await(() -> !pair.client.causes.isEmpty(), 6_000);
        assertThat(pair.client.causes).containsExactly(TlsCause.TIMEOUT);
    }

    @Test
    void shouldTakeOtherCredentialsAtOnce() throws Exception {
        pair.connect(goodA, goodB);
        pair.awaitUp();
        pair.client.credentials = pki.credentials("a", "ca", "b", pki.revocationList("ca", "b"));
        pair.await(() -> pair.client.causes.contains(TlsCause.CERTIFICATE_REVOKED), 2_000);
        assertThat(pair.server.link.connection()).isZero();
        pair.client.credentials = pki.credentials("a", "ca", "b");
        pair.await(() -> pair.client.link.connection() != 0 && pair.server.link.connection() != 0, 2_000);
        pair.server.credentials = pki.credentials("b", "ca", "a");
        long before = pair.server.link.connection();
        pair.await(() -> pair.server.link.connection() > before, 2_000);
        pair.awaitUp();
        assertThat(pair.server.causes).containsOnly(TlsCause.PEER_ALERT);
    }
}

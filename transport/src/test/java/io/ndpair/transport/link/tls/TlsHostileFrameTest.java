package io.ndpair.transport.link.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.transport.link.PeerLink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever stands between the two ends, or takes the place of one, and has no key. */
class TlsHostileFrameTest {
    @TempDir
    static Path directory;

    private static TlsCredentials goodA;
    private static TlsCredentials goodB;

    private final TlsPair pair = new TlsPair();

    @BeforeAll
    static void makeCertificates() throws Exception {
        TestPki pki = new TestPki(directory).authority("ca").device("a", "ca").device("b", "ca");
        goodA = pki.credentials("a", "ca", "b");
        goodB = pki.credentials("b", "ca", "a");
    }

    @Test
    void shouldShowNothingOfAMessageOnTheWire() {
        pair.connect(goodA, goodB);
        pair.awaitUp();
        byte[] secret = "neighbor 2001:db8::77 is at 02-00-00-00-00-77".getBytes(StandardCharsets.US_ASCII);
        List<byte[]> seen = new ArrayList<>();
        pair.wire.onTheWay = frame -> {
            seen.add(frame.clone());
            return frame;
        };
        assertThat(pair.client.offer(secret)).isEqualTo(PeerLink.OK);
        pair.await(() -> !pair.server.received.isEmpty());
        assertThat(seen).isNotEmpty().allSatisfy(frame -> assertThat(new String(frame, StandardCharsets.ISO_8859_1))
                .doesNotContain("2001:db8"));
    }

    @Test
    void shouldNeverTakeAPlainFrame() {
        pair.connect(goodA, goodB);
        pair.awaitUp();
        pair.wire.toServer.add("a plain hello, much longer than a header".getBytes(StandardCharsets.US_ASCII));
        pair.cycle();
        assertThat(pair.server.received).isEmpty();
        assertThat(pair.server.causes).containsExactly(TlsCause.PLAIN);
        assertThat(pair.server.link.status().refused()).containsEntry(TlsCause.PLAIN, 1L);
        pair.awaitUp();
        assertThat(pair.server.upConnections).containsExactly(1L, 2L);
    }

    @Test
    void shouldNotTalkToAPeerWithoutAPolicyAndReportItOnceAMinute() {
        pair.connect(goodA, goodB);
        pair.server = null;
        for (int i = 0; i < 30_000; i++) {
            if (i % 500 == 0) {
                pair.wire.toClient.add(new byte[40]);
            }
            pair.cycle();
        }
        assertThat(pair.client.link.connection()).isZero();
        assertThat(pair.client.received).isEmpty();
        assertThat(pair.client.causes).containsExactly(TlsCause.PLAIN);
        assertThat(pair.client.link.status().refused().get(TlsCause.PLAIN)).isGreaterThan(20);
    }

    @Test
    void shouldRefuseAFramingVersionOfTheFuture() {
        pair.connect(goodA, goodB);
        pair.awaitUp();
        pair.wire.onTheWay = frame -> {
            frame[4] = 2;
            return frame;
        };
        pair.client.offer(new byte[100]);
        pair.await(() -> pair.server.link.connection() == 0);
        assertThat(pair.server.causes).contains(TlsCause.VERSION);
        assertThat(pair.server.received).isEmpty();
    }

    @Test
    void shouldEndTheSessionAtAnyAlteredBit() {
        SplittableRandom random = new SplittableRandom(TlsPair.seed());
        pair.connect(goodA, goodB);
        int headerBits = 5 * Byte.SIZE;
        for (int round = 0; round < 2 * headerBits; round++) {
            int headerBit = round;
            pair.awaitUp();
            pair.server.received.clear();
            boolean[] done = {false};
            pair.wire.onTheWay = frame -> {
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
            pair.client.offer(new byte[200]);
            pair.client.offer(new byte[201]);
            pair.await(() -> pair.server.link.connection() == 0);
            pair.wire.onTheWay = UnaryOperator.identity();
            assertThat(pair.server.received).isEmpty();
        }
        assertThat(pair.server.link.status().refused().get(TlsCause.ALTERED)).isGreaterThan(headerBits);
        pair.awaitUp();
    }

    @Test
    void shouldEndTheSessionAtAReplayedSwappedOrMissingFrame() {
        pair.connect(goodA, goodB);
        for (int fault = 0; fault < 3; fault++) {
            pair.awaitUp();
            pair.server.received.clear();
            pair.client.send(new byte[] {1});
            pair.client.send(new byte[] {2});
            pair.client.send(new byte[] {3});
            List<byte[]> frames = new ArrayList<>(pair.wire.toServer);
            switch (fault) {
                case 0 -> frames.add(1, frames.get(0));
                case 1 -> frames.add(1, frames.remove(2));
                default -> frames.remove(1);
            }
            pair.wire.toServer.clear();
            pair.wire.toServer.addAll(frames);
            pair.cycle();
            assertThat(pair.server.link.connection()).as("fault %s", fault).isZero();
            assertThat(pair.server.received).hasSize(1);
            assertThat(pair.server.received.get(0)).containsExactly(1);
            assertThat(pair.server.link.status().refused().get(TlsCause.ALTERED))
                    .isEqualTo(fault + 1L);
        }
        pair.awaitUp();
    }

    @Test
    void shouldNotBeFooledByAReplayedSession() {
        pair.connect(goodA, goodB);
        List<byte[]> tape = new ArrayList<>();
        pair.wire.onTheWayToServer = frame -> {
            tape.add(frame.clone());
            return frame;
        };
        pair.awaitUp();
        pair.client.offer(new byte[] {1, 2, 3});
        pair.await(() -> pair.server.received.size() == 1);
        pair.wire.onTheWayToServer = UnaryOperator.identity();
        pair.server.received.clear();
        pair.client = null;
        pair.wire.cut();
        pair.cycles(100);
        pair.wire.heal();
        for (byte[] frame : tape) {
            pair.wire.toServer.add(frame);
            pair.cycle();
        }
        pair.cycles(10_000);
        assertThat(pair.server.received).isEmpty();
        assertThat(pair.server.link.connection()).isZero();
        assertThat(pair.server.link.status().refused().values().stream()
                        .mapToLong(n -> n)
                        .sum())
                .isPositive();
    }

    @Test
    void shouldBoundWhatAHostilePeerCanMakeItCompute() {
        pair.connect(goodA, goodB);
        pair.awaitUp();
        pair.client = null;
        byte[] begin = new byte[200];
        UnsafeBuffer frame = new UnsafeBuffer(begin);
        long handshakes = pair.server.link.status().refused().values().stream()
                .mapToLong(n -> n)
                .sum();
        for (int i = 1; i <= 2_000; i++) {
            TlsFrame.write(frame, 0, TlsFrame.BEGIN, 1000 + i);
            pair.wire.toServer.add(begin.clone());
            pair.cycle();
        }
        long refused = pair.server.link.status().refused().values().stream()
                        .mapToLong(n -> n)
                        .sum()
                - handshakes;
        assertThat(refused).isBetween(1L, 2_000L / 500 + 1);
        assertThat(pair.server.link.status().ignored()).isGreaterThan(1_900);
    }

    @Test
    void shouldSurviveAnyFrames() {
        SplittableRandom random = new SplittableRandom(TlsPair.seed());
        pair.connect(goodA, goodB);
        for (int round = 0; round < 3_000; round++) {
            byte[] frame = TlsPair.message(random, 1 + random.nextInt(random.nextInt(10) == 0 ? 65_536 : 100));
            if (frame.length >= TlsFrame.HEADER_BYTES && random.nextInt(4) > 0) {
                TlsFrame.write(new UnsafeBuffer(frame), 0, (byte) random.nextInt(5), random.nextInt(3));
            }
            (random.nextBoolean() ? pair.wire.toServer : pair.wire.toClient).add(frame);
            pair.cycle();
        }
        assertThat(pair.server.received).isEmpty();
        assertThat(pair.client.received).isEmpty();
        pair.cycles(3_000);
        pair.awaitUp();
    }
}

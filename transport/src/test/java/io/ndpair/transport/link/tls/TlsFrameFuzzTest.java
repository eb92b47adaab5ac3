package io.ndpair.transport.link.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ndpair.transport.link.MessageHandler;
import io.ndpair.transport.link.PeerLink;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.SplittableRandom;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * T13: any frames and records from somebody without a key, to the server and to the client: no session, no message, nothing thrown,
 * everything refused is counted, and what is said back is bounded. The lowest bit of the first byte of an input says which end we are; frames stand
 * behind it, each after its length in two bytes; an attempt of 1 stands for the one that is under way.
 */
class TlsFrameFuzzTest {
    private static final int MOST_FRAMES = 24;
    private static final int MOST_BYTES_SAID = 256 * 1024;
    private static final long CYCLE_NS = 60_000_000L;
    private static final long PRESENT_ATTEMPT = 1;

    @TempDir
    static Path directory;

    private static TlsCredentials credentials;

    @BeforeAll
    static void makeCertificates() throws Exception {
        credentials = new TestPki(directory).authority("ca").device("b", "ca").credentials("b", "ca", "a");
    }

    @FuzzTest(maxDuration = "10m")
    void shouldNeverLetAStrangerIn(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        Below below = new Below();
        long nowNs = 1_000_000_000L;
        long nowMs = System.currentTimeMillis();
        TlsPeerLink link = new TlsPeerLink(
                below,
                TlsLinkConfig.of((bytes[0] & 1) != 0),
                new TlsContext(() -> Optional.of(credentials), () -> nowMs, new SplittableRandom(1), new Silent()));
        link.doWork(nowNs);
        UnsafeBuffer input = new UnsafeBuffer(bytes);
        int at = 1;
        for (int frames = 0; at + Short.BYTES <= bytes.length && frames < MOST_FRAMES; frames++) {
            int length =
                    Math.min(input.getShort(at, ByteOrder.LITTLE_ENDIAN) & 0xFFFF, bytes.length - at - Short.BYTES);
            at += Short.BYTES;
            below.arriving.add(below.translated(Arrays.copyOfRange(bytes, at, at + length)));
            at += length;
            nowNs += CYCLE_NS;
            long counted = counted(link);
            link.doWork(nowNs);
            link.poll((buffer, offset, size) -> below.delivered++, 10);
            assertThat(link.connection()).isZero();
            assertThat(below.arriving).isEmpty();
            assertThat(link.status().session()).isEmpty();
            assertThat(link.status().sessions()).isZero();
            assertThat(counted(link) - counted).isBetween(0L, 2L);
            if (link.status().refused().values().stream().anyMatch(count -> count > 0)) {
                assertThat(link.status().lastRefusal()).isNotBlank().hasSizeLessThan(2_000);
            }
        }
        assertThat(link.offer(input, 0, 1)).isEqualTo(PeerLink.DOWN);
        assertThat(below.delivered).isZero();
        assertThat(below.saidBytes).isLessThan(MOST_BYTES_SAID);
        link.close();
    }

    private static long counted(TlsPeerLink link) {
        return link.status().ignored()
                + link.status().refused().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
    }

    private static final class Silent implements TlsListener {}

    /** The link below; remembers the attempt that was said last. */
    private static final class Below implements PeerLink {
        final Deque<byte[]> arriving = new ArrayDeque<>();
        int saidBytes;
        int delivered;
        private long attempt = 99;

        byte[] translated(byte[] frame) {
            UnsafeBuffer buffer = new UnsafeBuffer(frame);
            if (frame.length >= TlsFrame.HEADER_BYTES && TlsFrame.attempt(buffer, 0) == PRESENT_ATTEMPT) {
                buffer.putLong(TlsFrame.ATTEMPT_OFFSET, attempt, ByteOrder.LITTLE_ENDIAN);
            }
            return frame;
        }

        @Override
        public long connection() {
            return 1;
        }

        @Override
        public int offer(DirectBuffer buffer, int offset, int length) {
            assertThat(TlsFrame.check(buffer, offset, length)).isEqualTo(TlsFrame.GOOD);
            saidBytes += length;
            if (TlsFrame.kind(buffer, offset) == TlsFrame.BEGIN) {
                attempt = TlsFrame.attempt(buffer, offset);
            }
            return OK;
        }

        @Override
        public int poll(MessageHandler handler, int limit) {
            byte[] frame = arriving.poll();
            if (frame == null) {
                return 0;
            }
            handler.onMessage(new UnsafeBuffer(frame), 0, frame.length);
            return 1;
        }

        @Override
        public int doWork(long nowNs) {
            return 0;
        }

        @Override
        public void close() {}
    }
}

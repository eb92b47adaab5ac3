package io.ndpair.transport.link.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.protocol.HeaderFlyweight;
import io.aeron.protocol.SetupFlyweight;
import io.ndpair.transport.link.PeerLink;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host that is nobody's peer sends garbage and Aeron's own frames as fast as it can while a pair talks. */
@Timeout(120)
class StrangerFloodIT {
    private static final int STREAM = 10;
    private static final int MESSAGES = 20_000;

    @TempDir
    Path directory;

    private final ConcurrentLinkedQueue<Throwable> errors = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicLong sent = new AtomicLong();

    @Test
    void shouldTalkOnAndMapNothingForStrangers() throws Exception {
        int port;
        try (DatagramSocket any = new DatagramSocket()) {
            port = any.getLocalPort();
        }
        Thread stranger = new Thread(() -> flood(port), "stranger");
        try (AeronTransport a = transport("a");
                AeronTransport b = transport("b")) {
            PeerLink from = a.link(config("127.0.0.1", "127.0.0.2", port));
            PeerLink to = b.link(config("127.0.0.2", "127.0.0.1", port));
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (from.connection() == 0 || to.connection() == 0) {
                step(a, from, b, to, deadlineNs);
            }
            stranger.start();
            while (b.strangers() < 1_000) {
                step(a, from, b, to, deadlineNs);
            }
            UnsafeBuffer message = new UnsafeBuffer(new byte[500]);
            long[] next = {0};
            long offered = 0;
            long begunNs = System.nanoTime();
            while (next[0] < MESSAGES) {
                step(a, from, b, to, deadlineNs);
                for (int i = 0; i < 50 && offered < MESSAGES; i++) {
                    message.putLong(0, offered);
                    if (from.offer(message, 0, 500) != PeerLink.OK) {
                        break;
                    }
                    offered++;
                }
                to.poll(
                        (buffer, offset, length) ->
                                assertThat(buffer.getLong(offset)).isEqualTo(next[0]++),
                        100);
            }
            System.out.printf(
                    "%d messages in %d ms while a stranger sent %d frames, %d of them refused%n",
                    MESSAGES, (System.nanoTime() - begunNs) / 1_000_000, sent.get(), b.strangers());
            assertThat(from.connection()).isEqualTo(1);
            assertThat(to.connection()).isEqualTo(1);
            // The one image is the peer's: a stranger's setup frames had nothing mapped.
            assertThat(images("b")).isEqualTo(1);
            assertThat(errors).isEmpty();
        } finally {
            stop.set(true);
            stranger.join();
        }
    }

    private static void step(AeronTransport a, PeerLink from, AeronTransport b, PeerLink to, long deadlineNs) {
        a.doWork();
        b.doWork();
        from.doWork(System.nanoTime());
        to.doWork(System.nanoTime());
        assertThat(System.nanoTime() - deadlineNs).isNegative();
    }

    private long images(String name) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("aeron-" + name).resolve("images"))) {
            return files.count();
        }
    }

    private AeronTransport transport(String name) {
        return AeronTransport.open(AeronTransportConfig.embedded(directory.resolve("aeron-" + name), errors::add)
                .withTermLengthBytes(1 << 20));
    }

    private static PeerLinkConfig config(String source, String peer, int port) throws Exception {
        return new PeerLinkConfig(InetAddress.getByName(source), InetAddress.getByName(peer), port, STREAM);
    }

    private void flood(int port) {
        SplittableRandom random = new SplittableRandom(1);
        byte[] bytes = new byte[1_000];
        UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        SetupFlyweight setup = new SetupFlyweight();
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.9", 0))) {
            while (!stop.get()) {
                int length = 40 + random.nextInt(900);
                random.nextBytes(bytes);
                if (random.nextBoolean()) {
                    length = SetupFlyweight.HEADER_LENGTH;
                    setup.wrap(buffer);
                    setup.frameLength(SetupFlyweight.HEADER_LENGTH)
                            .version(HeaderFlyweight.CURRENT_VERSION)
                            .flags((short) 0)
                            .headerType(HeaderFlyweight.HDR_TYPE_SETUP);
                    setup.termOffset(0)
                            .sessionId(random.nextInt())
                            .streamId(STREAM)
                            .initialTermId(0)
                            .activeTermId(0)
                            .termLength(64 << 20)
                            .mtuLength(1408)
                            .ttl(0);
                }
                socket.send(new DatagramPacket(bytes, length, InetAddress.getByName("127.0.0.2"), port));
                sent.incrementAndGet();
            }
        } catch (IOException e) {
            errors.add(e);
        }
    }
}

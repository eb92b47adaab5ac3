package io.ndpair.transport.link.aeron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ndpair.transport.link.PeerLink;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** As many profiles as a device may carry share one socket, and all have something to say at once. */
@Timeout(60)
class ManyLinksIT {
    private static final int LINKS = 64;
    private static final int BIG = 32_000;
    private static final int SMALL = 1_000;
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(30);

    @TempDir
    Path directory;

    private final ConcurrentLinkedQueue<Throwable> errors = new ConcurrentLinkedQueue<>();
    private final UnsafeBuffer message = new UnsafeBuffer(new byte[BIG]);
    private int received;

    /** With one datagram a duty cycle, of all links together, there would be as many cycles as messages. */
    @Test
    void shouldTakeFromTheSocketWhatManyLinksSend() throws Exception {
        assertThat(cyclesFor(SMALL)).isLessThan(LINKS / 2);
    }

    /** What overruns the socket's buffer is lost, and waits for being sent again. */
    @Test
    void shouldHoldInTheSocketWhatManyLinksSendAtOnce() throws Exception {
        assumeTrue(mostInASocket() >= 2 * LINKS * BIG, "net.core.rmem_max allows no large socket buffer");
        assertThat(cyclesFor(BIG)).isLessThan(LINKS);
    }

    private static int mostInASocket() throws IOException {
        try (DatagramChannel probe = DatagramChannel.open()) {
            probe.setOption(StandardSocketOptions.SO_RCVBUF, 2 * LINKS * BIG);
            return probe.getOption(StandardSocketOptions.SO_RCVBUF);
        }
    }

    /** Duty cycles of both sides until a message from each link has come. */
    private int cyclesFor(int length) throws Exception {
        int port = freePort();
        try (AeronTransport a = transport("a");
                AeronTransport b = transport("b")) {
            List<PeerLink> from = links(a, "127.0.0.1", "127.0.0.2", port);
            List<PeerLink> to = links(b, "127.0.0.2", "127.0.0.1", port);
            long deadlineNs = System.nanoTime() + DEADLINE_NS;
            while (!areUp(from) || !areUp(to)) {
                cycle(a, from);
                cycle(b, to);
                assertThat(System.nanoTime() - deadlineNs)
                        .as("until all are up")
                        .isNegative();
            }
            for (PeerLink link : from) {
                assertThat(link.offer(message, 0, length)).isEqualTo(PeerLink.OK);
            }
            int cycles = 0;
            while (received < LINKS) {
                cycle(a, from);
                cycle(b, to);
                cycles++;
                assertThat(System.nanoTime() - deadlineNs)
                        .as("until all has come")
                        .isNegative();
            }
            assertThat(errors).isEmpty();
            return cycles;
        }
    }

    private void cycle(AeronTransport transport, List<PeerLink> links) {
        transport.doWork();
        long nowNs = System.nanoTime();
        for (PeerLink link : links) {
            link.doWork(nowNs);
            link.poll((buffer, offset, length) -> received++, 10);
        }
    }

    private static boolean areUp(List<PeerLink> links) {
        return links.stream().allMatch(link -> link.connection() != 0);
    }

    private AeronTransport transport(String name) {
        return AeronTransport.open(AeronTransportConfig.embedded(directory.resolve(name), errors::add)
                .withTermLengthBytes(1 << 20));
    }

    private static List<PeerLink> links(AeronTransport transport, String source, String peer, int port)
            throws Exception {
        List<PeerLink> links = new ArrayList<>();
        for (int stream = 1; stream <= LINKS; stream++) {
            links.add(transport.link(
                    new PeerLinkConfig(InetAddress.getByName(source), InetAddress.getByName(peer), port, stream)));
        }
        return links;
    }

    private static int freePort() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return socket.getLocalPort();
        }
    }
}

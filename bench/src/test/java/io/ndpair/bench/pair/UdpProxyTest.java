package io.ndpair.bench.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ndpair.node.cli.demo.LoopbackPorts;
import io.ndpair.node.config.IpAddress;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class UdpProxyTest {
    private static final String A = "127.0.0.1";
    private static final String B = "127.0.0.2";
    private static final String B_SEEN_BY_A = "127.0.0.3";
    private static final String A_SEEN_BY_B = "127.0.0.4";
    private static final int PATIENCE_MS = 10_000;
    private static final int SILENCE_MS = 100;

    private static void send(DatagramSocket from, String text, String address, int port) throws IOException {
        final byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        from.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName(address), port));
    }

    private static DatagramPacket receive(DatagramSocket at, int timeoutMs) throws IOException {
        final DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        at.setSoTimeout(timeoutMs);
        at.receive(packet);
        return packet;
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII);
    }

    /** The proxy counts on a thread of its own, after the datagram has gone on. */
    private static void await(BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs).isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void shouldForwardBothWaysFromTheAddressesByWhichTheEndsKnowEachOther() throws IOException {
        final int port = LoopbackPorts.free(List.of(A, B, B_SEEN_BY_A, A_SEEN_BY_B), 1);
        try (UdpProxy proxy = UdpProxy.start(A, B_SEEN_BY_A, B, A_SEEN_BY_B, port);
                DatagramSocket sender = new DatagramSocket(0, IpAddress.parse(A).toInetAddress());
                DatagramSocket listener =
                        new DatagramSocket(port, IpAddress.parse(B).toInetAddress())) {
            send(sender, "ping", B_SEEN_BY_A, port);
            final DatagramPacket arrived = receive(listener, PATIENCE_MS);
            assertThat(text(arrived)).isEqualTo("ping");
            assertThat(arrived.getAddress().getHostAddress()).isEqualTo(A_SEEN_BY_B);
            send(listener, "pong", arrived.getAddress().getHostAddress(), arrived.getPort());
            final DatagramPacket answered = receive(sender, PATIENCE_MS);
            assertThat(text(answered)).isEqualTo("pong");
            assertThat(answered.getAddress().getHostAddress()).isEqualTo(B_SEEN_BY_A);
            await(() -> proxy.forwarded() == 2);
        }
    }

    @Test
    void shouldLetNothingThroughWhileItIsCut() throws IOException {
        final int port = LoopbackPorts.free(List.of(A, B, B_SEEN_BY_A, A_SEEN_BY_B), 1);
        try (UdpProxy proxy = UdpProxy.start(A, B_SEEN_BY_A, B, A_SEEN_BY_B, port);
                DatagramSocket sender = new DatagramSocket(0, IpAddress.parse(A).toInetAddress());
                DatagramSocket listener =
                        new DatagramSocket(port, IpAddress.parse(B).toInetAddress())) {
            proxy.cut(true);
            send(sender, "lost", B_SEEN_BY_A, port);
            assertThatThrownBy(() -> receive(listener, SILENCE_MS)).isInstanceOf(SocketTimeoutException.class);
            await(() -> proxy.dropped() == 1);
            proxy.cut(false);
            send(sender, "found", B_SEEN_BY_A, port);
            assertThat(text(receive(listener, PATIENCE_MS))).isEqualTo("found");
            assertThat(proxy.dropped()).isEqualTo(1);
        }
    }
}

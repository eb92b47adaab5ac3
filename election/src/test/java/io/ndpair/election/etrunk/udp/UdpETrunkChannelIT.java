package io.ndpair.election.etrunk.udp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The channel over real sockets of the loopback. */
class UdpETrunkChannelIT {
    private static final long S = 1_000_000_000L;

    private final List<String> heard = new ArrayList<>();

    private static InetSocketAddress at(String address, int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByName(address), port);
    }

    private static int freePort(String address) throws IOException {
        try (DatagramSocket any = new DatagramSocket(at(address, 0))) {
            return any.getLocalPort();
        }
    }

    private static boolean send(UdpETrunkChannel channel, String text) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
        return channel.send(buffer, 3, buffer.putStringWithoutLengthAscii(3, text));
    }

    private void awaitHeard(UdpETrunkChannel channel, String text) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!heard.contains(text)) {
            assertThat(System.nanoTime() - deadlineNs).as("heard " + heard).isNegative();
            final int polled = channel.poll(
                    (buffer, offset, length) -> heard.add(buffer.getStringWithoutLengthAscii(offset, length)), 16);
            if (polled == 0) {
                LockSupport.parkNanos(100_000);
            }
        }
    }

    @Test
    void shouldCarryHellosOfThePeerAlone() throws IOException {
        final int port = freePort("127.0.0.1");
        final UdpETrunkChannel a = new UdpETrunkChannel(at("127.0.0.1", port), at("127.0.0.2", port));
        final UdpETrunkChannel b = new UdpETrunkChannel(at("127.0.0.2", port), at("127.0.0.1", port));
        assertThat(a.closedReason()).isNotEmpty();
        assertThat(send(a, "early")).isFalse();
        a.doWork(0);
        assertThat(a.closedReason()).isEmpty();
        // Nobody at the peer's port yet: the report of the network closes nothing.
        send(a, "lost");
        assertThat(a.poll((buffer, offset, length) -> heard.add("?"), 16)).isBetween(0, 16);
        b.doWork(0);
        send(a, "clears the report");
        assertThat(send(a, "hello")).isTrue();
        awaitHeard(b, "hello");
        try (DatagramSocket stranger = new DatagramSocket(at("127.0.0.3", port));
                DatagramSocket otherPort = new DatagramSocket(at("127.0.0.1", 0))) {
            final byte[] forged = "forged".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            stranger.send(new DatagramPacket(forged, forged.length, at("127.0.0.2", port)));
            otherPort.send(new DatagramPacket(forged, forged.length, at("127.0.0.2", port)));
        }
        send(a, "again");
        awaitHeard(b, "again");
        assertThat(heard).doesNotContain("forged");
        a.close();
        b.close();
        assertThat(a.closedReason()).isEqualTo("closed");
        a.doWork(100 * S);
        assertThat(send(a, "late")).isFalse();
    }

    @Test
    void shouldOpenOverIpv6AndTellALongDatagramByItsLength() throws IOException {
        final int port = freePort("::1");
        final int other = freePort("::1");
        final UdpETrunkChannel a = new UdpETrunkChannel(at("::1", port), at("::1", other));
        a.doWork(0);
        assertThat(a.closedReason()).isEmpty();
        try (DatagramSocket peer = new DatagramSocket(at("::1", other))) {
            peer.send(new DatagramPacket(new byte[60_000], 60_000, at("::1", port)));
            peer.send(new DatagramPacket("x".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 1, at("::1", port)));
        }
        awaitHeard(a, "x");
        assertThat(heard.get(0)).hasSize(2_048);
        a.close();
    }

    @Test
    void shouldTryAgainWhenThePortIsTaken() throws IOException {
        final int port = freePort("127.0.0.1");
        final UdpETrunkChannel a = new UdpETrunkChannel(at("127.0.0.1", port), at("127.0.0.2", port));
        try (DatagramSocket taken = new DatagramSocket(at("127.0.0.1", port))) {
            assertThat(taken.isBound()).isTrue();
            a.doWork(0);
            assertThat(a.closedReason()).contains("127.0.0.1", Integer.toString(port));
        }
        a.doWork(S - 1);
        assertThat(a.closedReason()).as("not tried again within a second").isNotEmpty();
        a.doWork(S);
        assertThat(a.closedReason()).isEmpty();
        assertThat(a.ioErrors()).isEqualTo(1);
        a.close();
    }
}

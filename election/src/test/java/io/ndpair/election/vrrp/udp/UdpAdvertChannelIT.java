package io.ndpair.election.vrrp.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ndpair.election.AddressOwner;
import io.ndpair.election.AdvertHandler;
import io.ndpair.election.ElectionException;
import io.ndpair.election.Elector;
import io.ndpair.election.ElectorConfig;
import io.ndpair.election.ElectorListener;
import io.ndpair.election.role.Role;
import io.ndpair.election.vrrp.Adverts;
import io.ndpair.election.vrrp.VrrpAdvertisement;
import io.ndpair.election.vrrp.VrrpCounter;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Real sockets on 127.0.0.1 and 127.0.0.2. */
class UdpAdvertChannelIT {
    private final List<String> received = new ArrayList<>();
    private final AdvertHandler handler = (buffer, offset, length, high, low, hopLimit, toAllRouters) ->
            received.add(length + " " + Long.toHexString(low) + " " + hopLimit + " " + toAllRouters + " "
                    + (length > 2 ? buffer.getByte(offset + 2) & 0xff : -1));

    private static InetSocketAddress free(String host) throws IOException {
        try (DatagramSocket probe = new DatagramSocket(0, InetAddress.getByName(host))) {
            return new InetSocketAddress(host, probe.getLocalPort());
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + 10_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs).as("waiting for " + what).isNegative();
            LockSupport.parkNanos(200_000);
        }
    }

    private void awaitReceived(UdpAdvertChannel channel, int count) {
        await(count + " messages", () -> {
            channel.poll(handler, 4);
            return received.size() >= count;
        });
    }

    @Test
    void shouldCarryAdvertsBothWays() throws IOException {
        final InetSocketAddress first = free("127.0.0.1");
        final InetSocketAddress second = free("127.0.0.2");
        try (UdpAdvertChannel one = UdpAdvertChannel.open(first, second);
                UdpAdvertChannel two = UdpAdvertChannel.open(second, first)) {
            assertThat(one.up()).isTrue();
            assertThat(one.localLow()).isNotEqualTo(two.localLow());
            assertThat(one.poll(handler, 10)).isZero();
            final UnsafeBuffer packet = new UnsafeBuffer(Adverts.advert(200, 10, one.localLow()), 0, 56);

            assertThat(one.send(packet, 0, 56)).isTrue();
            awaitReceived(two, 1);
            assertThat(two.send(packet, 0, 40)).isTrue();
            awaitReceived(one, 2);

            assertThat(received)
                    .containsExactly(
                            "56 " + Long.toHexString(one.localLow()) + " 255 true 200",
                            "40 " + Long.toHexString(two.localLow()) + " 255 true 200");
        }
    }

    @Test
    void shouldBoundAPoll() throws IOException {
        final InetSocketAddress first = free("127.0.0.1");
        final InetSocketAddress second = free("127.0.0.2");
        try (UdpAdvertChannel one = UdpAdvertChannel.open(first, second);
                UdpAdvertChannel two = UdpAdvertChannel.open(second, first)) {
            for (int i = 0; i < 10; i++) {
                one.send(Adverts.advert(200, 10, 1), 0, 56);
            }
            await("the first", () -> two.poll(handler, 1) == 1);
            assertThat(received).hasSize(1);
            awaitReceived(two, 10);
        }
    }

    @Test
    void shouldIgnoreForeignAndMalformedDatagrams() throws IOException {
        final InetSocketAddress first = free("127.0.0.1");
        final InetSocketAddress second = free("127.0.0.2");
        try (UdpAdvertChannel one = UdpAdvertChannel.open(first, second);
                DatagramChannel stranger =
                        DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                DatagramChannel peer = DatagramChannel.open().bind(second)) {
            stranger.send(frame(56, (byte) 255), first);
            peer.send(ByteBuffer.wrap(new byte[5]), first);
            peer.send(ByteBuffer.wrap(new byte[100]), first);
            peer.send(frame(VrrpAdvertisement.MAX_RECEIVED_BYTES + 500, (byte) 255), first);
            peer.send(frame(0, (byte) 64), first);
            awaitReceived(one, 2);

            assertThat(one.malformed()).isEqualTo(2);
            assertThat(received)
                    .as("cut one byte past what can be valid, so that it is refused as too long")
                    .containsExactly((VrrpAdvertisement.MAX_RECEIVED_BYTES + 1) + " b 255 true 0", "0 b 64 true -1");
        }
    }

    private static ByteBuffer frame(int messageLength, byte hopLimit) {
        return ByteBuffer.allocate(UdpAdvertChannel.HEADER_BYTES + messageLength)
                .putInt(0, UdpAdvertChannel.MAGIC)
                .put(4, hopLimit)
                .put(5, UdpAdvertChannel.ALL_ROUTERS)
                .putLong(8, Adverts.LINK_LOCAL)
                .putLong(16, 0x0b);
    }

    @Test
    void shouldNameAddressAndPortThatCannotBeBound() throws IOException {
        try (DatagramChannel taken =
                DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            final InetSocketAddress address = (InetSocketAddress) taken.getLocalAddress();

            assertThatThrownBy(() -> UdpAdvertChannel.open(address, new InetSocketAddress("127.0.0.2", 7)))
                    .isInstanceOf(ElectionException.class)
                    .hasMessageContaining("127.0.0.1 port " + address.getPort())
                    .hasMessageNotContaining("\n");
        }
        assertThatThrownBy(() -> UdpAdvertChannel.open(
                        InetSocketAddress.createUnresolved("nowhere.invalid", 1), new InetSocketAddress(1)))
                .isInstanceOf(ElectionException.class)
                .hasMessage("advertisements: nowhere.invalid port 1 is not an IP address");
        assertThatThrownBy(() -> UdpAdvertChannel.open(
                        free("127.0.0.1"), new InetSocketAddress(InetAddress.getByAddress(new byte[16]), 7)))
                .as("two families")
                .isInstanceOf(ElectionException.class)
                .hasMessageContaining("port 7");
    }

    @Test
    void shouldSendWhileThePeerIsAbsent() throws IOException {
        try (UdpAdvertChannel one = UdpAdvertChannel.open(free("127.0.0.1"), free("127.0.0.2"))) {
            for (int i = 0; i < 20; i++) {
                assertThat(one.send(Adverts.advert(200, 10, 1), 0, 56)).isTrue();
                one.poll(handler, 10);
            }
            assertThat(one.ioErrors()).isZero();
            assertThat(one.up()).isTrue();
        }
    }

    /** Two electors on threads of their own, at 10 ms: one master; it resigns; the other takes over. */
    @Test
    void shouldElectOneMasterAtTenMilliseconds() throws IOException {
        final InetSocketAddress first = free("127.0.0.1");
        final InetSocketAddress second = free("127.0.0.2");
        final Elector strong = elector();
        final Elector weak = elector();
        strong.add(group(200), UdpAdvertChannel.open(first, second), AddressOwner.none());
        weak.add(group(100), UdpAdvertChannel.open(second, first), AddressOwner.none());
        try (AgentRunner one = runner(strong);
                AgentRunner two = runner(weak)) {
            AgentRunner.startOnThread(one);
            AgentRunner.startOnThread(two);
            await("one master", () -> role(strong) == Role.MASTER && role(weak) == Role.BACKUP);
            await("adverts", () -> strong.status("g").orElseThrow().counters().get(VrrpCounter.ADVERTS_SENT) > 100);

            strong.shutdown();

            await("takeover", () -> role(weak) == Role.MASTER && role(strong) == Role.INITIALIZE);
            assertThat(strong.isShutDown()).isTrue();
        }
    }

    private static Role role(Elector elector) {
        return elector.status("g").orElseThrow().role();
    }

    private static VrrpGroupConfig group(int priority) {
        return new VrrpGroupConfig("g", "lo", 1, priority, 1, 3, true, 0, Adverts.ADDRESSES);
    }

    private static Elector elector() {
        return new Elector(
                ElectorConfig.DEFAULT,
                SystemNanoClock.INSTANCE,
                SystemEpochClock.INSTANCE,
                (group, role, reason, nowNs) -> {},
                ElectorListener.none());
    }

    private static AgentRunner runner(Elector elector) {
        return new AgentRunner(elector.idleStrategy(), Throwable::printStackTrace, null, elector);
    }
}

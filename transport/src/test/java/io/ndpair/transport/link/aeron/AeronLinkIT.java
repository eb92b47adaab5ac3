package io.ndpair.transport.link.aeron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.aeron.ExclusivePublication;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.ndpair.transport.link.PeerLink;
import io.ndpair.transport.link.TransportException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AeronLinkIT {

    private static final int STREAM = 10;
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(20);

    @TempDir
    Path directory;

    private final ConcurrentLinkedQueue<Throwable> errors = new ConcurrentLinkedQueue<>();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<Side> sides = new ArrayList<>();

    @AfterEach
    void closeAll() {
        for (int i = opened.size() - 1; i >= 0; i--) {
            CloseHelper.quietClose(opened.get(i));
        }
    }

    @Test
    void shouldCarryMessagesOfEveryLengthInOrder() throws Exception {
        int port = freePort();
        Side a = side("a", "127.0.0.1", "127.0.0.2", port);
        Side b = side("b", "127.0.0.2", "127.0.0.1", port);
        awaitUp(a, b);
        int[] lengths = {1, 8, 1376, 1377, 4096, 33_000, PeerLink.MAX_MESSAGE_BYTES - 1, PeerLink.MAX_MESSAGE_BYTES};
        for (int length : lengths) {
            a.send(length);
            b.send(length);
        }
        await(() -> a.received.size() == lengths.length && b.received.size() == lengths.length);
        for (int i = 0; i < lengths.length; i++) {
            assertThat(a.received.get(i)).hasSize(lengths[i]).isEqualTo(pattern(lengths[i]));
            assertThat(b.received.get(i)).isEqualTo(pattern(lengths[i]));
        }
        assertThat(errors).isEmpty();
    }

    @Test
    void shouldCarryMessagesOverIpv6() throws Exception {
        assumeTrue(hasIpv6Loopback(), "no IPv6 loopback on this machine");
        int port = freePort();
        // One address must do: both listen at ::1, so the two sides need ports of their own, which a pair of devices
        // does not have.
        Side a = side("a", "::1", "::1", port);
        awaitUp(a);
        a.send(40_000);
        await(() -> a.received.size() == 1);
        assertThat(a.received.get(0)).isEqualTo(pattern(40_000));
    }

    @Test
    void shouldTellThatThePortIsTaken() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(address("127.0.0.1"), 0))) {
            AeronTransport transport = transport("a");
            assertThatThrownBy(() -> transport.link(config("127.0.0.1", "127.0.0.2", taken.getLocalPort())))
                    .isInstanceOfSatisfying(TransportException.class, e -> {
                        assertThat(e.code()).isEqualTo(TransportException.Code.PORT_IN_USE);
                        assertThat(e)
                                .hasMessage(
                                        "UDP 127.0.0.1 port " + taken.getLocalPort() + " is in use by another process");
                    });
        }
    }

    @Test
    void shouldOpenOnceThePortIsFreeAgain() throws Exception {
        AeronTransport transport = transport("a");
        int port;
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(address("127.0.0.1"), 0))) {
            port = taken.getLocalPort();
            assertThatThrownBy(() -> transport.link(config("127.0.0.1", "127.0.0.2", taken.getLocalPort())))
                    .isInstanceOf(TransportException.class);
        }
        PeerLink link = transport.link(config("127.0.0.1", "127.0.0.2", port));
        assertThat(link.connection()).isZero();
    }

    @Test
    void shouldTellThatTheAddressIsNotOfThisMachine() throws Exception {
        AeronTransport transport = transport("a");
        assertThatThrownBy(() -> transport.link(config("192.0.2.1", "127.0.0.2", freePort())))
                .isInstanceOfSatisfying(TransportException.class, e -> {
                    assertThat(e.code()).isEqualTo(TransportException.Code.ADDRESS);
                    assertThat(e.getMessage()).contains("192.0.2.1").doesNotContain("\n");
                });
    }

    @Test
    void shouldTellThatNoOutsideDriverRuns() {
        Path nowhere = directory.resolve("nowhere");
        AeronTransportConfig config = new AeronTransportConfig(nowhere, false, 1408, 1 << 20, errors::add);
        assertThatThrownBy(() -> AeronTransport.open(config))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining(nowhere.toString());
    }

    @Test
    void shouldRefuseStrangers() throws Exception {
        int port = freePort();
        Side a = side("a", "127.0.0.1", "127.0.0.2", port);
        Side stranger = side("s", "127.0.0.3", "127.0.0.1", port);
        await(() -> a.link.strangers() > 0);
        assertThat(a.link.connection()).isZero();
        assertThat(stranger.link.connection()).isZero();
        Side b = side("b", "127.0.0.2", "127.0.0.1", port);
        awaitUp(a, b);
        b.send(100);
        await(() -> a.received.size() == 1);
    }

    @Test
    void shouldComeBackUpWithAnotherConnectionAfterThePeerWasClosed() throws Exception {
        int port = freePort();
        Side a = side("a", "127.0.0.1", "127.0.0.2", port);
        Side b = side("b", "127.0.0.2", "127.0.0.1", port);
        awaitUp(a, b);
        long first = a.link.connection();
        b.close();
        await(() -> a.link.connection() == 0);
        Side again = side("b", "127.0.0.2", "127.0.0.1", port);
        awaitUp(a, again);
        assertThat(a.link.connection()).isNotEqualTo(first);
        again.send(50);
        await(() -> a.received.size() == 1);
    }

    /** A link that is opened again closes its publication, whose last frames may come later than the first ones of the next. */
    @Test
    void shouldHearTheLivePublicationAgainWhenOneThatCameLaterEnds() throws Exception {
        int port = freePort();
        Side a = side("a", "127.0.0.1", "127.0.0.2", port);
        Side b = side("b", "127.0.0.2", "127.0.0.1", port);
        awaitUp(a, b);
        long first = a.link.connection();
        ExclusivePublication late = b.transport
                .aeron()
                .addExclusivePublication(
                        "aeron:udp?endpoint=127.0.0.1:" + port + "|control=127.0.0.2:0|term-length=1m", STREAM);
        await(() -> a.link.connection() > first);
        long second = a.link.connection();
        late.close();
        await(() -> a.link.connection() > second);
        b.send(100);
        await(() -> a.received.size() == 1);
    }

    @Test
    void shouldPushBackWhenThePeerDoesNotRead() throws Exception {
        int port = freePort();
        Side a = side("a", "127.0.0.1", "127.0.0.2", port);
        Side b = side("b", "127.0.0.2", "127.0.0.1", port);
        awaitUp(a, b);
        b.reading = false;
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[32_768]);
        int[] sent = {0};
        await(() -> {
            int result = a.link.offer(buffer, 0, buffer.capacity());
            sent[0] += result == PeerLink.OK ? 1 : 0;
            return result == PeerLink.BACK_PRESSURED && sent[0] > 10;
        });
        b.reading = true;
        await(() -> b.received.size() == sent[0]);
    }

    @Test
    void shouldRunOnAnOutsideDriverAndComeBackWithIt() throws Exception {
        int port = freePort();
        Path outside = directory.resolve("outside");
        MediaDriver driver = outsideDriver(outside);
        opened.add(driver);
        AeronTransport shared =
                AeronTransport.open(new AeronTransportConfig(outside, false, 1408, 1 << 20, errors::add));
        opened.add(shared);
        Side a = new Side(shared, (AeronPeerLink) shared.link(config("127.0.0.1", "127.0.0.2", port)));
        sides.add(a);
        Side b = side("b", "127.0.0.2", "127.0.0.1", port);
        awaitUp(a, b);
        driver.close();
        await(() -> a.link.connection() == 0);
        opened.add(outsideDriver(outside));
        awaitUp(a, b);
        b.send(2_000);
        await(() -> a.received.size() == 1);
    }

    private static MediaDriver outsideDriver(Path outside) {
        return MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(outside.toString())
                .dirDeleteOnStart(true)
                .threadingMode(ThreadingMode.SHARED)
                .termBufferSparseFile(true));
    }

    private Side side(String name, String source, String peer, int port) throws Exception {
        AeronTransport transport = transport(name);
        Side side = new Side(transport, (AeronPeerLink) transport.link(config(source, peer, port)));
        sides.add(side);
        return side;
    }

    private AeronTransport transport(String name) {
        AeronTransport transport = AeronTransport.open(
                AeronTransportConfig.embedded(aeronDirectory(name), errors::add).withTermLengthBytes(1 << 20));
        opened.add(transport);
        return transport;
    }

    private Path aeronDirectory(String name) {
        return directory.resolve("aeron-" + name);
    }

    private static PeerLinkConfig config(String source, String peer, int port) throws Exception {
        return new PeerLinkConfig(address(source), address(peer), port, STREAM);
    }

    private static InetAddress address(String literal) throws Exception {
        return InetAddress.getByName(literal);
    }

    private void awaitUp(Side... these) {
        await(() -> {
            for (Side side : these) {
                if (side.link.connection() == 0) {
                    return false;
                }
            }
            return true;
        });
    }

    private void await(BooleanSupplier condition) {
        long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            for (Side side : sides) {
                side.doWork();
            }
            assertThat(System.nanoTime() - deadlineNs)
                    .as("errors so far: %s", errors)
                    .isNegative();
            Thread.onSpinWait();
        }
    }

    private static int freePort() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address("127.0.0.1"), 0))) {
            return socket.getLocalPort();
        }
    }

    private static boolean hasIpv6Loopback() throws Exception {
        NetworkInterface of = NetworkInterface.getByInetAddress(address("::1"));
        return of != null && of.isUp();
    }

    private static byte[] pattern(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + length);
        }
        return bytes;
    }

    /** One device: its transport, its link, and what came. */
    private static final class Side {
        final AeronTransport transport;
        final AeronPeerLink link;
        final List<byte[]> received = new ArrayList<>();
        boolean reading = true;

        Side(AeronTransport transport, AeronPeerLink link) {
            this.transport = transport;
            this.link = link;
        }

        void doWork() {
            transport.doWork();
            link.doWork(System.nanoTime());
            if (reading) {
                link.poll(
                        (buffer, offset, length) -> {
                            byte[] bytes = new byte[length];
                            buffer.getBytes(offset, bytes);
                            received.add(bytes);
                        },
                        10);
            }
        }

        void send(int length) {
            UnsafeBuffer buffer = new UnsafeBuffer(pattern(length));
            long deadlineNs = System.nanoTime() + DEADLINE_NS;
            while (link.offer(buffer, 0, length) != PeerLink.OK) {
                assertThat(System.nanoTime() - deadlineNs).isNegative();
                transport.doWork();
                link.doWork(System.nanoTime());
            }
        }

        void close() {
            transport.close();
        }
    }
}

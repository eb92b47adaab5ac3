package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ndpair.election.AdvertHandler;
import io.ndpair.election.vrrp.DropReason;
import io.ndpair.node.linux.LinuxLab.Namespace;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Advertisements between two namespaces over a real cable. */
class RawAdvertChannelIT {
    /** The VRRP message of a keepalived master (vector A of the wire samples). */
    private static final byte[] ADVERT = HexFormat.of()
            .parseHex(
                    "3133c8030064ad32fe80000000000000000000000001005120010db800010000000000000000005120010db80001000000"
                            + "00000000000052");

    private static final AdvertHandler IGNORING = (buffer, offset, length, high, low, hopLimit, toAll) -> {};

    private final List<Heard> heard = new ArrayList<>();
    /** Four times what the kernel holds by default. */
    private static final int FLOOD = 1_000;

    private LinuxLab lab;
    private Namespace one;
    private Namespace other;
    private Router sender;
    private Router receiver;

    private record Heard(String source, int hopLimit, boolean toAllRouters, String bytes) {}

    /** A channel and what it needs, in a namespace. */
    private static final class Router {
        final Namespace namespace;
        final LinuxInterfaces interfaces;
        final RawAdvertChannel channel;

        Router(final Namespace namespace, final String name) throws Exception {
            this.namespace = namespace;
            interfaces = namespace.in(LinuxInterfaces::open);
            channel = namespace.in(() -> new RawAdvertChannel(interfaces, LinuxLink.of(name)));
        }

        void awaitUp(final boolean up) throws Exception {
            namespace.run(() ->
                    LinuxLab.await("up " + up, () -> channel.doWork(System.nanoTime()), () -> channel.up() == up));
        }

        void close() throws Exception {
            namespace.run(() -> {
                channel.close();
                interfaces.close();
            });
        }
    }

    @BeforeEach
    void connect() throws Exception {
        lab = LinuxLab.open();
        one = lab.namespace("1");
        other = lab.namespace("2");
        // With the same index at both ends the kernel would take the cable for a port and hold back a second change
        // within a second.
        other.ip("link add pad0 type veth peer name pad1");
        lab.cable(one, "eth0", other, "eth1");
        other.ip("link set eth1 alias GigabitEthernet0/1/0");
        sender = new Router(one, "eth0");
        receiver = new Router(other, "GigabitEthernet0/1/0");
        sender.awaitUp(true);
        receiver.awaitUp(true);
    }

    @AfterEach
    void takeDown() throws Exception {
        if (sender != null) {
            sender.close();
        }
        if (receiver != null) {
            receiver.close();
        }
        lab.close();
    }

    private boolean send() throws Exception {
        final MutableDirectBuffer advert = new ExpandableArrayBuffer();
        advert.putBytes(0, ADVERT);
        return one.in(() -> sender.channel.send(advert, 0, ADVERT.length));
    }

    private void hear(final int count) throws Exception {
        other.run(() -> LinuxLab.await(
                count + " adverts",
                () -> {
                    receiver.channel.doWork(System.nanoTime());
                    receiver.channel.poll(
                            (buffer, offset, length, high, low, hopLimit, toAll) -> {
                                final byte[] bytes = new byte[length];
                                buffer.getBytes(offset, bytes);
                                heard.add(new Heard(
                                        Addresses.text(high, low),
                                        hopLimit,
                                        toAll,
                                        HexFormat.of().formatHex(bytes)));
                            },
                            10);
                },
                () -> heard.size() >= count));
    }

    @DisplayName("T7 T8 hop limit 255 to ff02::12 from the interface's link-local address")
    @Test
    void shouldCarryAdvertsAsTheyAreOnTheWire() throws Exception {
        assertThat(send()).isTrue();
        hear(1);
        final Heard advert = heard.get(0);
        assertThat(advert.bytes()).isEqualTo(HexFormat.of().formatHex(ADVERT));
        assertThat(advert.hopLimit()).isEqualTo(255);
        assertThat(advert.toAllRouters()).isTrue();
        assertThat(advert.source()).startsWith("fe80:");
        assertThat(advert.source())
                .isEqualTo(one.in(() -> Addresses.text(sender.channel.localHigh(), sender.channel.localLow())));
        assertThat(other.in(() -> receiver.channel.poll(IGNORING, 10))).isZero();
    }

    /** The thread that reads sleeps; the master's silence begins when the advert came. */
    @Test
    void shouldTellWhenAnAdvertArrived() throws Exception {
        final long beforeNs = System.nanoTime();
        assertThat(send()).isTrue();
        final long sentNs = System.nanoTime();
        final long sleptMs = 40;
        LinuxLab.await("some time", () -> {}, () -> System.nanoTime() - sentNs > sleptMs * 1_000_000);
        final List<Long> agoNs = new ArrayList<>();
        other.run(() -> LinuxLab.await(
                "the advert",
                () -> receiver.channel.poll(
                        (buffer, offset, length, high, low, hopLimit, toAll) ->
                                agoNs.add(receiver.channel.arrivedAgoNs()),
                        10),
                () -> !agoNs.isEmpty()));
        // The wall clock of a machine may be slewed, by far less than this.
        assertThat(agoNs.get(0)).isBetween(sleptMs * 990_000, System.nanoTime() - beforeNs + 1_000_000);
    }

    /** Nobody reads while a stranger sends as fast as it can: the master's advertisement behind it finds room, and is heard. */
    @Test
    void shouldKeepAnAdvertThatComesBehindAFlood() throws Exception {
        final int index =
                Integer.parseInt(one.exec("cat /sys/class/net/eth0/ifindex").strip());
        one.run(() -> ForgedAdvert.refusedFor(DropReason.CHECKSUM, 51, 100).send(index, FLOOD));
        assertThat(send()).isTrue();
        hear(FLOOD + 1);
        assertThat(heard.get(FLOOD).source())
                .isEqualTo(one.in(() -> Addresses.text(sender.channel.localHigh(), sender.channel.localLow())));
    }

    /** What a takeover will need is tried out beforehand, without a trace. */
    @Test
    void shouldLeaveNothingBehindOfARehearsal() throws Exception {
        final String addresses = one.ip("addr show");
        final String links = one.ip("link show");
        one.run(TakeoverRehearsal::run);
        assertThat(one.ip("addr show")).isEqualTo(addresses);
        assertThat(one.ip("link show")).isEqualTo(links);
    }

    @Test
    void shouldAllocateNothingWhileAdvertsFlow() throws Exception {
        final MutableDirectBuffer advert = new UnsafeBuffer(ADVERT);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long[] allocated = new long[2];
        for (int round = 0; round < 2; round++) {
            final int number = round;
            one.run(() -> {
                final long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < 20_000; i++) {
                    sender.channel.doWork(System.nanoTime());
                    sender.channel.send(advert, 0, ADVERT.length);
                }
                allocated[0] = threads.getCurrentThreadAllocatedBytes() - before;
            });
            other.run(() -> {
                final long before = threads.getCurrentThreadAllocatedBytes();
                int received = 0;
                for (int i = 0; i < 20_000; i++) {
                    receiver.channel.doWork(System.nanoTime());
                    received += receiver.channel.poll(IGNORING, 10);
                }
                allocated[1] = threads.getCurrentThreadAllocatedBytes() - before;
                assertThat(received).isPositive();
            });
            System.out.println("round " + number + ": bytes allocated by 20,000 cycles of the sender " + allocated[0]
                    + ", of the receiver " + allocated[1]);
        }
        // The first round loads classes and the like; afterwards less than a byte a cycle.
        assertThat(allocated[0]).isLessThan(20_000);
        assertThat(allocated[1]).isLessThan(20_000);
    }

    @DisplayName("R1 R18 hop limit and destination reach the checks as they were on the wire")
    @Test
    void shouldPassOnHopLimitAndDestinationOfForgedAdverts() throws Exception {
        final long toHigh = receiver.channel.localHigh();
        final long toLow = receiver.channel.localLow();
        final long fromHigh = sender.channel.localHigh();
        final long fromLow = sender.channel.localLow();
        final int index = one.in(() -> sender.interfaces.find("eth0", "").index());
        one.run(() -> {
            try (PacketSocket socket = PacketSocket.open(LinuxConstants.IPPROTO_VRRP)) {
                final UnsafeBuffer bytes = new UnsafeBuffer(ADVERT);
                assertThat(socket.send(bytes, 0, ADVERT.length, fromHigh, fromLow, toHigh, toLow, index))
                        .isZero();
            }
        });
        hear(1);
        assertThat(heard.get(0).toAllRouters()).isFalse();
        assertThat(heard.get(0).hopLimit()).isEqualTo(255);
    }

    @DisplayName("L1 L2 carrier lost and back")
    @Test
    void shouldSeeCarrierLossAtOnceAndComeUpAgain() throws Exception {
        final CompletableFuture<Long> seen = new CompletableFuture<>();
        final Thread watcher = new Thread(() -> {
            try {
                receiver.awaitUp(false);
                seen.complete(System.nanoTime());
            } catch (final Exception | AssertionError e) {
                seen.completeExceptionally(e);
            }
        });
        watcher.start();
        final long began = System.nanoTime();
        one.ip("link set eth0 down");
        final double commandMs = (System.nanoTime() - began) / 1e6;
        final double seenMs = (seen.get(20, TimeUnit.SECONDS) - began) / 1e6;
        watcher.join();
        System.out.printf("carrier loss seen %.1f ms after the command began, which took %.1f ms%n", seenMs, commandMs);
        assertThat(seenMs).isLessThan(2_000);
        sender.awaitUp(false);
        assertThat(send()).isFalse();
        one.ip("link set eth0 up");
        sender.awaitUp(true);
        receiver.awaitUp(true);
        assertThat(send()).isTrue();
        hear(1);
    }

    @DisplayName("L4 the interface deleted and made again")
    @Test
    void shouldJoinAgainWhenTheInterfaceComesAgain() throws Exception {
        other.ip("link del eth1");
        receiver.awaitUp(false);
        sender.awaitUp(false);
        lab.cable(one, "eth0", other, "eth9");
        other.ip("link set eth9 alias GigabitEthernet0/1/0");
        sender.awaitUp(true);
        receiver.awaitUp(true);
        assertThat(send()).isTrue();
        hear(1);
    }

    @DisplayName("S4 L5 no usable link-local address")
    @Test
    void shouldWaitForALinkLocalAddressThatIsItsOwn() throws Exception {
        final String own = Addresses.text(sender.channel.localHigh(), sender.channel.localLow());
        one.ip("addr add fe80::1/128 dev eth0 nodad");
        one.ip("addr add fe80::2/64 dev eth0 nodad preferred_lft 0");
        one.ip("addr del " + own + "/64 dev eth0");
        sender.awaitUp(false);
        one.ip("addr add fe80::77/64 dev eth0 nodad");
        sender.awaitUp(true);
        assertThat(send()).isTrue();
        hear(1);
        assertThat(heard.get(0).source()).isEqualTo("fe80:0:0:0:0:0:0:77");

        // A smaller one that appears later does not take the place of one that is fit.
        one.ip("addr add fe80::70/64 dev eth0 nodad");
        one.run(() -> LinuxLab.await(
                "the new address",
                () -> sender.channel.doWork(System.nanoTime()),
                () -> sender.interfaces.find("eth0", "").addresses().stream()
                        .anyMatch(address -> address.low() == 0x70)));
        assertThat(sender.channel.localLow()).isEqualTo(0x77);

        // But the configured one does.
        one.run(() -> {
            try (LinuxAddresses configured = new LinuxAddresses(sender.interfaces)) {
                configured.ensureAddress(LinuxLink.of("eth0"), new LinuxAddress(0xFE80L << 48, 0x99, 64));
                LinuxLab.await(
                        "the configured address",
                        () -> {
                            configured.doWork(System.nanoTime());
                            sender.channel.doWork(System.nanoTime());
                        },
                        () -> sender.channel.localLow() == 0x99);
            }
        });
    }

    @Test
    void shouldSayInOneLineThatRawSocketsAreNotAllowed() throws Exception {
        final Process process = new ProcessBuilder(
                        "setpriv",
                        "--bounding-set=-net_raw",
                        ProcessHandle.current().info().command().orElse("java"),
                        "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Unprivileged.class.getName())
                .redirectErrorStream(true)
                .start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        assertThat(output.lines()).contains("no permission for raw sockets (needs root or CAP_NET_RAW)");
    }

    /** Opens a channel without the right to. */
    static final class Unprivileged {
        private Unprivileged() {}

        public static void main(final String[] arguments) {
            try (LinuxInterfaces interfaces = LinuxInterfaces.open()) {
                new RawAdvertChannel(interfaces, LinuxLink.of("lo")).close();
                System.out.println("opened");
            } catch (final LinuxException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}

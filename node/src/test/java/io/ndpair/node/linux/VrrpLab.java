package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ndpair.election.vrrp.VirtualAddress;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import io.ndpair.election.vrrp.VrrpGroupOptions;
import io.ndpair.node.linux.LinuxLab.Namespace;
import io.ndpair.node.linux.PacketCapture.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Two routers on a switch, one ours (fe80::a), one keepalived's (fe80::b), and a host (fe80::c); the switch is where packets are
 * captured and where the cable can be cut so that neither router sees its carrier go.
 */
final class VrrpLab implements AutoCloseable {
    static final String OURS = "fe80:0:0:0:0:0:0:a";
    static final String THEIRS = "fe80:0:0:0:0:0:0:b";
    static final int VRID = 51;
    static final LinuxLink LINK = LinuxLink.of("eth0");
    static final List<String> ONE_ADDRESS = List.of("fe80::51");
    static final List<String> SEVERAL_ADDRESSES = List.of("fe80::51", "2001:db8:1::51", "2001:db8:1::52");

    /** What a shared machine may add; the figure is printed. */
    static final double SLACK_MS = 400;

    final Namespace ours;
    final Namespace theirs;
    final Namespace host;
    final Namespace wire;
    final PacketCapture capture;
    private final LinuxLab lab = LinuxLab.open();
    private final Path directory;

    VrrpLab(final Path directory) throws Exception {
        this.directory = directory;
        assumeTrue(Files.isExecutable(Path.of("/usr/sbin/keepalived")), "keepalived is not installed");
        try {
            ours = lab.namespace("o");
            theirs = lab.namespace("t");
            host = lab.namespace("h");
            wire = lab.namespace("w");
            wire.ip("link add br0 type bridge mcast_snooping 0 forward_delay 0");
            wire.ip("link set br0 up");
            plug(ours, "po", "fe80::a", "2001:db8:1::a");
            plug(theirs, "pt", "fe80::b", "2001:db8:1::b");
            plug(host, "ph", "fe80::c", "2001:db8:1::c");
            capture = new PacketCapture(wire, "br0", directory.resolve("wire.pcap"));
        } catch (final Exception | AssertionError e) {
            lab.close();
            throw e;
        }
    }

    private void plug(final Namespace end, final String port, final String linkLocal, final String global)
            throws Exception {
        lab.cable(end, "eth0", wire, port);
        end.ip("link set eth0 down");
        end.ip("link set eth0 addrgenmode none");
        end.ip("link set eth0 up");
        end.ip("addr add " + linkLocal + "/64 dev eth0 nodad");
        end.ip("addr add " + global + "/64 dev eth0 nodad");
        wire.ip("link set " + port + " master br0");
    }

    /** What we are configured as. */
    VrrpGroupConfig group(
            final int priority,
            final int intervalMs,
            final boolean preempt,
            final List<String> addresses,
            final boolean virtualMac) {
        return new VrrpGroupConfig(
                "eth0/" + VRID,
                "eth0",
                VRID,
                priority,
                intervalMs / 10,
                3,
                preempt,
                0,
                addresses.stream()
                        .map(text -> new VirtualAddress(
                                Addresses.high(text), Addresses.low(text), text.startsWith("fe80") ? 128 : 64))
                        .toList(),
                VrrpGroupOptions.DEFAULT.withVirtualMac(virtualMac));
    }

    ElectorRouter start(final VrrpGroupConfig group) throws Exception {
        return new ElectorRouter(ours, LINK, group);
    }

    Keepalived start(final Keepalived.Instance instance) throws IOException {
        return new Keepalived(theirs, directory, instance.text());
    }

    static Keepalived.Instance instance(
            final int priority, final int intervalMs, final List<String> addresses, final String... more) {
        return new Keepalived.Instance(VRID, priority, intervalMs, addresses, List.of(more));
    }

    /** A network behind our router, with a host 2001:db8:9::2 that it forwards to; what comes there is captured. */
    PacketCapture networkBeyondOurs() throws Exception {
        final Namespace far = lab.namespace("f");
        lab.cable(ours, "far0", far, "eth0");
        ours.exec("sysctl -q -w net.ipv6.conf.all.forwarding=1");
        ours.ip("addr add 2001:db8:9::1/64 dev far0 nodad");
        far.ip("addr add 2001:db8:9::2/64 dev eth0 nodad");
        far.ip("route add default via 2001:db8:9::1 dev eth0");
        return new PacketCapture(far, "eth0", directory.resolve("beyond.pcap"));
    }

    /** From now on nothing passes to or from keepalived, or again everything. */
    void cut(final boolean isCut) {
        wire.exec("bridge link set dev pt state " + (isCut ? 0 : 3));
    }

    /** RFC 9568: three intervals and the skew of a priority. */
    static double downIntervalMs(final int intervalMs, final int priority) {
        return 3.0 * intervalMs + (256 - priority) * intervalMs / 256.0;
    }

    static double skewMs(final int intervalMs, final int priority) {
        return (256 - priority) * intervalMs / 256.0;
    }

    Frame awaitAdvertOf(final String router, final double sinceMs) {
        return capture.await(
                "an advertisement of " + router, sinceMs, frame -> frame.isAdvertOf(router) && frame.priority() > 0);
    }

    /** One router alone advertises: three of its adverts in a row and none of the other between them. */
    void awaitOnlyMaster(final String router, final int intervalMs) {
        final String other = router.equals(OURS) ? THEIRS : OURS;
        LinuxLab.await(router + " to be the only master", () -> {}, () -> {
            final double nowMs = PacketCapture.nowMs();
            final double sinceMs = nowMs - 4.0 * intervalMs - 20;
            return capture.count(sinceMs, nowMs, frame -> frame.isAdvertOf(router)) >= 3
                    && capture.count(sinceMs, nowMs, frame -> frame.isAdvertOf(other)) == 0;
        });
    }

    /**
     * The time from the last advertisement of one router to the first of the other is what the RFC says: not earlier, and later by no more
     * than a busy machine excuses.
     */
    void assertTakeOver(
            final String what, final String from, final String to, final double sinceMs, final double boundMs) {
        final Frame first = awaitAdvertOf(to, sinceMs);
        final Frame last = capture.last(first.atMs(), frame -> frame.isAdvertOf(from));
        assertThat(last).as("an advertisement of the old master").isNotNull();
        final double tookMs = first.atMs() - last.atMs();
        System.out.printf(
                Locale.ROOT,
                "%s: last advertisement of the old master to the first of the new %.2f ms, by the RFC %.2f ms; from"
                        + " the event %.2f ms%n",
                what,
                tookMs,
                boundMs,
                first.atMs() - sinceMs);
        assertThat(tookMs).as(what).isBetween(boundMs - 1.5, boundMs + SLACK_MS);
    }

    @Override
    public void close() {
        capture.close();
        lab.close();
    }
}

package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ndpair.node.linux.LinuxLab.Namespace;
import io.ndpair.store.table.EntryFlags;
import io.ndpair.store.table.NeighborState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The source against a real kernel: real neighbor discovery between two namespaces. */
class LinuxNeighborSourceIT {
    private static final String LINK = "GigabitEthernet0/1/0.1";
    private static final String USER = "2001:db8::b";

    private final RecordingEvents events = new RecordingEvents();
    private LinuxLab lab;
    private Namespace router;
    private Namespace users;
    private LinuxInterfaces interfaces;
    private LinuxNeighborSource source;

    @TempDir
    private Path directory;

    @BeforeEach
    void connect() throws Exception {
        lab = LinuxLab.open();
        router = lab.namespace("r");
        users = lab.namespace("u");
        lab.cable(router, "eth0", users, "eth1");
        router.ip("link set eth0 alias " + LINK);
        router.ip("addr add 2001:db8::a/64 dev eth0 nodad");
        users.ip("addr add 2001:db8::b/64 dev eth1 nodad");
    }

    @AfterEach
    void takeDown() throws Exception {
        if (interfaces != null) {
            router.run(() -> {
                source.close();
                interfaces.close();
            });
        }
        lab.close();
    }

    private void start(final int queueBytes) throws Exception {
        router.run(() -> {
            interfaces = LinuxInterfaces.open();
            source = new LinuxNeighborSource(interfaces, List.of(LinuxLink.of(LINK)), 10_000, 42, queueBytes);
            source.start(events);
        });
    }

    private void await(final String what, final BooleanSupplier condition) throws Exception {
        router.run(() -> LinuxLab.await(what, () -> source.doWork(System.nanoTime()), condition));
    }

    private String mac(final Namespace namespace, final String device) throws Exception {
        return namespace.exec("cat /sys/class/net/" + device + "/address").trim();
    }

    @Test
    void shouldReportWhatTheKernelLearnsByNeighborDiscovery() throws Exception {
        start(1 << 20);
        await("start", source::synced);
        router.exec("ping -6 -c 1 -W 2 " + USER);
        await("user learned", () -> events.of(USER, LINK) != null);
        assertThat(events.of(USER, LINK).mac()).isEqualTo(mac(users, "eth1"));
        await("user reachable", () -> events.of(USER, LINK).state() == NeighborState.REACHABLE);

        users.ip("link set eth1 address 02:00:00:00:0b:0b");
        users.ip("-6 neigh flush all");
        users.exec("ping -6 -c 1 -W 2 2001:db8::a");
        await("new MAC", () -> "02:00:00:00:0b:0b".equals(events.of(USER, LINK).mac()));

        router.ip("-6 neigh del " + USER + " dev eth0");
        await("deletion", () -> events.of(USER, LINK) == null);
    }

    @Test
    void shouldReportEntriesThatFailAsRemoved() throws Exception {
        router.exec("ping -6 -c 1 -W 2 " + USER);
        start(1 << 20);
        await("dumped user", () -> events.of(USER, LINK) != null);
        users.ip("addr del 2001:db8::b/64 dev eth1");
        router.ip("-6 neigh change " + USER + " dev eth0 nud probe");
        await("failure", () -> events.of(USER, LINK) == null);
    }

    @Test
    void shouldLeaveOutWhatTheKernelHasNotLearnedItself() throws Exception {
        router.ip("-6 neigh add 2001:db8::1 lladdr 02:00:00:00:00:01 dev eth0 nud permanent");
        router.ip("-6 neigh add 2001:db8::2 lladdr 02:00:00:00:00:02 dev eth0 nud noarp");
        router.ip("-6 neigh add 2001:db8::3 lladdr 02:00:00:00:00:03 dev eth0 nud stale extern_learn");
        router.ip("-6 neigh add 2001:db8::4 lladdr 02:00:00:00:00:04 dev eth0 nud stale extern_learn protocol 110");
        router.ip("-6 neigh add proxy 2001:db8::5 dev eth0");
        router.ip("-6 neigh add 2001:db8::6 lladdr 02:00:00:00:00:06 dev eth0 nud stale router");
        start(1 << 20);
        await("start", source::synced);
        assertThat(events.present).containsOnlyKeys(key("2001:db8::6"));
        assertThat(events.of("2001:db8::6", LINK).flags()).isEqualTo(EntryFlags.ROUTER);
        assertThat(events.of("2001:db8::6", LINK).state()).isEqualTo(NeighborState.STALE);

        router.ip("-6 neigh replace 2001:db8::6 lladdr 02:00:00:00:00:06 dev eth0 nud permanent");
        router.ip("-6 neigh replace 2001:db8::4 lladdr 02:00:00:00:00:04 dev eth0 nud stale");
        await("exchange", () -> events.of("2001:db8::4", LINK) != null && events.of("2001:db8::6", LINK) == null);
        assertThat(events.present).hasSize(1);
    }

    private static String key(final String address) {
        return Addresses.text(Addresses.high(address), Addresses.low(address)) + "%" + LINK;
    }

    @Test
    void shouldReadAnewWhatWasLostInAnOverrun() throws Exception {
        start(1);
        await("start", source::synced);
        batch("add", 0, 300);
        await("all", () -> events.present.size() == 300);
        batch("del", 0, 100);
        batch("add", 300, 400);
        await("what is new", () -> events.of("2001:db8::1:18f", LINK) != null);
        await("the overrun", () -> source.counters().value(LinuxCounter.OVERRUNS) > 0);
        await("rest", this::isAtRest);
        // What is lost without a word may have been collected: it is kept until aging has asked.
        for (int i = 100; i < 400; i++) {
            assertThat(events.of("2001:db8::1:" + Integer.toHexString(i), LINK))
                    .as("neighbor %d", i)
                    .isNotNull();
        }
        router.ip("-6 neigh del 2001:db8::1:64 dev eth0");
        await("deletion after it", () -> events.of("2001:db8::1:64", LINK) == null);
        System.out.println("overruns " + source.counters().value(LinuxCounter.OVERRUNS) + ", dumps "
                + source.counters().value(LinuxCounter.DUMPS));
    }

    /** Nothing was read in a whole duty cycle. */
    private boolean isAtRest() {
        return source.synced() && source.doWork(System.nanoTime()) == 0;
    }

    private void batch(final String verb, final int from, final int to) throws Exception {
        final StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            lines.append("neigh ").append(verb).append(" 2001:db8::1:").append(Integer.toHexString(i));
            lines.append(verb.equals("add") ? " lladdr 02:00:00:00:00:01 nud stale" : "")
                    .append(" dev eth0\n");
        }
        final Path file = Files.writeString(directory.resolve("batch"), lines);
        router.ip("-6 -batch " + file);
    }

    @Test
    void shouldKeepNewsWhileTheReceiverIsFull() throws Exception {
        start(1 << 20);
        await("start", source::synced);
        events.full = true;
        batch("add", 0, 200);
        batch("del", 0, 50);
        router.ip("-6 neigh replace 2001:db8::1:60 lladdr 02:00:00:00:00:60 dev eth0 nud stale");
        await("notifications read", () -> source.counters().value(LinuxCounter.NOTIFICATIONS) >= 251);
        assertThat(events.present).isEmpty();
        events.full = false;
        await("all", () -> events.present.size() == 150);
        assertThat(events.of("2001:db8::1:60", LINK).mac()).isEqualTo("02:00:00:00:00:60");
        assertThat(events.learnedCalls).isEqualTo(150);
        assertThat(events.removedCalls).isZero();
    }

    /** The cable of the master's users' side is pulled: the peer that takes over needs every entry. */
    @Test
    void shouldKeepWhatTheKernelLosesWithItsInterface() throws Exception {
        router.exec("sysctl -qw net.ipv6.neigh.eth0.retrans_time_ms=100");
        router.exec("ping -6 -c 1 -W 2 " + USER);
        start(1 << 20);
        batch("add", 0, 200);
        await("all", () -> events.present.containsKey(key(USER)) && events.present.size() >= 201);
        final int before = events.present.size();
        router.ip("link set eth0 down");
        await("the kernel's own lack of them", () -> source.counters().value(LinuxCounter.FORGOTTEN_BY_KERNEL) >= 201);
        await("rest", this::isAtRest);
        assertThat(router.ip("-6 neigh show dev eth0 nud stale nud reachable").lines())
                .isEmpty();
        assertThat(events.removedCalls).isZero();
        assertThat(events.present).hasSize(before);

        // One that the kernel had forgotten, and asks about in vain when a packet comes for it, is gone all the same.
        users.ip("addr del 2001:db8::b/64 dev eth1");
        router.ip("link set eth0 up");
        router.ip("addr replace 2001:db8::a/64 dev eth0 nodad");
        router.tryExec("ping -6 -c 1 -W 2 " + USER);
        await("failure", () -> events.of(USER, LINK) == null);
        assertThat(events.removedCalls).isEqualTo(1);
    }

    /** gc_thresh2 and what is beyond it: idle entries go from the kernel, and from nowhere else. */
    @Test
    void shouldKeepWhatTheKernelCollects() throws Exception {
        start(1 << 20);
        final int threshold = Integer.parseInt(Files.readString(Path.of("/proc/sys/net/ipv6/neigh/default/gc_thresh2"))
                .strip());
        assumeTrue(threshold <= 4096, "the machine's kernel collects none below " + threshold);
        batch("add", 0, threshold + 64);
        final int[] next = {threshold + 64};
        await("all", () -> events.present.size() == next[0]);
        // Collected is what has not changed for five seconds, when one more comes; more than gc_thresh3 before that are
        // refused.
        final long deadlineNs = System.nanoTime() + 60_000_000_000L;
        while (source.counters().value(LinuxCounter.FORGOTTEN_BY_KERNEL) < 64) {
            assertThat(System.nanoTime()).as("the kernel collects").isLessThan(deadlineNs);
            batch("add", next[0], ++next[0]);
            await("one more", () -> events.present.size() == next[0]);
            LockSupport.parkNanos(100_000_000);
        }
        await("rest", this::isAtRest);
        assertThat(events.removedCalls).isZero();
        assertThat(events.present).hasSize(next[0]);
        System.out.println("collected " + source.counters().value(LinuxCounter.FORGOTTEN_BY_KERNEL) + " of " + next[0]);
    }

    @Test
    void shouldFollowAnInterfaceThatIsDeletedAndComesAgain() throws Exception {
        start(1 << 20);
        batch("add", 0, 20);
        await("all", () -> events.present.size() == 20);
        router.ip("link del eth0");
        await("the kernel's own lack of them", () -> source.counters().value(LinuxCounter.FORGOTTEN_BY_KERNEL) >= 20);
        lab.cable(router, "eth7", users, "eth1");
        router.ip("link set eth7 alias " + LINK);
        router.ip("-6 neigh add 2001:db8::77 lladdr 02:00:00:00:00:77 dev eth7 nud stale");
        await("the new one", () -> events.of("2001:db8::77", LINK) != null);
        assertThat(events.removedCalls).isZero();
        events.present.clear();
        source.stop();
        router.ip("-6 neigh add 2001:db8::78 lladdr 02:00:00:00:00:78 dev eth7 nud stale");
        router.run(() -> source.start(events));
        await("both after a restart", () -> source.synced());
        assertThat(events.present).hasSize(2);
    }
}

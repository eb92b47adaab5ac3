package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.role.Role;
import io.ndpair.election.vrrp.VirtualAddress;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import io.ndpair.election.vrrp.VrrpGroupOptions;
import io.ndpair.node.linux.LinuxLab.Namespace;
import io.ndpair.store.table.NeighborState;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a dead process has left is taken away, in a real kernel, and nothing else. */
@Tag("root")
class LeftoverCleanerIT {
    private static final int NEIGHBORS = 3_000;
    private static final LinuxLink LINK = LinuxLink.of("eth0");

    @TempDir
    private Path directory;

    private LinuxLab lab;
    private Namespace router;

    @BeforeEach
    void connect() throws Exception {
        lab = LinuxLab.open();
        router = lab.namespace("r");
        lab.cable(router, "eth0", lab.namespace("u"), "eth1");
    }

    @AfterEach
    void takeDown() {
        lab.close();
    }

    private static VrrpGroupConfig group(final int vrid, final boolean virtualMac) {
        return new VrrpGroupConfig(
                "eth0/" + vrid,
                "eth0",
                vrid,
                100,
                10,
                3,
                true,
                0,
                List.of(
                        new VirtualAddress(Addresses.high("fe80::"), vrid, 128),
                        new VirtualAddress(Addresses.high("2001:db8::"), vrid, 64)),
                VrrpGroupOptions.DEFAULT.withVirtualMac(virtualMac));
    }

    /** As a killed backup and master would leave it. */
    private void leave() throws Exception {
        final ElectorRouter killed = new ElectorRouter(router, LINK, group(1, false), group(2, true));
        LinuxLab.await("both groups to be master", () -> {}, () -> killed.elector().statuses().stream()
                .allMatch(status -> status.role() == Role.MASTER));
        killed.die();
        final Namespace again = lab.enter(router);
        again.run(() -> {
            try (LinuxInterfaces interfaces = LinuxInterfaces.open();
                    LinuxNeighborSink sink = new LinuxNeighborSink(interfaces, List.of(LINK), NEIGHBORS, 1)) {
                for (int i = 0; i < NEIGHBORS; i++) {
                    sink.install(
                            Addresses.high("2001:db8::"),
                            0x1000 + i,
                            "eth0",
                            0x0200_0000_0000L + i,
                            NeighborState.REACHABLE,
                            0);
                }
                LinuxLab.await("settled", () -> sink.doWork(System.nanoTime()), sink::settled);
            }
        });
    }

    private KernelLedger ledger() {
        final KernelLedger ledger = KernelLedger.here();
        ledger.addGroup(LINK, group(1, false));
        ledger.addGroup(LINK, group(2, true));
        ledger.addNeighbors(LINK);
        return ledger;
    }

    private long neighborsOf(final String protocol) {
        return router.ip("-6 -d neigh show dev eth0")
                .lines()
                .filter(line -> line.contains(protocol))
                .count();
    }

    @Test
    void shouldTakeAwayWhatIsOursAndNothingElse() throws Exception {
        leave();
        assertThat(router.ip("addr show")).contains("fe80::1/", "fe80::2/", "2001:db8::1/", VirtualMac.NAME_PREFIX);
        assertThat(neighborsOf("proto 110")).isEqualTo(NEIGHBORS);
        // Of somebody else: an address that the ledger names, others, entries, and a macvlan with the MAC of a group.
        router.ip("addr del 2001:db8::1/64 dev eth0");
        router.ip("addr add 2001:db8::1/64 dev eth0 nodad");
        router.ip("addr add 2001:db8::77/64 dev eth0 nodad");
        router.ip("-6 neigh add 2001:db8::a1 lladdr 02:00:00:00:aa:01 dev eth0 nud permanent");
        router.ip("-6 neigh add 2001:db8::a3 lladdr 02:00:00:00:aa:03 dev eth0 nud stale extern_learn protocol 186");
        router.ip("link add link eth0 name vrrp.3 address 00:00:5e:00:02:03 type macvlan mode bridge");
        router.ip("link set vrrp.3 up");

        final Namespace cleaning = lab.enter(router);
        final String done = cleaning.in(() -> {
            ledger().write(directory);
            return Leftovers.clean(directory, 0);
        });
        System.out.println(done);
        assertThat(done)
                .contains("1 virtual addresses, 1 macvlans, " + NEIGHBORS + " neighbors", "1 addresses of others");
        assertThat(router.ip("addr show"))
                .doesNotContain("fe80::1/")
                .doesNotContain("fe80::2/")
                .doesNotContain("2001:db8::2/")
                .doesNotContain(VirtualMac.NAME_PREFIX)
                .contains("2001:db8::1/64", "2001:db8::77/64", "vrrp.3");
        assertThat(neighborsOf("proto 110")).isZero();
        assertThat(neighborsOf("02:00:00:00:aa:0")).isEqualTo(2);
        assertThat(cleaning.in(() -> Leftovers.clean(directory, 0))).isEqualTo("nothing was left");
    }

    @Test
    void shouldTouchNothingWhileAnotherHoldsTheDirectoryOrFromAnotherPlace() throws Exception {
        leave();
        final Namespace cleaning = lab.enter(router);
        cleaning.run(() -> writeLedger());
        try (KernelLock living = KernelLock.take(directory, 0)) {
            assertThat(living).isNotNull();
            assertThat(cleaning.in(() -> Leftovers.clean(directory, 0))).contains("left to it");
        }
        // The test's own thread is in another network namespace.
        assertThat(Leftovers.clean(directory, 0)).contains("another network namespace");
        assertThat(router.ip("addr show")).contains("fe80::1/", "fe80::2/", VirtualMac.NAME_PREFIX);
        assertThat(neighborsOf("proto 110")).isEqualTo(NEIGHBORS);
    }

    private void writeLedger() {
        try {
            ledger().write(directory);
        } catch (final java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}

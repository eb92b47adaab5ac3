package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.node.linux.LinuxLab.Namespace;
import io.ndpair.store.table.EntryFlags;
import io.ndpair.store.table.NeighborState;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sink against a real kernel, judged by what the ip command shows. */
class LinuxNeighborSinkIT {
    private static final String LINK = "eth0";
    private static final long PREFIX = Addresses.high("2001:db8::");

    private LinuxLab lab;
    private Namespace router;
    private Namespace users;
    private LinuxInterfaces interfaces;
    private LinuxNeighborSink sink;

    /** Runs ahead of the real clock in tests that must not wait. */
    private long clockAheadNs;

    @BeforeEach
    void connect() throws Exception {
        lab = LinuxLab.open();
        router = lab.namespace("r");
        users = lab.namespace("u");
        lab.cable(router, "eth0", users, "eth1");
        router.ip("addr add 2001:db8::a/64 dev eth0 nodad");
        open();
    }

    private void open() throws Exception {
        router.run(() -> {
            interfaces = LinuxInterfaces.open();
            sink = new LinuxNeighborSink(interfaces, List.of(LinuxLink.of(LINK)), 100_000, 42);
        });
    }

    private void close() throws Exception {
        router.run(() -> {
            sink.close();
            interfaces.close();
        });
    }

    @AfterEach
    void takeDown() throws Exception {
        if (interfaces != null) {
            close();
        }
        lab.close();
    }

    private void cycle() {
        sink.doWork(System.nanoTime() + clockAheadNs);
    }

    private void settle() throws Exception {
        router.run(() -> LinuxLab.await("settled", this::cycle, sink::settled));
    }

    private void await(final String what, final BooleanSupplier condition) throws Exception {
        router.run(() -> LinuxLab.await(what, this::cycle, condition));
    }

    private void install(final int host, final int mac) throws Exception {
        router.run(() -> sink.install(PREFIX, host, LINK, 0x0200_0000_0000L + mac, NeighborState.REACHABLE, 0));
    }

    private String shown(final int host) {
        return router.ip("-6 -d neigh show 2001:db8::" + Integer.toHexString(host))
                .trim();
    }

    private long countShown(final String word) {
        return router.ip("-6 -d neigh show dev eth0")
                .lines()
                .filter(line -> line.contains(word))
                .count();
    }

    @Test
    void shouldInstallChangeAndRemoveEntriesAsExternallyLearned() throws Exception {
        router.run(() -> sink.install(PREFIX, 1, LINK, 0x0200_0000_0001L, NeighborState.REACHABLE, EntryFlags.ROUTER));
        install(2, 2);
        settle();
        assertThat(shown(1)).contains("lladdr 02:00:00:00:00:01", "extern_learn", "router", "STALE", "proto 110");
        assertThat(shown(2)).contains("02:00:00:00:00:02").doesNotContain("router");

        install(2, 0x22);
        router.run(() -> sink.remove(PREFIX, 1, LINK));
        settle();
        assertThat(shown(2)).contains("lladdr 02:00:00:00:00:22", "extern_learn");
        assertThat(shown(1)).isEmpty();
        assertThat(sink.installed()).isEqualTo(1);
    }

    @Test
    void shouldLeaveEntriesOfOthersAlone() throws Exception {
        router.ip("-6 neigh add 2001:db8::1 lladdr 02:00:00:00:aa:01 dev eth0 nud permanent");
        router.ip("-6 neigh add 2001:db8::2 lladdr 02:00:00:00:aa:02 dev eth0 nud reachable");
        router.ip("-6 neigh add 2001:db8::3 lladdr 02:00:00:00:aa:03 dev eth0 nud stale extern_learn protocol 186");
        router.ip("-6 neigh add 2001:db8::4 lladdr 02:00:00:00:aa:04 dev eth0 nud stale");
        for (int host = 1; host <= 4; host++) {
            install(host, host);
        }
        settle();
        assertThat(shown(1)).contains("02:00:00:00:aa:01", "PERMANENT");
        assertThat(shown(2)).contains("02:00:00:00:aa:02", "REACHABLE");
        assertThat(shown(3)).contains("02:00:00:00:aa:03");
        assertThat(shown(4)).contains("02:00:00:00:00:04", "extern_learn");
        assertThat(sink.yielded()).isEqualTo(3);

        // When the kernel no longer vouches for its own, the peer's entry takes the place.
        router.ip("-6 neigh change 2001:db8::2 dev eth0 nud stale");
        clockAheadNs += 6_000_000_000L;
        await("the peer's", () -> sink.yielded() == 2 && sink.settled());
        assertThat(shown(2)).contains("02:00:00:00:00:02", "extern_learn");

        for (int host = 1; host <= 4; host++) {
            final int gone = host;
            router.run(() -> sink.remove(PREFIX, gone, LINK));
        }
        settle();
        assertThat(shown(1)).contains("PERMANENT");
        assertThat(shown(3)).contains("extern_learn");
        assertThat(shown(2) + shown(4)).isEmpty();
    }

    @Test
    void shouldRecogniseLeftoversOfAnEarlierLifeAndReconcile() throws Exception {
        for (int host = 1; host <= 500; host++) {
            install(host, host);
        }
        settle();
        close();
        router.ip("-6 neigh add 2001:db8::9999 lladdr 02:00:00:00:aa:01 dev eth0 nud stale");
        router.ip("-6 neigh del 2001:db8::1f4 dev eth0");
        open();
        router.run(sink::beginReconcile);
        for (int host = 401; host <= 600; host++) {
            install(host, host == 402 ? 0x4242 : host);
        }
        router.run(sink::endReconcile);
        settle();
        assertThat(countShown("extern_learn")).isEqualTo(200);
        assertThat(shown(402)).contains("02:00:00:00:42:42");
        assertThat(shown(500)).contains("extern_learn");
        assertThat(shown(1)).isEmpty();
        assertThat(shown(0x9999)).contains("STALE").doesNotContain("extern_learn");
        assertThat(sink.counters().value(LinuxCounter.REMOVED)).isEqualTo(400);
    }

    @Test
    void shouldKeepEntriesForAnInterfaceThatIsDown() throws Exception {
        router.ip("link set eth0 down");
        await("down", () -> sink.settled());
        for (int host = 1; host <= 300; host++) {
            install(host, host);
        }
        await("waiting", () -> sink.waiting() == 300);
        router.ip("link set eth0 up");
        await("installed", () -> sink.installed() == 300 && sink.settled());
        assertThat(countShown("extern_learn")).isEqualTo(300);

        users.ip("link set eth1 down");
        await("carrier loss", () -> sink.waiting() == 300);
        assertThat(countShown("extern_learn")).isZero();
        users.ip("link set eth1 up");
        await("carrier", () -> sink.installed() == 300 && sink.settled());
        assertThat(countShown("extern_learn")).isEqualTo(300);

        router.ip("link del eth0");
        await("gone", () -> sink.waiting() == 300);
        lab.cable(router, "eth0", users, "eth1");
        await("a new one", () -> sink.installed() == 300 && sink.settled());
        assertThat(countShown("extern_learn")).isEqualTo(300);
    }

    @Test
    void shouldHandOverToTheKernelAndTakeBack() throws Exception {
        final String user = users.exec("cat /sys/class/net/eth1/address").trim();
        users.ip("addr add 2001:db8::b/64 dev eth1 nodad");
        for (int host = 1; host <= 100; host++) {
            install(host + 0x100, host);
        }
        router.run(() -> sink.install(PREFIX, 0xb, LINK, Addresses.mac(user), NeighborState.REACHABLE, 0));
        settle();
        router.run(sink::handOver);
        settle();
        assertThat(countShown("extern_learn")).isZero();
        assertThat(countShown("STALE")).isEqualTo(101);
        assertThat(sink.counters().value(LinuxCounter.HANDED_OVER)).isEqualTo(101);

        // Usable by the first packet, and looked after by the kernel from then on.
        router.exec("ping -6 -c 1 -W 2 2001:db8::b");
        assertThat(shown(0xb)).containsAnyOf("DELAY", "REACHABLE", "PROBE");

        install(0x200, 7);
        settle();
        assertThat(shown(0x200)).contains("STALE").doesNotContain("extern_learn");

        router.run(() -> {
            sink.beginReconcile();
            sink.install(PREFIX, 0x101, LINK, 0x0200_0000_0001L, NeighborState.STALE, 0);
            sink.endReconcile();
        });
        settle();
        assertThat(shown(0x101)).contains("extern_learn");
        assertThat(countShown("extern_learn")).isEqualTo(1);
    }

    @Test
    void shouldInstallManyAndHandOverNoMoreThanTheKernelKeeps() throws Exception {
        final int many = 20_000;
        final long start = System.nanoTime();
        router.run(() -> {
            for (int host = 1; host <= many; host++) {
                sink.install(PREFIX, 0x10000L + host, LINK, 0x0200_0000_0000L + host, NeighborState.STALE, 0);
            }
        });
        settle();
        System.out.printf("20,000 entries installed in %.1f ms%n", (System.nanoTime() - start) / 1e6);
        assertThat(countShown("extern_learn")).isEqualTo(many);
        assertThat(sink.counters().value(LinuxCounter.KERNEL_REFUSALS)).isZero();

        final int threshold = router.in(() -> {
            try (NeighborRequests requests = new NeighborRequests(1 << 20)) {
                return requests.collectionThreshold();
            }
        });
        router.run(sink::handOver);
        settle();
        final long handed = sink.counters().value(LinuxCounter.HANDED_OVER);
        assertThat(handed).isBetween(1L, (long) threshold);
        assertThat(sink.keptExternal()).isEqualTo((int) (many - handed));
        assertThat(countShown("extern_learn")).isEqualTo(many - handed);
        assertThat(countShown("2001:db8")).isEqualTo(many);

        router.run(() -> {
            for (int host = 1; host <= many; host++) {
                sink.remove(PREFIX, 0x10000L + host, LINK);
            }
        });
        settle();
        assertThat(countShown("extern_learn")).isZero();
    }

    @Test
    void shouldPutBackWhatOthersHaveFlushed() throws Exception {
        for (int host = 1; host <= 50; host++) {
            install(host, host);
        }
        settle();
        router.ip("-6 neigh flush dev eth0");
        assertThat(countShown("extern_learn")).isZero();
        clockAheadNs += 61_000_000_000L;
        router.run(this::cycle);
        settle();
        assertThat(countShown("extern_learn")).isEqualTo(50);
        assertThat(sink.installed()).isEqualTo(50);
    }

    private void probe(final int host, final long mac) throws Exception {
        router.run(() -> assertThat(sink.probe(PREFIX, host, LINK, mac)).isTrue());
    }

    /** Neighbor Solicitations that have reached the users' side. */
    private long solicited() {
        return users.exec("cat /proc/net/snmp6")
                .lines()
                .filter(line -> line.startsWith("Icmp6InNeighborSolicits"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]+6?[^0-9]+", "")))
                .findFirst()
                .orElseThrow();
    }

    /** TRAPS T7 and T8: who is alive stays, who is silent goes, and only after it was asked. */
    @Test
    void shouldHaveTheKernelAskAndHearWhoAnswersAndWhoDoesNot() throws Exception {
        final long mac =
                Addresses.mac(users.exec("cat /sys/class/net/eth1/address").trim());
        users.ip("addr add 2001:db8::b/64 dev eth1 nodad");
        users.ip("addr add 2001:db8::c/64 dev eth1 nodad");
        router.ip("-6 neigh add 2001:db8::1 lladdr 02:00:00:00:aa:01 dev eth0 nud permanent");
        router.run(() -> {
            sink.install(PREFIX, 0xb, LINK, mac, NeighborState.REACHABLE, EntryFlags.ROUTER);
            sink.install(PREFIX, 0xd, LINK, 0x0200_0000_000dL, NeighborState.REACHABLE, 0);
        });
        settle();
        router.run(sink::handOver);
        settle();
        // As one that found no room in the kernel's own care.
        router.ip("-6 neigh replace 2001:db8::c lladdr " + Addresses.macText(mac)
                + " dev eth0 nud stale extern_learn protocol 110");
        final RecordingEvents events = new RecordingEvents();
        final LinuxNeighborSource source =
                router.in(() -> new LinuxNeighborSource(interfaces, List.of(LinuxLink.of(LINK)), 1_000, 42));
        router.run(() -> source.start(events));
        final BooleanSupplier known = () -> {
            source.doWork(System.nanoTime());
            return source.synced();
        };
        await("what is there", known);
        assertThat(events.of("2001:db8::b", LINK).state()).isEqualTo(NeighborState.STALE);
        assertThat(events.of("2001:db8::c", LINK)).isNull();
        assertThat(events.of("2001:db8::d", LINK).state()).isEqualTo(NeighborState.STALE);
        final long before = solicited();
        assertThat(sink.solicitationsPerProbe(LINK)).isEqualTo(3);
        assertThat(sink.solicitationsPerProbe("eth9")).isZero();

        probe(0xb, mac);
        probe(0xc, mac);
        probe(0xd, 0x0200_0000_000dL);
        probe(1, 0x0200_0000_0001L);
        await("the living", () -> {
            source.doWork(System.nanoTime());
            return isReachable(events, "2001:db8::b") && isReachable(events, "2001:db8::c");
        });
        await("the silent one", () -> {
            source.doWork(System.nanoTime());
            return events.of("2001:db8::d", LINK) == null;
        });
        assertThat(events.removedCalls).isEqualTo(1);
        // The silent one's MAC is nobody's, so that only the two others' solicitations are taken in over there.
        assertThat(solicited() - before).isEqualTo(2);
        assertThat(shown(0xb)).contains("REACHABLE", "router").doesNotContain("extern_learn");
        assertThat(shown(0xc)).contains("REACHABLE", "extern_learn", "proto 110");
        assertThat(shown(0xd)).contains("FAILED");
        assertThat(shown(1)).contains("PERMANENT", "02:00:00:00:aa:01");
        assertThat(sink.counters().value(LinuxCounter.PROBED)).isEqualTo(3);
        assertThat(sink.counters().value(LinuxCounter.PROBES_LEFT_OUT)).isEqualTo(1);
        assertThat(sink.probesLost(LINK))
                .as("another program's entry is not asked about")
                .isEqualTo(1);

        // What the kernel has forgotten is asked too; and nobody is where the interface is down.
        router.ip("-6 neigh del 2001:db8::b dev eth0");
        await("gone", () -> {
            source.doWork(System.nanoTime());
            return events.of("2001:db8::b", LINK) == null;
        });
        probe(0xb, mac);
        await("back", () -> {
            source.doWork(System.nanoTime());
            return isReachable(events, "2001:db8::b");
        });
        users.ip("link set eth1 down");
        await("carrier loss", () -> sink.solicitationsPerProbe(LINK) == 0);
        probe(0xc, mac);
        settle();
        assertThat(sink.probesLost(LINK))
                .as("nothing leaves where the interface is down")
                .isEqualTo(2);
        assertThat(sink.probesLost("eth9")).isZero();
        router.run(source::close);
    }

    private static boolean isReachable(final RecordingEvents events, final String address) {
        final RecordingEvents.Known known = events.of(address, LINK);
        return known != null && known.state() == NeighborState.REACHABLE;
    }

    @Test
    void shouldRefuseWhatCannotBeANeighbor() throws Exception {
        router.run(() -> {
            assertThat(sink.install(PREFIX, 1, "eth9", 0x0200_0000_0001L, NeighborState.STALE, 0))
                    .isTrue();
            sink.install(PREFIX, 1, LINK, 0, NeighborState.STALE, 0);
            sink.install(PREFIX, 1, LINK, 0x0100_0000_0001L, NeighborState.STALE, 0);
            sink.install(0xFF02L << 48, 1, LINK, 0x0200_0000_0001L, NeighborState.STALE, 0);
            sink.install(0, 1, LINK, 0x0200_0000_0001L, NeighborState.STALE, 0);
        });
        settle();
        assertThat(sink.counters().value(LinuxCounter.UNKNOWN_LINK)).isEqualTo(1);
        assertThat(sink.counters().value(LinuxCounter.REFUSED_INVALID)).isEqualTo(4);
        assertThat(countShown("extern_learn")).isZero();
    }
}

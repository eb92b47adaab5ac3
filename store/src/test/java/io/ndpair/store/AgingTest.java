package io.ndpair.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ndpair.store.aging.AgingConfig;
import io.ndpair.store.aging.AgingStatus;
import io.ndpair.store.aging.ProbeHandler;
import io.ndpair.store.model.Outcome;
import io.ndpair.store.table.EntryFlags;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Aging over stores, with a clock that stands still unless it is told to go on. */
class AgingTest {
    private static final long PREFIX = 0x2001_0db8_0000_0000L;
    private static final long MAC = 0x0200_0000_0001L;
    private static final int STEP_MS = 20;

    @TempDir
    Path directory;

    private final NeighborEntry found = new NeighborEntry();
    private final List<Long> asked = new ArrayList<>();
    private final List<Long> answers = new ArrayList<>();
    private LongPredicate isAlive = number -> true;
    private boolean canSend = true;
    private int solicitations = 1;
    private StoreHarness device;

    /** Hosts answer in the next duty cycle, as an embedder would tell. */
    private final ProbeHandler network = (high, low, link, mac, attempt) -> {
        if (!canSend) {
            return 0;
        }
        assertThat(mac).isEqualTo(MAC);
        asked.add(low);
        if (isAlive.test(low)) {
            answers.add(low);
        }
        return solicitations;
    };

    @BeforeEach
    void open() {
        device = new StoreHarness(StoreHarness.small(directory.resolve("d"), 1));
        device.store.startEpoch();
        device.store.defineLink("eth0");
    }

    @AfterEach
    void close() {
        device.close();
    }

    private static int put(StoreHarness harness, long number, int state, int flags) {
        NeighborStore store = harness.store;
        return store.upsert(
                PREFIX,
                number,
                1,
                state == NeighborState.INCOMPLETE ? 0 : MAC,
                state,
                flags,
                store.tableTimeTicks(harness.now()));
    }

    private void run(StoreHarness harness, long seconds) {
        for (long ms = 0; ms < seconds * 1_000; ms += STEP_MS) {
            step(harness);
        }
    }

    private void step(StoreHarness harness) {
        harness.advanceMs(STEP_MS);
        for (long number : answers) {
            assertThat(put(harness, number, NeighborState.REACHABLE, 0)).isEqualTo(Outcome.APPLIED);
        }
        answers.clear();
        harness.store.age(harness.now(), network);
        harness.store.flush(harness.now());
    }

    private boolean has(StoreHarness harness, long number) {
        return harness.store.lookup(PREFIX, number, 1, found);
    }

    /** Everything in the table was inherited and has been so for a moment. */
    private void takeOver(StoreHarness harness) {
        harness.advanceMs(1_000);
        harness.store.startEpoch();
    }

    /** TRAPS T7: the backup's NUD makes entries fail, or a takeover floods the network with probes. */
    @Test
    void t7TakeoverProbesAtALimitedRateAndLosesNoLiveHost() {
        int hosts = 100_000;
        int rate = 1_000;
        try (StorePair pair = new StorePair(directory, 1 << 20)) {
            pair.master.store.defineLink("eth0");
            for (int i = 0; i < hosts; i++) {
                put(pair.master, i, i % 3 == 0 ? NeighborState.STALE : NeighborState.REACHABLE, 0);
                if (i % 1_000 == 0) {
                    pair.ship();
                }
            }
            pair.ship();
            pair.advanceMs(3_600_000);
            StoreHarness heir = pair.backup;
            // As backup an hour goes by and nothing is asked, nothing changes: not even what is older than every
            // time-out.
            run(heir, 60);
            assertThat(asked).isEmpty();
            assertThat(heir.store.lastSequence()).isEqualTo(hosts);
            assertThat(heir.store.digest()).isEqualTo(pair.master.store.digest());
            heir.store.aging().configure(AgingConfig.DEFAULT.withProbes(3, 5_000, rate));
            heir.store.startEpoch();
            assertThat(heir.store.size()).isEqualTo(hosts);
            run(heir, AgingConfig.DEFAULT.holdS() - 1);
            assertThat(asked).describedAs("within the hold time").isEmpty();
            int before = 0;
            for (int second = 0; second < 112; second++) {
                run(heir, 1);
                assertThat(asked.size() - before).isLessThanOrEqualTo(rate + rate / 10);
                before = asked.size();
                assertThat(heir.store.size()).isEqualTo(hosts);
            }
            assertThat(asked).describedAs("everybody once").hasSize(hosts).doesNotHaveDuplicates();
            AgingStatus aging = heir.store.status().aging();
            assertThat(aging.probes()).isEqualTo(hosts);
            assertThat(aging.removedSilent()).isZero();
        }
    }

    /** TRAPS T8: and then never die. */
    @Test
    void t8HostThatDiedWithTheMasterIsGoneAfterHoldAndProbes() {
        try (StorePair pair = new StorePair(directory, 1 << 20)) {
            pair.master.store.defineLink("eth0");
            for (int i = 0; i < 1_000; i++) {
                put(pair.master, i, NeighborState.REACHABLE, 0);
            }
            pair.ship();
            pair.advanceMs(1_000);
            isAlive = number -> number % 10 != 0;
            StoreHarness heir = pair.backup;
            heir.store.startEpoch();
            AgingConfig config = heir.store.aging().config();
            run(heir, config.holdS() + (config.attempts() - 1L) * config.intervalMs() / 1_000);
            assertThat(heir.store.size()).describedAs("nobody goes unasked").isEqualTo(1_000);
            // One round of the sweep, the rest of the attempts, and the time that 1,200 probes take.
            run(heir, 10 + config.intervalMs() / 1_000 + 5);
            for (int i = 0; i < 1_000; i++) {
                assertThat(has(heir, i)).describedAs("host %d", i).isEqualTo(i % 10 != 0);
            }
            assertThat(heir.store.status().aging().removedSilent()).isEqualTo(100);
            for (int i = 0; i < 1_000; i += 10) {
                long host = i;
                assertThat(asked.stream().filter(number -> number == host)).hasSize(config.attempts());
            }
        }
    }

    @Test
    void shouldBecomeStaleThenBeAskedThenBeRemoved() {
        device.store.aging().configure(new AgingConfig(120_000, 300, 0, 2, 1_000, 100, 15));
        device.advanceMs(1_000);
        put(device, 1, NeighborState.REACHABLE, 0);
        put(device, 2, NeighborState.REACHABLE, 0);
        put(device, 3, NeighborState.REACHABLE, EntryFlags.STATIC);
        isAlive = number -> number == 2;
        run(device, 119);
        assertThat(has(device, 1)).isTrue();
        assertThat(found.state()).isEqualTo(NeighborState.REACHABLE);
        run(device, 12);
        assertThat(has(device, 1)).isTrue();
        assertThat(found.state()).isEqualTo(NeighborState.STALE);
        assertThat(device.store.status().aging().markedStale()).isEqualTo(2);
        run(device, 168);
        assertThat(asked).isEmpty();
        run(device, 14);
        assertThat(asked).contains(1L, 1L, 2L);
        assertThat(has(device, 1)).isFalse();
        assertThat(has(device, 2)).isTrue();
        assertThat(found.state()).isEqualTo(NeighborState.REACHABLE);
        assertThat(has(device, 3)).isTrue();
        assertThat(found.state()).isEqualTo(NeighborState.REACHABLE);
        AgingStatus status = device.store.status().aging();
        assertThat(status.removedSilent()).isEqualTo(1);
        assertThat(status.confirmed()).isEqualTo(1);
        assertThat(status.probing()).isZero();
    }

    @Test
    void shouldKeepToTheTimeOutOfTheLink() {
        device.store.aging().configure(new AgingConfig(1_200_000, 600, 0, 1, 1_000, 100, 15));
        device.store.aging().staleTimeout(1, 60);
        device.advanceMs(1_000);
        put(device, 1, NeighborState.STALE, 0);
        run(device, 75);
        assertThat(asked).contains(1L);
        device.store.aging().staleTimeout(1, 0);
        asked.clear();
        put(device, 1, NeighborState.STALE, 0);
        run(device, 75);
        assertThat(asked).isEmpty();
        assertThatThrownBy(() -> device.store.aging().staleTimeout(1, 59)).hasMessageContaining("staleTimeoutS 59");
    }

    @Test
    void shouldAskTheBusiestFirst() {
        for (int i = 0; i < 5_000; i++) {
            if (i % 500 == 0) {
                device.advanceMs(1_000);
            }
            put(device, i, NeighborState.STALE, 0);
        }
        takeOver(device);
        device.store.aging().configure(AgingConfig.DEFAULT.withProbes(3, 5_000, 1));
        run(device, AgingConfig.DEFAULT.holdS() + 12);
        for (int i = 100; i < 110; i++) {
            device.store.aging().used(PREFIX, i, 1);
        }
        asked.clear();
        device.store.aging().configure(AgingConfig.DEFAULT.withProbes(3, 5_000, 100));
        run(device, 2);
        assertThat(asked.subList(0, 10))
                .describedAs("those in use")
                .containsExactlyInAnyOrder(100L, 101L, 102L, 103L, 104L, 105L, 106L, 107L, 108L, 109L);
        assertThat(asked.subList(10, 150))
                .describedAs("the tenth that was confirmed last")
                .allMatch(number -> number >= 4_500);
    }

    /** A kernel repeats what is not answered: the rate is that of solicitations, not of requests. */
    @Test
    void shouldCountWhatAProbeMayLeadTo() {
        for (int i = 0; i < 2_000; i++) {
            put(device, i, NeighborState.REACHABLE, 0);
        }
        solicitations = 3;
        device.store.aging().configure(AgingConfig.DEFAULT.withHoldS(0).withProbes(3, 5_000, 300));
        takeOver(device);
        run(device, 10);
        assertThat(asked.size()).isBetween(950, 1_011).isLessThan(2_000);
    }

    @Test
    void shouldLeaveStaleWhoCannotBeAsked() {
        for (int i = 0; i < 2_000; i++) {
            put(device, i, NeighborState.STALE, 0);
        }
        takeOver(device);
        canSend = false;
        run(device, 120);
        assertThat(device.store.size()).isEqualTo(2_000);
        AgingStatus status = device.store.status().aging();
        assertThat(status.probes()).isZero();
        // Not tried more often than ten times a second.
        assertThat(status.probesNotSent()).isPositive().isLessThanOrEqualTo(1_200);
        canSend = true;
        run(device, 30);
        assertThat(asked.stream().distinct()).hasSize(2_000);
        assertThat(device.store.size()).isEqualTo(2_000);
    }

    @Test
    void shouldRemoveNobodyWhoWasNotReallyAsked() {
        boolean[] isSent = {false};
        ProbeHandler taken = new ProbeHandler() {
            @Override
            public int probe(long addressHigh, long addressLow, int linkId, long mac, int attempt) {
                asked.add((long) attempt);
                return 1;
            }

            @Override
            public long mark(int linkId) {
                return 77;
            }

            @Override
            public boolean isSent(int linkId, long mark) {
                assertThat(mark).isEqualTo(77);
                return isSent[0];
            }
        };
        put(device, 1, NeighborState.REACHABLE, 0);
        device.advanceMs(1_000);
        takeOver(device);
        for (int ms = 0; ms < 120_000; ms += STEP_MS) {
            device.advanceMs(STEP_MS);
            device.store.age(device.now(), taken);
        }
        assertThat(has(device, 1)).as("all that was taken was lost").isTrue();
        assertThat(asked).hasSizeGreaterThan(10).containsOnly(1L);
        isSent[0] = true;
        asked.clear();
        for (int ms = 0; ms < 60_000; ms += STEP_MS) {
            device.advanceMs(STEP_MS);
            device.store.age(device.now(), taken);
        }
        assertThat(has(device, 1)).isFalse();
        assertThat(asked).containsExactly(2L, 3L);
    }

    @Test
    void shouldRemoveWhatIsNeverResolved() {
        device.advanceMs(1_000);
        put(device, 1, NeighborState.INCOMPLETE, 0);
        run(device, 14);
        assertThat(has(device, 1)).isTrue();
        run(device, 14);
        assertThat(has(device, 1)).isFalse();
        assertThat(device.store.status().aging().removedIncomplete()).isEqualTo(1);
        assertThat(asked).isEmpty();
    }

    @Test
    void shouldForgetWhoWasAskedWhenItIsMasterNoMore() {
        put(device, 1, NeighborState.STALE, 0);
        takeOver(device);
        isAlive = number -> false;
        run(device, 22);
        assertThat(device.store.status().aging().probing()).isEqualTo(1);
        device.store.endEpoch(device.now());
        assertThat(device.store.status().aging().probing()).isZero();
        asked.clear();
        run(device, 100);
        assertThat(asked).isEmpty();
        assertThat(has(device, 1)).isTrue();
        device.store.startEpoch();
        run(device, 22);
        assertThat(asked).isNotEmpty();
        assertThat(has(device, 1)).isTrue();
    }

    /** More dead hosts than may be probed at a time, at the highest rate: state stays bounded and everybody's turn comes. */
    @Test
    void shouldGetThroughMoreDeadHostsThanItCanProbeAtATime() {
        int hosts = 30_000;
        for (int i = 0; i < hosts; i++) {
            put(device, i, NeighborState.REACHABLE, 0);
        }
        device.store.aging().configure(AgingConfig.DEFAULT.withProbes(10, 2_000, 1_000));
        takeOver(device);
        isAlive = number -> false;
        run(device, 10 + 10 + 30 + hosts * 10 / 1_000);
        assertThat(device.store.size()).isZero();
        assertThat(asked).hasSize(hosts * 10);
    }

    @Test
    void shouldRefuseTimesThatCannotBe() {
        AgingConfig config = AgingConfig.DEFAULT;
        assertThatThrownBy(() -> config.withStaleTimeoutS(59)).hasMessageContaining("staleTimeoutS 59");
        assertThatThrownBy(() -> config.withStaleTimeoutS(172_801)).hasMessageContaining("staleTimeoutS 172801");
        assertThatThrownBy(() -> config.withProbes(0, 5_000, 550)).hasMessageContaining("attempts 0");
        assertThatThrownBy(() -> config.withProbes(11, 5_000, 550)).hasMessageContaining("attempts 11");
        assertThatThrownBy(() -> config.withProbes(3, 999, 550)).hasMessageContaining("intervalMs 999");
        assertThatThrownBy(() -> config.withProbes(3, 5_000, 1_001)).hasMessageContaining("probesPerSecond 1001");
        assertThatThrownBy(() -> config.withHoldS(-1)).hasMessageContaining("holdS -1");
    }
}

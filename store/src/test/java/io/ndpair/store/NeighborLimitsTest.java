package io.ndpair.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.model.Outcome;
import io.ndpair.store.model.RecordCursor;
import io.ndpair.store.model.RecordOutcome;
import io.ndpair.store.table.LimitStatus;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborLimits;
import io.ndpair.store.table.NeighborState;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits as the store keeps them: on both devices of a pair, and what is refused by name. */
class NeighborLimitsTest {
    private static final int MAX = 20_000;
    private static final long PREFIX = 0x2001_0db8_0000_0000L;
    private static final long MAC = 0x0200_0000_0001L;

    @TempDir
    Path directory;

    private final NeighborEntry found = new NeighborEntry();

    private static int put(StoreHarness harness, int link, long number, int state) {
        NeighborStore store = harness.store;
        long mac = state == NeighborState.INCOMPLETE ? 0 : MAC;
        return store.upsert(PREFIX + link, number, link, mac, state, 0, store.tableTimeTicks(harness.now()));
    }

    private void assertHolds(StoreHarness harness, int link, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(harness.store.lookup(PREFIX + link, i, link, found))
                    .describedAs("neighbor %d of link %d", i, link)
                    .isTrue();
        }
    }

    /** TRAPS T14: one noisy link fills the table for all. */
    @Test
    void t14ScanOfOneLinkLeavesTheOthersAlone() {
        try (StorePair pair = new StorePair(directory, MAX)) {
            for (int link = 1; link <= 4; link++) {
                assertThat(pair.master.store.defineLink("eth0." + link)).isEqualTo(link);
            }
            for (int link = 2; link <= 4; link++) {
                for (int i = 0; i < 4_000; i++) {
                    assertThat(put(pair.master, link, i, i % 2 == 0 ? NeighborState.STALE : NeighborState.REACHABLE))
                            .isEqualTo(Outcome.APPLIED);
                }
            }
            // The others resolve addresses too while the scan goes on.
            for (int i = 0; i < 50; i++) {
                assertThat(put(pair.master, 2, 10_000 + i, NeighborState.INCOMPLETE))
                        .isEqualTo(Outcome.APPLIED);
            }
            for (int i = 0; i < 200_000; i++) {
                assertThat(put(pair.master, 1, i, NeighborState.INCOMPLETE)).isEqualTo(Outcome.APPLIED);
                if (i % 1_000 == 0) {
                    pair.ship();
                }
            }
            pair.ship();
            int perLink = NeighborLimits.of(MAX).maxIncompletePerLink();
            for (StoreHarness device : new StoreHarness[] {pair.master, pair.backup}) {
                for (int link = 2; link <= 4; link++) {
                    assertHolds(device, link, 4_000);
                }
                for (int i = 0; i < 50; i++) {
                    assertThat(device.store.lookup(PREFIX + 2, 10_000 + i, 2, found))
                            .isTrue();
                }
                assertThat(device.store.size()).isEqualTo(3 * 4_000 + 50 + perLink);
                assertThat(device.store.limits().learnedOn(1)).isEqualTo(perLink);
                assertThat(device.store.limits().unresolvedOn(2)).isEqualTo(50);
            }
            LimitStatus limits = pair.master.store.status().limits();
            assertThat(limits.evictedForLinkIncomplete()).isEqualTo(200_000 - perLink);
            assertThat(limits.evicted()).isEqualTo(200_000 - perLink);
            StoreHarness.assertAlike(pair.backup.store, pair.master.store);
        }
    }

    /** The same by a host that answers for every address of the /64, into a table that is full. */
    @Test
    void t14FloodOfAnsweringNeighborsLeavesTheOthersAlone() {
        try (StorePair pair = new StorePair(directory, MAX)) {
            for (int link = 1; link <= 4; link++) {
                pair.master.store.defineLink("eth0." + link);
            }
            for (int link = 2; link <= 4; link++) {
                for (int i = 0; i < 4_000; i++) {
                    put(pair.master, link, i, NeighborState.STALE);
                }
            }
            for (int i = 0; i < 100_000; i++) {
                put(pair.master, 1, i, NeighborState.STALE);
                if (i % 1_000 == 0) {
                    pair.ship();
                }
            }
            pair.ship();
            for (StoreHarness device : new StoreHarness[] {pair.master, pair.backup}) {
                assertThat(device.store.size()).isEqualTo(MAX);
                for (int link = 2; link <= 4; link++) {
                    assertHolds(device, link, 4_000);
                }
            }
            StoreStatus status = pair.master.store.status();
            assertThat(status.limits().evictedStaleForTable() + status.refusedFull())
                    .isEqualTo(100_000 - (MAX - 12_000));
            assertThat(status.limits().evictedStaleForTable()).isGreaterThan(70_000);
        }
    }

    @Test
    void shouldHoldWhatTheMasterSaysAndKeepToItsOwnLimitOnlyAsMaster() {
        try (StorePair pair = new StorePair(directory, MAX)) {
            pair.master.store.defineLink("eth0.1");
            pair.backup.store.limits().link(1, 100);
            for (int i = 0; i < 1_000; i++) {
                put(pair.master, 1, i, NeighborState.STALE);
            }
            pair.ship();
            assertHolds(pair.backup, 1, 1_000);
            pair.backup.store.startEpoch();
            assertThat(pair.backup.store.size()).isEqualTo(1_000);
            for (int i = 0; i < 500; i++) {
                assertThat(put(pair.backup, 1, 5_000 + i, NeighborState.REACHABLE))
                        .isEqualTo(Outcome.APPLIED);
            }
            // One for one: the takeover throws nothing out, and nothing grows.
            assertThat(pair.backup.store.size()).isEqualTo(1_000);
            assertThat(pair.backup.store.limits().learnedOn(1)).isEqualTo(1_000);
            assertThat(pair.backup.store.status().limits().evictedStaleForLink())
                    .isEqualTo(500);
        }
    }

    @Test
    void shouldCountLinksAfterRecovery() {
        try (StoreHarness harness = new StoreHarness(StoreHarness.small(directory, 1))) {
            harness.store.startEpoch();
            for (int i = 0; i < 3_000; i++) {
                harness.upsert(i, i);
            }
            harness.journal();
            harness.store.requestCheckpoint();
            harness.turnUntil(() -> harness.store.status().checkpoints() > 0);
            for (int i = 0; i < 3_000; i += 2) {
                harness.remove(i);
            }
            harness.journal();
        }
        try (StoreHarness harness = new StoreHarness(StoreHarness.small(directory, 1))) {
            int[] counts = new int[8];
            harness.store.forEach(entry -> counts[entry.linkId()]++);
            for (int link = 1; link <= 7; link++) {
                assertThat(harness.store.limits().learnedOn(link)).isEqualTo(counts[link]);
            }
            assertThat(harness.store.size()).isEqualTo(1_500);
        }
    }

    @Test
    void shouldRefuseEachInvalidFieldByName() {
        try (StoreHarness harness = new StoreHarness(StoreHarness.small(directory, 1))) {
            NeighborStore store = harness.store;
            store.startEpoch();
            store.defineLink("eth0");
            int reachable = NeighborState.REACHABLE;
            assertThat(store.upsert(0, 0, 1, MAC, reachable, 0, 0)).isEqualTo(Outcome.REFUSED_INVALID);
            assertThat(store.upsert(0xFF02L << 48, 1, 1, MAC, reachable, 0, 0)).isEqualTo(Outcome.REFUSED_INVALID);
            assertThat(store.upsert(PREFIX, 1, 1, 0x3333_0000_0001L, reachable, 0, 0))
                    .isEqualTo(Outcome.REFUSED_INVALID);
            assertThat(store.upsert(PREFIX, 1, 1, 0, reachable, 0, 0)).isEqualTo(Outcome.REFUSED_INVALID);
            assertThat(store.upsert(PREFIX, 1, 1, MAC, 6, 0, 0)).isEqualTo(Outcome.REFUSED_INVALID);
            assertThat(store.upsert(PREFIX, 1, 1, MAC, reachable, 256, 0)).isEqualTo(Outcome.REFUSED_INVALID);
            assertThat(store.upsert(PREFIX, 1, 0, MAC, reachable, 0, 0)).isEqualTo(Outcome.REFUSED_INVALID);
            assertThat(store.upsert(PREFIX, 1, 2, MAC, reachable, 0, 0)).isEqualTo(Outcome.REFUSED_UNKNOWN_LINK);
            assertThat(Outcome.nameOf(Outcome.REFUSED_UNKNOWN_LINK)).isEqualTo("unknown link");
            assertThat(store.status().invalid()).isEqualTo(new InvalidStatus(2, 2, 1, 2, 1));
            assertThat(store.size()).isZero();
            assertThat(store.lastSequence()).isZero();
        }
    }

    /** A master that is not sound: its link definitions do not arrive, and one of its entries has a multicast MAC. */
    @Test
    void shouldRefuseAPeersRecordThatNamesAnUnknownLink() {
        try (StoreHarness master = new StoreHarness(StoreHarness.small(directory.resolve("m"), 1));
                StoreHarness backup = new StoreHarness(StoreHarness.small(directory.resolve("b"), 2))) {
            master.store.startEpoch();
            master.store.defineLink("eth0");
            put(master, 1, 1, NeighborState.REACHABLE);
            master.store.flush(master.now());
            try (RecordCursor cursor = master.store.cursor()) {
                assertThat(cursor.seek(1)).isTrue();
                int[] record = {0};
                int[] last = {0};
                cursor.poll(
                        (buffer, offset, length, first, count) -> {
                            // Epoch and settings, then the link, which is left out.
                            if (record[0]++ != 2) {
                                last[0] = backup.store.applyRecord(buffer, offset, length, backup.now());
                            }
                            return true;
                        },
                        10);
                assertThat(last[0]).isEqualTo(RecordOutcome.UNKNOWN_LINK);
            }
            assertThat(RecordOutcome.nameOf(RecordOutcome.UNKNOWN_LINK)).isEqualTo("unknown link");
            assertThat(backup.store.size()).isZero();
            assertThat(backup.store.status().recordsUnknownLink()).isEqualTo(1);
            assertThat(backup.store.status().invalid().link()).isEqualTo(1);
        }
    }
}

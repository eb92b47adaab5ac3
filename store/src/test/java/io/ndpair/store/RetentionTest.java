package io.ndpair.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ndpair.store.journal.chronicle.ChronicleJournals;
import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.RecordCursor;
import io.ndpair.store.model.Retention;
import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.table.HashKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journal files go at the least of checkpoint and peer, by size and by age, and never before. */
class RetentionTest {
    private static final long DAY_MS = 24 * 3_600_000L;

    @TempDir
    Path directory;

    private StoreHarness open(Retention retention) {
        StoreConfig config = StoreHarness.small(directory, 1)
                .withJournal(1 << 20, 1 << 20, 2 << 20)
                .withRetention(retention);
        return new StoreHarness(config);
    }

    private void write(StoreHarness harness, int mutations) {
        for (int i = 0; i < mutations; i++) {
            harness.upsert(i % 5_000, (int) harness.store.lastSequence());
            if (i % 500 == 499) {
                harness.journal();
            }
        }
        harness.journal();
    }

    private int files() throws IOException {
        return new ChronicleJournals(directory).generations().length;
    }

    private static void settle(StoreHarness harness) {
        for (int i = 0; i < 200; i++) {
            harness.turn();
        }
    }

    @Test
    void shouldLetGoBySizeOnlyOfWhatThePeerHas() throws IOException {
        try (StoreHarness harness = open(new Retention(1 << 20, 1L << 40, 30 * DAY_MS))) {
            harness.store.startEpoch();
            harness.store.peerHas(0);
            write(harness, 400_000);
            settle(harness);
            int all = files();
            assertThat(all).isGreaterThan(10);
            assertThat(harness.store.status().checkpoints()).isGreaterThan(2);
            try (RecordCursor cursor = harness.store.cursor()) {
                assertThat(cursor.seek(1)).isTrue();
            }
            harness.store.peerHas(200_000);
            harness.advanceMs(120_000);
            settle(harness);
            assertThat(files()).isBetween(all / 3, all - 3);
            try (RecordCursor cursor = harness.store.cursor()) {
                assertThat(cursor.seek(200_001)).isTrue();
                assertThat(cursor.seek(1)).isFalse();
            }
            harness.store.peerHas(harness.store.lastSequence());
            harness.advanceMs(120_000);
            settle(harness);
            assertThat(files()).isLessThan(8);
        }
    }

    @Test
    void shouldNotFillTheDiskForAPeerThatIsAway() throws IOException {
        try (StoreHarness harness = open(new Retention(1 << 20, 6 << 20, 30 * DAY_MS))) {
            harness.store.startEpoch();
            harness.store.peerHas(0);
            write(harness, 600_000);
            settle(harness);
            assertThat(files()).isLessThan(14);
        }
    }

    @Test
    void shouldLetGoByAge() throws IOException {
        try (StoreHarness harness = open(new Retention(1L << 30, 1L << 40, DAY_MS))) {
            harness.epochClock.update(System.currentTimeMillis());
            harness.store.startEpoch();
            write(harness, 400_000);
            settle(harness);
            int all = files();
            assertThat(all).isGreaterThan(10);
            harness.epochClock.advance(2 * DAY_MS);
            harness.advanceMs(120_000);
            settle(harness);
            assertThat(files()).isLessThan(8);
        }
    }

    @Test
    void shouldKeepWhatNoCheckpointCovers() throws IOException {
        StoreConfig config = StoreHarness.small(directory, 1)
                .withJournal(1 << 20, 1 << 20, 1L << 40)
                .withRetention(new Retention(1 << 20, 1 << 20, 1_000));
        try (StoreHarness harness = new StoreHarness(config)) {
            harness.epochClock.update(System.currentTimeMillis() + DAY_MS);
            harness.store.startEpoch();
            write(harness, 200_000);
            settle(harness);
            assertThat(new ChronicleJournals(directory).generations()[0]).isEqualTo(1);
        }
    }

    @Test
    void shouldNotMakeAFileForEveryBatchBackupThatBringsNothing() throws IOException {
        HashKey key = HashKey.random(new Random(1));
        try (StoreHarness harness = open(Retention.DEFAULT)) {
            for (int i = 1; i <= 3_000; i++) {
                harness.store.beginResync(new Epoch(7, 2), i, key, 1);
                harness.store.abandonResync();
                if (i % 100 == 0) {
                    settle(harness);
                }
            }
            settle(harness);
            assertThat(files()).isLessThan(5);
        }
    }

    @Test
    void shouldNameWhatIsOutOfItsBounds() {
        assertThatThrownBy(() -> new Retention(1, 1 << 20, 1_000))
                .hasMessageContaining("journalBytes must be at least");
        assertThatThrownBy(() -> new Retention(2 << 20, 1 << 20, 1_000))
                .hasMessageContaining("unackedBytes must be at least journalBytes");
        assertThatThrownBy(() -> new Retention(1 << 20, 1 << 20, 1)).hasMessageContaining("ageMs must be at least");
    }
}

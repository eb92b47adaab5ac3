package io.ndpair.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.journal.chronicle.ChronicleJournals;
import io.ndpair.store.model.Outcome;
import io.ndpair.store.model.Position;
import io.ndpair.store.model.RecordCursor;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that stands still, fails or fills never slows the writer, never kills an agent, and is made up for afterwards. */
class JournalFaultTest {
    @TempDir
    Path directory;

    private StoreHarness harness;
    private FaultyJournals disk;
    private int next;

    private void open(Path path) {
        disk = new FaultyJournals(new ChronicleJournals(path));
        harness = new StoreHarness(StoreHarness.small(path, 1), disk);
    }

    private void mutate(int count) {
        for (int i = 0; i < count; i++) {
            assertThat(harness.upsert(next++, 1)).isEqualTo(Outcome.APPLIED);
        }
        harness.store.flush(harness.now());
    }

    private void reopenAndCompare(boolean contiguous) {
        Path copy = directory.resolve("copy" + next);
        StoreHarness.copyDirectory(harness.config.directory(), copy);
        try (StoreHarness second = new StoreHarness(StoreHarness.small(copy, 1))) {
            assertThat(second.told.corruptTails).isEmpty();
            assertThat(second.store.position())
                    .isEqualTo(
                            new Position(harness.store.position().epoch(), harness.store.lastSequence(), contiguous));
            if (contiguous) {
                StoreHarness.assertAlike(second.store, harness.store);
            }
        }
    }

    private static Map<String, Consumer<FaultyJournals>> faults() {
        return Map.of(
                "append", d -> d.failAppend = true,
                "fault", d -> d.faultAppend = true,
                "full", d -> d.usableBytes = -1);
    }

    private void mend() {
        disk.failAppend = false;
        disk.faultAppend = false;
        disk.failCreate = false;
        disk.usableBytes = Long.MAX_VALUE;
    }

    @ParameterizedTest
    @ValueSource(strings = {"append", "fault", "full"})
    void shouldLoseNothingWhileTheRingHoldsIt(String fault) {
        open(directory.resolve("one"));
        harness.store.startEpoch();
        mutate(500);
        harness.journal();
        long journaled = harness.store.journaledSequence();
        faults().get(fault).accept(disk);
        // Space is looked at once a second, or once a megabyte.
        harness.advanceMs(1_000);
        mutate(500);
        for (int i = 0; i < 200; i++) {
            harness.turn();
        }
        assertThat(harness.store.journaledSequence()).isEqualTo(journaled);
        assertThat(harness.store.status().journalErrors()).isPositive();
        assertThat(harness.told.errors).isNotEmpty().hasSizeLessThanOrEqualTo(2);
        assertThat(disk.attempts).as("attempts back off").isLessThan(60);
        mend();
        harness.journal();
        assertThat(harness.store.journaledSequence()).isEqualTo(1_000);
        assertThat(harness.told.gaps).isEmpty();
        reopenAndCompare(true);
        harness.store.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"append", "fault", "full"})
    void shouldDeclareAGapAndCloseItByACheckpoint(String fault) {
        open(directory.resolve("one"));
        harness.store.startEpoch();
        mutate(500);
        harness.journal();
        faults().get(fault).accept(disk);
        // Space is looked at once a second, or once a megabyte.
        harness.advanceMs(1_000);
        // Three times the ring.
        while (harness.store.lastSequence() < 100_000) {
            mutate(64);
            if (next % 10 == 0) {
                harness.turn();
            }
        }
        harness.turnUntil(() -> harness.store.status().journalGaps() == 1);
        assertThat(harness.told.gaps).containsExactly("501: the disk takes nothing");
        assertThat(harness.store.status().journalGapOpen()).isTrue();
        assertThat(harness.store.journaledSequence()).isEqualTo(500);
        assertThat(harness.find(next - 1)).isNotNull();
        assertThat(harness.store.position().contiguous()).isTrue();
        assertThat(harness.store.status().diskShort()).isEqualTo(fault.equals("full"));
        mend();
        mutate(10);
        harness.turnUntil(() -> harness.store.journaledSequence() == harness.store.lastSequence());
        assertThat(harness.told.restored).isEqualTo(1);
        assertThat(harness.store.status().journalGapOpen()).isFalse();
        reopenAndCompare(true);
        mutate(100);
        harness.journal();
        reopenAndCompare(true);
        harness.store.close();
    }

    @Test
    void shouldNotCallAGapAHistoryWhenNoCheckpointClosesIt() {
        open(directory.resolve("one"));
        harness.store.startEpoch();
        mutate(500);
        harness.journal();
        disk.failAppend = true;
        while (harness.store.lastSequence() < 100_000) {
            mutate(64);
        }
        // Only the journal agent goes on, so that the gap is in the journal but no checkpoint is.
        mend();
        harness.advanceMs(10_000);
        runJournalAgent();
        reopenAndCompare(false);
        harness.store.close();
    }

    private void runJournalAgent() {
        try {
            for (int i = 0; i < 10_000; i++) {
                harness.advanceMs(10);
                harness.store.agents().get(0).doWork();
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldNotMindARecordThatIsThereTwice() {
        open(directory.resolve("one"));
        harness.store.startEpoch();
        mutate(100);
        harness.journal();
        disk.failAfterAppend = true;
        mutate(100);
        harness.journal();
        mutate(100);
        harness.journal();
        assertThat(harness.store.status().journalErrors()).isEqualTo(1);
        reopenAndCompare(true);
        RecordCursor cursor = harness.store.cursor();
        assertThat(cursor.seek(1)).isTrue();
        harness.store.close();
    }

    @Test
    void shouldServeAndShipFromMemoryWithoutAnyDisk() {
        open(directory.resolve("one"));
        disk.failCreate = true;
        harness.store.startEpoch();
        mutate(5_000);
        for (int i = 0; i < 100; i++) {
            harness.turn();
        }
        RecordCursor cursor = harness.store.cursor();
        assertThat(cursor.seek(1)).isTrue();
        long[] seen = new long[1];
        while (cursor.poll(
                        (buffer, offset, length, first, count) -> {
                            seen[0] += count;
                            return true;
                        },
                        10)
                > 0) {
            assertThat(cursor.fromMemory()).isTrue();
        }
        assertThat(seen[0]).isEqualTo(5_000);
        assertThat(harness.store.journaledSequence()).isZero();
        mend();
        harness.journal();
        reopenAndCompare(true);
        harness.store.close();
    }

    @Test
    void shouldSyncAtIntervalsBehindWhatIsJournaled() {
        open(directory.resolve("one"));
        harness.store.startEpoch();
        mutate(500);
        harness.journal();
        harness.turnUntil(() -> harness.store.status().syncedSequence() == 500);
        harness.advanceMs(1_000);
        harness.turn();
        mutate(500);
        harness.turn();
        harness.turn();
        assertThat(harness.store.status().journaledSequence()).isEqualTo(1_000);
        assertThat(harness.store.status().syncedSequence()).isEqualTo(500);
        harness.advanceMs(1_000);
        harness.turn();
        assertThat(harness.store.status().syncedSequence()).isEqualTo(1_000);
        harness.store.close();
    }

    @Test
    void shouldBelieveNoSyncAfterOneThatFailedUntilACheckpointIsWhole() {
        open(directory.resolve("one"));
        harness.store.startEpoch();
        mutate(500);
        harness.journal();
        harness.turnUntil(() -> harness.store.status().syncedSequence() == 500);
        disk.failSync = true;
        mutate(500);
        harness.journal();
        harness.advanceMs(1_000);
        harness.turn();
        assertThat(harness.told.errors).hasSize(1);
        disk.failSync = false;
        // A kernel that has told once says of the next sync that all is well.
        long checkpoints = harness.store.status().checkpoints();
        while (harness.store.status().checkpoints() == checkpoints) {
            assertThat(harness.store.status().syncedSequence()).isEqualTo(500);
            harness.advanceMs(1_000);
            harness.turn();
        }
        mutate(100);
        harness.journal();
        harness.turnUntil(() -> harness.store.status().syncedSequence() == 1_100);
        harness.told.errors.clear();
        harness.store.close();
    }
}

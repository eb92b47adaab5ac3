package io.ndpair.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.model.RecordCursor;
import io.ndpair.store.model.RecordOutcome;
import java.nio.file.Path;

/** A master and a backup that is given every record of the master, with clocks that go on together. */
final class StorePair implements AutoCloseable {
    final StoreHarness master;
    final StoreHarness backup;
    private final RecordCursor cursor;

    StorePair(Path directory, int maxNeighbors) {
        master = new StoreHarness(StoreHarness.small(directory.resolve("m"), 1).withMaxNeighbors(maxNeighbors));
        backup = new StoreHarness(StoreHarness.small(directory.resolve("b"), 2).withMaxNeighbors(maxNeighbors));
        cursor = master.store.cursor();
        master.store.startEpoch();
        assertThat(cursor.seek(1)).isTrue();
    }

    /** Seals what the master has and gives it to the backup. */
    void ship() {
        master.store.flush(master.now());
        int taken;
        do {
            taken = cursor.poll(
                    (buffer, offset, length, first, count) -> {
                        assertThat(backup.store.applyRecord(buffer, offset, length, backup.now()))
                                .isIn(RecordOutcome.APPLIED, RecordOutcome.DUPLICATE);
                        return true;
                    },
                    1_000);
            assertThat(taken).isNotEqualTo(RecordCursor.LOST);
        } while (taken > 0);
        assertThat(backup.store.lastSequence()).isEqualTo(master.store.lastSequence());
        assertThat(backup.store.digest()).isEqualTo(master.store.digest());
    }

    void advanceMs(long ms) {
        master.advanceMs(ms);
        backup.advanceMs(ms);
    }

    @Override
    public void close() {
        cursor.close();
        master.close();
        backup.close();
    }
}

package io.ndpair.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.journal.JournalReader;
import io.ndpair.store.journal.chronicle.ChronicleJournals;
import io.ndpair.store.model.Outcome;
import io.ndpair.store.model.RecordCursor;
import io.ndpair.store.model.RecordOutcome;
import io.ndpair.store.table.RangeImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A master and a backup joined by hand: real-time from the cursor, batch backup by images, and what a restart leaves of it. */
class ResyncTest {
    @TempDir
    Path directory;

    private final UnsafeBuffer image = new UnsafeBuffer(new byte[RangeImage.MAX_IMAGE_BYTES]);
    private final RangeImage range = new RangeImage();
    private final Random random = new Random(21);
    private StoreHarness master;
    private StoreHarness backup;
    private int next;

    @BeforeEach
    void open() {
        master = new StoreHarness(StoreHarness.small(directory.resolve("m"), 1));
        backup = new StoreHarness(StoreHarness.small(directory.resolve("b"), 2));
        master.store.startEpoch();
        master.store.defineLink("eth0.1");
    }

    @AfterEach
    void close() {
        master.close();
        backup.close();
    }

    private void mutate(int count) {
        for (int i = 0; i < count; i++) {
            master.upsert(random.nextInt(20_000), next++);
            if (i % 7 == 0) {
                master.remove(random.nextInt(20_000));
            }
        }
        master.store.flush(master.now());
    }

    private void ship(RecordCursor cursor) {
        int taken;
        int polls = 0;
        do {
            assertThat(polls++).isLessThan(100_000);
            taken = cursor.poll(
                    (buffer, offset, length, first, count) -> {
                        int outcome = backup.store.applyRecord(buffer, offset, length, backup.now());
                        assertThat(outcome).isIn(RecordOutcome.APPLIED, RecordOutcome.DUPLICATE);
                        return true;
                    },
                    100);
            assertThat(taken).isNotEqualTo(RecordCursor.LOST);
        } while (taken > 0 || cursor.nextSequence() <= master.store.lastSequence());
    }

    private List<String> journalOf(StoreHarness harness) throws IOException {
        List<String> records = new ArrayList<>();
        ChronicleJournals journals = new ChronicleJournals(harness.config.directory());
        for (long generation : journals.generations()) {
            try (JournalReader reader = journals.reader(generation)) {
                int length;
                while ((length = reader.next()) > 0) {
                    byte[] bytes = new byte[length];
                    reader.buffer().getBytes(reader.offset(), bytes);
                    records.add(HexFormat.of().formatHex(bytes));
                }
            }
        }
        return records;
    }

    /** Ranges one after the other; the stream goes on meanwhile. Answers false if told to stop half-way. */
    private boolean images(RecordCursor cursor, int most) {
        long position = 0;
        int installed = 0;
        do {
            if (installed++ == most) {
                return false;
            }
            assertThat(master.store.copyRange(position, image, 0, range)).isTrue();
            assertThat(backup.store.installRange(
                            range.prefix(), range.depth(), range.asOfSequence(), image, 0, range.count()))
                    .isEqualTo(Outcome.APPLIED);
            position = range.nextPosition();
            mutate(50);
            if (installed % 3 == 0) {
                ship(cursor);
            }
        } while (position != 0);
        ship(cursor);
        return true;
    }

    private RecordCursor beginResync() {
        long sequence = master.store.flush(master.now());
        RecordCursor cursor = master.store.cursor();
        assertThat(cursor.seek(sequence + 1)).isTrue();
        backup.store.beginResync(
                master.store.position().epoch(),
                sequence,
                master.store.hashKey(),
                master.store.tableTimeTicks(master.now()));
        UnsafeBuffer control = new UnsafeBuffer(new byte[1024]);
        int length;
        for (int i = 0; (length = master.store.copyControlRecord(i, control, 0)) > 0; i++) {
            assertThat(backup.store.applyRecord(control, 0, length, backup.now()))
                    .isIn(RecordOutcome.APPLIED, RecordOutcome.DUPLICATE);
        }
        return cursor;
    }

    private StoreHarness reopened(StoreHarness harness, String name) {
        Path copy = directory.resolve(name);
        StoreHarness.copyDirectory(harness.config.directory(), copy);
        return new StoreHarness(StoreHarness.small(copy, harness.config.deviceId()));
    }

    @Test
    void shouldGiveTheBackupTheSameTableAndTheSameJournalBytes() throws IOException {
        RecordCursor cursor = master.store.cursor();
        assertThat(cursor.seek(1)).isTrue();
        for (int round = 0; round < 30; round++) {
            mutate(500);
            if (round % 5 == 0) {
                master.store.defineLink("vlan" + round);
            }
            if (round == 12) {
                master.store.startEpoch();
            }
            ship(cursor);
            master.journal();
            backup.journal();
        }
        StoreHarness.assertAlike(backup.store, master.store);
        assertThat(backup.store.position()).isEqualTo(master.store.position());
        assertThat(backup.store.history()).isEqualTo(master.store.history());
        assertThat(journalOf(backup)).isEqualTo(journalOf(master));
        try (StoreHarness again = reopened(backup, "again")) {
            StoreHarness.assertAlike(again.store, master.store);
        }
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        mutate(100);
        master.journal();
        List<byte[]> records = new ArrayList<>();
        RecordCursor cursor = master.store.cursor();
        cursor.seek(1);
        cursor.poll(
                (buffer, offset, length, first, count) -> {
                    byte[] bytes = new byte[length];
                    buffer.getBytes(offset, bytes);
                    return records.add(bytes);
                },
                1_000);
        NeighborStore store = backup.store;
        UnsafeBuffer epoch = new UnsafeBuffer(records.get(0));
        UnsafeBuffer batch = new UnsafeBuffer(records.get(records.size() - 1));
        assertThat(store.applyRecord(batch, 0, batch.capacity(), 1)).isEqualTo(RecordOutcome.UNKNOWN_EPOCH);
        assertThat(store.applyRecord(epoch, 0, epoch.capacity(), 1)).isEqualTo(RecordOutcome.APPLIED);
        assertThat(store.applyRecord(epoch, 0, epoch.capacity(), 1)).isEqualTo(RecordOutcome.DUPLICATE);
        assertThat(store.applyRecord(batch, 0, batch.capacity(), 1)).isEqualTo(RecordOutcome.SEQUENCE_GAP);
        assertThat(store.applyRecord(batch, 0, batch.capacity() - 1, 1)).isEqualTo(RecordOutcome.BAD_CRC);
        assertThat(store.applyRecord(batch, 0, 10, 1)).isEqualTo(RecordOutcome.MALFORMED);
        ship(cursorAt(1));
        assertThat(store.applyRecord(batch, 0, batch.capacity(), 1)).isEqualTo(RecordOutcome.DUPLICATE);
        long last = store.lastSequence();
        store.startEpoch();
        assertThat(store.applyRecord(batch, 0, batch.capacity(), 1)).isEqualTo(RecordOutcome.IS_MASTER);
        store.endEpoch(2);
        assertThat(store.applyRecord(batch, 0, batch.capacity(), 1)).isEqualTo(RecordOutcome.STALE_EPOCH);
        assertThat(store.lastSequence()).isEqualTo(last);
        StoreStatus status = store.status();
        assertThat(status.recordsBadCrc()).isEqualTo(1);
        assertThat(status.recordsMalformed()).isEqualTo(1);
        assertThat(status.recordsStaleEpoch()).isEqualTo(2);
        assertThat(status.recordsOutOfSequence()).isEqualTo(2);
    }

    private RecordCursor cursorAt(long sequence) {
        RecordCursor cursor = master.store.cursor();
        assertThat(cursor.seek(sequence)).isTrue();
        return cursor;
    }

    @Test
    void shouldBecomeAlikeByImagesWhileTheMasterGoesOn() {
        mutate(30_000);
        master.journal();
        RecordCursor cursor = beginResync();
        assertThat(backup.store.position().contiguous()).isFalse();
        assertThat(images(cursor, Integer.MAX_VALUE)).isTrue();
        backup.store.flush(backup.now());
        assertThat(backup.store.journaledSequence()).isZero();
        backup.store.endResync(master.store.history());
        assertThat(backup.store.position()).isEqualTo(master.store.position());
        StoreHarness.assertAlike(backup.store, master.store);
        backup.turnUntil(() -> backup.store.journaledSequence() == backup.store.lastSequence());
        mutate(1_000);
        ship(cursor);
        backup.journal();
        try (StoreHarness again = reopened(backup, "again")) {
            assertThat(again.told.corruptTails).isEmpty();
            assertThat(again.store.position()).isEqualTo(master.store.position());
            assertThat(again.store.history()).isEqualTo(master.store.history());
            StoreHarness.assertAlike(again.store, master.store);
        }
    }

    @Test
    void shouldNotTakeAnInterruptedBatchBackupForAHistory() {
        mutate(30_000);
        master.journal();
        for (int most : new int[] {0, 1, 5, 20}) {
            RecordCursor cursor = beginResync();
            images(cursor, most);
            backup.turn();
            backup.turn();
            try (StoreHarness again = reopened(backup, "again" + most)) {
                assertThat(again.store.position().contiguous()).isFalse();
                assertThat(again.store.journaledSequence()).isZero();
            }
            backup.store.abandonResync();
            assertThat(backup.store.position().contiguous()).isFalse();
        }
        RecordCursor cursor = beginResync();
        images(cursor, Integer.MAX_VALUE);
        // All images are there, but the end was never told, nor a checkpoint taken.
        backup.turn();
        try (StoreHarness again = reopened(backup, "againAll")) {
            assertThat(again.store.position().contiguous()).isFalse();
        }
        backup.store.endResync(master.store.history());
        assertThat(backup.store.position().contiguous()).isTrue();
        backup.turnUntil(() -> backup.store.journaledSequence() == backup.store.lastSequence());
        try (StoreHarness again = reopened(backup, "againEnd")) {
            assertThat(again.store.position()).isEqualTo(master.store.position());
            StoreHarness.assertAlike(again.store, master.store);
        }
    }

    @Test
    void shouldTakeOverInTheMiddleOfABatchBackup() {
        mutate(30_000);
        master.journal();
        RecordCursor cursor = beginResync();
        images(cursor, 10);
        long size = backup.store.size();
        backup.store.startEpoch();
        assertThat(backup.store.position().contiguous()).isTrue();
        assertThat(backup.store.history().size()).isEqualTo(1);
        assertThat(backup.store.size()).isEqualTo(size);
        for (int i = 0; i < 1_000; i++) {
            backup.upsert(i, 900_000 + i);
        }
        backup.store.flush(backup.now());
        backup.turnUntil(() -> backup.store.journaledSequence() == backup.store.lastSequence());
        try (StoreHarness again = reopened(backup, "again")) {
            assertThat(again.store.position()).isEqualTo(backup.store.position());
            StoreHarness.assertAlike(again.store, backup.store);
        }
        // The old master comes back to a newer epoch than its own.
        master.store.endEpoch(master.now());
        assertThat(backup.store.position().epoch())
                .isGreaterThan(master.store.position().epoch());
    }

    @Test
    void shouldResumeFromDiskAfterTheMasterWasRestarted() {
        mutate(3_000);
        ship(cursorAt(1));
        long position = backup.store.lastSequence();
        mutate(3_000);
        master.journal();
        StoreHarness old = master;
        master = reopened(old, "restarted");
        old.close();
        master.store.startEpoch();
        assertThat(master.store.history().contains(backup.store.position(), master.store.lastSequence()))
                .isTrue();
        mutate(100);
        RecordCursor cursor = cursorAt(position + 1);
        ship(cursor);
        assertThat(cursor.fromMemory()).isTrue();
        StoreHarness.assertAlike(backup.store, master.store);
        assertThat(backup.store.position()).isEqualTo(master.store.position());
        assertThat(backup.store.history()).isEqualTo(master.store.history());
    }
}

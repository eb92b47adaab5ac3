package io.ndpair.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.RecordCursor;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCursorTest {
    @TempDir
    Path directory;

    private StoreHarness harness;
    private long expected;
    private int next;

    @BeforeEach
    void open() {
        // The smallest ring: some 7,000 mutations.
        harness = new StoreHarness(StoreHarness.small(directory, 1).withRing(256 << 10, 32));
        harness.store.startEpoch();
    }

    @AfterEach
    void close() {
        harness.close();
    }

    private void mutate(int count) {
        for (int i = 0; i < count; i++) {
            harness.upsert(next % 3_000, next++);
            if (i % 11 == 0) {
                harness.store.flush(harness.now());
            }
        }
        harness.store.flush(harness.now());
    }

    private boolean take(long first, int count) {
        assertThat(first).isLessThanOrEqualTo(expected);
        assertThat(first + count).isGreaterThanOrEqualTo(expected);
        expected = Math.max(expected, first + count);
        return true;
    }

    private int poll(RecordCursor cursor, int limit) {
        return cursor.poll((buffer, offset, length, first, count) -> take(first, count), limit);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldMoveFromMemoryToTheJournalAndBackUnderLoad(boolean ahead) {
        RecordCursor cursor = ahead ? harness.store.cursorAhead() : harness.store.cursor();
        expected = 1;
        assertThat(cursor.seek(1)).isTrue();
        int fromJournal = 0;
        int fromMemory = 0;
        Random random = new Random(1);
        for (int round = 0; round < 400; round++) {
            mutate(200);
            harness.turn();
            // It stands still for a while, then is faster than what comes.
            boolean resting = round % 100 < 60;
            for (int i = 0; i < (resting ? 0 : 8); i++) {
                harness.turn();
                assertThat(poll(cursor, 1 + random.nextInt(20))).isNotEqualTo(RecordCursor.LOST);
                if (cursor.fromMemory()) {
                    fromMemory++;
                } else {
                    fromJournal++;
                }
            }
        }
        harness.journal();
        while (expected <= harness.store.lastSequence()) {
            harness.turn();
            assertThat(poll(cursor, 50)).isNotEqualTo(RecordCursor.LOST);
        }
        assertThat(fromJournal).isGreaterThan(20);
        mutate(10);
        poll(cursor, 10);
        assertThat(cursor.fromMemory()).isTrue();
        assertThat(fromMemory + fromJournal).isPositive();
        assertThat(cursor.nextSequence()).isEqualTo(expected);
    }

    @Test
    void shouldDeliverAgainWhatWasNotTaken() {
        for (int i = 0; i < 100; i++) {
            mutate(500);
            harness.journal();
        }
        for (long from : new long[] {1, 20_000, harness.store.lastSequence() - 100}) {
            RecordCursor cursor = harness.store.cursor();
            assertThat(cursor.seek(from)).isTrue();
            expected = from;
            Random random = new Random(from);
            while (expected <= harness.store.lastSequence()) {
                int taken = cursor.poll(
                        (buffer, offset, length, first, count) -> random.nextInt(3) != 0 && take(first, count), 5);
                assertThat(taken).isNotEqualTo(RecordCursor.LOST);
            }
            cursor.close();
        }
    }

    @Test
    void shouldSeekAnySequenceThatTheJournalHas() {
        for (int i = 0; i < 200; i++) {
            mutate(300);
            harness.journal();
        }
        Random random = new Random(2);
        RecordCursor cursor = harness.store.cursor();
        long last = harness.store.lastSequence();
        for (int i = 0; i < 300; i++) {
            long sequence = random.nextLong(1, last + 2);
            assertThat(cursor.seek(sequence)).as("%d of %d", sequence, last).isTrue();
            long[] reached = new long[1];
            for (int polls = 0; reached[0] == 0 && polls < 10 && sequence <= last; polls++) {
                cursor.poll(
                        (buffer, offset, length, first, count) -> {
                            reached[0] = first + Math.max(count, 1) - 1;
                            assertThat(first).isLessThanOrEqualTo(sequence);
                            assertThat(reached[0]).isGreaterThanOrEqualTo(sequence);
                            return true;
                        },
                        1);
            }
            assertThat(reached[0] > 0 || sequence > last).isTrue();
        }
        assertThat(cursor.seek(last + 1)).isTrue();
        assertThat(cursor.poll((buffer, offset, length, first, count) -> true, 1))
                .isZero();
        assertThat(cursor.seek(last + 2)).isFalse();
        assertThat(cursor.seek(0)).isFalse();
        assertThat(cursor.poll((buffer, offset, length, first, count) -> true, 1))
                .isEqualTo(RecordCursor.LOST);
    }

    @Test
    void shouldBeLostWhenABatchBackupBegins() {
        mutate(1_000);
        harness.journal();
        RecordCursor cursor = harness.store.cursor();
        assertThat(cursor.seek(500)).isTrue();
        harness.store.beginResync(new Epoch(99, 2), 300, harness.store.hashKey(), 0);
        assertThat(cursor.poll((buffer, offset, length, first, count) -> true, 1))
                .isEqualTo(RecordCursor.LOST);
        harness.turn();
        harness.turn();
        assertThat(cursor.seek(200)).isFalse();
        assertThat(cursor.seek(301)).isTrue();
        assertThat(cursor.seek(302)).isFalse();
    }
}

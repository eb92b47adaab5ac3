package io.ndpair.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.RecordOutcome;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.Operation;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class BatchRingTest {
    private static final Epoch EPOCH = new Epoch(1, 1);
    private static final int CAPACITY = 1 << 18;

    private final BatchRing ring = new BatchRing(CAPACITY);
    private final BatchAppender appender = new BatchAppender(ring, 2000);
    private final UnsafeBuffer copy = new UnsafeBuffer(new byte[RecordLayout.MAX_RECORD_BYTES]);
    private long next = 1;

    private void append(int count) {
        NeighborEntry entry = new NeighborEntry();
        for (int i = 0; i < count; i++) {
            appender.add(entry.set(1L << 61, next + i, 1, 0, 0x0200_0000_0000L, 2, 0), Operation.UPSERT);
        }
        appender.seal(EPOCH, next, 0, 0);
        next += count;
    }

    private void reset() {
        ring.discontinue(next, true);
    }

    @Test
    void shouldRefuseImpossibleCapacities() {
        assertThatThrownBy(() -> new BatchRing(CAPACITY + 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BatchRing(1 << 16)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldGiveBackWhatWasAppendedAcrossManyWraps() {
        Random random = new Random(7);
        reset();
        long position = 0;
        long expected = 1;
        for (int i = 0; i < 20_000; i++) {
            append(1 + random.nextInt(i % 100 == 0 ? 1900 : 20));
            if (random.nextInt(4) != 0 && next - expected < 1000) {
                continue;
            }
            int length;
            while ((length = ring.read(position, copy)) > 0) {
                assertThat(RecordLayout.firstSequence(copy, 0)).isEqualTo(expected);
                expected = RecordLayout.reach(copy, 0) + 1;
                position = ring.after(position, length);
            }
            assertThat(length).isEqualTo(BatchRing.EMPTY);
            assertThat(expected).isEqualTo(next);
            assertThat(position).isEqualTo(ring.tail());
        }
    }

    @Test
    void shouldTellAReaderThatItWasOverrun() {
        reset();
        append(10);
        assertThat(ring.overrun(0)).isFalse();
        while (ring.tail() < CAPACITY) {
            append(10);
        }
        append(10);
        assertThat(ring.overrun(0)).isTrue();
        assertThat(ring.read(0, copy)).isEqualTo(BatchRing.OVERRUN);
        assertThat(ring.read(ring.newest(), copy)).isPositive();
        assertThat(RecordLayout.reach(copy, 0)).isEqualTo(next - 1);
    }

    @Test
    void shouldFindEverySequenceItHoldsAndNoOther() {
        Random random = new Random(3);
        reset();
        for (int i = 0; i < 3_000; i++) {
            append(1 + random.nextInt(9));
        }
        long oldestHeld = next;
        boolean heldBefore = false;
        for (long sequence = 1; sequence <= next; sequence++) {
            long position = ring.seek(sequence);
            if (position == BatchRing.NOT_HELD) {
                assertThat(heldBefore).as("held before but not at %d", sequence).isFalse();
                continue;
            }
            if (!heldBefore) {
                heldBefore = true;
                oldestHeld = sequence;
            }
            if (sequence == next) {
                assertThat(position).isEqualTo(ring.tail());
            } else {
                assertThat(ring.read(position, copy)).isPositive();
                assertThat(RecordLayout.reach(copy, 0)).isGreaterThanOrEqualTo(sequence);
                assertThat(RecordLayout.firstSequence(copy, 0)).isLessThanOrEqualTo(sequence);
            }
        }
        // All but what may be passed over at the oldest end is found.
        assertThat((next - oldestHeld) * 32).isGreaterThan(CAPACITY / 2);
    }

    @Test
    void shouldFindTheFirstOfSeveralRecordsAtASequence() {
        reset();
        append(3);
        long position = ring.tail();
        appender.epochStart(new Epoch(2, 1), next, 0, 0);
        appender.epochStart(new Epoch(3, 1), next, 0, 0);
        append(3);
        assertThat(ring.seek(4)).isEqualTo(position);
        assertThat(ring.read(position, copy)).isEqualTo(RecordLayout.HEADER_BYTES);
        assertThat(RecordLayout.term(copy, 0)).isEqualTo(2);
        assertThat(ring.seekAfter(4, RecordLayout.crc(copy, 0)))
                .isEqualTo(ring.after(position, RecordLayout.HEADER_BYTES));
        assertThat(ring.seekAfter(4, 12345)).isEqualTo(BatchRing.NOT_HELD);
    }

    @Test
    void shouldFindNothingFromBeforeADiscontinuity() {
        reset();
        append(10);
        append(10);
        ring.discontinue(5, true);
        assertThat(ring.seek(3)).isEqualTo(BatchRing.NOT_HELD);
        assertThat(ring.seek(5)).isEqualTo(ring.tail());
        next = 5;
        append(2);
        assertThat(ring.seek(6)).isEqualTo(ring.newest());
        assertThat(ring.seek(4)).isEqualTo(BatchRing.NOT_HELD);
    }

    @Test
    void shouldNeverShowATornRecordToAnotherThread() throws InterruptedException {
        reset();
        AtomicReference<String> fault = new AtomicReference<>();
        Thread reader = new Thread(() -> {
            UnsafeBuffer mine = new UnsafeBuffer(new byte[RecordLayout.MAX_RECORD_BYTES]);
            RecordCheck check = new RecordCheck();
            long position = 0;
            long records = 0;
            long last = 0;
            while (fault.get() == null && last < 2_000_000) {
                int length = ring.read(position, mine);
                if (length == BatchRing.OVERRUN) {
                    position = ring.newest();
                } else if (length > 0) {
                    if (check.check(mine, 0, length) != RecordOutcome.APPLIED
                            || RecordLayout.firstSequence(mine, 0) <= last) {
                        fault.set("record " + records + " at " + position + " after " + last);
                    }
                    last = RecordLayout.reach(mine, 0);
                    records++;
                    position = ring.after(position, length);
                } else {
                    Thread.onSpinWait();
                }
            }
        });
        reader.start();
        Random random = new Random(11);
        while (next <= 2_000_000) {
            append(1 + random.nextInt(40));
        }
        append(1);
        reader.join(60_000);
        assertThat(reader.isAlive()).isFalse();
        assertThat(fault.get()).isNull();
    }
}

package io.ndpair.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.RecordOutcome;
import io.ndpair.store.table.EntryCheck;
import io.ndpair.store.table.EntryLayout;
import io.ndpair.store.table.NeighborEntry;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/** Any bytes as a journal record, as they stand and with the checksum that a hostile peer would give them. */
class RecordCheckFuzzTest {
    private final RecordCheck check = new RecordCheck();
    private final RecordCrc crc = new RecordCrc();
    private final NeighborEntry entry = new NeighborEntry();

    @FuzzTest(maxDuration = "10m")
    void shouldTakeOnlyWhatCanBeReadWhole(byte[] bytes) {
        judge(bytes);
        if (bytes.length >= RecordLayout.HEADER_BYTES && bytes.length <= RecordLayout.MAX_RECORD_BYTES) {
            byte[] sealed = bytes.clone();
            crc.seal(new UnsafeBuffer(sealed), 0, sealed.length);
            assertThat(judge(sealed)).isNotEqualTo(RecordOutcome.BAD_CRC);
        }
    }

    private int judge(byte[] bytes) {
        UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        int outcome = check.check(buffer, 0, bytes.length);
        assertThat(outcome).isIn(RecordOutcome.APPLIED, RecordOutcome.MALFORMED, RecordOutcome.BAD_CRC);
        if (outcome == RecordOutcome.APPLIED) {
            assertThat(check.cause()).isEqualTo(EntryCheck.NOTHING);
            readWhole(buffer, bytes.length);
            assertSameElsewhere(bytes);
            assertDamageSeen(bytes);
        }
        return outcome;
    }

    /** Every field that the store reads of a record that was taken is inside of it and inside its bounds. */
    private void readWhole(UnsafeBuffer buffer, int length) {
        long first = RecordLayout.firstSequence(buffer, 0);
        int template = RecordLayout.templateId(buffer, 0);
        int count = RecordLayout.count(buffer, 0);
        assertThat(first).isPositive();
        assertThat(RecordLayout.reach(buffer, 0)).isGreaterThanOrEqualTo(first);
        assertThat(RecordLayout.term(buffer, 0)).isBetween(template == RecordLayout.GAP ? 0L : 1L, Epoch.MAX_TERM);
        assertThat(count > 0).isEqualTo(template == RecordLayout.BATCH);
        if (count > 0) {
            int stride = RecordLayout.mutationStride(buffer, 0);
            int at = RecordLayout.mutationsOffset(buffer, 0);
            assertThat((long) at + (long) (count - 1) * stride + EntryLayout.ENTRY_BYTES)
                    .isLessThanOrEqualTo(length);
            for (int i = 0; i < count; i++) {
                entry.readFrom(buffer, at + i * stride);
                assertThat(entry.linkId()).isNotZero();
            }
        } else if (template == RecordLayout.LINK_DEFINITION) {
            assertThat(RecordLayout.linkId(buffer, 0)).isPositive();
            assertThat(RecordLayout.linkName(buffer, 0)).isNotEmpty();
        } else if (template == RecordLayout.SETTINGS) {
            assertThat(RecordLayout.hashKey(buffer, 0)).isNotNull();
        } else if (template == RecordLayout.GAP) {
            RecordLayout.gapReason(buffer, 0);
        }
    }

    /** Where a record begins in a buffer must not matter, and nothing behind its end is read. */
    private void assertSameElsewhere(byte[] bytes) {
        byte[] moved = new byte[bytes.length + 40];
        Arrays.fill(moved, (byte) 0xA5);
        System.arraycopy(bytes, 0, moved, 13, bytes.length);
        assertThat(check.check(new UnsafeBuffer(moved), 13, bytes.length)).isEqualTo(RecordOutcome.APPLIED);
    }

    /** CRC32C finds every single flipped bit; one of them is tried, where the record's own bytes say. */
    private void assertDamageSeen(byte[] bytes) {
        byte[] damaged = bytes.clone();
        int bit = (Arrays.hashCode(bytes) >>> 1) % (bytes.length * Byte.SIZE);
        damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        assertThat(check.check(new UnsafeBuffer(damaged), 0, damaged.length)).isNegative();
    }
}

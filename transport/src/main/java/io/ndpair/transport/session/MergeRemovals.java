package io.ndpair.transport.session;

import io.ndpair.store.NeighborStore;
import io.ndpair.store.journal.RecordLayout;
import io.ndpair.store.model.RecordCursor;
import io.ndpair.store.model.RecordHandler;
import io.ndpair.store.table.EntryLayout;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.Operation;
import org.agrona.DirectBuffer;
import org.agrona.collections.Object2LongHashMap;

/**
 * What the master of a merge has removed since the histories parted, and when: the table keeps no tombstones, so its own journal is read from the common
 * point on, and further as long as the merge goes on. Only with that can it tell a neighbor that the other has learned alone from one that it has
 * removed itself after the other had learned it. Bounded: when there are too many removals, or the journal does not hold them any more, it knows nothing
 * and says so. Belongs to the session's thread.
 *
 * <table>
 * <caption>Transitions</caption>
 * <tr><th>state</th><th>event</th><th>next</th></tr>
 * <tr><td>any</td><td>{@link #begin}</td><td>READING; UNKNOWN when the journal does not go back so far</td></tr>
 * <tr><td>READING</td><td>more than {@value #MAX_REMOVALS} removals, the cursor is lost</td><td>UNKNOWN</td></tr>
 * <tr><td>any</td><td>{@link #stop}</td><td>UNKNOWN, nothing held</td></tr>
 * </table>
 */
final class MergeRemovals {

    /** Most removals that are held. */
    static final int MAX_REMOVALS = 65_536;

    /** Answer of {@link #removedTicks}: not removed since the histories parted. */
    static final long NEVER = -1;

    private static final int RECORDS_PER_READ = 64;
    private static final int READS_PER_OFFER = 64;

    private record Key(long high, long low, int link) {}

    private final NeighborStore store;
    private final RecordHandler recordHandler = this::onRecord;
    private final Object2LongHashMap<Key> removals = new Object2LongHashMap<>(NEVER);
    private final NeighborEntry entry = new NeighborEntry();
    private RecordCursor cursor;
    private long commonSequence;

    MergeRemovals(NeighborStore store) {
        this.store = store;
    }

    /** Reads what follows the sequence at which the histories part. */
    void begin(long common) {
        stop();
        commonSequence = common;
        cursor = store.cursor();
        if (!cursor.seek(common + 1)) {
            stop();
        }
    }

    /** Nothing is known any more. */
    void stop() {
        if (cursor != null) {
            cursor.close();
            cursor = null;
        }
        removals.clear();
    }

    /** Reads on, a bounded part; answers the number of records read. */
    int read() {
        int polled = cursor == null ? 0 : cursor.poll(recordHandler, RECORDS_PER_READ);
        if (polled == RecordCursor.LOST || removals.size() > MAX_REMOVALS) {
            stop();
        }
        return Math.max(0, polled);
    }

    /** Whether what is still to be read would change an answer. */
    boolean isBehind() {
        return cursor != null && cursor.nextSequence() <= store.lastSequence();
    }

    /** Reads, as far as a bounded effort goes, what the store has sealed; answers whether everything is known. */
    boolean catchUp() {
        for (int i = 0; i < READS_PER_OFFER && isBehind(); i++) {
            if (read() == 0) {
                break;
            }
        }
        return cursor != null && !isBehind();
    }

    /** When this device last removed a neighbor, in table time; {@link #NEVER} if it has not since the histories parted. */
    long removedTicks(long high, long low, int link) {
        return removals.getValue(new Key(high, low, link));
    }

    private boolean onRecord(DirectBuffer buffer, int offset, int length, long firstSequence, int count) {
        if (count > 0) {
            int at = RecordLayout.mutationsOffset(buffer, offset);
            int stride = RecordLayout.mutationStride(buffer, offset);
            long ticks = Integer.toUnsignedLong(RecordLayout.tableTime(buffer, offset));
            for (int i = (int) Math.max(0, commonSequence + 1 - firstSequence);
                    i < count && removals.size() <= MAX_REMOVALS;
                    i++) {
                removal(buffer, at + i * stride, ticks);
            }
        }
        return true;
    }

    private void removal(DirectBuffer buffer, int at, long ticks) {
        if ((buffer.getByte(at + EntryLayout.STATE_OFFSET) & 0xFF) >>> 4 == Operation.REMOVE) {
            entry.readFrom(buffer, at);
            removals.put(new Key(entry.addressHigh(), entry.addressLow(), entry.linkId()), ticks);
        }
    }
}

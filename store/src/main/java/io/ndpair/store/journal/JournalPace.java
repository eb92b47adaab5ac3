package io.ndpair.store.journal;

import java.util.function.LongSupplier;

/**
 * Whether the journal keeps up with the writer. A burst can be faster than the journal's thread, which then has half a ring left until
 * records are overwritten that it has not taken, and the journal gets a gap (DESIGN section 4). As long as it goes on, whoever feeds the
 * writer had better wait: the gap would cost a checkpoint, and all that is not journaled if the process died. When it takes nothing for a second
 * (the disk is stuck or full) the answer is yes again, and the gap comes when the ring is full: a table does not stand still for a disk.
 *
 * <p>No I/O; writer's thread.
 */
public final class JournalPace {
    /** How long a journal that takes nothing is waited for. */
    public static final long PATIENCE_NS = 1_000_000_000L;

    private final LongSupplier written;
    private final LongSupplier taken;
    private final long mostBehindBytes;
    private boolean waiting;
    private long takenBefore;
    private long progressNs;

    /**
     * For one ring.
     *
     * @param written how far the writer is in it, in bytes since the beginning
     * @param taken how far the journal is
     */
    public JournalPace(LongSupplier written, LongSupplier taken, int ringBytes) {
        this.written = written;
        this.taken = taken;
        mostBehindBytes = ringBytes / 2;
    }

    /** Whether the writer may go on; false for as long as the journal is behind by more than half of the ring and goes on itself. */
    public boolean keepsUp(long nowNs) {
        final long position = taken.getAsLong();
        if (written.getAsLong() - position <= mostBehindBytes) {
            waiting = false;
            return true;
        }
        if (!waiting || position != takenBefore) {
            waiting = true;
            takenBefore = position;
            progressNs = nowNs;
        }
        return nowNs - progressNs >= PATIENCE_NS;
    }
}

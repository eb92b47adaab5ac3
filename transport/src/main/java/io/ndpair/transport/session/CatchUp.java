package io.ndpair.transport.session;

import io.ndpair.store.model.RecordCursor;
import io.ndpair.store.model.RecordHandler;
import io.ndpair.transport.session.SessionCounters.Figure;

/**
 * A stream's cursor, with an end to its patience: where the disk does not give what follows, records are taken for lost after a while, so that a batch
 * backup, which needs no disk, brings the backup to where the master stands.
 */
final class CatchUp implements AutoCloseable {

    /** As long a disk may take for one megabyte. */
    static final long MOST_WAIT_NS = 3_000_000_000L;

    private final RecordCursor cursor;
    private final SessionCounters counters;
    private boolean waiting;
    private long sinceNs;

    CatchUp(RecordCursor cursor, SessionCounters counters) {
        this.cursor = cursor;
        this.counters = counters;
    }

    boolean seek(long sequence) {
        arrived();
        return cursor.seek(sequence);
    }

    void seekEnd() {
        arrived();
        cursor.seekEnd();
    }

    /** As {@link RecordCursor#poll}; never waits. */
    int poll(RecordHandler handler, int limit, long nowNs) {
        int taken = cursor.poll(handler, limit);
        if (taken != 0 || !cursor.waiting()) {
            arrived();
            return taken;
        }
        sinceNs = waiting ? sinceNs : nowNs;
        waiting = true;
        counters.set(Figure.DISK_WAIT_NS, nowNs - sinceNs);
        if (nowNs - sinceNs < MOST_WAIT_NS) {
            return 0;
        }
        arrived();
        counters.add(Figure.DISK_TOO_SLOW, 1);
        return RecordCursor.LOST;
    }

    private void arrived() {
        if (waiting) {
            waiting = false;
            counters.set(Figure.DISK_WAIT_NS, 0);
        }
    }

    long nextSequence() {
        return cursor.nextSequence();
    }

    @Override
    public void close() {
        arrived();
        cursor.close();
    }
}

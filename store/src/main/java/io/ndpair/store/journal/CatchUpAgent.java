package io.ndpair.store.journal;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * Reads journals on behalf of cursors whose own thread may not wait for a disk: a duty cycle fills one {@link ReadAhead}. Waits for the disk as
 * long as that takes; meanwhile cursors say that they wait. What may be wanted at once is bounded; a cursor that finds no place asks again.
 */
public final class CatchUpAgent implements Agent {
    private static final int MOST_WANTED = 16;

    private final ManyToOneConcurrentArrayQueue<ReadAhead> wanted = new ManyToOneConcurrentArrayQueue<>(MOST_WANTED);
    private volatile boolean closed;

    /** Asks for a reading; false when too many are asked for. Any thread. */
    boolean want(ReadAhead reading) {
        return !closed && wanted.offer(reading);
    }

    /** Whether nothing is read any more. Any thread. */
    boolean closed() {
        return closed;
    }

    @Override
    public int doWork() {
        ReadAhead reading = wanted.poll();
        if (reading == null) {
            return 0;
        }
        reading.read();
        return 1;
    }

    /** Reads nothing any more, and lets go of what was abandoned. */
    @Override
    public void onClose() {
        closed = true;
        for (ReadAhead reading = wanted.poll(); reading != null; reading = wanted.poll()) {
            reading.refuse();
        }
    }

    @Override
    public String roleName() {
        return "catch-up";
    }
}

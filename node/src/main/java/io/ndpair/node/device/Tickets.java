package io.ndpair.node.device;

/**
 * Tells from the peer's acks which offered commands are on the peer: after each flush the writer notes how far it had read the command
 * ring and which sequence that led to; an ack of a sequence then settles a position of the ring.
 *
 * <p>Written by the writer's thread; {@link #replicated()} may be read by any. Bounded: when more flushes than {@link #CAPACITY} wait for
 * their ack, the newest ones are settled together.
 */
final class Tickets {
    static final int CAPACITY = 8192;
    private static final int MASK = CAPACITY - 1;

    private final long[] positions = new long[CAPACITY];
    private final long[] sequences = new long[CAPACITY];
    private long head;
    private long tail;
    private volatile long replicated;

    /** The writer has read the ring up to {@code position} and what came of it has sequences up to {@code sequence}. */
    void flushed(long position, long sequence) {
        if (tail > head && positions[(int) (tail - 1) & MASK] == position) {
            return;
        }
        if (tail - head == CAPACITY) {
            tail--;
        }
        positions[(int) tail & MASK] = position;
        sequences[(int) tail & MASK] = sequence;
        tail++;
    }

    /** The peer holds everything up to {@code sequence}. */
    void acked(long sequence) {
        long settled = -1;
        while (head < tail && sequences[(int) head & MASK] <= sequence) {
            settled = positions[(int) head & MASK];
            head++;
        }
        if (settled >= 0) {
            replicated = settled;
        }
    }

    /** Mastership ended: what waits for an ack will not get one. */
    void forget() {
        head = tail;
    }

    /** The position of the command ring up to which everything is on the peer. */
    long replicated() {
        return replicated;
    }
}

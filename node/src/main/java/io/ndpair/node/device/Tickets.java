package io.ndpair.node.device;

import java.util.Arrays;

/**
 * Tells from the peer's acks which offered commands are on the peer: after each flush the writer notes how far it had read the command
 * ring and which sequence that led to; an ack of a sequence then settles a position of the ring.
 *
 * <p>Written by the writer's thread; {@link #replicated()} may be read by any. Bounded: when more flushes than {@link #CAPACITY} wait for
 * their ack, each that is remembered stands for several, so that what waits long is settled in steps that are small beside all that waits.
 */
final class Tickets {
    static final int CAPACITY = 8192;
    private static final int MASK = CAPACITY - 1;
    private static final int FEW = CAPACITY / 16;
    private static final int MOST_DOUBTS = 64;

    private final long[] positions = new long[CAPACITY];
    private final long[] sequences = new long[CAPACITY];
    private long head;
    private long tail;
    /** So many flushes are one entry; how many the newest entry stands for. */
    private long each = 1;

    private long inNewest;
    private volatile long replicated;

    /** Pairs (after, up to) of positions that were read in an earlier mastership and not acked in it; oldest first, replaced as a whole. */
    private volatile long[] doubtful = {};

    /** The writer has read the ring up to {@code position} and what came of it has sequences up to {@code sequence}. */
    void flushed(long position, long sequence) {
        if (tail > head && positions[(int) (tail - 1) & MASK] == position) {
            return;
        }
        if (tail - head == CAPACITY) {
            halve();
        }
        if (tail > head && inNewest < each) {
            tail--;
        } else {
            inNewest = 0;
        }
        positions[(int) tail & MASK] = position;
        sequences[(int) tail & MASK] = sequence;
        tail++;
        inNewest++;
    }

    /** Half as many, each for twice as many flushes: the later one includes the one before it. */
    private void halve() {
        for (long from = head + 1, to = head; from < tail; from += 2, to++) {
            positions[(int) to & MASK] = positions[(int) from & MASK];
            sequences[(int) to & MASK] = sequences[(int) from & MASK];
        }
        tail -= CAPACITY / 2;
        each *= 2;
        inNewest = each;
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
        if (tail - head < FEW) {
            each = 1;
        }
    }

    /**
     * Mastership begins again: what was read before and not acked may be on the peer or not, and an ack of what comes now says nothing about
     * it.
     */
    void promoted(long readPosition) {
        head = tail;
        final long[] before = doubtful;
        final long from = before.length == 0 ? 0 : before[before.length - 1];
        final long after = Math.max(replicated, from);
        if (readPosition <= after) {
            return;
        }
        // The oldest two become one when there are too many: in doubt is the safe answer.
        final boolean full = before.length == 2 * MOST_DOUBTS;
        final long[] now = Arrays.copyOf(before, full ? before.length : before.length + 2);
        if (full) {
            System.arraycopy(before, 4, now, 2, before.length - 4);
            now[1] = before[3];
        }
        now[now.length - 2] = after;
        now[now.length - 1] = readPosition;
        doubtful = now;
    }

    /** Whether mastership ended before the peer had acked that position. Any thread. */
    boolean isDoubtful(long position) {
        final long[] ranges = doubtful;
        for (int i = ranges.length - 2; i >= 0; i -= 2) {
            if (position > ranges[i] && position <= ranges[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /** Mastership ended: what waits for an ack will not get one. */
    void forget() {
        head = tail;
    }

    /** The position of the command ring up to which everything is on the peer, but for what {@link #isDoubtful}. */
    long replicated() {
        return replicated;
    }
}

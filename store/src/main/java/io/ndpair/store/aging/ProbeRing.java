package io.ndpair.store.aging;

/**
 * Neighbors that have been asked and have time to answer, in the order in which that time ends: a ring of bounded size. Writer;
 * allocates only at construction.
 */
final class ProbeRing {
    static final int CAPACITY = 8_192;

    private static final int MASK = CAPACITY - 1;

    private final long[] high = new long[CAPACITY];
    private final long[] low = new long[CAPACITY];
    private final int[] link = new int[CAPACITY];
    private final int[] confirmed = new int[CAPACITY];
    private final int[] attempts = new int[CAPACITY];
    private final long[] askedNs = new long[CAPACITY];
    private final long[] marks = new long[CAPACITY];
    private int head;
    private int size;

    int size() {
        return size;
    }

    boolean isFull() {
        return size == CAPACITY;
    }

    void clear() {
        size = 0;
    }

    void add(
            final long addressHigh,
            final long addressLow,
            final int linkId,
            final int lastConfirmedTicks,
            final int attempt,
            final long nowNs,
            final long mark) {
        final int index = (head + size++) & MASK;
        high[index] = addressHigh;
        low[index] = addressLow;
        link[index] = linkId;
        confirmed[index] = lastConfirmedTicks;
        attempts[index] = attempt;
        askedNs[index] = nowNs;
        marks[index] = mark;
    }

    /** Forgets the first. */
    void removeFirst() {
        head = (head + 1) & MASK;
        size--;
    }

    long high() {
        return high[head];
    }

    long low() {
        return low[head];
    }

    int link() {
        return link[head];
    }

    /** The last confirmation when it was asked first. */
    int confirmed() {
        return confirmed[head];
    }

    int attempts() {
        return attempts[head];
    }

    long askedNs() {
        return askedNs[head];
    }

    /** What the handler wants to be told again. */
    long mark() {
        return marks[head];
    }
}

package io.ndpair.node.linux;

import java.util.Arrays;

/**
 * The neighbors that an agent has to do with, by address and link, each with a MAC, a few numbers of the agent's, and a place in a
 * work queue.
 *
 * <p>A neighbor sits in a slot with a number that stays the same until it is freed, so sweeps over all slots and an unbounded first-in
 * first-out queue (every slot at most once in it) need no further memory: news of one neighbor that wait are overwritten by newer
 * ones, never lost. About 52 bytes a neighbor; arrays double when they are full, up to the stated maximum. Hashing is keyed, so that
 * nobody can build addresses that fall together. One thread.
 */
final class KnownNeighbors {
    static final int NONE = -1;

    private static final int FIRST_CAPACITY = 1024;
    private static final int FREE = -2;
    private static final int NOT_QUEUED = -2;

    private final int maxNeighbors;
    private final long hashKey;

    private long[] high;
    private long[] low;
    private long[] mac;
    private int[] link;

    /** The agent's own: states, flags. */
    private int[] info;

    private int[] mark;
    private int[] age;

    /** Next slot of the same bucket, or of the free list; FREE marks the slots of the latter by {@link #link}. */
    private int[] nextInBucket;

    private int[] nextInQueue;
    private int[] buckets;
    private int firstFree = NONE;
    private int slotLimit;
    private int size;
    private int queueHead = NONE;
    private int queueTail = NONE;
    private int queued;

    KnownNeighbors(final int maxNeighbors, final long hashKey) {
        this.maxNeighbors = maxNeighbors;
        this.hashKey = hashKey;
        reset(Math.min(FIRST_CAPACITY, Math.max(1, maxNeighbors)));
    }

    private void reset(final int capacity) {
        high = new long[capacity];
        low = new long[capacity];
        mac = new long[capacity];
        link = new int[capacity];
        info = new int[capacity];
        mark = new int[capacity];
        age = new int[capacity];
        nextInBucket = new int[capacity];
        nextInQueue = new int[capacity];
        buckets = new int[Integer.highestOneBit(capacity) * 2];
        Arrays.fill(buckets, NONE);
        firstFree = NONE;
        slotLimit = 0;
        size = 0;
        queueHead = NONE;
        queueTail = NONE;
        queued = 0;
    }

    /** Forgets everything and lets the memory go. */
    void clear() {
        reset(Math.min(FIRST_CAPACITY, Math.max(1, maxNeighbors)));
    }

    /** The slot of a neighbor, or NONE. */
    int find(final long addressHigh, final long addressLow, final int linkNumber) {
        int slot = buckets[bucket(addressHigh, addressLow, linkNumber)];
        while (slot != NONE && (low[slot] != addressLow || high[slot] != addressHigh || link[slot] != linkNumber)) {
            slot = nextInBucket[slot];
        }
        return slot;
    }

    /** A slot for a neighbor that is not there yet, everything else of it 0; NONE when the maximum is reached. */
    int add(final long addressHigh, final long addressLow, final int linkNumber) {
        if (size == maxNeighbors) {
            return NONE;
        }
        int slot = firstFree;
        if (slot != NONE) {
            firstFree = nextInBucket[slot];
        } else {
            if (slotLimit == high.length) {
                grow();
            }
            slot = slotLimit++;
        }
        high[slot] = addressHigh;
        low[slot] = addressLow;
        link[slot] = linkNumber;
        mac[slot] = 0;
        info[slot] = 0;
        mark[slot] = 0;
        age[slot] = 0;
        nextInQueue[slot] = NOT_QUEUED;
        final int bucket = bucket(addressHigh, addressLow, linkNumber);
        nextInBucket[slot] = buckets[bucket];
        buckets[bucket] = slot;
        size++;
        return slot;
    }

    private void grow() {
        final int capacity = (int) Math.min(maxNeighbors, high.length * 2L);
        high = Arrays.copyOf(high, capacity);
        low = Arrays.copyOf(low, capacity);
        mac = Arrays.copyOf(mac, capacity);
        link = Arrays.copyOf(link, capacity);
        info = Arrays.copyOf(info, capacity);
        mark = Arrays.copyOf(mark, capacity);
        age = Arrays.copyOf(age, capacity);
        nextInBucket = Arrays.copyOf(nextInBucket, capacity);
        nextInQueue = Arrays.copyOf(nextInQueue, capacity);
        buckets = new int[Integer.highestOneBit(capacity) * 2];
        Arrays.fill(buckets, NONE);
        // Growth happens only when no slot is free: every slot below the limit is in use.
        for (int slot = 0; slot < slotLimit; slot++) {
            final int bucket = bucket(high[slot], low[slot], link[slot]);
            nextInBucket[slot] = buckets[bucket];
            buckets[bucket] = slot;
        }
    }

    /** Gives a slot back. It must not be queued. */
    void free(final int slot) {
        if (nextInQueue[slot] != NOT_QUEUED || link[slot] == FREE) {
            throw new IllegalStateException("slot " + slot + " is queued or free");
        }
        final int bucket = bucket(high[slot], low[slot], link[slot]);
        int at = buckets[bucket];
        if (at == slot) {
            buckets[bucket] = nextInBucket[slot];
        } else {
            while (nextInBucket[at] != slot) {
                at = nextInBucket[at];
            }
            nextInBucket[at] = nextInBucket[slot];
        }
        link[slot] = FREE;
        nextInBucket[slot] = firstFree;
        firstFree = slot;
        size--;
    }

    /** Puts the slot at the end of the queue unless it waits there already. */
    void enqueue(final int slot) {
        if (nextInQueue[slot] != NOT_QUEUED) {
            return;
        }
        nextInQueue[slot] = NONE;
        if (queueTail == NONE) {
            queueHead = slot;
        } else {
            nextInQueue[queueTail] = slot;
        }
        queueTail = slot;
        queued++;
    }

    /** The slot that waits longest, or NONE. */
    int peek() {
        return queueHead;
    }

    /** Takes the slot that waits longest out of the queue, which must not be empty. */
    int poll() {
        final int slot = queueHead;
        queueHead = nextInQueue[slot];
        if (queueHead == NONE) {
            queueTail = NONE;
        }
        nextInQueue[slot] = NOT_QUEUED;
        queued--;
        return slot;
    }

    int queued() {
        return queued;
    }

    boolean hasRoom() {
        return size < maxNeighbors;
    }

    int size() {
        return size;
    }

    /** Slots below this number are used or free; sweeps go from 0 to here. */
    int slotLimit() {
        return slotLimit;
    }

    boolean used(final int slot) {
        return link[slot] != FREE;
    }

    long high(final int slot) {
        return high[slot];
    }

    long low(final int slot) {
        return low[slot];
    }

    int link(final int slot) {
        return link[slot];
    }

    long mac(final int slot) {
        return mac[slot];
    }

    void mac(final int slot, final long newMac) {
        mac[slot] = newMac;
    }

    int info(final int slot) {
        return info[slot];
    }

    void info(final int slot, final int newInfo) {
        info[slot] = newInfo;
    }

    int mark(final int slot) {
        return mark[slot];
    }

    void mark(final int slot, final int newMark) {
        mark[slot] = newMark;
    }

    int age(final int slot) {
        return age[slot];
    }

    void age(final int slot, final int newAge) {
        age[slot] = newAge;
    }

    private int bucket(final long addressHigh, final long addressLow, final int linkNumber) {
        final long left = addressHigh ^ hashKey;
        final long right = addressLow ^ Long.rotateLeft(hashKey, 32) ^ (linkNumber * 0x9E37_79B9_7F4A_7C15L);
        final long first = Math.multiplyHigh(left, 0xD6E8_FEB8_6659_FD93L) ^ (left * 0xD6E8_FEB8_6659_FD93L);
        final long second = (first ^ right) * 0xC2B2_AE3D_27D4_EB4FL;
        final long hash = (second ^ (second >>> 32)) * 0x9E37_79B9_7F4A_7C15L;
        return (int) (hash >>> 33) & (buckets.length - 1);
    }
}

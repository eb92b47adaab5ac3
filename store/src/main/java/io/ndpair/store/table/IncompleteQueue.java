package io.ndpair.store.table;

import org.agrona.collections.Int2IntHashMap;

/**
 * The keys of unresolved entries in the order in which they came, for the table and for each link: who is to go is found
 * without a search. A key stays when its entry is resolved or removed; whoever takes it out looks whether it still stands for
 * an unresolved entry. When there is no room the oldest key is dropped, and its entry, if it is still there, is left to aging.
 * Writer; allocates only at construction.
 */
final class IncompleteQueue {
    private static final int NONE = -1;
    private static final int KEYS_PER_ENTRY = 4;
    private static final float LOAD_FACTOR = 0.5f;

    private final long[] addresses;
    private final int[] links;
    private final int[] nextOnLink;
    private final int[] older;
    private final int[] newer;
    private final Int2IntHashMap oldestOnLink;
    private final Int2IntHashMap newestOnLink;
    private int oldest = NONE;
    private int newest = NONE;
    private int free;

    /** Room for four times as many keys as may be unresolved at a time, because resolved ones stay for a while. */
    IncompleteQueue(final int maxIncomplete) {
        final int capacity = KEYS_PER_ENTRY * maxIncomplete;
        addresses = new long[2 * capacity];
        links = new int[capacity];
        nextOnLink = new int[capacity];
        older = new int[capacity];
        newer = new int[capacity];
        oldestOnLink = new Int2IntHashMap(2 * capacity, LOAD_FACTOR, NONE);
        newestOnLink = new Int2IntHashMap(2 * capacity, LOAD_FACTOR, NONE);
        for (int i = 0; i < capacity; i++) {
            newer[i] = i + 1 < capacity ? i + 1 : NONE;
        }
    }

    void add(final long w0, final long w1, final int linkId) {
        if (free == NONE) {
            takeOldest();
        }
        final int index = free;
        free = newer[index];
        addresses[2 * index] = w0;
        addresses[2 * index + 1] = w1;
        links[index] = linkId;
        nextOnLink[index] = NONE;
        older[index] = newest;
        newer[index] = NONE;
        if (newest == NONE) {
            oldest = index;
        } else {
            newer[newest] = index;
        }
        newest = index;
        final int before = newestOnLink.put(linkId, index);
        if (before == NONE) {
            oldestOnLink.put(linkId, index);
        } else {
            nextOnLink[before] = index;
        }
    }

    /** Takes the oldest key of a link out; where it can be read until the next is added, or -1. */
    int takeOldest(final int linkId) {
        final int index = oldestOnLink.get(linkId);
        if (index == NONE) {
            return NONE;
        }
        final int next = nextOnLink[index];
        if (next == NONE) {
            oldestOnLink.remove(linkId);
            newestOnLink.remove(linkId);
        } else {
            oldestOnLink.put(linkId, next);
        }
        unlink(index);
        newer[index] = free;
        free = index;
        return index;
    }

    /** Takes the oldest key of all out, which is the oldest of its link; where it can be read, or -1. */
    int takeOldest() {
        return oldest == NONE ? NONE : takeOldest(links[oldest]);
    }

    private void unlink(final int index) {
        if (older[index] == NONE) {
            oldest = newer[index];
        } else {
            newer[older[index]] = newer[index];
        }
        if (newer[index] == NONE) {
            newest = older[index];
        } else {
            older[newer[index]] = older[index];
        }
    }

    long w0(final int index) {
        return addresses[2 * index];
    }

    long w1(final int index) {
        return addresses[2 * index + 1];
    }

    int link(final int index) {
        return links[index];
    }
}

package io.ndpair.store.aging;

/**
 * Neighbors that are due for a probe, the most worthwhile first: a heap of bounded size. When it is full a neighbor takes the
 * place of one of the last ones if it is worth more than that, so that of many the best are kept, nearly. Writer; allocates
 * only at construction.
 */
final class ProbeQueue {
    static final int CAPACITY = 1_024;

    private final long[] high = new long[CAPACITY + 1];
    private final long[] low = new long[CAPACITY + 1];
    private final int[] link = new int[CAPACITY + 1];
    private final long[] worth = new long[CAPACITY + 1];
    private int size;
    private int rotation;

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    /** The entry at a place of the heap; the best is at 1. */
    long high(final int place) {
        return high[place];
    }

    long low(final int place) {
        return low[place];
    }

    int link(final int place) {
        return link[place];
    }

    /**
     * Where a neighbor of some worth may stand: a new place, or that of one which {@link #put} will push out.
     *
     * @return 0 if it may not
     */
    int room(final long offered) {
        if (size < CAPACITY) {
            return size + 1;
        }
        // Leaves take the second half of the heap; which of them is looked at goes round.
        rotation = (rotation + 1) & (CAPACITY / 2 - 1);
        final int leaf = CAPACITY / 2 + 1 + rotation;
        final int place = Math.min(leaf, CAPACITY);
        return worth[place] < offered ? place : 0;
    }

    /** Puts a neighbor where {@link #room} said. */
    void put(final int room, final long addressHigh, final long addressLow, final int linkId, final long offered) {
        size = Math.max(size, room);
        int place = room;
        while (place > 1 && worth[place / 2] < offered) {
            move(place / 2, place);
            place /= 2;
        }
        set(place, addressHigh, addressLow, linkId, offered);
    }

    /** Takes the best out, which can be read at 0 then. */
    void take() {
        move(1, 0);
        final int last = size--;
        int place = 1;
        while (2 * place <= size) {
            int child = 2 * place;
            if (child < size && worth[child + 1] > worth[child]) {
                child++;
            }
            if (worth[child] <= worth[last]) {
                break;
            }
            move(child, place);
            place = child;
        }
        move(last, place);
    }

    private void move(final int from, final int to) {
        set(to, high[from], low[from], link[from], worth[from]);
    }

    private void set(
            final int place, final long addressHigh, final long addressLow, final int linkId, final long offered) {
        high[place] = addressHigh;
        low[place] = addressLow;
        link[place] = linkId;
        worth[place] = offered;
    }
}

package io.ndpair.store.table;

/**
 * What passing hands have found on links that are at a limit: for each link some of its oldest stale entries, as Redis keeps a
 * pool of candidates for eviction between samples. Links share buckets of {@value #WAYS}; in a full bucket an older entry takes
 * the place of the youngest. Entries may have changed since: whoever takes one looks. Writer; allocates only at construction.
 */
final class StaleCandidates {
    static final int WAYS = 16;
    static final int NONE = -1;

    private static final int BUCKETS = 512;

    private final long[] addresses = new long[2 * BUCKETS * WAYS];
    private final int[] links = new int[BUCKETS * WAYS];
    private final int[] confirmed = new int[BUCKETS * WAYS];

    void offer(final long w0, final long w1, final int linkId, final int lastConfirmedTicks) {
        final int first = first(linkId);
        int place = NONE;
        for (int i = first; i < first + WAYS; i++) {
            if (links[i] == linkId && addresses[2 * i] == w0 && addresses[2 * i + 1] == w1) {
                confirmed[i] = lastConfirmedTicks;
                return;
            }
            if (links[i] == 0) {
                place = i;
            } else if (place == NONE || (links[place] != 0 && isOlder(confirmed[place], confirmed[i]))) {
                place = i;
            }
        }
        if (links[place] == 0 || isOlder(lastConfirmedTicks, confirmed[place])) {
            addresses[2 * place] = w0;
            addresses[2 * place + 1] = w1;
            links[place] = linkId;
            confirmed[place] = lastConfirmedTicks;
        }
    }

    /** Takes the oldest of a link out; the index at which it can be read until the next offer, or {@link #NONE}. */
    int take(final int linkId) {
        final int first = first(linkId);
        int oldest = NONE;
        for (int i = first; i < first + WAYS; i++) {
            if (links[i] == linkId && (oldest == NONE || isOlder(confirmed[i], confirmed[oldest]))) {
                oldest = i;
            }
        }
        if (oldest != NONE) {
            links[oldest] = 0;
        }
        return oldest;
    }

    long w0(final int index) {
        return addresses[2 * index];
    }

    long w1(final int index) {
        return addresses[2 * index + 1];
    }

    int lastConfirmedTicks(final int index) {
        return confirmed[index];
    }

    static boolean isOlder(final int ticks, final int than) {
        return Integer.compareUnsigned(ticks, than) < 0;
    }

    private static int first(final int linkId) {
        final int mixed = linkId * 0x9E37_79B9;
        return ((mixed >>> 16) % BUCKETS) * WAYS;
    }
}

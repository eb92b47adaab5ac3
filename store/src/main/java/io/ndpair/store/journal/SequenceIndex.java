package io.ndpair.store.journal;

/**
 * Sparse and bounded: which sequence stands where in the journals. One thread adds (the journal agent; the opener before
 * that), any may look up. When it is full every second entry is dropped and the spacing doubles.
 */
public final class SequenceIndex {
    /** Most entries. */
    public static final int CAPACITY = 4096;

    private static final long INITIAL_SPACING_BYTES = 64 << 10;

    /** A place in the journals. */
    public record Place(long sequence, long generation, long place) {}

    /** Entries up to {@code count} never change; a thinned or cleared index is another object. */
    private static final class Entries {
        private final long[] sequences = new long[CAPACITY];
        private final long[] generations = new long[CAPACITY];
        private final long[] places = new long[CAPACITY];
        private final long version;
        private volatile int count;

        private Entries(long version) {
            this.version = version;
        }

        private void add(long sequence, long generation, long place) {
            int at = count;
            sequences[at] = sequence;
            generations[at] = generation;
            places[at] = place;
            count = at + 1;
        }
    }

    private volatile Entries entries = new Entries(0);
    private long spacingBytes = INITIAL_SPACING_BYTES;

    /** Grows when the index is cleared: what was found before may lie before a gap. */
    public long version() {
        return entries.version;
    }

    /** Number of entries. */
    public int size() {
        return entries.count;
    }

    /** All entries of one moment, oldest first. Allocates. */
    public Place[] places() {
        Entries now = entries;
        Place[] places = new Place[now.count];
        for (int i = 0; i < places.length; i++) {
            places[i] = new Place(now.sequences[i], now.generations[i], now.places[i]);
        }
        return places;
    }

    /** A record stands here: remembered if the last one remembered is far enough away. */
    public void offer(long sequence, long generation, long place) {
        Entries now = entries;
        int count = now.count;
        if (count == 0 || now.generations[count - 1] != generation || place - now.places[count - 1] >= spacingBytes) {
            add(sequence, generation, place);
        }
    }

    /** A record stands here: remembered. */
    public void add(long sequence, long generation, long place) {
        if (entries.count == CAPACITY) {
            thin();
        }
        entries.add(sequence, generation, place);
    }

    private void thin() {
        Entries old = entries;
        Entries thinned = new Entries(old.version);
        for (int i = 0; i < CAPACITY; i += 2) {
            thinned.add(old.sequences[i], old.generations[i], old.places[i]);
        }
        spacingBytes *= 2;
        entries = thinned;
    }

    /** Nothing before this moment can be reached any more. */
    public void clear() {
        entries = new Entries(entries.version + 1);
        spacingBytes = INITIAL_SPACING_BYTES;
    }

    /** Forgets what stands in generations that were let go. */
    public void dropBefore(long generation) {
        Entries old = entries;
        int from = 0;
        while (from < old.count && old.generations[from] < generation) {
            from++;
        }
        if (from > 0) {
            Entries rest = new Entries(old.version);
            for (int i = from; i < old.count; i++) {
                rest.add(old.sequences[i], old.generations[i], old.places[i]);
            }
            entries = rest;
        }
    }

    /** The newest entry of a sequence lower than this one, null if there is none. */
    public Place below(long sequence) {
        Entries now = entries;
        int low = 0;
        int high = now.count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (now.sequences[middle] < sequence) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0 ? null : new Place(now.sequences[low - 1], now.generations[low - 1], now.places[low - 1]);
    }
}

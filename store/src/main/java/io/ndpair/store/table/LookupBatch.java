package io.ndpair.store.table;

/**
 * Keys to be looked up together, and afterwards what was found: {@link #clear}, {@link #add} some, hand it to {@link
 * NeighborTable#lookupBatch}, read the answers by index. Looked up together, the keys' memory misses overlap; one after
 * another, each is waited for.
 *
 * <p>A holder to be used again and again: allocates when it is made and never after. Confined to one thread at a time.
 */
public final class LookupBatch {
    /** Keys that a batch can be made for at most. More would gain nothing: misses overlap in groups of {@link #WIDTH}. */
    public static final int MAX_CAPACITY = 65_536;

    /** Keys whose misses are overlapped. docs/TABLE.md has what other widths cost. */
    static final int WIDTH = 64;

    // Package-private, because the reader that fills them is written for speed.
    final long[] addressHighs;
    final long[] addressLows;
    final int[] linkIds;

    /** Link and confirmation, and MAC, state and flags, as in {@link EntryLayout}; the latter is 0 where nothing was found. */
    final long[] w2s;

    final long[] w3s;

    /** Where the lookups of one group stand; of no meaning afterwards. */
    final int[] positions = new int[WIDTH];

    final long[] references = new long[WIDTH];
    final long[] homes = new long[WIDTH];
    final long[] versionAddresses = new long[WIDTH];
    final long[] versions = new long[WIDTH];

    /** Takes a single lookup's answer. */
    final NeighborEntry again = new NeighborEntry();

    /** What early reads found. Kept so that the compiler cannot leave them out. */
    long touched;

    private int size;

    /**
     * An empty batch.
     *
     * @param capacity keys that it has room for, 1 to {@link #MAX_CAPACITY}
     */
    public LookupBatch(final int capacity) {
        if (capacity < 1 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException("capacity " + capacity + " is not in 1.." + MAX_CAPACITY);
        }
        addressHighs = new long[capacity];
        addressLows = new long[capacity];
        linkIds = new int[capacity];
        w2s = new long[capacity];
        w3s = new long[capacity];
    }

    /**
     * How many keys there is room for.
     *
     * @return keys
     */
    public int capacity() {
        return linkIds.length;
    }

    /**
     * How many keys there are.
     *
     * @return keys added since the last {@link #clear}
     */
    public int size() {
        return size;
    }

    /**
     * Forgets all keys and answers.
     *
     * @return this
     */
    public LookupBatch clear() {
        size = 0;
        return this;
    }

    /**
     * Adds a key; it has not been found until it is looked up.
     *
     * @param addressHigh first 64 bits of the address
     * @param addressLow last 64 bits of the address
     * @param linkId its link
     * @return its index: 0 for the first
     * @throws IndexOutOfBoundsException if the batch is full
     */
    public int add(final long addressHigh, final long addressLow, final int linkId) {
        final int index = size;
        if (index == linkIds.length) {
            throw new IndexOutOfBoundsException("a batch of " + index + " keys is full");
        }
        addressHighs[index] = addressHigh;
        addressLows[index] = addressLow;
        linkIds[index] = linkId;
        w3s[index] = 0;
        size = index + 1;
        return index;
    }

    /**
     * Whether the last lookup found a neighbor.
     *
     * @param index of the key
     * @return whether it was there
     * @throws IndexOutOfBoundsException if there is no such key
     */
    public boolean found(final int index) {
        return w3s[checked(index)] != 0;
    }

    /**
     * The neighbor that the last lookup found.
     *
     * @param index of the key
     * @param out takes the entry when it was found; untouched otherwise
     * @return whether it was there
     * @throws IndexOutOfBoundsException if there is no such key
     */
    public boolean entry(final int index, final NeighborEntry out) {
        if (w3s[checked(index)] == 0) {
            return false;
        }
        out.setWords(
                EntryLayout.swapped(addressHighs[index]),
                EntryLayout.swapped(addressLows[index]),
                w2s[index],
                w3s[index]);
        return true;
    }

    private int checked(final int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("index " + index + " of " + size + " keys");
        }
        return index;
    }
}

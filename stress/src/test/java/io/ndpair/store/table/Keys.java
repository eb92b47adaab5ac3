package io.ndpair.store.table;

/**
 * The neighbors of a scene, by number, and their values, by version: every field of an entry follows from both, so that an
 * entry made of two versions, or of two neighbors, is told from all that were ever written.
 */
final class Keys {
    /** What a reader saw that is no version of the neighbor it asked for. */
    static final int TORN = -1;

    /** There is no entry. */
    static final int MISSING = 0;

    static final HashKey HASH_KEY =
            new HashKey(0x1234_5678_9ABC_DEF1L, 0x0F1E_2D3C_4B5A_6978L, 3, 0x5555_AAAA_5555_AAAAL);
    static final HashKey OTHER_HASH_KEY =
            new HashKey(0x7777_0000_1111_2223L, 0x31L << 40, 0x99_0000_0001L, 0x1357_9BDFL);

    private static final long ADDRESS_HIGH = 0x2001_0DB8_0000_0000L;
    private static final long MAC = 0x0200_0000_0000L;

    private Keys() {}

    static long addressHigh() {
        return ADDRESS_HIGH;
    }

    static long addressLow(int number) {
        return number + 1L;
    }

    static int link(int number) {
        return 1 + (number & 3);
    }

    static int number(NeighborEntry entry) {
        return (int) entry.addressLow() - 1;
    }

    static NeighborEntry set(NeighborEntry entry, int number, int version) {
        return entry.set(
                ADDRESS_HIGH,
                addressLow(number),
                link(number),
                number * 16 + version,
                MAC | ((long) number << 8) | version,
                (version & 1) == 0 ? NeighborState.REACHABLE : NeighborState.STALE,
                version & 3);
    }

    /** Which version of the neighbor of this number an entry is, or {@link #TORN}. */
    static int version(NeighborEntry entry, int number) {
        int version = (int) (entry.mac() & 0xFF);
        boolean whole = entry.addressHigh() == ADDRESS_HIGH
                && entry.addressLow() == addressLow(number)
                && entry.linkId() == link(number)
                && entry.mac() == (MAC | ((long) number << 8) | version)
                && entry.lastConfirmedTicks() == number * 16 + version
                && entry.state() == ((version & 1) == 0 ? NeighborState.REACHABLE : NeighborState.STALE)
                && entry.flags() == (version & 3)
                && version != MISSING;
        return whole ? version : TORN;
    }

    static long hash(HashKey key, int number) {
        return KeyHash.of(
                key.key0(), key.key1(), key.key2(), key.key3(), ADDRESS_HIGH, addressLow(number), link(number));
    }

    /** The first number from {@code from} on whose home is that of another, under the first hash key. */
    static int sameHome(int number, int from) {
        long home = Segment.home(0, hash(HASH_KEY, number));
        int found = from;
        while (Segment.home(0, hash(HASH_KEY, found)) != home) {
            found++;
        }
        return found;
    }
}

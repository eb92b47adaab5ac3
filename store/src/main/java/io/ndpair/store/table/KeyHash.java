package io.ndpair.store.table;

/**
 * The keyed 64-bit hash of a neighbor's 20 key bytes (address and link): folded multiplications, some 5 ns. The high bits
 * choose the segment, the low ones the slot. Its value is part of the protocol, because ranges are prefixes of it.
 */
final class KeyHash {
    private static final long FINISH = 0x9E37_79B9_7F4A_7C15L;
    private static final long SPREAD = 0xD6E8_FEB8_6659_FD93L;

    private KeyHash() {}

    static long of(
            final long key0,
            final long key1,
            final long key2,
            final long key3,
            final long addressHigh,
            final long addressLow,
            final int linkId) {
        final long network = fold(addressHigh ^ key0, (linkId * SPREAD) ^ key1);
        final long neighbor = fold(addressLow ^ key2, network ^ key3);
        return fold(neighbor ^ key1, FINISH);
    }

    private static long fold(final long a, final long b) {
        return Math.multiplyHigh(a, b) ^ (a * b);
    }
}

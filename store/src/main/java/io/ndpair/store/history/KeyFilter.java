package io.ndpair.store.history;

/**
 * Which addresses a block of the journal may hold: a Bloom filter of 96 cache lines, of which each address uses one, with six
 * bits in it. For 4,096 different addresses, 12 bits each, about one block in a hundred is read for nothing.
 */
final class KeyFilter {
    static final int LINES = 96;
    static final int WORDS_A_LINE = 8;
    static final int LINE_BYTES = WORDS_A_LINE * Long.BYTES;

    private static final int BITS = 6;
    private static final int BIT_MASK = 64 * WORDS_A_LINE - 1;

    private KeyFilter() {}

    static long hash(long addressHigh, long addressLow) {
        long h = (addressHigh ^ Long.rotateLeft(addressLow * 0x9E37_79B9_7F4A_7C15L, 31)) * 0xD6E8_FEB8_6659_FD93L;
        h ^= h >>> 32;
        h = (h ^ addressLow) * 0xBF58_476D_1CE4_E5B9L;
        return h ^ (h >>> 29);
    }

    static int line(long hash) {
        return (int) (((hash >>> 32) * LINES) >>> 32);
    }

    /** Puts an address into the filter of one block, whose lines follow each other. */
    static void add(long[] words, long hash) {
        int line = line(hash) * WORDS_A_LINE;
        long bits = bits(hash);
        for (int i = 0; i < BITS; i++) {
            int bit = (int) bits & BIT_MASK;
            words[line + (bit >>> 6)] |= 1L << bit;
            bits >>>= 9;
        }
    }

    /** Whether a line, of which the words begin at an index, may have this address. */
    static boolean mayHold(long[] words, int at, long hash) {
        long bits = bits(hash);
        for (int i = 0; i < BITS; i++) {
            int bit = (int) bits & BIT_MASK;
            if ((words[at + (bit >>> 6)] & (1L << bit)) == 0) {
                return false;
            }
            bits >>>= 9;
        }
        return true;
    }

    private static long bits(long hash) {
        long bits = hash * 0x94D0_49BB_1331_11EBL;
        return bits ^ (bits >>> 31);
    }
}

package io.ndpair.store.table;

/**
 * The 64-bit hash of an entry that digests are the XOR of: fixed constants, the same on both devices whatever the hash
 * key is; the operation is left out. Detects damage and bugs, not an attacker. Its value is part of the protocol.
 */
final class TableDigest {
    private static final long FIRST = 0x87C3_7B91_1142_53D5L;
    private static final long SECOND = 0x4CF5_AD43_2745_937FL;
    private static final long SEED = 0x6E64_7061_6972_2031L;

    private TableDigest() {}

    static long of(final long w0, final long w1, final long w2, final long w3) {
        long hash = absorb(SEED, w0);
        hash = absorb(hash, w1);
        hash = absorb(hash, w2);
        hash = absorb(hash, w3 & ~EntryLayout.OPERATION_MASK);
        hash = (hash ^ (hash >>> 33)) * 0xFF51_AFD7_ED55_8CCDL;
        hash = (hash ^ (hash >>> 33)) * 0xC4CE_B9FE_1A85_EC53L;
        return hash ^ (hash >>> 33);
    }

    /** One round of MurmurHash3: each step can be undone, so no word gets lost. */
    private static long absorb(final long hash, final long word) {
        final long mixed = Long.rotateLeft(word * FIRST, 31) * SECOND;
        return Long.rotateLeft(hash ^ mixed, 27) * 5 + 0x52DC_E729L;
    }
}

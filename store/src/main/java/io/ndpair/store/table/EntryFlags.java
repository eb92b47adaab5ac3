package io.ndpair.store.table;

/**
 * Bits of an entry's last byte. Bits that are not named here are kept and replicated as they are, so that a newer peer's
 * entries stay the same on an older device, bit for bit.
 */
public final class EntryFlags {
    /** The neighbor is a router (the R flag of its last Neighbor Advertisement). */
    public static final int ROUTER = 1;

    /** Configured by hand: never aged, never evicted. */
    public static final int STATIC = 2;

    /** Learned by something other than this device's own neighbor discovery. */
    public static final int EXTERNALLY_LEARNED = 4;

    /** Answered for by a proxy. */
    public static final int PROXY = 8;

    /** All bits that an entry has room for. */
    public static final int MASK = 0xFF;

    private EntryFlags() {}
}

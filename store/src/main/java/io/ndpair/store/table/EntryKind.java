package io.ndpair.store.table;

/** What an entry counts as towards the limits: by its last word, which holds state and flags. */
final class EntryKind {
    /** Learned, with a MAC. */
    static final int RESOLVED = 0;

    /** Learned, its address resolution under way. */
    static final int INCOMPLETE = 1;

    /** Configured by hand; counts towards no limit of a link. */
    static final int FIXED = 2;

    private static final int STATE_SHIFT = 48;
    private static final long STATE_MASK = 0xFL << STATE_SHIFT;
    private static final long STATIC_BIT = (long) EntryFlags.STATIC << 56;

    private EntryKind() {}

    static int of(final long w3) {
        if ((w3 & STATIC_BIT) != 0) {
            return FIXED;
        }
        return (w3 & STATE_MASK) == (long) NeighborState.INCOMPLETE << STATE_SHIFT ? INCOMPLETE : RESOLVED;
    }
}

package io.ndpair.store.table;

/** States of neighbor unreachability detection, RFC 4861 section 7.3.2; they take four bits of an entry. */
public final class NeighborState {
    /** No entry: marks a free slot, never a neighbor. */
    public static final int NONE = 0;

    /** Address resolution is under way; there may be no MAC yet. */
    public static final int INCOMPLETE = 1;

    /** Confirmed within the reachable time. */
    public static final int REACHABLE = 2;

    /** Usable, not confirmed lately. */
    public static final int STALE = 3;

    /** Used while stale; waits a moment for a confirmation from above. */
    public static final int DELAY = 4;

    /** Being asked by unicast solicitations. */
    public static final int PROBE = 5;

    private static final String[] NAMES = {"NONE", "INCOMPLETE", "REACHABLE", "STALE", "DELAY", "PROBE"};

    private NeighborState() {}

    /**
     * Whether a neighbor may be in this state.
     *
     * @param state any number
     * @return true for INCOMPLETE to PROBE
     */
    public static boolean isKnown(final int state) {
        return state >= INCOMPLETE && state <= PROBE;
    }

    /**
     * The RFC's name of a state.
     *
     * @param state any number
     * @return the name; for a number that is no state, the number
     */
    public static String nameOf(final int state) {
        return state >= 0 && state < NAMES.length ? NAMES[state] : "state " + state;
    }
}

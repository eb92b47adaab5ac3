package io.ndpair.transport.session;

import io.ndpair.store.table.EntryFlags;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;

/**
 * Which of two masters was right about a neighbor: the one that has had its confirmation more recently. Ages are compared, never clocks: each side's
 * is counted from its own table time. What is offered happened after the two histories parted: so it wins over what we have not touched since, whatever the
 * ages (ours is what it changed, and a device that was dead for a while takes its own entries for younger than they are). Over what we have touched it must
 * be more than a tick younger: ages are rounded on both sides, and a loser has stopped learning before we offer it the choice. Where the MACs differ nobody
 * can be sure, so the winner becomes STALE and is asked; what was configured by hand wins over what was learned.
 *
 * <table>
 * <caption>Decisions</caption>
 * <tr><th>ours</th><th>theirs</th><th>decision</th></tr>
 * <tr><td>none, or INCOMPLETE; not removed here since theirs was confirmed</td><td>any with a MAC</td><td>TAKE</td></tr>
 * <tr><td>... removed here later</td><td>learned</td><td>KEEP: it stays away</td></tr>
 * <tr><td>... removed in the same tick, or nobody knows any more</td><td>learned</td><td>TAKE_STALE</td></tr>
 * <tr><td>learned, untouched since the histories parted</td><td>learned</td><td>TAKE</td></tr>
 * <tr><td>any</td><td>INCOMPLETE</td><td>INCOMPLETE: not taken</td></tr>
 * <tr><td>static</td><td>any</td><td>KEEP</td></tr>
 * <tr><td>learned</td><td>static</td><td>TAKE</td></tr>
 * <tr><td>learned</td><td>learned, same MAC</td><td>TAKE if theirs is younger, otherwise KEEP</td></tr>
 * <tr><td>learned</td><td>learned, other MAC</td><td>TAKE_STALE if theirs is younger, otherwise KEEP_STALE</td></tr>
 * <tr><td>none or static</td><td>removed</td><td>KEEP</td></tr>
 * <tr><td>learned</td><td>removed after our last confirmation, or ours untouched since the histories parted</td><td>DOUBT: ours becomes STALE</td></tr>
 * <tr><td>learned</td><td>removed before</td><td>KEEP</td></tr>
 * </table>
 */
final class MergeRule {

    /** What comes of a neighbor that was offered. */
    enum Decision {
        KEEP,
        KEEP_STALE,
        TAKE,
        TAKE_STALE,
        DOUBT,
        INCOMPLETE
    }

    /** What is known of a neighbor that this device does not hold; see {@link MergeRemovals}. */
    enum Absence {
        /** Not removed since the histories parted, or before the other has confirmed it. */
        NEVER_HAD,
        /** Removed after the other has confirmed it. */
        REMOVED_LATER,
        /** It may have been removed later. */
        UNSURE
    }

    /** Ages that differ by this many ticks are the same. */
    private static final long ROUNDING_TICKS = 1;

    private MergeRule() {}

    /**
     * Decides about a neighbor.
     *
     * @param ours null if there is none
     * @param oursAge ticks since ours was confirmed
     * @param theirs what is offered
     * @param theirsAge ticks since theirs was confirmed
     * @param untouched whether ours is as it was when the histories parted
     * @param absence why there is none, if there is none or an INCOMPLETE one
     */
    static Decision neighbor(
            NeighborEntry ours,
            long oursAge,
            NeighborEntry theirs,
            long theirsAge,
            boolean untouched,
            Absence absence) {
        if (theirs.state() == NeighborState.INCOMPLETE) {
            return Decision.INCOMPLETE;
        }
        if (ours == null || ours.state() == NeighborState.INCOMPLETE) {
            if (absence == Absence.NEVER_HAD || isFixed(theirs)) {
                return Decision.TAKE;
            }
            return absence == Absence.UNSURE ? Decision.TAKE_STALE : Decision.KEEP;
        }
        if (isFixed(ours)) {
            return Decision.KEEP;
        }
        if (isFixed(theirs) || untouched) {
            return Decision.TAKE;
        }
        boolean younger = theirsAge + ROUNDING_TICKS < oursAge;
        if (ours.mac() == theirs.mac()) {
            return younger ? Decision.TAKE : Decision.KEEP;
        }
        return younger ? Decision.TAKE_STALE : Decision.KEEP_STALE;
    }

    /**
     * What became of a neighbor that this device has removed since the histories parted.
     *
     * @param removedAge ticks since we have removed it
     * @param theirsAge ticks since the other has confirmed it
     */
    static Absence absence(long removedAge, long theirsAge) {
        if (Math.abs(removedAge - theirsAge) <= ROUNDING_TICKS) {
            return Absence.UNSURE;
        }
        return removedAge < theirsAge ? Absence.REMOVED_LATER : Absence.NEVER_HAD;
    }

    /**
     * Decides about a removal.
     *
     * @param ours null if there is none
     * @param oursAge ticks since ours was confirmed
     * @param removedAge ticks since the other has removed it
     * @param untouched whether ours is as it was when the histories parted
     */
    static Decision removal(NeighborEntry ours, long oursAge, long removedAge, boolean untouched) {
        if (ours == null || isFixed(ours) || ours.state() == NeighborState.INCOMPLETE) {
            return Decision.KEEP;
        }
        return untouched || removedAge < oursAge ? Decision.DOUBT : Decision.KEEP;
    }

    private static boolean isFixed(NeighborEntry entry) {
        return (entry.flags() & EntryFlags.STATIC) != 0;
    }
}

package io.ndpair.transport;

/**
 * How far a batch backup has come, at the sending or at the receiving device.
 *
 * @param phase what happened
 * @param ranges sent or installed so far
 * @param rangesTotal estimate of how many there will be, from the part of the hash space that is covered; exact at the end
 * @param entries sent or installed so far
 * @param entriesTotal how many the master had when it began
 * @param entriesPerSecond since the beginning
 * @param remainingMs estimate of the time that it still takes, 0 at the end, -1 while nothing is known
 */
public record BatchProgress(
        Phase phase,
        long ranges,
        long rangesTotal,
        long entries,
        long entriesTotal,
        long entriesPerSecond,
        long remainingMs) {

    /** No batch backup has run in this session. */
    public static final BatchProgress NONE = new BatchProgress(Phase.NONE, 0, 0, 0, 0, 0, -1);

    /** The steps of a batch backup. */
    public enum Phase {
        /** None has run yet. */
        NONE,
        /** It begins. */
        BEGUN,
        /** Ranges are under way; told a few times a second at most. */
        RUNNING,
        /** The end was sent, or seen and found complete. */
        ENDED,
        /** It ended before its time: disconnected, asked for anew, or the role changed. Entries that came stay. */
        BROKEN_OFF
    }
}

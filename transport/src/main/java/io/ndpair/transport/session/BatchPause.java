package io.ndpair.transport.session;

/**
 * When a backup is brought to where the master stands anew, after the master's journal no longer held what follows: at once the first time, then after a
 * pause that grows, for as long as it goes on. A peer that is slower than what changes for good can never have all; without the pause its master would do
 * nothing but begin batch backups. What the peer has stays there, and only what differs is sent the next time.
 */
final class BatchPause {
    static final long FIRST_NS = 100_000_000L;
    static final int MOST_DOUBLINGS = 7;
    /** A time without a loss after which the next is a first one again; longer than the longest pause. */
    static final long FORGOTTEN_NS = 60_000_000_000L;

    private int inARow;
    private long lostNs;
    private long untilNs;

    /** What follows is lost; answers the pause. */
    long lost(long nowNs) {
        inARow = inARow > 0 && nowNs - lostNs < FORGOTTEN_NS ? inARow + 1 : 1;
        lostNs = nowNs;
        long pauseNs = inARow == 1 ? 0 : FIRST_NS << Math.min(inARow - 2, MOST_DOUBLINGS);
        untilNs = nowNs + pauseNs;
        return pauseNs;
    }

    boolean over(long nowNs) {
        return nowNs - untilNs >= 0;
    }

    /** Losses in a row. */
    int inARow() {
        return inARow;
    }
}

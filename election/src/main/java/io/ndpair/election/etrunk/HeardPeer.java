package io.ndpair.election.etrunk;

/** What is known of the peer: its last hello, and until when that counts. Owned by the elector's thread. */
final class HeardPeer {
    private ETrunkHello last = new ETrunkHello();
    private ETrunkHello spare = new ETrunkHello();
    private boolean alive;
    private boolean left;
    private boolean everHeard;
    private long aliveSinceNs;
    private long deadlineNs;

    /** A place to read the next hello into. */
    ETrunkHello spare() {
        return spare;
    }

    /** What was read into {@link #spare} was accepted. */
    void heard(long ownFailTimeNs, long nowNs) {
        final ETrunkHello read = spare;
        spare = last;
        last = read;
        if (!alive) {
            aliveSinceNs = nowNs;
        }
        alive = true;
        left = false;
        everHeard = true;
        // Rule C-40: the fail-time in the peer's hello counts, ours only if there is none.
        deadlineNs = nowNs + (last.failTimeDs == 0 ? ownFailTimeNs : last.failTimeDs * ETrunkConfig.DS_NS);
    }

    void lost() {
        alive = false;
    }

    void left() {
        alive = false;
        left = true;
    }

    /** Nothing is known any more. */
    void forget() {
        alive = false;
        left = false;
        everHeard = false;
    }

    boolean alive() {
        return alive;
    }

    /** Since when it has been heard without a break. */
    long aliveSinceNs() {
        return aliveSinceNs;
    }

    /** Whether it took leave, and has not come back. */
    boolean hasLeft() {
        return left;
    }

    /** Whether {@link #last} means something. */
    boolean everHeard() {
        return everHeard;
    }

    long deadlineNs() {
        return deadlineNs;
    }

    ETrunkHello last() {
        return last;
    }
}

package io.ndpair.transport;

/**
 * A planned switchover of one profile, as the master sees it: nothing is handed over before the peer has everything in its journal. Reused.
 *
 * <table>
 * <caption>Transitions</caption>
 * <tr><th>state</th><th>event</th><th>next</th></tr>
 * <tr><td>NONE, REFUSED</td><td>{@link #begin}, it is safe to switch</td><td>DRAINING</td></tr>
 * <tr><td>NONE, REFUSED</td><td>{@link #begin} otherwise</td><td>REFUSED, with the reason</td></tr>
 * <tr><td>DRAINING</td><td>the peer has journaled our last sequence, and was told so</td><td>HANDED_OVER</td></tr>
 * <tr><td>DRAINING</td><td>the same, where an election tells the peer</td><td>DRAINED</td></tr>
 * <tr><td>DRAINING</td><td>the session leaves real time; or the time is up</td><td>REFUSED, with the reason; this device stays master</td></tr>
 * <tr><td>DRAINING, DRAINED</td><td>{@link #giveUp}</td><td>REFUSED, with the reason; this device stays master</td></tr>
 * <tr><td>any</td><td>another role</td><td>NONE</td></tr>
 * </table>
 */
final class Switchover {

    private SwitchoverState state = SwitchoverState.NONE;
    private String reason = "";
    private long deadlineNs;
    private long timeoutNs;
    private boolean isElected;

    SwitchoverState state() {
        return state;
    }

    String reason() {
        return reason;
    }

    /** {@code elected}: an election tells the peer, so that this session does not. */
    void begin(ReplicationRole role, SwitchSafety safety, boolean elected, long nowNs, long withinNs) {
        if (state == SwitchoverState.DRAINING || state == SwitchoverState.DRAINED) {
            return;
        }
        isElected = elected;
        if (role != ReplicationRole.MASTER) {
            refuse("this device is not master");
        } else if (!safety.safe()) {
            refuse(safety.reason());
        } else {
            state = SwitchoverState.DRAINING;
            reason = "";
            timeoutNs = withinNs;
            deadlineNs = nowNs + withinNs;
        }
    }

    /** Whether the peer is to be told now. */
    boolean due(ReplicationState session, long lastSequence, long peerJournaled, long nowNs) {
        if (state != SwitchoverState.DRAINING) {
            return false;
        }
        if (session != ReplicationState.REAL_TIME) {
            refuse("the session with the peer was lost meanwhile");
            return false;
        }
        if (peerJournaled == lastSequence) {
            if (isElected) {
                state = SwitchoverState.DRAINED;
            }
            return !isElected;
        }
        if (nowNs - deadlineNs >= 0) {
            refuse("the peer still lacked " + (lastSequence - peerJournaled) + " mutations in its journal after "
                    + timeoutNs / 1_000_000 + " ms");
        }
        return false;
    }

    void giveUp(String why) {
        if (state == SwitchoverState.DRAINING || state == SwitchoverState.DRAINED) {
            refuse(why);
        }
    }

    void handedOver() {
        state = SwitchoverState.HANDED_OVER;
        reason = "the peer has everything";
    }

    void reset() {
        state = SwitchoverState.NONE;
    }

    private void refuse(String why) {
        state = SwitchoverState.REFUSED;
        reason = why;
    }
}

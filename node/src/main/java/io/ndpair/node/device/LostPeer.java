package io.ndpair.node.device;

import io.ndpair.election.role.Role;
import io.ndpair.transport.ReplicationState;

/**
 * Tells a peer that was lost from one that never was. Silence of the channel alone says nothing of a master, which may live and be heard by its
 * advertisements: a device that has ever heard its peer on the channel, in this life of the process, counts it as there for a long bound after it was
 * last heard, and is not ready meanwhile (TRAPS T1, T2). One that never heard any waits as long as the session does (10 s): the other router may be none
 * of ours. Readiness only allows to preempt a living master; from one that falls silent or resigns a device takes over at once whatever this says.
 *
 * <p>Not thread-safe: belongs to the replication thread. Times are monotonic.
 */
final class LostPeer {
    private final long holdNs;
    private final String reason;
    private boolean everHeard;
    private long heardNs;

    /** @param holdNs how long a peer that was heard once counts as there after it was heard last. */
    LostPeer(long holdNs) {
        this.holdNs = holdNs;
        reason = "the session with the peer was lost, which counts as gone after " + holdNs / 1_000_000_000L + " s";
    }

    /**
     * Why the device is not ready.
     *
     * @param ofSession what the session says of it; empty when it sees nothing against it.
     * @return empty when nothing speaks against it.
     */
    String notReady(String ofSession, ReplicationState session, Role role, long nowNs) {
        final boolean heard = session != ReplicationState.DISCONNECTED;
        everHeard |= heard;
        if (heard || role == Role.MASTER) {
            heardNs = nowNs;
        }
        if (!ofSession.isEmpty() || role == Role.MASTER || heard || !everHeard) {
            return ofSession;
        }
        return nowNs - heardNs < holdNs ? reason : "";
    }
}

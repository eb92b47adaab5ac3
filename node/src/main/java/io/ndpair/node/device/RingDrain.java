package io.ndpair.node.device;

import io.ndpair.transport.ReplicationRole;
import io.ndpair.transport.ReplicationState;
import io.ndpair.transport.Replicator;
import io.ndpair.transport.ReplicatorStatus;

/**
 * The first part of a planned switchover: what the command ring has accepted becomes mutations before the session is asked to drain, so that nothing
 * that was accepted is refused when the role is given up. Meanwhile the ring answers those who offer that it is busy.
 *
 * <p>Bounded by the time of the whole switchover, which is refused when the writer does not come to the end of the ring in it: this device stays
 * master and carries the commands out. Belongs to the replication thread.
 */
final class RingDrain {
    private final CommandRing ring;
    private boolean isWaiting;
    private boolean isElected;
    private long endNs;
    private long timeoutNs;

    RingDrain(CommandRing ring) {
        this.ring = ring;
    }

    /** Begins; what is not safe to be switched is refused by the session at once. */
    void begin(Replicator replicator, boolean elected, long withinNs, long nowNs) {
        if (isWaiting) {
            return;
        }
        isElected = elected;
        timeoutNs = withinNs;
        endNs = nowNs + withinNs;
        if (isSafe(replicator)) {
            isWaiting = true;
            ring.hold(true);
        } else {
            handOn(replicator, nowNs);
        }
    }

    /** One duty cycle, after the writer's. */
    void doWork(Replicator replicator, long nowNs) {
        if (!isWaiting) {
            return;
        }
        final boolean isLate = nowNs - endNs >= 0;
        if (replicator.state() != ReplicationState.REAL_TIME) {
            // Refused by its reason.
            handOn(replicator, nowNs);
        } else if (!ring.isRead()) {
            if (isLate) {
                handOn(replicator, nowNs);
                replicator.giveUpSwitchover("commands that were accepted before still waited to be carried out after "
                        + timeoutNs / 1_000_000 + " ms");
            }
        } else if (isLate || isSafe(replicator)) {
            // The commands may have put the peer behind by more than is safe: that gets the rest of the time.
            handOn(replicator, nowNs);
        }
    }

    private void handOn(Replicator replicator, long nowNs) {
        isWaiting = false;
        final long leftNs = Math.max(0, endNs - nowNs);
        if (isElected) {
            replicator.beginDrain(leftNs, nowNs);
        } else {
            replicator.beginSwitchover(leftNs, nowNs);
        }
    }

    private static boolean isSafe(Replicator replicator) {
        final ReplicatorStatus now = replicator.status();
        return now.role() == ReplicationRole.MASTER && now.safety().safe();
    }

    /** Whether the ring is not at its end yet. */
    boolean isWaiting() {
        return isWaiting;
    }

    /** The role changed, or another profile of the same elector cannot be handed over. */
    void cancel() {
        isWaiting = false;
    }
}

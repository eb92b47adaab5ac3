package io.ndpair.election.vrrp;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;

/**
 * The visible state of a {@link VrrpGroup} at one moment, as its owner publishes it; counters and the remaining preempt
 * delay are added by whoever reads. See {@link VrrpGroupStatus} for the fields.
 *
 * @param config            configuration in force
 * @param role              present role
 * @param reason            cause of the last change
 * @param masterHigh        the master's address, high half
 * @param masterLow         low half
 * @param localHigh         source address, high half
 * @param localLow          low half
 * @param priorityRun       priority in force
 * @param masterPriority    the master's priority
 * @param timerRunCs        the master's interval
 * @param ready             whether preempting is allowed
 * @param preemptDelayRuns  whether the preempt delay is running
 * @param preemptDeadlineNs when it ends
 */
public record VrrpGroupView(
        VrrpGroupConfig config,
        Role role,
        RoleReason reason,
        long masterHigh,
        long masterLow,
        long localHigh,
        long localLow,
        int priorityRun,
        int masterPriority,
        int timerRunCs,
        boolean ready,
        boolean preemptDelayRuns,
        long preemptDeadlineNs) {
    /** The status as of {@code nowNs}, with counters as they are now. */
    public VrrpGroupStatus status(
            VrrpCounters counters, String readyReason, long createTimeMs, long lastChangeTimeMs, long nowNs) {
        int remainS = VrrpGroupStatus.NOT_RUNNING;
        if (preemptDelayRuns) {
            final long remainNs = Math.max(0, preemptDeadlineNs - nowNs);
            remainS = (int) ((remainNs + 999_999_999L) / 1_000_000_000L);
        }
        return new VrrpGroupStatus(
                config,
                role,
                reason,
                masterHigh,
                masterLow,
                localHigh,
                localLow,
                priorityRun,
                masterPriority,
                remainS,
                timerRunCs,
                ready,
                readyReason,
                createTimeMs,
                lastChangeTimeMs,
                counters.counters(),
                counters.dropped(),
                counters.noticed());
    }
}

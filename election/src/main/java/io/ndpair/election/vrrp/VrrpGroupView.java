package io.ndpair.election.vrrp;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import java.util.List;

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
 * @param rivalPresent      whether a weaker master is heard beside this one
 * @param handedOver        whether the mastership was handed over by command
 * @param handedOverNs      when that was
 * @param preemptDelayRuns  whether the preempt delay is running
 * @param preemptDeadlineNs when it ends
 * @param startDelayRuns    whether the recover delay or the hold of Initialize is running
 * @param startDeadlineNs   when it ends
 * @param tracked           what is tracked and how it counts
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
        boolean rivalPresent,
        boolean handedOver,
        long handedOverNs,
        boolean preemptDelayRuns,
        long preemptDeadlineNs,
        boolean startDelayRuns,
        long startDeadlineNs,
        List<TrackedState> tracked) {
    private static final long NS_PER_S = 1_000_000_000L;

    /**
     * The status as of {@code nowNs}, with counters as they are now.
     *
     * @param readyReason  words given with the last change of readiness
     * @param readySinceNs when that was
     */
    public VrrpGroupStatus status(
            VrrpCounters counters,
            String readyReason,
            long readySinceNs,
            long createTimeMs,
            long lastChangeTimeMs,
            long nowNs) {
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
                remainS(preemptDelayRuns, preemptDeadlineNs, nowNs),
                remainS(startDelayRuns, startDeadlineNs, nowNs),
                timerRunCs,
                ready,
                readyReason,
                Math.max(0, nowNs - readySinceNs) / NS_PER_S,
                rivalPresent,
                handedOver,
                handedOver ? Math.max(0, nowNs - handedOverNs) / NS_PER_S : 0,
                tracked,
                createTimeMs,
                lastChangeTimeMs,
                counters.counters(),
                counters.dropped(),
                counters.noticed());
    }

    /** Seconds left, rounded up. */
    private static int remainS(boolean runs, long deadlineNs, long nowNs) {
        return runs ? (int) ((Math.max(0, deadlineNs - nowNs) + NS_PER_S - 1) / NS_PER_S) : VrrpGroupStatus.NOT_RUNNING;
    }
}

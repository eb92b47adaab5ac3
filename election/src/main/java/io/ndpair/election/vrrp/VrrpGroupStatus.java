package io.ndpair.election.vrrp;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a group was at one moment, for displays. Immutable. Addresses are two halves in numeric form, {@code ::} when there
 * is none.
 *
 * @param config           the configuration in force
 * @param role             present role
 * @param reason           why
 * @param masterHigh       high half of the master's address: our own as master, {@code ::} in Initialize or when none
 *                         has been heard
 * @param masterLow        low half of it
 * @param localHigh        high half of the address that advertisements are sent from
 * @param localLow         low half of it
 * @param priorityRun      priority in force, after adjustments
 * @param masterPriority   priority of the master, 0 in Initialize or when none has been heard
 * @param preemptRemainS   seconds left of a running preempt delay, rounded up, or {@link #NOT_RUNNING}
 * @param startRemainS     seconds left of the recover delay or of the hold of Initialize, rounded up, or
 *                         {@link #NOT_RUNNING}
 * @param timerRunCs       interval in force: the master's
 * @param ready            whether the device may preempt, see {@link io.ndpair.election.Elector#ready}
 * @param readyReason      words given with the last change of readiness
 * @param readyForS        for how many seconds it has been ready, or has not
 * @param rivalPresent     whether a weaker master is heard beside this one
 * @param handedOver       whether the mastership was handed over by command, so that it is not preempted back
 * @param handedOverForS   for how many seconds it has been so
 * @param tracked          what is tracked and how it counts
 * @param createTimeMs     wall clock at creation
 * @param lastChangeTimeMs wall clock at the last change of role
 * @param counters         what was counted
 * @param dropped          discarded advertisements by reason
 * @param noticed          oddities by kind
 */
public record VrrpGroupStatus(
        VrrpGroupConfig config,
        Role role,
        RoleReason reason,
        long masterHigh,
        long masterLow,
        long localHigh,
        long localLow,
        int priorityRun,
        int masterPriority,
        int preemptRemainS,
        int startRemainS,
        int timerRunCs,
        boolean ready,
        String readyReason,
        long readyForS,
        boolean rivalPresent,
        boolean handedOver,
        long handedOverForS,
        List<TrackedState> tracked,
        long createTimeMs,
        long lastChangeTimeMs,
        Map<VrrpCounter, Long> counters,
        Map<DropReason, Long> dropped,
        Map<AdvertNotice, Long> noticed) {
    /** {@link #preemptRemainS()} and {@link #startRemainS()} when no delay is running. */
    public static final int NOT_RUNNING = -1;

    public VrrpGroupStatus {
        tracked = List.copyOf(tracked);
        counters = Collections.unmodifiableMap(new TreeMap<>(counters));
        dropped = Collections.unmodifiableMap(new TreeMap<>(dropped));
        noticed = Collections.unmodifiableMap(new TreeMap<>(noticed));
    }

    /** Interval from the configuration, in centiseconds. */
    public int timerConfigCs() {
        return config.advertIntervalCs();
    }

    /** Priority from the configuration. */
    public int priorityConfig() {
        return config.priority();
    }
}

package io.ndpair.node.shell;

import io.ndpair.node.config.Ipv6Address;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * A VRRP6 group at this moment, with what it runs with (which may differ from what is configured).
 *
 * @param interfaceName its interface
 * @param vrid its VRID
 * @param state role of this device
 * @param virtualAddresses the link-local one first
 * @param masterAddress source of the master's advertisements, {@code ::} in Initialize
 * @param localAddress source of this device's advertisements, {@code ::} while it has none
 * @param priorityRun the priority that it runs with
 * @param priorityConfig the priority that is configured
 * @param masterPriority the priority that the master said, 0 in Initialize
 * @param preempt whether it preempts
 * @param preemptDelayS delay before it preempts
 * @param preemptRemainS seconds that are left of a running delay
 * @param holdingMultiplier intervals until the master counts as gone
 * @param timerRunCs advertisement interval that it runs with, in centiseconds
 * @param timerConfigCs advertisement interval that is configured, in centiseconds
 * @param created when the group came into being
 * @param lastChange when the role last changed
 * @param changeReason why the role last changed, empty if it never did
 * @param held why the group holds back from preemption, empty when it does not
 * @param sent advertisements sent
 * @param received advertisements received and taken
 * @param dropped advertisements dropped, count by cause
 * @param details what goes beyond the vendor's first fields
 */
public record GroupStatus(
        String interfaceName,
        int vrid,
        RoleState state,
        List<Ipv6Address> virtualAddresses,
        Ipv6Address masterAddress,
        Ipv6Address localAddress,
        int priorityRun,
        int priorityConfig,
        int masterPriority,
        boolean preempt,
        int preemptDelayS,
        OptionalInt preemptRemainS,
        int holdingMultiplier,
        int timerRunCs,
        int timerConfigCs,
        Instant created,
        Optional<Instant> lastChange,
        String changeReason,
        String held,
        long sent,
        long received,
        Map<String, Long> dropped,
        GroupDetails details) {
    /** Copies the collections. */
    public GroupStatus {
        virtualAddresses = List.copyOf(virtualAddresses);
        dropped = Collections.unmodifiableMap(new TreeMap<>(dropped));
    }
}

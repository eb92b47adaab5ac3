package io.ndpair.node.device;

import io.ndpair.election.role.Role;
import io.ndpair.store.StoreStatus;
import io.ndpair.store.aging.AgingConfig;
import io.ndpair.store.model.Epoch;
import io.ndpair.store.table.NeighborLimits;
import io.ndpair.transport.ReplicatorStatus;

/**
 * Where a profile stands at this moment: each figure is right by itself, two of them may be a duty cycle apart.
 *
 * @param name of the profile.
 * @param service that carries it.
 * @param role that is in force.
 * @param ready whether this device could take over without a loss.
 * @param epoch of the last mastership that the table has seen.
 * @param replication the session with the peer.
 * @param store the table and its journal.
 * @param maxNeighbors most entries.
 * @param limits its budgets.
 * @param aging its times and rates.
 * @param commandsRefused commands of the embedder or the kernel that the table refused.
 * @param commandsNotMaster commands that came when this device was not master any more.
 * @param confirmedUnknown confirmations of neighbors that are not in the table.
 * @param kernelRefused reports of the kernel that no entry could be made of.
 */
public record ProfileReport(
        String name,
        String service,
        Role role,
        boolean ready,
        Epoch epoch,
        ReplicatorStatus replication,
        StoreStatus store,
        int maxNeighbors,
        NeighborLimits limits,
        AgingConfig aging,
        long commandsRefused,
        long commandsNotMaster,
        long confirmedUnknown,
        long kernelRefused) {}

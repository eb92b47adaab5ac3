package io.ndpair.node.daemon;

import io.ndpair.election.role.Role;
import io.ndpair.election.vrrp.TrackedObject;
import io.ndpair.election.vrrp.TrackedState;
import io.ndpair.election.vrrp.VrrpCounter;
import io.ndpair.election.vrrp.VrrpGroupStatus;
import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.node.config.Ipv6Address;
import io.ndpair.node.config.Vrrp6Ref;
import io.ndpair.node.config.VrrpConfig;
import io.ndpair.node.device.Neighbors;
import io.ndpair.node.device.ProfileReport;
import io.ndpair.node.shell.GroupDetails;
import io.ndpair.node.shell.GroupStatus;
import io.ndpair.node.shell.ProfileStatus;
import io.ndpair.node.shell.ReplicationView;
import io.ndpair.node.shell.RoleState;
import io.ndpair.node.shell.TableView;
import io.ndpair.store.StoreStatus;
import io.ndpair.store.aging.AgingConfig;
import io.ndpair.store.aging.AgingStatus;
import io.ndpair.store.model.Epoch;
import io.ndpair.store.table.NeighborLimits;
import io.ndpair.transport.BatchProgress;
import io.ndpair.transport.MergeCounts;
import io.ndpair.transport.ReplicationRole;
import io.ndpair.transport.ReplicationState;
import io.ndpair.transport.ReplicatorStatus;
import io.ndpair.transport.SwitchSafety;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Turns what the modules report into what the displays of the shell show. */
final class DeviceViews {
    private DeviceViews() {}

    static ProfileStatus profile(ProfileReport report, List<Neighbors.LinkUse> links) {
        final ReplicatorStatus replication = report.replication();
        return new ProfileStatus(
                report.name(),
                role(report.role()),
                peerRole(replication),
                report.ready(),
                report.ready() ? "the table is complete" : replication.notReadyReason(),
                replication(report),
                table(report, links));
    }

    static ProfileStatus idle(String name, String reason) {
        return new ProfileStatus(
                name,
                RoleState.UNKNOWN,
                RoleState.UNKNOWN,
                false,
                reason,
                ReplicationView.none(reason),
                new TableView(0, 0, 0, "", "", 0, 0, "not opened", Map.of(), "", List.of(), "", "", Map.of()));
    }

    private static ReplicationView replication(ProfileReport report) {
        final ReplicatorStatus status = report.replication();
        return new ReplicationView(
                text(status.state()),
                status.state() == ReplicationState.DISCONNECTED ? status.downReason() : "",
                Integer.toUnsignedLong(status.peerDeviceId()),
                batch(status),
                status.mutationsSent(),
                status.peerAppliedSequence(),
                status.peerJournaledSequence(),
                status.mutationsApplied(),
                status.lagMutations(),
                status.diskWaitNs() / 1_000_000,
                status.diskTooSlow(),
                status.digestsCompared() - status.divergences(),
                status.divergences(),
                Math.max(0, status.connects() - 1),
                status.differences().stream().map(Object::toString).toList(),
                status.refused(),
                assurance(status));
    }

    private static ReplicationView.AssuranceView assurance(ReplicatorStatus status) {
        final SwitchSafety safety = status.safety();
        final MergeCounts merges = status.merges();
        final Map<String, Long> merged = new LinkedHashMap<>();
        merged.put("offered", merges.offered());
        merged.put("taken", merges.taken());
        merged.put("kept", merges.kept());
        merged.put("conflicts", merges.conflicts());
        merged.put("doubted", merges.doubted());
        merged.put("dropped incomplete", merges.incomplete());
        merged.put("dropped without a link", merges.withoutLink());
        merged.put("dropped as refused", merges.refused());
        merged.put("mutations not offered", merges.lostSequences());
        return new ReplicationView.AssuranceView(
                safety.safe(),
                safety.reason(),
                safety.lagBytes(),
                safety.lagNs() / 1_000_000,
                safety.digestAgeMs(),
                status.repairs(),
                status.repairImages(),
                status.repairBytes(),
                merged);
    }

    private static Optional<ReplicationView.BatchView> batch(ReplicatorStatus status) {
        final BatchProgress batch = status.batch();
        if (batch.phase() == BatchProgress.Phase.NONE) {
            return Optional.empty();
        }
        return Optional.of(new ReplicationView.BatchView(
                batch.phase() == BatchProgress.Phase.BEGUN || batch.phase() == BatchProgress.Phase.RUNNING,
                batch.ranges(),
                batch.rangesTotal(),
                batch.entries(),
                batch.entriesPerSecond(),
                batch.remainingMs(),
                instant(status.batchBegunMs()),
                instant(status.batchEndedMs()),
                status.batchBackupsEnded()));
    }

    private static TableView table(ProfileReport report, List<Neighbors.LinkUse> links) {
        final StoreStatus store = report.store();
        final Map<String, Long> refused = new TreeMap<>();
        count(refused, "invalid address", store.invalid().address());
        count(refused, "invalid MAC", store.invalid().mac());
        count(refused, "invalid state", store.invalid().state());
        count(refused, "invalid flags", store.invalid().flags());
        count(refused, "unknown link", store.invalid().link());
        count(refused, "table full", store.refusedFull());
        count(refused, "segment full", store.refusedSegment());
        count(refused, "link full", store.limits().refusedLinkFull());
        count(refused, "budget for INCOMPLETE", store.limits().refusedIncomplete());
        count(refused, "link's budget for INCOMPLETE", store.limits().refusedLinkIncomplete());
        count(refused, "too many links", store.limits().refusedLinks());
        count(refused, "evicted: table full, INCOMPLETE", store.limits().evictedIncompleteForTable());
        count(refused, "evicted: table full, STALE", store.limits().evictedStaleForTable());
        count(refused, "evicted: link full, INCOMPLETE", store.limits().evictedIncompleteForLink());
        count(refused, "evicted: link full, STALE", store.limits().evictedStaleForLink());
        count(refused, "evicted: budget for INCOMPLETE", store.limits().evictedForIncomplete());
        count(refused, "evicted: link's budget for INCOMPLETE", store.limits().evictedForLinkIncomplete());
        count(refused, "aged out: silent", store.aging().removedSilent());
        count(refused, "aged out: never resolved", store.aging().removedIncomplete());
        count(refused, "not master", report.commandsNotMaster());
        count(refused, "confirmed but unknown", report.confirmedUnknown());
        count(refused, "not learnable", report.kernelRefused());
        return new TableView(
                store.neighbors(),
                report.maxNeighbors(),
                store.memoryBytes(),
                HugePageUse.text(store.plainPagesReason(), HugePageUse.processBytes(), HugePageUse.setting()),
                epoch(report.epoch()),
                store.lastSequence(),
                store.journaledSequence(),
                journal(store),
                scrub(store),
                limits(report.limits()),
                links.stream().map(DeviceViews::use).toList(),
                aging(report.aging(), store.aging()),
                started(store),
                refused);
    }

    private static Map<String, Long> scrub(StoreStatus store) {
        return Map.of(
                "passes",
                store.scrubPasses(),
                "bits put back",
                store.scrubMended(),
                "segments damaged",
                store.scrubDamaged());
    }

    private static String limits(NeighborLimits limits) {
        return limits.maxIncomplete() + " unresolved, " + limits.maxIncompletePerLink() + " on one interface";
    }

    private static String use(Neighbors.LinkUse link) {
        return link.name() + " " + link.learned()
                + (link.most() == NeighborLimits.UNLIMITED ? "" : " of at most " + link.most()) + ", "
                + link.unresolved() + " unresolved";
    }

    private static String aging(AgingConfig config, AgingStatus status) {
        return status.waiting() + " wait for a probe, " + status.probing() + " being probed, " + status.probes()
                + " sent; hold time " + config.holdS() + " s, at most " + config.probesPerSecond() + " probes/s";
    }

    private static String started(StoreStatus store) {
        return store.recoveryMs() + " ms: " + store.recoveredEntries() + " entries of a checkpoint, "
                + store.recoveredMutations() + " mutations replayed"
                + (store.corruptTails() == 0 ? "" : ", cut at " + store.corruptTails() + " places");
    }

    private static void count(Map<String, Long> counts, String cause, long count) {
        if (count != 0) {
            counts.put(cause, count);
        }
    }

    private static String journal(StoreStatus store) {
        if (store.diskShort()) {
            return "stopped, the file system is short of space";
        }
        if (!store.journalFault().isEmpty()) {
            return "stopped, " + store.journalFault();
        }
        if (store.journalGapOpen()) {
            return "gap, a checkpoint is due"
                    + (store.checkpointFault().isEmpty() ? "" : " but failed: " + store.checkpointFault());
        }
        return store.checkpointFault().isEmpty() ? "writing" : "writing, checkpoint failed: " + store.checkpointFault();
    }

    private static String epoch(Epoch epoch) {
        return epoch.equals(Epoch.NONE)
                ? ""
                : epoch.term() + " of device " + Integer.toUnsignedString(epoch.deviceId());
    }

    /**
     * A group as it is shown.
     *
     * @param followers the profiles that follow it: while it waits for one, how far that has come is shown
     */
    static GroupStatus group(
            InterfaceConfig link, VrrpConfig group, Optional<VrrpGroupStatus> running, List<ProfileReport> followers) {
        return running.map(status -> group(link, group, status, followers)).orElseGet(() -> stopped(link, group));
    }

    private static String held(VrrpGroupStatus status, List<ProfileReport> followers) {
        if (status.handedOver() && status.ready()) {
            return "handed over by command, until the master resigns or falls silent, or 'undo switchover'";
        }
        if (status.ready()) {
            return "";
        }
        final StringBuilder text = new StringBuilder(status.readyReason());
        for (final ProfileReport follower : followers) {
            final BatchProgress batch = follower.replication().batch();
            final boolean runs =
                    batch.phase() == BatchProgress.Phase.BEGUN || batch.phase() == BatchProgress.Phase.RUNNING;
            if (!follower.ready() && runs) {
                text.append(" (")
                        .append(followers.size() > 1 ? follower.name() + ": " : "")
                        .append(batch.entries())
                        .append(" of about ")
                        .append(batch.entriesTotal())
                        .append(" entries)");
            }
        }
        return text.toString();
    }

    private static GroupStatus group(
            InterfaceConfig link, VrrpConfig group, VrrpGroupStatus status, List<ProfileReport> followers) {
        final Map<String, Long> dropped = new TreeMap<>();
        status.dropped().forEach((reason, total) -> count(dropped, reason.text(), total));
        return new GroupStatus(
                link.name(),
                group.vrid(),
                role(status.role()),
                group.virtualAddresses(),
                new Ipv6Address(status.masterHigh(), status.masterLow()),
                new Ipv6Address(status.localHigh(), status.localLow()),
                status.priorityRun(),
                group.priority(),
                status.masterPriority(),
                group.preempt(),
                group.preemptDelayS(),
                status.preemptRemainS() == VrrpGroupStatus.NOT_RUNNING
                        ? OptionalInt.empty()
                        : OptionalInt.of(status.preemptRemainS()),
                group.holdingMultiplier(),
                status.timerRunCs(),
                group.advertIntervalCs(),
                Instant.ofEpochMilli(status.createTimeMs()),
                instant(status.lastChangeTimeMs()),
                status.reason().text(),
                held(status, followers),
                status.counters().getOrDefault(VrrpCounter.ADVERTS_SENT, 0L),
                status.counters().getOrDefault(VrrpCounter.ADVERTS_RECEIVED, 0L),
                dropped,
                details(
                        group,
                        status.tracked().stream().map(DeviceViews::tracked).toList(),
                        status.ready() ? status.handedOverForS() : status.readyForS(),
                        status.startRemainS() == VrrpGroupStatus.NOT_RUNNING
                                ? OptionalInt.empty()
                                : OptionalInt.of(status.startRemainS()),
                        status.rivalPresent()));
    }

    private static GroupDetails.Tracked tracked(TrackedState state) {
        final TrackedObject object = state.object();
        return new GroupDetails.Tracked(
                object.name(), object.effect() == TrackedObject.Effect.INCREASED, object.amount(), state.down());
    }

    private static GroupDetails details(
            VrrpConfig group,
            List<GroupDetails.Tracked> tracked,
            long heldForS,
            OptionalInt startRemainS,
            boolean rival) {
        final GroupDetails.Type type = group.admin().admin()
                ? GroupDetails.Type.ADMIN
                : group.admin().follows().isPresent() ? GroupDetails.Type.MEMBER : GroupDetails.Type.NORMAL;
        return new GroupDetails(
                type,
                group.admin().follows().map(Vrrp6Ref::toString).orElse(""),
                group.virtualMac(),
                group.acceptMode(),
                group.anyOwner(),
                tracked,
                heldForS,
                startRemainS,
                rival);
    }

    private static GroupStatus stopped(InterfaceConfig link, VrrpConfig group) {
        return new GroupStatus(
                link.name(),
                group.vrid(),
                RoleState.INITIALIZE,
                group.virtualAddresses(),
                Ipv6Address.UNSPECIFIED,
                Ipv6Address.UNSPECIFIED,
                group.priority(),
                group.priority(),
                0,
                group.preempt(),
                group.preemptDelayS(),
                OptionalInt.empty(),
                group.holdingMultiplier(),
                group.advertIntervalCs(),
                group.advertIntervalCs(),
                Instant.EPOCH,
                Optional.empty(),
                link.ipv6Enabled() ? "" : "IPv6 is not enabled on the interface",
                "",
                0,
                0,
                Map.of(),
                details(group, List.of(), 0, OptionalInt.empty(), false));
    }

    static RoleState role(Role role) {
        return switch (role) {
            case INITIALIZE -> RoleState.INITIALIZE;
            case BACKUP -> RoleState.BACKUP;
            case MASTER -> RoleState.MASTER;
        };
    }

    private static RoleState peerRole(ReplicatorStatus status) {
        if (status.state() == ReplicationState.DISCONNECTED || status.state() == ReplicationState.HELLO) {
            return RoleState.UNKNOWN;
        }
        return status.peerRole() == ReplicationRole.MASTER
                ? RoleState.MASTER
                : status.peerRole() == ReplicationRole.BACKUP ? RoleState.BACKUP : RoleState.INITIALIZE;
    }

    private static String text(ReplicationState state) {
        return switch (state) {
            case DISCONNECTED -> "Disconnected";
            case HELLO -> "Hello";
            case IDLE -> "Idle";
            case BATCH_BACKUP -> "Batch backup";
            case REAL_TIME -> "Real-time";
            case DUAL_MASTER -> "Dual master";
        };
    }

    static Optional<Instant> instant(long epochMs) {
        return epochMs == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(epochMs));
    }
}

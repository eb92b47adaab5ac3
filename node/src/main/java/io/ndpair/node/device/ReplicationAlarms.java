package io.ndpair.node.device;

import io.ndpair.transport.BatchProgress;
import io.ndpair.transport.FactDifference;
import io.ndpair.transport.MergeCounts;
import io.ndpair.transport.ReplicatorListener;
import java.util.List;
import java.util.stream.Collectors;

/** Makes log lines and alarms of what a session tells; the names of the logs are the vendor's where it has some. */
final class ReplicationAlarms implements ReplicatorListener {

    private static final int MOST_DIFFERENCES = 50;

    private final String profile;
    private final String service;
    private final ChannelAlarms channels;
    private final ErrorLog errors;
    private final Runnable tableReplaced;
    private final Runnable handedOver;

    ReplicationAlarms(
            String profile,
            String service,
            ChannelAlarms channels,
            ErrorLog errors,
            Runnable tableReplaced,
            Runnable handedOver) {
        this.handedOver = handedOver;
        this.profile = profile;
        this.service = service;
        this.channels = channels;
        this.errors = errors;
        this.tableReplaced = tableReplaced;
    }

    @Override
    public void onUp(int peerDeviceId) {
        errors.info(profile, "session with device " + Integer.toUnsignedString(peerDeviceId));
        channels.up(service, profile);
    }

    @Override
    public void onDown(String reason) {
        errors.info(profile, "the session has ended: " + reason);
        channels.down(service, profile, reason);
    }

    @Override
    public void onDivergence(long sequence) {
        errors.alarm(profile, "the table differs from the master's at sequence " + sequence);
    }

    @Override
    public void onRepaired(long images, long bytes) {
        errors.info(profile, "what differed was sent again: " + images + " ranges, " + bytes + " bytes");
        if (images > 0) {
            tableReplaced.run();
        }
    }

    @Override
    public void onFellBehind(int inARow, long pauseNs) {
        final String what = "the peer is behind by more than the journal holds or the disk gives in time";
        if (inARow == 1) {
            errors.info(profile, what + ": what differs is sent again");
        } else {
            errors.alarm(
                    profile,
                    what + ", for the " + inARow + ". time in a row: the next batch backup begins in "
                            + pauseNs / 1_000_000 + " ms");
        }
    }

    @Override
    public void onMended() {
        errors.info(profile, "the table is like the master's again");
    }

    @Override
    public void onHandedOver() {
        errors.info(profile, "the master has handed over to this device");
        handedOver.run();
    }

    @Override
    public void onMerged(MergeCounts counts) {
        errors.info(
                profile,
                "merged what the other had learned as master: " + counts.taken() + " taken, " + counts.kept()
                        + " kept, " + counts.conflicts() + " conflicts, " + counts.doubted() + " doubted");
        if (counts.dropped() > 0 || counts.lostSequences() > 0) {
            errors.alarm(
                    profile,
                    "not merged of what the other had learned: " + counts.incomplete() + " incomplete, "
                            + counts.withoutLink() + " without a link, " + counts.refused() + " refused, "
                            + counts.lostSequences() + " mutations that were not offered");
        }
    }

    @Override
    public void onDualMaster(int peerDeviceId) {
        errors.alarm(profile, "device " + Integer.toUnsignedString(peerDeviceId) + " is master too");
    }

    @Override
    public void onFactsDiffer(List<FactDifference> differences) {
        if (differences.isEmpty()) {
            errors.info(profile, "the configurations of both devices are alike again");
        } else {
            final int more = differences.size() - MOST_DIFFERENCES;
            errors.alarm(
                    profile,
                    "the configurations of the devices differ: "
                            + differences.stream()
                                    .limit(MOST_DIFFERENCES)
                                    .map(FactDifference::toString)
                                    .collect(Collectors.joining("; "))
                            + (more > 0
                                    ? "; and " + more + " more, all in display remote-backup-profile " + profile
                                    : ""));
        }
    }

    @Override
    public void onRefused(String what) {
        errors.alarm(profile, "refused from the peer: " + what);
    }

    @Override
    public void onBatchBackup(BatchProgress progress) {
        switch (progress.phase()) {
            case BEGUN -> errors.info(profile, "batch backup begins, about " + progress.entriesTotal() + " entries");
            case ENDED -> {
                errors.info(
                        profile,
                        "batch backup is complete: " + progress.entries() + " entries, " + progress.entriesPerSecond()
                                + " a second");
                tableReplaced.run();
            }
            case BROKEN_OFF ->
                errors.alarm(profile, "batch backup broken off after " + progress.entries() + " entries");
            case NONE, RUNNING -> {
                // Shown by display.
            }
        }
    }
}

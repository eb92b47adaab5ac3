package io.ndpair.node.shell;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The replication session of one profile at this moment.
 *
 * @param state of the session in words, for instance {@code Real-time}
 * @param reason why it stands where it stands, may be empty
 * @param peerDeviceId the peer's device id as an unsigned number, 0 = not known
 * @param batch the batch backup that runs or ran last
 * @param sent entries sent to the peer in real time since start
 * @param acked sequence up to which the peer has applied, 0 while this device is not master
 * @param ackedJournaled sequence up to which the peer has journaled, 0 while this device is not master
 * @param received entries taken over from the peer in real time since start
 * @param lagEntries mutations that the backup has not applied yet
 * @param diskWaitMs for how long the stream has stood for want of what is in the journal, 0 = it does not stand
 * @param diskTooSlow times that a batch backup took the place of what the disk did not give
 * @param digestsEqual heartbeats whose digest was that of the own table
 * @param digestsDifferent heartbeats whose digest was not
 * @param reconnects sessions since start, the first not counted
 * @param differences configuration facts on which the devices differ, one clause each; empty when they agree
 * @param refused what was refused, count by cause
 * @param assurance how far the tables may be relied upon
 */
public record ReplicationView(
        String state,
        String reason,
        long peerDeviceId,
        Optional<BatchView> batch,
        long sent,
        long acked,
        long ackedJournaled,
        long received,
        long lagEntries,
        long diskWaitMs,
        long diskTooSlow,
        long digestsEqual,
        long digestsDifferent,
        long reconnects,
        List<String> differences,
        Map<String, Long> refused,
        AssuranceView assurance) {
    /**
     * How far the two tables may be relied upon to be one.
     *
     * @param safeToSwitch whether the roles may be exchanged now
     * @param safeReason why not, or why
     * @param lagBytes bytes of mutations that the backup has not applied yet
     * @param lagMs age of the oldest of them
     * @param digestAgeMs how long ago the tables were found alike; negative = never
     * @param repairs repairs of ranges that differed
     * @param repairRanges ranges that they have replaced
     * @param repairBytes bytes of those
     * @param merged what became of what the other had learned as master too, count by outcome
     */
    public record AssuranceView(
            boolean safeToSwitch,
            String safeReason,
            long lagBytes,
            long lagMs,
            long digestAgeMs,
            long repairs,
            long repairRanges,
            long repairBytes,
            Map<String, Long> merged) {
        /** Of no session, for the reason given. */
        static AssuranceView none(String reason) {
            return new AssuranceView(false, reason, 0, 0, -1, 0, 0, 0, Map.of());
        }
    }

    /**
     * A batch backup.
     *
     * @param running whether it still runs
     * @param rangesDone ranges sent or installed
     * @param rangesTotal ranges in all, 0 = not known
     * @param entries entries sent or installed
     * @param entriesPerSecond rate up to now, or of the whole when it is over
     * @param remainingMs estimate of the time that it still takes, negative = not known yet
     * @param started when it began
     * @param ended when it was complete
     * @param completed batch backups completed since start
     */
    public record BatchView(
            boolean running,
            long rangesDone,
            long rangesTotal,
            long entries,
            long entriesPerSecond,
            long remainingMs,
            Optional<Instant> started,
            Optional<Instant> ended,
            long completed) {}

    /** Copies the collections. */
    public ReplicationView {
        differences = List.copyOf(differences);
        refused = Collections.unmodifiableMap(new TreeMap<>(refused));
    }

    /** No session, for the reason given. */
    public static ReplicationView none(String reason) {
        return new ReplicationView(
                "None",
                reason,
                0,
                Optional.empty(),
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                List.of(),
                Map.of(),
                AssuranceView.none(reason));
    }
}

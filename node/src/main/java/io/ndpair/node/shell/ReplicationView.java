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
 * @param digestsEqual heartbeats whose digest was that of the own table
 * @param digestsDifferent heartbeats whose digest was not
 * @param reconnects sessions since start, the first not counted
 * @param differences configuration facts on which the devices differ, one clause each; empty when they agree
 * @param refused what was refused, count by cause
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
        long digestsEqual,
        long digestsDifferent,
        long reconnects,
        List<String> differences,
        Map<String, Long> refused) {
    /**
     * A batch backup.
     *
     * @param running whether it still runs
     * @param rangesDone ranges sent or installed
     * @param rangesTotal ranges in all, 0 = not known
     * @param entries entries sent or installed
     * @param entriesPerSecond rate up to now, or of the whole when it is over
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
        return new ReplicationView("None", reason, 0, Optional.empty(), 0, 0, 0, 0, 0, 0, 0, 0, List.of(), Map.of());
    }
}

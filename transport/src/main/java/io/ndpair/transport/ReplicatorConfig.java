package io.ndpair.transport;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How one profile is replicated.
 *
 * @param deviceId of this device, not 0
 * @param backupId of the profile; both devices must say the same
 * @param maxNeighbors limit of this device's store; a backup with less room than the master is not ready
 * @param heartbeatIntervalNs between heartbeats (as master) and between acks when nothing is applied (as backup); 1 ms to 60 s
 * @param peerTimeoutNs a session ends when nothing was heard for so long; at least two heartbeat intervals, at most 10 min
 * @param helloIntervalNs an unanswered Hello is repeated so often; 1 ms to 60 s
 * @param batchStallNs a batch backup that makes no progress for so long is asked for again; 10 ms to 10 min
 * @param absentPeerNs a backup that has heard nothing for so long counts as ready, because there is no peer to wait for; up to 1 h
 * @param imageBytesInFlight range images sent and not yet acked, in bytes; 64 KiB to 256 MiB
 * @param imagesPerDutyCycle most range images sent in one duty cycle; 1 to 1,024
 * @param recordsPerDutyCycle most records or messages handled in one duty cycle; 1 to 65,536
 * @param readyLagMutations a backup that is further behind than this is not ready
 * @param facts configuration that must be alike at the peer; up to {@link ConfigFact#MAX_FACTS}, each name once
 */
public record ReplicatorConfig(
        int deviceId,
        int backupId,
        int maxNeighbors,
        long heartbeatIntervalNs,
        long peerTimeoutNs,
        long helloIntervalNs,
        long batchStallNs,
        long absentPeerNs,
        int imageBytesInFlight,
        int imagesPerDutyCycle,
        int recordsPerDutyCycle,
        long readyLagMutations,
        List<ConfigFact> facts) {

    private static final long MS = 1_000_000L;
    private static final int LEAST_IMAGE_BYTES_IN_FLIGHT = 64 * 1024;
    private static final long MINUTE = 60_000L * MS;

    /** Checks the values. */
    public ReplicatorConfig {
        require(deviceId != 0, "device id", deviceId, "not 0");
        within("limit on neighbors", maxNeighbors, 1, Integer.MAX_VALUE);
        within("heartbeat interval", heartbeatIntervalNs, MS, MINUTE);
        within("peer timeout", peerTimeoutNs, 2 * heartbeatIntervalNs, 10 * MINUTE);
        within("hello interval", helloIntervalNs, MS, MINUTE);
        within("batch stall time", batchStallNs, 10 * MS, 10 * MINUTE);
        within("absent peer time", absentPeerNs, 0, 60 * MINUTE);
        within("image bytes in flight", imageBytesInFlight, LEAST_IMAGE_BYTES_IN_FLIGHT, 256 * 1024 * 1024);
        within("images per duty cycle", imagesPerDutyCycle, 1, 1024);
        within("records per duty cycle", recordsPerDutyCycle, 1, 65_536);
        within("ready lag", readyLagMutations, 0, Integer.MAX_VALUE);
        facts = List.copyOf(facts);
        within("number of configuration facts", facts.size(), 0, ConfigFact.MAX_FACTS);
        Set<String> names = new HashSet<>();
        for (ConfigFact fact : facts) {
            if (!names.add(fact.name())) {
                throw new IllegalArgumentException("configuration fact " + fact.name() + " is given twice");
            }
        }
    }

    /**
     * The defaults: a heartbeat every 200 ms, peer lost after 2 s, Hello every 500 ms.
     *
     * @param deviceId of this device
     * @param backupId of the profile
     * @param maxNeighbors limit of this device's store
     * @return the configuration, without facts
     */
    public static ReplicatorConfig of(int deviceId, int backupId, int maxNeighbors) {
        return new ReplicatorConfig(
                deviceId,
                backupId,
                maxNeighbors,
                200 * MS,
                2_000 * MS,
                500 * MS,
                3_000 * MS,
                10_000 * MS,
                2 * 1024 * 1024,
                8,
                256,
                100_000,
                List.of());
    }

    /**
     * The same with these facts.
     *
     * @param these configuration that must be alike at the peer
     * @return a copy
     */
    public ReplicatorConfig withFacts(List<ConfigFact> these) {
        return new ReplicatorConfig(
                deviceId,
                backupId,
                maxNeighbors,
                heartbeatIntervalNs,
                peerTimeoutNs,
                helloIntervalNs,
                batchStallNs,
                absentPeerNs,
                imageBytesInFlight,
                imagesPerDutyCycle,
                recordsPerDutyCycle,
                readyLagMutations,
                these);
    }

    /**
     * The same with other times.
     *
     * @param heartbeatNs heartbeat interval
     * @param timeoutNs peer timeout
     * @param helloNs hello interval
     * @return a copy
     */
    public ReplicatorConfig withIntervals(long heartbeatNs, long timeoutNs, long helloNs) {
        return new ReplicatorConfig(
                deviceId,
                backupId,
                maxNeighbors,
                heartbeatNs,
                timeoutNs,
                helloNs,
                batchStallNs,
                absentPeerNs,
                imageBytesInFlight,
                imagesPerDutyCycle,
                recordsPerDutyCycle,
                readyLagMutations,
                facts);
    }

    /**
     * The same as one of several profiles that share a way to the peer: all may want a batch backup at once.
     *
     * @param profiles how many
     * @return a copy with its share of the images on their way, two at least
     */
    public ReplicatorConfig amongProfiles(int profiles) {
        return withBatchPace(
                Math.max(LEAST_IMAGE_BYTES_IN_FLIGHT, imageBytesInFlight / Math.max(1, profiles)),
                imagesPerDutyCycle,
                batchStallNs);
    }

    /**
     * The same with another pace of batch backups.
     *
     * @param bytesInFlight images sent and not acked
     * @param perDutyCycle most images of a duty cycle
     * @param stallNs after which a batch backup without progress is asked for again
     * @return a copy
     */
    public ReplicatorConfig withBatchPace(int bytesInFlight, int perDutyCycle, long stallNs) {
        return new ReplicatorConfig(
                deviceId,
                backupId,
                maxNeighbors,
                heartbeatIntervalNs,
                peerTimeoutNs,
                helloIntervalNs,
                stallNs,
                absentPeerNs,
                bytesInFlight,
                perDutyCycle,
                recordsPerDutyCycle,
                readyLagMutations,
                facts);
    }

    private static void within(String what, long value, long min, long max) {
        require(value >= min && value <= max, what, value, "within " + min + " to " + max);
    }

    private static void require(boolean holds, String what, long value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(what + " " + value + " is not " + expected);
        }
    }
}

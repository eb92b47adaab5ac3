package io.ndpair.transport.session;

/**
 * Values of a session; the replicator has checked them.
 *
 * @param deviceId of this device
 * @param backupId of the profile
 * @param maxNeighbors room of this device's table
 * @param heartbeatIntervalNs between heartbeats, and between acks when there is nothing to ack
 * @param peerTimeoutNs silence that ends a session
 * @param helloIntervalNs between repeated Hellos
 * @param batchStallNs time without progress after which a batch backup is asked for again
 * @param absentPeerNs time without any sign of a peer after which there is none
 * @param imagesInFlight range images sent and not acked
 * @param imagesPerDutyCycle most range images of a duty cycle
 * @param recordsPerDutyCycle most records, and most messages of the peer, of a duty cycle
 * @param readyLagMutations most mutations that a ready backup is behind
 * @param facts configuration that must be alike
 */
public record SessionConfig(
        int deviceId,
        int backupId,
        int maxNeighbors,
        long heartbeatIntervalNs,
        long peerTimeoutNs,
        long helloIntervalNs,
        long batchStallNs,
        long absentPeerNs,
        int imagesInFlight,
        int imagesPerDutyCycle,
        int recordsPerDutyCycle,
        long readyLagMutations,
        FactSet facts) {}

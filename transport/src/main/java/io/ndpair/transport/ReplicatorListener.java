package io.ndpair.transport;

import java.util.List;

/**
 * Told what an operator wants to know about one profile's replication. Called on the replicator's thread; must not block and must not call
 * back into the replicator except for its any-thread methods.
 */
public interface ReplicatorListener {

    /**
     * The state has changed.
     *
     * @param state the new one; {@link ReplicatorStatus#downReason()} says why a connection was lost
     */
    default void onState(ReplicationState state) {}

    /**
     * A session with the peer was made.
     *
     * @param peerDeviceId the peer's
     */
    default void onUp(int peerDeviceId) {}

    /**
     * The session that was made has ended. Every {@link #onUp} is followed by one of these before the next, also when the replicator is closed after a goodbye.
     *
     * @param reason for an operator to read
     */
    default void onDown(String reason) {}

    /**
     * The backup's table differed from the master's at the same sequence. A repair of the ranges that differ is asked for by itself, and a batch backup
     * when repairs do not help.
     *
     * @param sequence at which it was seen
     */
    default void onDivergence(long sequence) {}

    /**
     * What differed was sent (as master) or installed (as backup) again. The next digest tells whether that has mended it.
     *
     * @param images range images that it took
     * @param bytes of them
     */
    default void onRepaired(long images, long bytes) {}

    /**
     * The peer is behind by more than the journal holds, or than the disk gives in time: a batch backup of what differs begins after a pause. As master.
     *
     * @param inARow how often it was so in a row; more than once means that the peer, the link or the disk is too slow for what changes, or too little is kept
     * @param pauseNs until that, 0 the first time
     */
    default void onFellBehind(int inARow, long pauseNs) {}

    /** After a divergence the tables were found alike. As backup. */
    default void onMended() {}

    /** The master has resigned in favor of this device, which has everything in its journal: it may become master at once. As backup. */
    default void onHandedOver() {}

    /**
     * What a former master had learned alone was merged, or as much of it as came; a batch backup of it follows. As master.
     *
     * @param counts since the replicator was made
     */
    default void onMerged(MergeCounts counts) {}

    /**
     * Both devices are master.
     *
     * @param peerDeviceId the other one
     */
    default void onDualMaster(int peerDeviceId) {}

    /**
     * The configurations of the two devices were compared and the result is another than the last time. Replication goes on.
     *
     * @param differences each fact that differs; empty when they are alike again
     */
    default void onFactsDiffer(List<FactDifference> differences) {}

    /**
     * A message of the peer was refused and the session ended; it begins anew by itself. Every refusal is also counted in
     * {@link ReplicatorStatus#refused()}.
     *
     * @param what one line that names the message and the field
     */
    default void onRefused(String what) {}

    /**
     * A batch backup begins, goes on, or ends.
     *
     * @param progress how far it has come
     */
    default void onBatchBackup(BatchProgress progress) {}
}

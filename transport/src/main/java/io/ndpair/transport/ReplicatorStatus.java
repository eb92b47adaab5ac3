package io.ndpair.transport;

import java.util.List;
import java.util.Map;

/**
 * Where the replication of one profile stands, for displays and metrics. A snapshot of counters that are read one after the other: each of
 * them is right, two of them may be one duty cycle apart. Counts are since the replicator was made.
 *
 * @param state what stands between the two devices
 * @param role of this device
 * @param peerRole as the peer last said, INITIALIZE before it said anything
 * @param peerDeviceId as the peer last said, 0 before it said anything
 * @param ready see {@code Replicator.ready()}
 * @param notReadyReason why it is not ready; empty when it is
 * @param sentSequence as master: the last sequence that was sent to the peer
 * @param peerAppliedSequence as master: see {@code Replicator.peerAppliedSequence()}
 * @param peerJournaledSequence as master: see {@code Replicator.peerJournaledSequence()}
 * @param lagMutations as master: own last sequence minus the peer's; as backup: the master's last known one minus own
 * @param lagNs age of the oldest change that the backup lacks, to a millisecond or so
 * @param diskWaitNs as master: for how long the stream has stood because the disk does not give what follows in the journal; 0 = it does not stand
 * @param diskTooSlow times that this was given up, for a batch backup out of memory
 * @param batch the present or last batch backup
 * @param recordsSent journal records sent in real time
 * @param mutationsSent mutations in them
 * @param bytesSent bytes of all messages sent
 * @param recordsApplied journal records of the peer that were applied
 * @param mutationsApplied mutations in them that were new
 * @param bytesReceived bytes of all messages of the peer
 * @param acks sent as backup or received as master
 * @param heartbeats sent or received
 * @param digestsCompared as backup: digests of the master compared with our own
 * @param divergences digests that differed
 * @param repairs of what differed that came to their end
 * @param repairImages range images of repairs, sent or installed
 * @param repairBytes bytes of them
 * @param rangesAlike ranges of batch backups and repairs that needed no image, because their digests were alike
 * @param alikeAtSequence last sequence at which the digests of both tables were found alike in this stream, -1 = they were not
 * @param alikeMs wall clock of that, also of sessions before; 0 = never
 * @param merges what became of what former masters have offered
 * @param connects sessions made with the peer
 * @param batchBackups batch backups begun
 * @param batchBackupsEnded batch backups that came to their end
 * @param batchBegunMs wall clock at which the present or last batch backup began, 0 = never
 * @param batchEndedMs wall clock at which it ended, 0 = it has not
 * @param resumes streams that went on in real time without a batch backup
 * @param journalLost times that a backup fell behind what the master's journal holds
 * @param stalls batch backups asked for again because there was no progress
 * @param backPressured offers that the link had no room for
 * @param ignored messages of the peer that were passed over: outside of any session, or only known to newer versions
 * @param refused messages of the peer that were refused, by reason; reasons that never occurred are left out
 * @param differences facts that differ, as of the last Hello
 * @param lastUpMs wall clock of the last connect, 0 = never
 * @param lastDownMs wall clock of the last disconnect, 0 = never
 * @param downReason why the last session ended; empty = none ended
 * @param safety whether the roles may be exchanged now
 */
public record ReplicatorStatus(
        ReplicationState state,
        ReplicationRole role,
        ReplicationRole peerRole,
        int peerDeviceId,
        boolean ready,
        String notReadyReason,
        long sentSequence,
        long peerAppliedSequence,
        long peerJournaledSequence,
        long lagMutations,
        long lagNs,
        long diskWaitNs,
        long diskTooSlow,
        BatchProgress batch,
        long recordsSent,
        long mutationsSent,
        long bytesSent,
        long recordsApplied,
        long mutationsApplied,
        long bytesReceived,
        long acks,
        long heartbeats,
        long digestsCompared,
        long divergences,
        long repairs,
        long repairImages,
        long repairBytes,
        long rangesAlike,
        long alikeAtSequence,
        long alikeMs,
        MergeCounts merges,
        long connects,
        long batchBackups,
        long batchBackupsEnded,
        long batchBegunMs,
        long batchEndedMs,
        long resumes,
        long journalLost,
        long stalls,
        long backPressured,
        long ignored,
        Map<String, Long> refused,
        List<FactDifference> differences,
        long lastUpMs,
        long lastDownMs,
        String downReason,
        SwitchSafety safety) {}

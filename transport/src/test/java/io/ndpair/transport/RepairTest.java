package io.ndpair.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.transport.codec.HeartbeatDecoder;
import io.ndpair.transport.codec.RangeDifferencesDecoder;
import io.ndpair.transport.codec.RangeDigestsDecoder;
import io.ndpair.transport.codec.RangeImageDecoder;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup's table that differs from the master's, for whatever reason: seen at a heartbeat, and only what differs is sent again (T15). */
class RepairTest {

    private static final int MANY = 20_000;

    @TempDir
    Path directory;

    private TestPair pair;

    @BeforeEach
    void open() {
        pair = new TestPair(directory, 42).connect().inRealTime();
        for (int i = 0; i < MANY; i++) {
            pair.a.put(i, i);
        }
        pair.awaitRealTime();
        pair.cycles(60);
    }

    @AfterEach
    void close() {
        pair.close();
    }

    @Test
    void shouldRepairOneWrongEntryByItsRangeAloneT15() {
        long before = pair.b.replicator.status().batchBackups();
        pair.b.damage(MANY / 2, image -> image.putByte(26, (byte) (image.getByte(26) ^ 1)));
        assertThat(pair.b.store.digest()).isNotEqualTo(pair.a.store.digest());
        pair.await(() -> !pair.b.divergences.isEmpty(), 60);
        assertThat(pair.b.replicator.ready()).isFalse();
        assertThat(pair.b.replicator.status().notReadyReason()).contains("differs");
        pair.await(() -> pair.b.replicator.ready(), 100);
        pair.assertAlike();
        ReplicatorStatus sink = pair.b.replicator.status();
        assertThat(sink.divergences()).isEqualTo(1);
        assertThat(sink.repairs()).isEqualTo(1);
        assertThat(sink.repairImages()).isEqualTo(1);
        assertThat(sink.repairBytes()).isBetween(100L, 34_000L);
        assertThat(sink.rangesAlike()).isGreaterThan(10);
        assertThat(sink.batchBackups()).isEqualTo(before);
        assertThat(pair.a.replicator.status().repairImages()).isEqualTo(1);
        assertThat(pair.b.mended).isEqualTo(1);
        assertThat(pair.b.refusals).isEmpty();
        pair.a.put(1, 99);
        pair.await(() -> pair.a.replicator.peerJournaledSequence() == pair.a.applied());
    }

    @Test
    void shouldAckNothingWhileTheTableIsKnownToDiffer() {
        pair.await(() -> pair.a.replicator.peerAppliedSequence() == MANY);
        pair.links.a.filter = message ->
                !MemoryLinks.session(RangeDifferencesDecoder.TEMPLATE_ID).test(message);
        pair.b.damage(7, image -> image.putByte(26, (byte) (image.getByte(26) ^ 1)));
        pair.await(() -> !pair.b.divergences.isEmpty());
        pair.cycles(5);
        assertThat(pair.a.replicator.peerAppliedSequence()).isZero();
        pair.links.a.filter = message -> true;
        // The answer was lost, against the contract of the link: asked for again, as a batch backup.
        pair.await(() -> pair.b.replicator.ready());
        pair.await(() -> pair.a.replicator.peerAppliedSequence() == MANY);
        pair.assertAlike();
    }

    @Test
    void shouldRepairWhatIsMissingAndWhatIsTooMuchWhileTheTableChanges() {
        SplittableRandom random = new SplittableRandom(11);
        long[] mac = {1_000_000};
        pair.meanwhile = () -> {
            for (int i = 0; i < 20; i++) {
                long low = random.nextInt(MANY);
                if (random.nextInt(3) == 0) {
                    pair.a.remove(low);
                } else {
                    pair.a.put(low, ++mac[0]);
                }
            }
        };
        long before = pair.b.replicator.status().batchBackups();
        for (int round = 0; round < 10; round++) {
            pair.b.lose(random.nextInt(MANY / 2));
            pair.b.lose(random.nextInt(MANY / 2));
            pair.b.damage(random.nextInt(MANY / 2), image -> image.putByte(30, (byte) 3));
            int seen = pair.b.divergences.size();
            pair.await(() -> pair.b.divergences.size() > seen);
            pair.await(() -> pair.b.replicator.ready());
        }
        pair.meanwhile = () -> {};
        pair.awaitRealTime();
        pair.assertAlike();
        assertThat(pair.b.replicator.status().batchBackups()).isEqualTo(before);
        assertThat(pair.b.replicator.status().repairImages()).isLessThan(10 * 4);
        assertThat(pair.b.refusals).isEmpty();
        assertThat(pair.a.refusals).isEmpty();
    }

    @Test
    void shouldBeginTheRepairAnewAfterACutInItsMiddle() {
        int[] passing = {3};
        pair.links.b.filter =
                message -> !MemoryLinks.session(RangeImageDecoder.TEMPLATE_ID).test(message) || passing[0]-- > 0;
        for (int i = 0; i < 200; i++) {
            pair.b.lose(i * 97);
        }
        pair.await(() -> passing[0] < 0);
        pair.links.cut();
        pair.cycles(3);
        pair.links.b.filter = message -> true;
        pair.links.heal();
        pair.await(() -> pair.b.state() == ReplicationState.REAL_TIME);
        assertThat(pair.b.replicator.ready()).as("still differs").isFalse();
        pair.await(() -> pair.b.replicator.ready());
        pair.assertAlike();
    }

    @Test
    void shouldNotTakeABatchBackupForADigestThatWasWrongOnce() {
        long before = pair.b.replicator.status().batchBackups();
        lie(1);
        pair.await(() -> !pair.b.divergences.isEmpty());
        pair.await(() -> pair.b.replicator.ready());
        assertThat(pair.b.replicator.status().repairImages()).isZero();
        assertThat(pair.b.replicator.status().batchBackups()).isEqualTo(before);
    }

    @Test
    void shouldTakeAWholeBatchBackupWhenRepairsDoNotMendIt() {
        long before = pair.b.replicator.status().batchBackups();
        lie(4);
        pair.await(() -> pair.b.replicator.status().batchBackups() == before + 1);
        assertThat(pair.b.replicator.status().repairs()).isEqualTo(3);
        pair.await(() -> pair.b.replicator.ready());
        pair.assertAlike();
    }

    @Test
    void shouldRefuseDigestsAtAnotherSequenceThanOurs() {
        pair.links.b.filter = message -> {
            if (MemoryLinks.session(RangeDigestsDecoder.TEMPLATE_ID).test(message)) {
                message[8 + RangeDigestsDecoder.sequenceEncodingOffset()] ^= 1;
            }
            return true;
        };
        pair.b.lose(5);
        pair.await(() -> !pair.b.refusals.isEmpty());
        assertThat(pair.b.refusals.get(0)).contains("sequence-gap").contains("RangeDigests at");
        pair.links.b.filter = message -> true;
        pair.await(() -> pair.b.replicator.ready());
        pair.assertAlike();
    }

    @Test
    void shouldSendOnlyWhatDiffersWhenABatchBackupWasCutOff() {
        pair.links.cut();
        pair.b.becomeMaster();
        pair.b.becomeBackup();
        pair.b.store.startEpoch();
        pair.b.store.endEpoch(pair.clock[0]);
        for (int i = 0; i < 3; i++) {
            pair.a.put(i, 1_000_000 + i);
        }
        pair.cycle();
        pair.a.store.startEpoch();
        long before = pair.b.replicator.status().batchBackups();
        pair.links.heal();
        pair.awaitRealTime();
        pair.assertAlike();
        ReplicatorStatus sink = pair.b.replicator.status();
        assertThat(sink.batchBackups()).isEqualTo(before + 1);
        assertThat(sink.batch().ranges()).isBetween(1L, 3L);
        assertThat(sink.rangesAlike()).isGreaterThan(10);
        assertThat(sink.batch().phase()).isEqualTo(BatchProgress.Phase.ENDED);
        // By hand means everything.
        assertThat(pair.b.replicator.requestBatchBackup()).isTrue();
        pair.await(() -> pair.b.replicator.status().batchBackups() == before + 2);
        pair.awaitRealTime();
        assertThat(pair.b.replicator.status().batch().ranges()).isGreaterThan(10);
    }

    /** So many digests of the next heartbeats are wrong. */
    private void lie(int times) {
        int[] left = {times};
        pair.links.b.filter = message -> {
            if (MemoryLinks.session(HeartbeatDecoder.TEMPLATE_ID).test(message)
                    && message[8 + HeartbeatDecoder.digestPresentEncodingOffset()] == 1
                    && left[0]-- > 0) {
                message[8 + HeartbeatDecoder.digestEncodingOffset()] ^= 1;
            }
            return true;
        };
    }
}

package io.ndpair.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.transport.codec.AckDecoder;
import io.ndpair.transport.codec.BatchBackupEndDecoder;
import io.ndpair.transport.codec.RangeImageDecoder;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole pairs: two stores, two replicators, links in memory. T1 to T6 are the traps of those numbers. */
class ReplicatorTest {

    private static final int MANY = 20_000;

    @TempDir
    Path directory;

    private TestPair pair;

    @BeforeEach
    void open() {
        pair = new TestPair(directory, 42).connect();
    }

    @AfterEach
    void close() {
        pair.close();
    }

    @Test
    void shouldReplicateWhatIsLearnedAndAckIt() {
        pair.inRealTime();
        for (int i = 0; i < 1_000; i++) {
            pair.a.put(i, i);
        }
        pair.await(() -> pair.a.replicator.peerAppliedSequence() == 1_000);
        pair.assertAlike();
        pair.await(() -> pair.a.replicator.peerJournaledSequence() == 1_000);
        assertThat(pair.b.store.journaledSequence()).isGreaterThanOrEqualTo(1_000);
        assertThat(pair.b.replicator.ready()).isTrue();
        assertThat(pair.a.replicator.ready()).isTrue();
        assertThat(pair.b.store.links()).isEqualTo(pair.a.store.links());
    }

    @Test
    void shouldBatchBackUpALateJoinerWhileTheSameKeysChangeT3() {
        pair.links.cut();
        pair.a.becomeMaster();
        pair.b.becomeBackup();
        for (int i = 0; i < MANY; i++) {
            pair.a.put(i, i);
        }
        SplittableRandom random = new SplittableRandom(7);
        long[] mac = {1};
        pair.meanwhile = () -> {
            for (int i = 0; i < 50; i++) {
                long low = random.nextInt(MANY);
                switch (random.nextInt(3)) {
                    case 0:
                        pair.a.remove(low);
                        break;
                    case 1:
                        pair.a.remove(low);
                        pair.a.put(low, mac[0]++);
                        break;
                    default:
                        pair.a.put(low, mac[0]++);
                        break;
                }
            }
        };
        // A slow backup, so that the batch backup takes many duty cycles.
        pair.links.b.pollLimit = 3;
        pair.links.heal();
        pair.await(() -> pair.b.state() == ReplicationState.BATCH_BACKUP);
        pair.await(() -> pair.b.replicator.status().batch().phase() == BatchProgress.Phase.ENDED);
        pair.cycles(200);
        pair.meanwhile = () -> {};
        pair.awaitRealTime();
        pair.assertAlike();
        assertThat(pair.b.replicator.status().batchBackups()).isEqualTo(1);
        assertThat(pair.b.replicator.status().divergences()).isZero();
        assertThat(pair.b.refusals).isEmpty();
        BatchProgress last = pair.b.progress.get(pair.b.progress.size() - 1);
        assertThat(last.phase()).isEqualTo(BatchProgress.Phase.ENDED);
        assertThat(last.ranges()).isEqualTo(last.rangesTotal()).isGreaterThan(10);
        assertThat(last.remainingMs()).isZero();
    }

    @Test
    void shouldResumeAfterACutWithoutBatchBackup() {
        pair.inRealTime();
        for (int i = 0; i < 500; i++) {
            pair.a.put(i, i);
        }
        pair.awaitRealTime();
        long before = pair.b.replicator.status().batchBackups();
        pair.links.cut();
        pair.cycles(5);
        assertThat(pair.a.state()).isEqualTo(ReplicationState.DISCONNECTED);
        for (int i = 250; i < 1_500; i++) {
            pair.a.put(i, i + 7);
            pair.a.remove(i - 250);
        }
        pair.cycles(20);
        pair.links.heal();
        pair.awaitRealTime();
        pair.assertAlike();
        assertThat(pair.b.replicator.status().batchBackups()).isEqualTo(before);
        assertThat(pair.b.replicator.status().resumes()).isEqualTo(1);
        assertThat(pair.a.replicator.status().downReason()).contains("link");
    }

    @Test
    void shouldForgetWhatWasRemovedDuringTheCutAndNeverMissALiveEntryT4() {
        pair.inRealTime();
        for (int i = 0; i < MANY; i++) {
            pair.a.put(i, i);
        }
        pair.awaitRealTime();
        pair.links.cut();
        pair.cycles(3);
        for (int i = 0; i < MANY; i += 10) {
            pair.a.remove(i);
        }
        pair.cycles(3);
        pair.links.b.pollLimit = 2;
        pair.links.heal();
        pair.await(
                () -> pair.a.state() == ReplicationState.REAL_TIME || pair.a.state() == ReplicationState.BATCH_BACKUP);
        assertThat(pair.a.replicator.requestBatchBackup()).isTrue();
        int[] missed = {0};
        pair.meanwhile = () -> {
            for (int i = 1; i < MANY; i += 97) {
                missed[0] += i % 10 == 0 || pair.b.has(i) ? 0 : 1;
            }
        };
        pair.await(() -> pair.b.state() == ReplicationState.BATCH_BACKUP);
        pair.awaitRealTime();
        pair.assertAlike();
        assertThat(missed[0]).isZero();
        assertThat(pair.b.has(10)).isFalse();
    }

    @Test
    void shouldNotBeReadyBeforeTheEndIsSeenAlsoWhenItIsLostT1() {
        fillBeforeTheBackupComes(5_000);
        int[] lost = {1};
        pair.links.b.filter = message ->
                !MemoryLinks.session(BatchBackupEndDecoder.TEMPLATE_ID).test(message) || lost[0]-- <= 0;
        pair.links.heal();
        boolean[] readyTooEarly = {false};
        pair.meanwhile = () -> readyTooEarly[0] |= lost[0] > 0 && pair.b.replicator.ready();
        pair.await(() -> lost[0] <= 0);
        // The ranges are all there, but nobody has said so.
        pair.cycles(100);
        assertThat(pair.b.replicator.ready()).isFalse();
        assertThat(pair.b.replicator.status().notReadyReason()).isNotEmpty();
        pair.awaitRealTime();
        assertThat(readyTooEarly[0]).isFalse();
        assertThat(pair.b.replicator.ready()).isTrue();
        pair.assertAlike();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 50, 99})
    void shouldAskAgainWhenTheBatchBackupStallsT2(int percent) {
        fillBeforeTheBackupComes(10_000);
        boolean[] stalled = {true};
        pair.links.b.filter = message -> !stalled[0]
                || !MemoryLinks.session(RangeImageDecoder.TEMPLATE_ID).test(message)
                || passesBeforeTheStall(percent, message);
        pair.links.heal();
        pair.await(() -> pair.b.replicator.status().batchBackups() >= 1
                || pair.b.replicator.status().refused().size() > 0);
        pair.cycles(350);
        assertThat(pair.b.replicator.ready()).isFalse();
        stalled[0] = false;
        pair.awaitRealTime();
        pair.assertAlike();
        assertThat(pair.b.replicator.status().batchBackups()).isGreaterThan(1);
    }

    @Test
    void shouldFallBackToBatchBackupWhenTheJournalNoLongerHoldsWhatFollowsT5() {
        pair.close();
        pair = new TestPair(directory.resolve("small"), 3, config -> config.withRing(256 << 10, 256)
                        .withJournal(1 << 20, 1 << 20, 1 << 20))
                .connect()
                .inRealTime();
        pair.a.put(1, 1);
        pair.awaitRealTime();
        pair.links.cut();
        pair.cycles(3);
        long mac = 0;
        for (int round = 0; round < 400; round++) {
            for (int i = 0; i < 500; i++) {
                pair.a.put(i, ++mac);
            }
            pair.cycle();
        }
        long before = pair.b.replicator.status().batchBackups();
        pair.links.heal();
        pair.awaitRealTime();
        pair.assertAlike();
        assertThat(pair.b.replicator.status().batchBackups()).isEqualTo(before + 1);
    }

    @Test
    void shouldTakeNothingFromAnOldMasterThatGoesOnSendingT6() {
        pair.inRealTime();
        pair.a.put(1, 1);
        pair.awaitRealTime();
        // The old master hears nothing any more, but what it sends arrives.
        pair.links.a.filter = message -> false;
        pair.b.becomeMaster();
        pair.b.put(2, 2);
        pair.cycle();
        pair.b.becomeBackup();
        long term = pair.b.store.position().epoch().term();
        for (int i = 0; i < 300; i++) {
            pair.a.put(10 + i, 1);
            pair.cycle();
        }
        assertThat(pair.b.has(10)).isFalse();
        assertThat(pair.b.has(2)).isTrue();
        assertThat(pair.b.store.position().epoch().term()).isEqualTo(term);
        pair.links.a.filter = message -> true;
        pair.awaitRealTime();
        pair.assertAlike();
        assertThat(pair.b.store.position().epoch().term()).isGreaterThan(term);
    }

    @Test
    void shouldBeginANewEpochWhenTheBackupHasSeenANewerOne() {
        pair.inRealTime();
        pair.a.put(1, 1);
        pair.awaitRealTime();
        pair.links.cut();
        pair.cycles(3);
        pair.b.becomeMaster();
        pair.b.put(5, 5);
        pair.cycles(3);
        pair.b.becomeBackup();
        pair.a.put(2, 2);
        pair.links.heal();
        pair.awaitRealTime();
        pair.assertAlike();
        assertThat(pair.a.store.position().epoch().term())
                .isGreaterThan(2)
                .isEqualTo(pair.b.store.position().epoch().term());
        assertThat(pair.b.has(2)).isTrue();
    }

    @Test
    void shouldNotTakeAnythingFromTheOtherWhenBothAreMaster() {
        pair.a.becomeMaster();
        pair.b.becomeMaster();
        pair.await(
                () -> pair.a.state() == ReplicationState.DUAL_MASTER && pair.b.state() == ReplicationState.DUAL_MASTER);
        pair.a.put(1, 1);
        pair.b.put(2, 2);
        pair.cycles(2_000);
        assertThat(pair.a.state()).isEqualTo(ReplicationState.DUAL_MASTER);
        assertThat(pair.a.dualMasters).containsExactly(2);
        assertThat(pair.b.dualMasters).containsExactly(1);
        assertThat(pair.a.has(2)).isFalse();
        assertThat(pair.b.has(1)).isFalse();
        pair.b.becomeBackup();
        pair.awaitRealTime();
        pair.assertAlike();
    }

    @Test
    void shouldKeepWhatCameWhenTheBackupIsPromotedInTheMiddle() {
        fillBeforeTheBackupComes(MANY);
        pair.links.b.pollLimit = 1;
        pair.links.heal();
        pair.await(() -> pair.b.store.size() > MANY / 10);
        pair.links.cut();
        pair.cycle();
        long had = pair.b.store.size();
        assertThat(had).isGreaterThan(100).isLessThan(MANY);
        pair.b.becomeMaster();
        assertThat(pair.b.store.size()).isEqualTo(had);
        pair.b.put(MANY + 1, 1);
        pair.a.becomeBackup();
        pair.links.b.pollLimit = Integer.MAX_VALUE;
        pair.links.heal();
        pair.awaitRealTime();
        pair.assertAlike();
        // The former master has the rest, and it is merged.
        assertThat(pair.a.store.size()).isEqualTo(MANY + 1);
        assertThat(pair.b.replicator.ready()).isTrue();
    }

    /** Found by ReplicatorRandomTest: the backup took the starts of its own past for those of a stale master. */
    @Test
    void shouldResumeWhereSeveralEpochsBeginAtOneSequence() {
        pair.inRealTime();
        pair.a.put(1, 1);
        pair.awaitRealTime();
        for (int i = 0; i < 3; i++) {
            pair.a.becomeBackup();
            pair.a.becomeMaster();
            pair.awaitRealTime();
        }
        pair.links.cut();
        pair.cycles(2);
        pair.links.heal();
        pair.awaitRealTime();
        pair.cycles(100);
        assertThat(pair.b.refusals).isEmpty();
        pair.a.put(2, 2);
        pair.awaitRealTime();
        pair.a.replicator.requestBatchBackup();
        pair.cycles(100);
        pair.awaitRealTime();
        assertThat(pair.b.refusals).isEmpty();
        pair.assertAlike();
    }

    @Test
    void shouldSwapRolesBackAndForthWithoutBatchBackup() {
        pair.inRealTime();
        pair.a.put(1, 1);
        pair.awaitRealTime();
        long before = pair.a.replicator.status().batchBackups()
                + pair.b.replicator.status().batchBackups();
        for (int i = 0; i < 5; i++) {
            pair.a.becomeBackup();
            pair.b.becomeMaster();
            pair.b.put(100 + i, i);
            pair.awaitRealTime();
            pair.b.becomeBackup();
            pair.a.becomeMaster();
            pair.a.put(200 + i, i);
            pair.awaitRealTime();
        }
        pair.assertAlike();
        assertThat(pair.a.replicator.status().batchBackups()
                        + pair.b.replicator.status().batchBackups())
                .isEqualTo(before);
    }

    @Test
    void shouldNeverAckWhatIsNotAppliedNorAnythingInABatchBackup() {
        fillBeforeTheBackupComes(5_000);
        boolean[] wrong = {false};
        UnsafeBuffer view = new UnsafeBuffer(new byte[0]);
        AckDecoder ack = new AckDecoder();
        pair.links.a.filter = message -> {
            if (MemoryLinks.session(AckDecoder.TEMPLATE_ID).test(message)) {
                view.wrap(message);
                ack.wrap(view, 8, AckDecoder.BLOCK_LENGTH, 0);
                wrong[0] |= ack.applied() > pair.b.store.lastSequence()
                        || ack.journaled() > pair.b.store.journaledSequence()
                        || (ack.applied() > 0 && !pair.b.store.position().contiguous());
            }
            return true;
        };
        long[] mac = {0};
        pair.meanwhile = () -> pair.a.put(mac[0] % 3_000, ++mac[0]);
        pair.links.b.pollLimit = 2;
        pair.links.heal();
        pair.await(() -> pair.b.state() == ReplicationState.REAL_TIME);
        pair.cycles(300);
        pair.meanwhile = () -> {};
        pair.awaitRealTime();
        assertThat(wrong[0]).isFalse();
    }

    @Test
    void shouldLetLiveRecordsGoFirstAndKeepToItsBoundsUnderBackPressure() {
        fillBeforeTheBackupComes(MANY);
        pair.links.b.capacityBytes = 100_000;
        pair.links.b.pollLimit = 1;
        long[] mac = {0};
        pair.meanwhile = () -> {
            for (int i = 0; i < 20; i++) {
                pair.a.put(mac[0] % 3_000, ++mac[0]);
            }
        };
        pair.links.heal();
        pair.await(() -> pair.b.replicator.status().batch().phase() == BatchProgress.Phase.ENDED, 60_000);
        assertThat(pair.a.replicator.status().backPressured()).isPositive();
        pair.meanwhile = () -> {};
        pair.links.b.pollLimit = Integer.MAX_VALUE;
        pair.awaitRealTime();
        pair.assertAlike();
    }

    @Test
    void shouldStartABatchBackupByHandFromEitherSideAndOnlyWhenConnected() {
        assertThat(pair.a.replicator.requestBatchBackup()).isFalse();
        pair.inRealTime();
        pair.a.put(1, 1);
        pair.awaitRealTime();
        long before = pair.b.replicator.status().batchBackups();
        assertThat(pair.b.replicator.requestBatchBackup()).isTrue();
        pair.await(() -> pair.b.replicator.status().batchBackups() == before + 1);
        pair.awaitRealTime();
        assertThat(pair.a.replicator.requestBatchBackup()).isTrue();
        pair.await(() -> pair.b.replicator.status().batchBackups() == before + 2);
        pair.awaitRealTime();
        pair.assertAlike();
    }

    @Test
    void shouldComeThroughARestartOfTheBackupWithoutBatchBackup() {
        pair.inRealTime();
        for (int i = 0; i < 1_000; i++) {
            pair.a.put(i, i);
        }
        pair.awaitRealTime();
        pair.await(() -> pair.a.replicator.peerJournaledSequence() == 1_000);
        pair.links.cut();
        pair.b.close();
        pair.clock[0] += TestPair.CYCLE_NS;
        pair.a.put(5_000, 1);
        pair.a.step();
        pair.b.openStore();
        pair.b.connect(TestDevice.config(2), pair.links.b);
        pair.b.becomeBackup();
        pair.links.heal();
        pair.awaitRealTime();
        pair.assertAlike();
        assertThat(pair.b.replicator.status().batchBackups()).isZero();
    }

    private static boolean passesBeforeTheStall(int percent, byte[] message) {
        RangeImageDecoder image = new RangeImageDecoder()
                .wrap(new UnsafeBuffer(message), 8, RangeImageDecoder.BLOCK_LENGTH, RangeImageDecoder.SCHEMA_VERSION);
        boolean isLast = image.prefix() + (1L << (64 - image.depth())) == 0;
        boolean isFirstHalf = image.prefix() >= 0;
        return percent == 50 ? isFirstHalf : percent == 99 && !isLast;
    }

    private void fillBeforeTheBackupComes(int entries) {
        pair.links.cut();
        pair.a.becomeMaster();
        pair.b.becomeBackup();
        for (int i = 0; i < entries; i++) {
            pair.a.put(i, i);
        }
        pair.cycle();
    }
}

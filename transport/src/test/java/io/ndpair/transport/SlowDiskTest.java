package io.ndpair.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup that is behind what memory holds, and a disk that does not give the journal. All sessions share one thread. */
class SlowDiskTest {

    @TempDir
    Path directory;

    private TestPair slow;
    private TestPair other;

    @BeforeEach
    void open() {
        slow = new TestPair(directory.resolve("slow"), 1, config -> config.withRing(256 << 10, 256)).connect();
        other = new TestPair(directory.resolve("other"), 2).connect();
        slow.inRealTime();
        other.inRealTime();
        slow.links.cut();
        slow.cycles(3);
        // More than the ring holds.
        for (int round = 0; round < 200; round++) {
            for (int i = 0; i < 250; i++) {
                slow.a.put(i, round);
            }
            slow.cycle();
        }
        slow.a.disk.heldUp = 0;
    }

    @AfterEach
    void close() {
        slow.close();
        other.close();
    }

    @Test
    void shouldLetTheOthersGoOnWhileADiskStandsStill() {
        long batches = slow.b.replicator.status().batchBackups();
        slow.a.disk.stuck = true;
        slow.links.heal();
        long had = slow.b.store.lastSequence();
        for (int i = 0; i < 1_500; i++) {
            other.a.put(i, i);
            other.cycle();
            slow.cycle();
        }
        other.await(() -> other.a.replicator.peerAppliedSequence() == 1_500);
        ReplicatorStatus waiting = slow.a.replicator.status();
        assertThat(waiting.state()).isEqualTo(ReplicationState.REAL_TIME);
        assertThat(waiting.diskWaitNs()).isBetween(1_000_000_000L, 1_500_000_000L);
        assertThat(slow.b.store.lastSequence()).isEqualTo(had);
        slow.a.disk.stuck = false;
        slow.awaitRealTime();
        slow.assertAlike();
        assertThat(slow.a.disk.heldUp).isZero();
        assertThat(slow.b.replicator.status().batchBackups()).isEqualTo(batches);
        assertThat(slow.a.replicator.status().diskWaitNs()).isZero();
        assertThat(slow.a.replicator.status().diskTooSlow()).isZero();
    }

    @Test
    void shouldGoOnOutOfMemoryWhenTheDiskDoesNotAnswerAtAll() {
        slow.a.disk.stuck = true;
        slow.links.heal();
        slow.awaitRealTime();
        slow.assertAlike();
        assertThat(slow.a.disk.heldUp).isZero();
        assertThat(slow.a.replicator.status().diskTooSlow()).isEqualTo(1);
        assertThat(slow.a.replicator.status().diskWaitNs()).isZero();
    }
}

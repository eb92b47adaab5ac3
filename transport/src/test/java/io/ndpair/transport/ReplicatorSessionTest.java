package io.ndpair.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.transport.codec.StreamStartDecoder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a session comes and goes, and what the devices tell each other about themselves. */
class ReplicatorSessionTest {

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
    void shouldNameFactsThatDifferAndReplicateAllTheSame() {
        pair.a.replicator.close();
        pair.b.replicator.close();
        pair = replaced();
        pair.inRealTime();
        pair.a.put(1, 1);
        pair.awaitRealTime();
        pair.assertAlike();
        assertThat(pair.a.differences).hasSize(1);
        assertThat(pair.a.differences.get(0))
                .containsExactly(new FactDifference("link eth1", "vlan 7", ""), new FactDifference("vrid", "1", "2"));
        assertThat(pair.b.replicator.status().differences())
                .contains(new FactDifference("vrid", "2", "1"), new FactDifference("link eth1", "", "vlan 7"));
    }

    @Test
    void shouldNotBeReadyWithLessRoomThanTheMaster() {
        pair.a.replicator.close();
        pair.b.replicator.close();
        pair.close();
        pair = new TestPair(directory.resolve("room"), 4);
        pair.a.connect(ReplicatorConfig.of(1, TestDevice.BACKUP_ID, 1_000), pair.links.a);
        pair.b.connect(ReplicatorConfig.of(2, TestDevice.BACKUP_ID, 999), pair.links.b);
        pair.inRealTime();
        assertThat(pair.b.replicator.ready()).isFalse();
        assertThat(pair.b.differences.get(0).get(0).name()).contains("neighbors");
    }

    @Test
    void shouldEndTheSessionWhenThePeerIsSilentAndResume() {
        pair.inRealTime();
        pair.a.put(1, 1);
        pair.awaitRealTime();
        // The peer's process is stopped: nothing of it is lost, but nothing comes.
        for (int i = 0; i < 1_000; i++) {
            pair.clock[0] += TestPair.CYCLE_NS;
            pair.a.put(i % 50, i);
            pair.a.step();
        }
        assertThat(pair.a.state()).isEqualTo(ReplicationState.DISCONNECTED);
        assertThat(pair.a.replicator.status().downReason()).contains("nothing heard");
        assertThat(pair.a.sessions).containsExactly("up 2", "down nothing heard for 500 ms");
        long before = pair.b.replicator.status().batchBackups();
        pair.awaitRealTime();
        pair.assertAlike();
        assertThat(pair.b.replicator.status().batchBackups()).isEqualTo(before);
    }

    @Test
    void shouldTellThePeerGoodbye() {
        pair.inRealTime();
        pair.a.replicator.goodbye(pair.clock[0]);
        pair.b.step();
        assertThat(pair.b.state()).isNotEqualTo(ReplicationState.REAL_TIME);
        assertThat(pair.b.replicator.status().downReason()).contains("goodbye");
        assertThat(pair.a.sessions).containsExactly("up 2", "down this device leaves");
        assertThat(pair.b.sessions)
                .hasSize(2)
                .last()
                .asString()
                .startsWith("down ")
                .contains("goodbye");
    }

    @Test
    void shouldLeaveNothingToWaitInTheLink() {
        long[] offered = {0};
        pair.meanwhile = () -> {
            assertThat(pair.links.a.unflushed).isZero();
            assertThat(pair.links.b.unflushed).isZero();
            pair.a.put(offered[0]++, 1);
        };
        pair.a.becomeMaster();
        pair.b.becomeBackup();
        pair.cycles(200);
        assertThat(pair.b.store.lastSequence()).isPositive();
        pair.a.step();
        // A frame that is refused is answered at once, also by a backup that is about to take over.
        pair.links.b.arrive(new byte[100]);
        long before = pair.links.b.offered;
        pair.b.replicator.applyArrived(pair.clock[0]);
        assertThat(pair.links.b.offered).isGreaterThan(before);
        assertThat(pair.links.b.unflushed).isZero();
        long saidByA = pair.links.a.offered;
        pair.a.replicator.goodbye(pair.clock[0]);
        assertThat(pair.links.a.offered).isGreaterThan(saidByA);
        assertThat(pair.links.a.unflushed).isZero();
    }

    @Test
    void shouldBeReadyWithoutAnyPeerAfterAWhile() {
        pair.links.cut();
        pair.b.becomeBackup();
        pair.cycles(10);
        assertThat(pair.b.replicator.ready()).isFalse();
        pair.cycles(11_000);
        assertThat(pair.b.replicator.ready()).isTrue();
    }

    @Test
    void shouldNotStreamToADeviceWithoutARole() {
        pair.a.becomeMaster();
        pair.a.put(1, 1);
        int[] starts = {0};
        pair.links.b.filter = message -> {
            starts[0] += MemoryLinks.session(StreamStartDecoder.TEMPLATE_ID).test(message) ? 1 : 0;
            return true;
        };
        pair.await(() -> pair.a.state() == ReplicationState.IDLE);
        pair.cycles(1_500);
        assertThat(pair.b.state()).isEqualTo(ReplicationState.IDLE);
        assertThat(starts[0]).isZero();
        assertThat(pair.b.replicator.ready()).isFalse();
    }

    private TestPair replaced() {
        pair.close();
        TestPair fresh = new TestPair(directory.resolve("facts"), 5);
        fresh.a.connect(
                TestDevice.config(1)
                        .withFacts(List.of(new ConfigFact("vrid", "1"), new ConfigFact("link eth1", "vlan 7"))),
                fresh.links.a);
        fresh.b.connect(TestDevice.config(2).withFacts(List.of(new ConfigFact("vrid", "2"))), fresh.links.b);
        return fresh;
    }
}

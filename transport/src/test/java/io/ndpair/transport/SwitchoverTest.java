package io.ndpair.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Planned switchovers: loss-free, or refused with a reason and everything as it was. */
class SwitchoverTest {

    private static final long TIMEOUT_NS = 200_000_000L;

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
    void shouldHandOverOnlyWhenThePeerHasEverythingInItsJournal() {
        pair.inRealTime();
        pair.await(() -> pair.a.replicator.status().safety().safe());
        for (int i = 0; i < 3_000; i++) {
            pair.a.put(i, i);
        }
        pair.a.store.flush(pair.clock[0]);
        assertThat(pair.a.replicator.beginSwitchover(TIMEOUT_NS, pair.clock[0])).isEqualTo(SwitchoverState.DRAINING);
        assertThat(pair.b.store.journaledSequence()).isLessThan(3_000);
        pair.await(() -> pair.a.replicator.switchover() != SwitchoverState.DRAINING);
        assertThat(pair.a.replicator.switchover()).isEqualTo(SwitchoverState.HANDED_OVER);
        assertThat(pair.b.store.journaledSequence()).isEqualTo(3_000);
        pair.a.becomeBackup();
        pair.await(() -> pair.b.handedOver == 1);
        pair.b.becomeMaster();
        pair.b.put(1, 1_000_000);
        long before = pair.a.replicator.status().batchBackups();
        pair.await(() -> pair.alike());
        pair.assertAlike();
        // Nothing was lost, so nothing needs to be merged or backed up again.
        assertThat(pair.a.replicator.status().batchBackups()).isEqualTo(before);
        assertThat(pair.b.replicator.status().merges().ended()).isZero();
        assertThat(pair.a.replicator.switchover()).isEqualTo(SwitchoverState.NONE);
    }

    @Test
    void shouldHoldStillUntilAnElectionHasDecided() {
        pair.inRealTime();
        pair.await(() -> pair.a.replicator.status().safety().safe());
        for (int i = 0; i < 3_000; i++) {
            pair.a.put(i, i);
        }
        pair.a.store.flush(pair.clock[0]);
        assertThat(pair.a.replicator.beginDrain(TIMEOUT_NS, pair.clock[0])).isEqualTo(SwitchoverState.DRAINING);
        pair.await(() -> pair.a.replicator.switchover() != SwitchoverState.DRAINING);
        assertThat(pair.a.replicator.switchover()).isEqualTo(SwitchoverState.DRAINED);
        assertThat(pair.b.store.journaledSequence()).isEqualTo(3_000);
        pair.cycles(500);
        assertThat(pair.a.replicator.switchover()).as("however long it takes").isEqualTo(SwitchoverState.DRAINED);
        assertThat(pair.a.replicator.beginDrain(TIMEOUT_NS, pair.clock[0])).isEqualTo(SwitchoverState.DRAINED);

        pair.a.replicator.giveUpSwitchover("the group did not resign");
        assertThat(pair.a.replicator.switchover()).isEqualTo(SwitchoverState.REFUSED);
        assertThat(pair.a.replicator.switchoverReason()).isEqualTo("the group did not resign");
        assertThat(pair.a.replicator.beginDrain(TIMEOUT_NS, pair.clock[0])).isEqualTo(SwitchoverState.DRAINING);
        pair.await(() -> pair.a.replicator.switchover() == SwitchoverState.DRAINED);
        pair.a.becomeBackup();
        assertThat(pair.a.replicator.switchover()).isEqualTo(SwitchoverState.NONE);
        assertThat(pair.b.handedOver).as("the election tells the peer").isZero();
    }

    @Test
    void shouldRefuseWhenItIsNotSafeAndSayWhy() {
        assertThat(pair.a.replicator.beginSwitchover(TIMEOUT_NS, pair.clock[0])).isEqualTo(SwitchoverState.REFUSED);
        assertThat(pair.a.replicator.switchoverReason()).contains("not master");
        pair.a.becomeMaster();
        assertThat(pair.a.replicator.beginSwitchover(TIMEOUT_NS, pair.clock[0])).isEqualTo(SwitchoverState.REFUSED);
        assertThat(pair.a.replicator.switchoverReason()).contains("no session");
    }

    @Test
    void shouldRefuseWhenThePeerDoesNotComeToHaveEverythingInTime() {
        pair.inRealTime();
        pair.await(() -> pair.a.replicator.status().safety().safe());
        pair.links.b.pollLimit = 0;
        pair.a.put(1, 1);
        pair.cycles(2);
        assertThat(pair.a.replicator.beginSwitchover(TIMEOUT_NS, pair.clock[0])).isEqualTo(SwitchoverState.DRAINING);
        pair.cycles(199);
        assertThat(pair.a.replicator.switchover()).isEqualTo(SwitchoverState.DRAINING);
        pair.cycles(2);
        assertThat(pair.a.replicator.switchover()).isEqualTo(SwitchoverState.REFUSED);
        assertThat(pair.a.replicator.switchoverReason())
                .contains("lacked 1 mutations")
                .contains("200 ms");
        assertThat(pair.a.store.isMaster()).isTrue();
        assertThat(pair.b.handedOver).isZero();
    }

    @Test
    void shouldRefuseWhenTheSessionIsLostMeanwhile() {
        pair.inRealTime();
        pair.await(() -> pair.a.replicator.status().safety().safe());
        pair.a.put(1, 1);
        pair.a.store.flush(pair.clock[0]);
        pair.a.replicator.beginSwitchover(TIMEOUT_NS, pair.clock[0]);
        pair.links.cut();
        pair.cycles(2);
        assertThat(pair.a.replicator.switchover()).isEqualTo(SwitchoverState.REFUSED);
        assertThat(pair.a.replicator.switchoverReason()).contains("lost");
        assertThat(pair.b.handedOver).isZero();
    }
}

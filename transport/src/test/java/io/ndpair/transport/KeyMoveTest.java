package io.ndpair.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup that was master of a table of its own, under another hash key. */
class KeyMoveTest {

    private static final int OWN = 20_000;

    @TempDir
    Path directory;

    private TestPair pair;

    @AfterEach
    void close() {
        pair.close();
    }

    @Test
    void shouldMoveToTheMastersKeyInManyDutyCyclesAndAnswerAllTheTime() {
        apart();
        pair.b.becomeBackup();
        pair.links.heal();
        pair.await(() -> !pair.a.merged.isEmpty());
        int cycles = 0;
        while (pair.b.state() != ReplicationState.BATCH_BACKUP && cycles < 1_000) {
            assertThat(pair.b.has(1 + cycles)).isTrue();
            pair.cycle();
            cycles++;
        }
        assertThat(cycles).isBetween(OWN / 1_000, 999);
        pair.awaitRealTime();
        pair.assertAlike();
        assertThat(pair.b.refusals).isEmpty();
        assertThat(pair.b.has(OWN)).isTrue();
        assertThat(pair.b.has(1_000_000)).isTrue();
    }

    @Test
    void shouldKeepItsOwnKeyWhenItIsPromotedInTheMiddle() {
        apart();
        pair.b.becomeBackup();
        pair.links.heal();
        pair.await(() -> !pair.a.merged.isEmpty());
        pair.cycles(10);
        assertThat(pair.b.state()).isEqualTo(ReplicationState.HELLO);
        pair.a.becomeBackup();
        pair.b.becomeMaster();
        assertThat(pair.b.has(1)).isTrue();
        pair.b.put(2_000_000, 1);
        pair.awaitRealTime();
        pair.assertAlike();
        assertThat(pair.a.has(OWN)).isTrue();
        assertThat(pair.a.has(2_000_000)).isTrue();
    }

    /** Both have been master, without a word between them. */
    private void apart() {
        pair = new TestPair(directory, 12, UnaryOperator.identity()).connect();
        pair.links.cut();
        pair.b.becomeMaster();
        for (int i = 1; i <= OWN; i++) {
            pair.b.put(i, i);
            if (i % 500 == 0) {
                pair.cycle();
            }
        }
        pair.a.becomeMaster();
        pair.a.put(1_000_000, 1);
        pair.cycles(5);
    }
}

package io.ndpair.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one answer, at every place at which a pair may stand. */
class SwitchSafetyTest {

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
    void shouldSayYesOnBothSidesOnlyWhenTheTablesWereComparedAndWhyNotBefore() {
        assertThat(safety(pair.a).reason()).contains("no session");
        pair.inRealTime();
        // Also of empty tables.
        pair.await(() -> safety(pair.a).safe() && safety(pair.b).safe());
        pair.a.put(1, 1);
        pair.await(() -> safety(pair.a).safe() && safety(pair.b).safe());
        // The age does not grow while nothing changes.
        pair.cycles(2_000);
        assertThat(safety(pair.a).digestAgeMs()).isBetween(0L, 1_000L);
        assertThat(safety(pair.b).digestAgeMs()).isBetween(0L, 1_000L);
        pair.links.cut();
        pair.cycles(20);
        assertThat(safety(pair.a).safe()).isFalse();
        assertThat(safety(pair.b).reason()).contains("no session");
        pair.links.heal();
        pair.await(() -> pair.alike());
        pair.await(() -> safety(pair.a).safe() && safety(pair.b).safe());
    }

    @Test
    void shouldSayNoWhileTheBackupDiffersOrIsFarBehindAndShowTheLag() {
        pair.inRealTime();
        for (int i = 0; i < 1_000; i++) {
            pair.a.put(i, i);
        }
        pair.await(() -> safety(pair.a).safe() && safety(pair.b).safe());
        pair.links.b.pollLimit = 0;
        for (int i = 0; i < 500; i++) {
            pair.a.put(i, i + 1);
        }
        pair.cycles(10);
        assertThat(safety(pair.a).lagMutations()).isEqualTo(500);
        assertThat(safety(pair.a).lagBytes()).isEqualTo(16_000);
        assertThat(safety(pair.a).lagNs()).isPositive();
        pair.links.b.pollLimit = Integer.MAX_VALUE;
        pair.await(() -> safety(pair.a).lagMutations() == 0);
        boolean[] refused = new boolean[2];
        pair.b.damage(5, entry -> entry.putByte(26, (byte) (entry.getByte(26) ^ 1)));
        pair.meanwhile = () -> {
            refused[0] |= safety(pair.a).reason().contains("differs");
            refused[1] |= safety(pair.b).reason().contains("differs");
        };
        pair.await(() -> refused[0] && refused[1]);
        pair.await(() -> safety(pair.a).safe() && safety(pair.b).safe());
    }

    @Test
    void shouldSayNoForTwoMastersForABatchBackupAndForEachFactThatDiffers() {
        assertThat(judge(ReplicationState.DUAL_MASTER, true, 0, List.of())).contains("both");
        assertThat(judge(ReplicationState.BATCH_BACKUP, true, 0, List.of())).contains("batch backup");
        assertThat(judge(ReplicationState.IDLE, true, 0, List.of())).contains("no stream");
        assertThat(judge(ReplicationState.REAL_TIME, false, 0, List.of())).contains("not compared");
        assertThat(judge(ReplicationState.REAL_TIME, true, 101, List.of())).contains("101 mutations behind");
        assertThat(judge(ReplicationState.REAL_TIME, true, 0, List.of(new FactDifference("vrid", "1", "2"))))
                .contains("vrid");
        assertThat(judge(ReplicationState.REAL_TIME, true, 100, List.of())).isEqualTo("the peer has the same table");
    }

    private static String judge(ReplicationState state, boolean alike, long lag, List<FactDifference> differences) {
        return SwitchSafety.of(
                        new SwitchSafety.Session(ReplicationRole.MASTER, state, "", alike, lag, 0, 0, differences), 100)
                .reason();
    }

    private static SwitchSafety safety(TestDevice device) {
        return device.replicator.status().safety();
    }
}

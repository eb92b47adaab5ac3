package io.ndpair.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A peer that takes less than what changes, and a journal that holds little of it. */
class OverwhelmedBackupTest {
    private static final int KNOWN = 5_000;
    private static final int CHANGES_PER_CYCLE = 500;
    private static final int OVERWHELMED_CYCLES = 10_000;

    @Test
    void shouldBeBroughtUpToDateLessAndLessOftenAndWhollyWhenThereIsLess(@TempDir Path directory) {
        try (TestPair pair = new TestPair(
                        directory, 5, config -> config.withRing(256 << 10, 256).withJournal(1 << 20, 1 << 20, 1 << 20))
                .connect()
                .inRealTime()) {
            int[] mac = {0};
            pair.links.b.pollLimit = 1;
            pair.links.b.capacityBytes = 100_000;
            pair.meanwhile = () -> {
                for (int i = 0; i < CHANGES_PER_CYCLE; i++) {
                    pair.a.put(mac[0] % KNOWN, ++mac[0]);
                }
            };
            pair.cycles(OVERWHELMED_CYCLES);
            ReplicatorStatus status = pair.a.replicator.status();
            assertThat(status.journalLost()).as("times in ten seconds").isBetween(3L, 10L);
            assertThat(status.batchBackups()).isLessThanOrEqualTo(status.journalLost() + 1);
            assertThat(status.safety().safe()).isFalse();
            assertThat(pair.b.replicator.ready()).isFalse();
            assertThat(pair.a.fellBehind)
                    .as("told each time")
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, (int) status.journalLost())
                            .boxed()
                            .toList());

            pair.meanwhile = () -> {};
            pair.awaitRealTime();
            pair.assertAlike();
        }
    }
}

package io.ndpair.bench.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResumeMeasurementTest {
    private static long[] note(long atNs, long offered, long acked) {
        return new long[] {atNs, offered, acked};
    }

    @Test
    void shouldCountFromTheEndOfTheCutUntilTheBackupIsAtTheMastersHeels() throws IOException {
        final List<long[]> notes = List.of(
                note(1_000, 500, 500),
                note(2_000, 50_000, 500),
                note(3_000, 60_000, 40_000),
                note(4_000, 70_000, 68_000));
        assertThat(ResumeMeasurement.caughtUpNs(notes, 1_500)).isEqualTo(2_500);
    }

    @Test
    void shouldNotInventATimeForABackupThatNeverCaughtUp() {
        assertThatThrownBy(() -> ResumeMeasurement.caughtUpNs(List.of(note(2_000, 50_000, 500)), 1_000))
                .isInstanceOf(IOException.class);
    }
}

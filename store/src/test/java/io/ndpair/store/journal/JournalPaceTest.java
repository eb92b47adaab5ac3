package io.ndpair.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JournalPaceTest {
    private static final int RING_BYTES = 1_000;

    private long written;
    private long taken;
    private long nowNs = Long.MAX_VALUE - JournalPace.PATIENCE_NS / 2;
    private final JournalPace pace = new JournalPace(() -> written, () -> taken, RING_BYTES);

    @Test
    void shouldLetTheWriterGoOnUntilHalfOfTheRingWaits() {
        written = 500;
        assertThat(pace.keepsUp(nowNs)).isTrue();
        written = 501;
        assertThat(pace.keepsUp(nowNs)).isFalse();
        taken = 1;
        assertThat(pace.keepsUp(nowNs)).isTrue();
    }

    @Test
    void shouldWaitForAsLongAsTheJournalGoesOnHoweverSlowly() {
        written = 900;
        for (int i = 0; i < 399; i++) {
            assertThat(pace.keepsUp(nowNs)).isFalse();
            nowNs += JournalPace.PATIENCE_NS - 1;
            taken++;
        }
        assertThat(pace.keepsUp(nowNs)).isFalse();
        taken++;
        assertThat(pace.keepsUp(nowNs)).isTrue();
    }

    @Test
    void shouldNotWaitForAJournalThatTakesNothingAndWaitAgainWhenItDoes() {
        written = 900;
        assertThat(pace.keepsUp(nowNs)).isFalse();
        nowNs += JournalPace.PATIENCE_NS - 1;
        assertThat(pace.keepsUp(nowNs)).isFalse();
        nowNs++;
        assertThat(pace.keepsUp(nowNs)).isTrue();
        written = 950;
        assertThat(pace.keepsUp(nowNs + 1)).isTrue();
        taken = 1;
        assertThat(pace.keepsUp(nowNs + 2)).isFalse();
    }
}

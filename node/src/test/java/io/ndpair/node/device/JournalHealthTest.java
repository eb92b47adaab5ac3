package io.ndpair.node.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JournalHealthTest {
    private static final long S = 1_000_000_000L;

    private final JournalHealth health = new JournalHealth();

    @Test
    void shouldTakeAGapForNoFailureUntilItHasStoodForHalfAMinute() {
        assertThat(health.works(true, false, 0, 5 * S)).isTrue();
        assertThat(health.works(true, false, 0, 34 * S)).isTrue();
        assertThat(health.works(true, false, 0, 35 * S)).isFalse();
        assertThat(health.works(false, false, 0, 36 * S)).isTrue();
        assertThat(health.works(true, false, 0, 37 * S)).as("a new gap").isTrue();
    }

    @Test
    void shouldTakeErrorsSinceItWasWholeForAFailure() {
        assertThat(health.works(false, false, 3, S)).isTrue();
        assertThat(health.works(true, false, 4, 2 * S)).isFalse();
        assertThat(health.works(false, false, 4, 3 * S)).isTrue();
    }

    @Test
    void shouldTakeADiskShortOfSpaceForAFailure() {
        assertThat(health.works(false, true, 0, S)).isFalse();
        assertThat(health.works(false, false, 0, 2 * S)).isTrue();
    }
}

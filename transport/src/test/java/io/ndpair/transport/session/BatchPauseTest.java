package io.ndpair.transport.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchPauseTest {
    private final BatchPause pause = new BatchPause();

    @Test
    void shouldBeginAtOnceTheFirstTimeAndThenLaterAndLaterWithinABound() {
        long nowNs = Long.MAX_VALUE - 1_000_000_000L;
        assertThat(pause.lost(nowNs)).isZero();
        assertThat(pause.over(nowNs)).isTrue();
        long expectedNs = BatchPause.FIRST_NS;
        for (int i = 2; i < 30; i++) {
            assertThat(pause.lost(nowNs)).isEqualTo(expectedNs);
            assertThat(pause.inARow()).isEqualTo(i);
            assertThat(pause.over(nowNs + expectedNs - 1)).isFalse();
            nowNs += expectedNs;
            assertThat(pause.over(nowNs)).isTrue();
            expectedNs = Math.min(2 * expectedNs, BatchPause.FIRST_NS << BatchPause.MOST_DOUBLINGS);
        }
    }

    @Test
    void shouldForget() {
        pause.lost(0);
        assertThat(pause.lost(1)).isPositive();
        assertThat(pause.lost(1 + BatchPause.FORGOTTEN_NS - 1)).isPositive();
        assertThat(pause.lost(2 * BatchPause.FORGOTTEN_NS)).isZero();
        assertThat(pause.inARow()).isOne();
    }
}

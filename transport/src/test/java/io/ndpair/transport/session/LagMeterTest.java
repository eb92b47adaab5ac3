package io.ndpair.transport.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LagMeterTest {

    private static final long MS = 1_000_000L;

    private final LagMeter meter = new LagMeter();

    @Test
    void shouldBeZeroWhenNothingIsLacking() {
        assertThat(meter.observe(10, 10, 0)).isZero();
        assertThat(meter.observe(10, 10, 100 * MS)).isZero();
    }

    @Test
    void shouldTellTheAgeOfTheOldestMissingChange() {
        meter.observe(1, 0, 0);
        meter.observe(2, 0, 10 * MS);
        assertThat(meter.observe(3, 0, 20 * MS)).isEqualTo(20 * MS);
        assertThat(meter.observe(3, 1, 30 * MS)).isEqualTo(20 * MS);
        assertThat(meter.observe(3, 3, 40 * MS)).isZero();
    }

    @Test
    void shouldStayFarBelowTheTimeUnderSteadyLoad() {
        long worstNs = 0;
        for (int i = 1; i < 100_000; i++) {
            worstNs = Math.max(worstNs, meter.observe(i * 10L, i * 10L - 15, i * MS / 10));
        }
        assertThat(worstNs).isLessThan(3 * MS);
    }

    @Test
    void shouldNotForgetTheOldestWhenTheRingIsFull() {
        for (int i = 1; i <= 5_000; i++) {
            meter.observe(i, 0, i * MS);
        }
        assertThat(meter.observe(5_001, 0, 5_001 * MS)).isEqualTo(5_000 * MS);
    }
}

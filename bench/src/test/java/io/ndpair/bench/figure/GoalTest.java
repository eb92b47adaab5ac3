package io.ndpair.bench.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class GoalTest {
    private static final Offset<Double> EXACT = Offset.offset(1e-9);

    @Test
    void shouldTellByWhatFactorAnUpperBoundIsMissed() {
        final Goal goal = Goal.atMost(50);
        assertThat(goal.isMetBy(50)).isTrue();
        assertThat(goal.isMetBy(50.1)).isFalse();
        assertThat(goal.missedBy(75)).isCloseTo(1.5, EXACT);
    }

    @Test
    void shouldTellByWhatFactorALowerBoundIsMissed() {
        final Goal goal = Goal.atLeast(3e6);
        assertThat(goal.isMetBy(3e6)).isTrue();
        assertThat(goal.isMetBy(2.9e6)).isFalse();
        assertThat(goal.missedBy(1.5e6)).isCloseTo(2, EXACT);
    }

    @Test
    void shouldBeMetByNothingButZeroWhereNothingIsAllowed() {
        final Goal goal = Goal.atMost(0);
        assertThat(goal.isMetBy(0)).isTrue();
        assertThat(goal.missedBy(0)).isEqualTo(1);
        assertThat(goal.isMetBy(0.001)).isFalse();
        assertThat(goal.missedBy(0.001)).isInfinite();
    }

    @Test
    void shouldRefuseWhatIsNoBound() {
        assertThatThrownBy(() -> Goal.atMost(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Goal.atLeast(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldTakeTheMiddleRunWhateverTheOrder() {
        assertThat(Spread.of(List.of(9.0, 1.0, 5.0))).isEqualTo(new Spread(1, 5, 9, 3));
        assertThat(Spread.of(List.of(4.0, 1.0))).isEqualTo(new Spread(1, 2.5, 4, 2));
        assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Spread(2, 1, 3, 3)).isInstanceOf(IllegalArgumentException.class);
    }
}

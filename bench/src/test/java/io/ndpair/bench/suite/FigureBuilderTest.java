package io.ndpair.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.bench.child.Samples;
import io.ndpair.bench.figure.Figure;
import io.ndpair.bench.figure.Goal;
import io.ndpair.bench.figure.Spread;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class FigureBuilderTest {
    private static final Offset<Double> EXACT = Offset.offset(1e-9);

    private final Samples samples = new Samples();
    private final List<Figure> figures = new ArrayList<>();

    private void add(String key, double... numbers) {
        for (final double number : numbers) {
            samples.add(key, number);
        }
    }

    @Test
    void shouldJudgeByTheRatiosOfEachRunBecauseTheMachineChangesBetweenThem() {
        // The third run was on a core at half the speed: the medians' ratio would be 0.75.
        add("hit", 100, 120, 300);
        add("read", 80, 160, 240);
        new FigureBuilder(samples, "k", "n", "ns")
                .of("hit")
                .limit("read", "read")
                .goal(Goal.atMostTimes(1.25, "read"), "read")
                .addTo(figures);
        assertThat(figures.get(0).ratio()).isCloseTo(1.25, EXACT);
        assertThat(figures.get(0).isMissed()).isFalse();
        assertThat(figures.get(0).limits()).containsEntry("read", 160.0);
    }

    @Test
    void shouldLeaveOutWhatWasNotMeasured() {
        add("hit", 100);
        new FigureBuilder(samples, "a", "n", "ns").of("miss").addTo(figures);
        new FigureBuilder(samples, "b", "n", "x").ofRatio("miss", "hit").addTo(figures);
        new FigureBuilder(samples, "c", "n", "x").ofApartRatio("hit", "miss").addTo(figures);
        assertThat(figures).isEmpty();
        new FigureBuilder(samples, "d", "n", "ns")
                .of("hit")
                .peer("map", "map")
                .goal(Goal.atMostTimes(1, "read"), "read")
                .addTo(figures);
        assertThat(figures).hasSize(1);
        assertThat(figures.get(0).goal()).isNull();
        assertThat(figures.get(0).peers()).isEmpty();
    }

    @Test
    void shouldGiveTheWidestSpreadToARatioOfRunsThatWereNotSideBySide() {
        add("peer", 400, 500, 600);
        add("ours", 100, 200, 250);
        new FigureBuilder(samples, "k", "n", "x").ofApartRatio("peer", "ours").addTo(figures);
        assertThat(figures.get(0).spread()).isEqualTo(new Spread(1.6, 2.5, 6, 3));
    }
}

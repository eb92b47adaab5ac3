package io.ndpair.bench.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ndpair.bench.child.Samples;
import io.ndpair.bench.figure.Figure;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FailoverFiguresTest {
    private final Samples samples = new Samples();

    private void add(String key, double... numbers) {
        for (final double number : numbers) {
            samples.add(key, number);
        }
    }

    private Map<String, Figure> figures(Integer... intervalsMs) {
        return FailoverFigures.of(samples, List.of(intervalsMs)).stream()
                .collect(Collectors.toMap(Figure::key, Function.identity()));
    }

    @Test
    void shouldStandBesideTheBoundAndKeepalived() {
        add("ours.silence.10ms", 36.3, 36.2, 36.4);
        add("keepalived.silence.10ms", 36.6, 36.1, 37.0);
        add("ours.advert.10ms", 30, 36.2, 28);

        final Map<String, Figure> figures = figures(10);

        final Figure silence = figures.get("failover.silence.10ms");
        assertThat(silence.spread().median()).isEqualTo(36.3);
        assertThat(silence.limits().get("rfc9568")).isCloseTo(36.09375, within(1e-9));
        assertThat(silence.peers()).containsEntry("keepalived", 36.6);
        assertThat(silence.isMissed())
                .as("run by run: 36.3/36.6, 36.2/36.1, 36.4/37")
                .isFalse();
        final Figure late = figures.get("failover.late.10ms");
        assertThat(late.spread().max()).isEqualTo(1);
        assertThat(late.isMissed()).isTrue();
    }

    @Test
    void shouldMissWhatIsMissed() {
        add("ours.afterAdvert.1s", 5.1, 4, 5.2);
        add("ours.unanswered.1s", 1);
        add("ours.lost.1s", 0);

        final Map<String, Figure> figures = figures(1_000);

        assertThat(figures.get("failover.afterAdvert.1s").isMissed()).isTrue();
        assertThat(figures.get("failover.unanswered.1s").isMissed()).isTrue();
        assertThat(figures.get("failover.lost.1s").isMissed()).isFalse();
        assertThat(figures).doesNotContainKey("failover.silence.1s");
    }

    /** Without keepalived there is nothing to be no later than. */
    @Test
    void shouldJudgeNothingAgainstAPeerThatIsNotThere() {
        add("ours.silence.100ms", 361.2);

        final Figure silence = figures(100).get("failover.silence.100ms");

        assertThat(silence.goal()).isNull();
        assertThat(silence.peers()).isEmpty();
    }
}

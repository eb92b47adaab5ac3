package io.ndpair.bench.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.bench.environment.Disturbance;
import io.ndpair.bench.environment.Machine;
import io.ndpair.bench.figure.Figure;
import io.ndpair.bench.figure.Goal;
import io.ndpair.bench.figure.Report;
import io.ndpair.bench.figure.Spread;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportMarkdownTest {
    @Test
    void shouldPutEachFigureIntoARowWithWhatStandsBesideItAndSayWhatMissesAndWhatIsWrong() {
        final Figure missed = new Figure(
                "store.hit",
                "1m: hit | miss",
                "ns",
                new Spread(180, 200, 230, 5),
                Map.of("dependentRead", 100.0),
                Map.of("HashMap", 400.0),
                2,
                Goal.atMostTimes(1.25, "dependentRead"),
                new Disturbance(7, 9, 12_345, 3, 80, 2_000));
        final Figure met = new Figure(
                "store.allocation",
                "allocated",
                "B",
                new Spread(0, 0, 0, 5),
                Map.of(),
                Map.of(),
                Double.NaN,
                Goal.atMost(0),
                null);
        final String text = ReportMarkdown.of(new Report(
                "store",
                "ndpair bench store",
                Instant.EPOCH,
                12,
                new Machine(Map.of("cpu", "some")),
                Map.of("runs", "5"),
                List.of(missed, met),
                List.of("an entry is lost")));
        assertThat(text.lines())
                .contains(
                        "### store",
                        "`ndpair bench store`, 1970-01-01T00:00:00Z, 12 s. 1 of 2 goals met, 1 missed.",
                        "cpu: some; runs: 5",
                        "| 1m: hit \\| miss | ns | 200 [180 .. 230] | dependentRead 100 | HashMap 400 | "
                                + "**missed by 1.60 x**: 2 x dependentRead, goal <= 1.25 | "
                                + "steal 7 %, others 9 %, jitter p99 80 us |",
                        "| allocated | B | 0 [0 .. 0] |  |  | met: goal <= 0 B |  |",
                        "**WRONG: an entry is lost**");
    }
}

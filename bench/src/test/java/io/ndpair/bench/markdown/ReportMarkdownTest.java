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
    private static Figure hit(String size, double median, Map<String, Double> peers) {
        return new Figure(
                "store.lookup.hit." + size,
                size + ": hit | miss",
                "ns",
                new Spread(median - 20, median, median + 30, 5),
                Map.of("dependentRead", median / 2),
                peers,
                2,
                Goal.atMostTimes(1.25, "dependentRead"),
                new Disturbance(7, 9, 12_345, 3, 80, 2_000));
    }

    private static Figure plain(String key, String name, double value) {
        return new Figure(
                key, name, "B", new Spread(value, value, value, 1), Map.of(), Map.of(), Double.NaN, null, null);
    }

    @Test
    void shouldMakeATableOfEachSectionWithAColumnForEachSize() {
        final String text = ReportMarkdown.of(new Report(
                "store",
                "ndpair bench store",
                Instant.EPOCH,
                12,
                new Machine(Map.of("flags", "-XX:+UseSerialGC")),
                Map.of("runs", "5"),
                List.of(
                        hit("1m", 200, Map.of("HashMap", 400.0)),
                        hit("4m", 1_234_567, Map.of()),
                        plain("store.churn.memory.4m.turnovers.1", "4m: resident bytes, 1 times", 44),
                        plain("store.churn.memory.4m.turnovers.8", "4m: resident bytes, 8 times", 45),
                        plain("store.openloop.max", "slowest", 46)),
                List.of("an entry is lost")));
        assertThat(text.lines())
                .containsExactly(
                        "### store",
                        "",
                        "`ndpair bench store`, 1970-01-01T00:00:00Z, 12 s. 0 of 2 goals met, 2 missed.",
                        "",
                        "runs: 5",
                        "",
                        "**WRONG: an entry is lost**",
                        "",
                        "#### lookup",
                        "",
                        "| | 1m | 4m |",
                        "|---|---|---|",
                        "| hit \\| miss, ns | 200 [180 .. 230]<br>**missed by 1.60 x**: 2 x dependentRead, goal <= 1.25"
                                + "<br>dependentRead 100<br>HashMap 400 "
                                + "| 1.23M [1.23M .. 1.23M]<br>**missed by 1.60 x**: 2 x dependentRead, goal <= 1.25"
                                + "<br>dependentRead 617.3k |",
                        "",
                        "Meanwhile at worst: steal 7 %, others 9 %, jitter p99 80 us.",
                        "",
                        "#### churn",
                        "",
                        "| | 1 turnovers | 8 turnovers |",
                        "|---|---|---|",
                        "| resident bytes, B | 44 [44 .. 44] | 45 [45 .. 45] |",
                        "",
                        "#### openloop",
                        "",
                        "| | value |",
                        "|---|---|",
                        "| slowest, B | 46 [46 .. 46] |",
                        "");
    }

    @Test
    void shouldNotNameARowByTheFirstOfItsSizes() {
        final String text = ReportMarkdown.of(new Report(
                "jmh",
                "ndpair bench jmh",
                Instant.EPOCH,
                12,
                new Machine(Map.of()),
                Map.of(),
                List.of(
                        plain("jmh.Lookup.hit.10000", "Lookup.hit.10000", 44),
                        plain("jmh.Lookup.hit.4000000", "Lookup.hit.4000000", 45)),
                List.of()));
        assertThat(text.lines()).contains("| | 10000 | 4000000 |", "| Lookup.hit, B | 44 [44 .. 44] | 45 [45 .. 45] |");
    }
}

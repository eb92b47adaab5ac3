package io.ndpair.bench.html;

import io.ndpair.bench.environment.Disturbance;
import io.ndpair.bench.environment.Machine;
import io.ndpair.bench.figure.Chart;
import io.ndpair.bench.figure.Figure;
import io.ndpair.bench.figure.Goal;
import io.ndpair.bench.figure.Report;
import io.ndpair.bench.figure.Spread;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A report that has everything that a page can show, and names as long and as hostile as they come. */
final class SampleReport {
    static final int SIZED = 3;
    static final int CHARTS = 2;

    private SampleReport() {}

    static Report report() {
        final List<Figure> figures = new ArrayList<>();
        for (final int millions : List.of(1, 4, 16)) {
            figures.add(new Figure(
                    "store.lookup.hit.dependent." + millions + "m",
                    millions + "m: hit, <dependent> keys & \"others\"",
                    "ns",
                    new Spread(180 * millions, 200 * millions, 230 * millions, 5),
                    Map.of("dependentRead", 150.0 * millions),
                    Map.of("aMapWithAVeryLongNameThatCannotBeBrokenAnywhereAtAllByABrowser", 400.0 * millions),
                    1.33,
                    Goal.atMostTimes(millions == 4 ? 1.25 : 1.4, "dependentRead"),
                    new Disturbance(millions, 7, 12_345, 3, 80, 2_000)));
        }
        return new Report(
                "store",
                "ndpair bench store --json " + "a-path-without-any-place-to-break/".repeat(12),
                Instant.parse("2026-11-22T12:00:00Z"),
                12.5,
                new Machine(Map.of("cpu", "some \"CPU\"", "flags", "-XX:+VeryLong".repeat(40))),
                Map.of("runs", "5"),
                figures,
                List.of("an entry <b>is</b> lost"),
                List.of(percentiles(), lag()));
    }

    private static Chart percentiles() {
        final List<Chart.Point> ours = new ArrayList<>();
        final List<Chart.Point> bare = new ArrayList<>();
        for (double oneIn = 1; oneIn < 1e6; oneIn *= 3) {
            ours.add(new Chart.Point(oneIn, 30 * Math.sqrt(oneIn)));
            bare.add(new Chart.Point(oneIn, 20 * Math.sqrt(oneIn)));
        }
        return new Chart(
                "replication.ack",
                "until the peer's ack",
                new Chart.Axis("one in so many is slower", true),
                new Chart.Axis("us", true),
                List.of(new Chart.Line("pair", false, ours), new Chart.Line("bare Aeron", true, bare)),
                List.of());
    }

    private static Chart lag() {
        final List<Chart.Point> lag = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            lag.add(new Chart.Point(i / 25.0, i > 25 && i < 275 ? (i - 25) * 4_000 : 12));
        }
        return new Chart(
                "replication.resume.lag",
                "lag",
                new Chart.Axis("seconds", false),
                new Chart.Axis("mutations", false),
                List.of(new Chart.Line("lag", false, lag)),
                List.of(new Chart.Mark(1, 11, "cut")));
    }
}

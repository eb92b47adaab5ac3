package io.ndpair.bench.soak;

import io.ndpair.bench.figure.Chart;
import io.ndpair.bench.figure.Figure;
import io.ndpair.bench.figure.Goal;
import io.ndpair.bench.figure.Spread;
import io.ndpair.bench.suite.Percentiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/** What a soak has found, as figures and charts. Confined to one thread. */
final class SoakFigures {
    private static final double US = 1e3;
    private static final double MS = 1e6;
    private static final double MIB = 1 << 20;
    private static final int MOST_POINTS = 400;

    private final Soak soak;
    private final List<Figure> figures = new ArrayList<>();

    SoakFigures(Soak soak) {
        this.soak = soak;
    }

    List<Figure> all() {
        final Checks checks = soak.checks();
        none("soak.lost", "acked and lost", checks.lost());
        none("soak.wrong", "wrong entries", checks.mistaken());
        none("soak.diverged", "tables that differed at rest", checks.diverged());
        none("soak.leaked", "memory, threads, handles, files that leaked", checks.leaked());
        one("soak.acked", "changes acked", "", (double) soak.load().acked());
        one("soak.rate", "changes acked a second, faults included", "1/s", ratePerSecond());
        one("soak.comparisons", "tables compared with the ledger", "", (double) checks.comparisons());
        one("soak.compared", "entries compared", "", (double) checks.entriesCompared());
        one("soak.digests", "digests compared at rest", "", (double) checks.digestsCompared());
        one("soak.doubted", "brought back by a merge, as STALE", "", (double) checks.doubted());
        one("soak.faults", "faults", "", soak.marks().size());
        for (final Map.Entry<String, List<Double>> heal : soak.heals().entrySet()) {
            add(
                    "soak.heal." + heal.getKey().replaceAll("\\W+", "-"),
                    "whole again after: " + heal.getKey(),
                    "s",
                    Spread.of(heal.getValue()));
        }
        latencies();
        vitals();
        return figures;
    }

    private double ratePerSecond() {
        final List<UserLoad.Second> series = soak.load().series();
        if (series.size() < 2) {
            return 0;
        }
        final UserLoad.Second last = series.get(series.size() - 1);
        return (last.acked() - series.get(0).acked())
                / (last.atS() - series.get(0).atS());
    }

    private void latencies() {
        final String[] names = {"first", "second", "third", "last"};
        for (int quarter = 0; quarter < UserLoad.QUARTERS; quarter++) {
            final Histogram calm = soak.load().calmLatencies(quarter);
            if (calm.getTotalCount() > 0) {
                final String name = names[quarter];
                one(
                        "soak.ack.p50." + name,
                        "until the ack, p50, left alone, " + name + " quarter",
                        "us",
                        percentile(calm, 50));
                one(
                        "soak.ack.p99." + name,
                        "until the ack, p99, left alone, " + name + " quarter",
                        "us",
                        percentile(calm, 99));
                one(
                        "soak.ack.max." + name,
                        "until the ack, worst, left alone, " + name + " quarter",
                        "us",
                        calm.getMaxValue() / US);
            }
        }
        final Histogram all = soak.load().latencies();
        if (all.getTotalCount() > 0) {
            one("soak.ack.p99.all", "until the ack, p99, faults included", "ms", percentile(all, 99) * US / MS);
            one("soak.ack.max.all", "until the ack, worst, faults included", "ms", all.getMaxValue() / MS);
        }
    }

    private static double percentile(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / US;
    }

    /** Of the longest life of each device. */
    private void vitals() {
        for (final String name : List.of("a", "b")) {
            soak.checks().lives().stream()
                    .filter(life -> life.name().equals(name) && life.first() != null)
                    .max(Comparator.comparingLong(Life::observedNs))
                    .ifPresent(life -> {
                        one("soak.life." + name, "longest life of device " + name, "s", life.observedNs() / 1e9);
                        both(life, "rss", "RSS", "MiB", vitals -> vitals.residentBytes(), MIB);
                        both(life, "table", "table", "MiB", vitals -> vitals.tableBytes(), MIB);
                        both(life, "other", "memory besides the table", "MiB", vitals -> vitals.otherBytes(), MIB);
                        both(life, "heap", "heap after collection", "MiB", vitals -> vitals.heapBytes(), MIB);
                        both(life, "threads", "threads", "", vitals -> vitals.threads(), 1);
                        both(life, "handles", "handles", "", vitals -> vitals.handles(), 1);
                        both(life, "files", "files", "", vitals -> vitals.files(), 1);
                    });
        }
        one("soak.disk", "disk of a device at most", "MiB", soak.checks().mostDiskBytes() / MIB);
    }

    private void both(Life life, String key, String what, String unit, ToLongFunction<Vitals> number, double divisor) {
        final String name = "device " + life.name() + "'s " + what + " in that life, ";
        final String base = "soak." + key + '.' + life.name();
        one(base + ".first", name + "first", unit, number.applyAsLong(life.first()) / divisor);
        one(base + ".last", name + "last", unit, number.applyAsLong(life.last()) / divisor);
    }

    private void none(String key, String name, long number) {
        final double found = (double) number;
        final Spread spread = new Spread(found, found, found, 1);
        figures.add(new Figure(key, name, "", spread, Map.of(), Map.of(), Double.NaN, Goal.atMost(0), null));
    }

    private void one(String key, String name, String unit, double number) {
        add(key, name, unit, new Spread(number, number, number, 1));
    }

    private void add(String key, String name, String unit, Spread spread) {
        figures.add(new Figure(key, name, unit, spread, Map.of(), Map.of(), Double.NaN, null, null));
    }

    List<Chart> charts() {
        final Chart.Axis seconds = new Chart.Axis("seconds", false);
        final List<Chart> charts = new ArrayList<>();
        final List<Chart.Point> rates = new ArrayList<>();
        final List<Chart.Point> lags = new ArrayList<>();
        final List<UserLoad.Second> series = soak.load().series();
        final int step = Math.max(1, series.size() / MOST_POINTS);
        for (int i = step; i < series.size(); i += step) {
            final UserLoad.Second now = series.get(i);
            final UserLoad.Second before = series.get(i - step);
            rates.add(new Chart.Point(
                    now.atS(), (now.acked() - before.acked()) / Math.max(0.1, now.atS() - before.atS())));
            long most = 0;
            for (int j = i - step + 1; j <= i; j++) {
                most = Math.max(most, series.get(j).offered() - series.get(j).acked());
            }
            lags.add(new Chart.Point(now.atS(), (double) most));
        }
        charts.add(new Chart(
                "soak.acked",
                "Changes acked",
                seconds,
                new Chart.Axis("1/s", false),
                List.of(new Chart.Line("acked", false, rates)),
                soak.marks()));
        charts.add(new Chart(
                "soak.waiting",
                "Changes that wait for their ack",
                seconds,
                new Chart.Axis("changes", false),
                List.of(new Chart.Line("waiting", false, lags)),
                soak.marks()));
        charts.add(new Chart(
                "soak.memory",
                "Memory of both processes",
                seconds,
                new Chart.Axis("MiB", false),
                memory(),
                soak.marks()));
        final Percentiles percentiles = new Percentiles();
        percentile(percentiles, "left alone, first quarter", soak.load().calmLatencies(0));
        percentile(percentiles, "left alone, last quarter", soak.load().calmLatencies(UserLoad.QUARTERS - 1));
        percentile(percentiles, "all, faults included", soak.load().latencies());
        charts.add(percentiles.chart("soak.ack", "From due to acked"));
        return charts;
    }

    private static void percentile(Percentiles percentiles, String name, Histogram histogram) {
        if (histogram.getTotalCount() > 0) {
            percentiles.add(name, false, histogram);
        }
    }

    private List<Chart.Line> memory() {
        final List<Chart.Line> lines = new ArrayList<>();
        for (final String name : List.of("a", "b")) {
            final List<Chart.Point> resident = new ArrayList<>();
            for (final Life life : soak.checks().lives()) {
                for (final Vitals vitals : life.samples()) {
                    if (life.name().equals(name)) {
                        resident.add(new Chart.Point(
                                (vitals.atNs() - soak.load().startNs()) / 1e9, vitals.residentBytes() / MIB));
                    }
                }
            }
            lines.add(new Chart.Line("RSS of " + name, false, resident));
        }
        return lines;
    }
}

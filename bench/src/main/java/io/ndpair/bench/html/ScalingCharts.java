package io.ndpair.bench.html;

import io.ndpair.bench.figure.Chart;
import io.ndpair.bench.figure.Figure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Curves over sizes, of figures whose keys differ in nothing but a size at their end ({@code store.lookup.hit.batch.4m}). */
final class ScalingCharts {
    private static final Pattern SIZED = Pattern.compile("(.*)\\.(\\d{1,9})([km]?)");
    private static final double THOUSAND = 1e3;
    private static final double MILLION = 1e6;

    private ScalingCharts() {}

    /** A chart for each such figure that there is at two sizes or more. */
    static List<Chart> of(List<Figure> figures) {
        final Map<String, SortedMap<Double, Figure>> bySize = new LinkedHashMap<>();
        for (final Figure figure : figures) {
            final Matcher matcher = SIZED.matcher(figure.key());
            if (matcher.matches()) {
                bySize.computeIfAbsent(matcher.group(1), any -> new TreeMap<>()).put(size(matcher), figure);
            }
        }
        final List<Chart> charts = new ArrayList<>();
        bySize.forEach((key, sizes) -> {
            if (sizes.size() > 1) {
                charts.add(chart(key, sizes));
            }
        });
        return charts;
    }

    private static double size(Matcher matcher) {
        final double number = Double.parseDouble(matcher.group(2));
        return switch (matcher.group(3)) {
            case "k" -> number * THOUSAND;
            case "m" -> number * MILLION;
            default -> number;
        };
    }

    private static Chart chart(String key, SortedMap<Double, Figure> sizes) {
        final Map<String, List<Chart.Point>> ours = new LinkedHashMap<>();
        final Map<String, List<Chart.Point>> others = new LinkedHashMap<>();
        boolean isPositive = true;
        for (final Map.Entry<Double, Figure> entry : sizes.entrySet()) {
            final Figure figure = entry.getValue();
            add(ours, "ndpair", entry.getKey(), figure.spread().median());
            figure.limits().forEach((name, value) -> add(others, name + " (limit)", entry.getKey(), value));
            figure.peers().forEach((name, value) -> add(others, name, entry.getKey(), value));
            isPositive &= figure.spread().median() > 0;
        }
        final List<Chart.Line> lines = new ArrayList<>();
        ours.forEach((name, points) -> lines.add(new Chart.Line(name, false, points)));
        others.forEach((name, points) -> lines.add(new Chart.Line(name, true, points)));
        final Figure first = sizes.get(sizes.firstKey());
        return new Chart(
                "scaling." + key,
                first.name().replaceFirst("^[0-9]+[km]?: ", ""),
                new Chart.Axis("neighbors", true),
                new Chart.Axis(first.unit(), isPositive),
                lines,
                List.of());
    }

    private static void add(Map<String, List<Chart.Point>> lines, String name, double size, double value) {
        lines.computeIfAbsent(name, any -> new ArrayList<>()).add(new Chart.Point(size, value));
    }
}

package io.ndpair.bench.html;

import io.ndpair.bench.figure.Chart;
import io.ndpair.bench.figure.Figure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Curves of figures whose keys differ in nothing but a number at their end: a size ({@code store.lookup.hit.batch.4m}), or a number of what the word
 * before it says ({@code replication.profiles.rate.1m.profiles.64}).
 */
final class ScalingCharts {
    private static final Pattern SIZED =
            Pattern.compile("(.*?)(?:\\.(profiles|readers|percent|turnovers))?\\.(\\d{1,9})([km]?)");
    private static final int OF_WHAT = 2;
    private static final int NUMBER = 3;
    private static final int FACTOR = 4;
    private static final String NEIGHBORS = "neighbors";
    private static final double THOUSAND = 1e3;
    private static final double MILLION = 1e6;

    private ScalingCharts() {}

    /** A chart for each such figure that there is at two sizes or more. */
    static List<Chart> of(List<Figure> figures) {
        final Map<String, SortedMap<Double, Figure>> bySize = new LinkedHashMap<>();
        final Map<String, String> axes = new HashMap<>();
        for (final Figure figure : figures) {
            final Matcher matcher = SIZED.matcher(figure.key());
            if (matcher.matches()) {
                final String what = matcher.group(OF_WHAT);
                final String curve = what == null ? matcher.group(1) : matcher.group(1) + '.' + what;
                if (what != null) {
                    axes.put(curve, what);
                }
                bySize.computeIfAbsent(curve, any -> new TreeMap<>()).put(size(matcher), figure);
            }
        }
        final List<Chart> charts = new ArrayList<>();
        bySize.forEach((key, sizes) -> {
            if (sizes.size() > 1) {
                charts.add(chart(key, axes.getOrDefault(key, NEIGHBORS), sizes));
            }
        });
        return charts;
    }

    private static double size(Matcher matcher) {
        final double number = Double.parseDouble(matcher.group(NUMBER));
        return switch (matcher.group(FACTOR)) {
            case "k" -> number * THOUSAND;
            case "m" -> number * MILLION;
            default -> number;
        };
    }

    private static Chart chart(String key, String axis, SortedMap<Double, Figure> sizes) {
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
                axis.equals(NEIGHBORS)
                        ? first.name().replaceFirst("^[0-9]+[km]?: ", "")
                        : first.name().replaceFirst(", [0-9]+ [a-z %]+$", ""),
                new Chart.Axis(axis, sizes.firstKey() > 0),
                new Chart.Axis(first.unit(), isPositive),
                lines,
                List.of());
    }

    private static void add(Map<String, List<Chart.Point>> lines, String name, double size, double value) {
        lines.computeIfAbsent(name, any -> new ArrayList<>()).add(new Chart.Point(size, value));
    }
}

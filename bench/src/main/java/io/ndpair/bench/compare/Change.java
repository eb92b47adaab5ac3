package io.ndpair.bench.compare;

import io.ndpair.bench.figure.Figure;
import io.ndpair.bench.figure.Goal;
import io.ndpair.bench.figure.Report;
import io.ndpair.bench.figure.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a figure has changed. It has changed at all only where the runs of the two do not overlap, and each was measured twice at least: what
 * lies within what the runs themselves differ by says nothing.
 *
 * @param key of the figure
 * @param name of it
 * @param unit of it
 * @param before its runs in the older report
 * @param after its runs in the newer one
 * @param kind what is to be said
 */
record Change(String key, String name, String unit, Spread before, Spread after, Kind kind) {
    /** What can be said of a figure. */
    enum Kind {
        /** Beyond the spread, in the wanted direction. */
        BETTER,
        /** Beyond the spread, in the other one. */
        WORSE,
        /** Beyond the spread, and nobody knows which direction is wanted. */
        OTHER,
        /** Within the spread. */
        ALIKE
    }

    private static final Set<String> LESS_IS_BETTER = Set.of("ns", "us", "ms", "s", "B", "B/op");
    private static final Set<String> MORE_IS_BETTER = Set.of("1/s", "B/s");

    /** Newer by older; 1 where both are 0. */
    double ratio() {
        return before.median() == after.median() ? 1 : after.median() / before.median();
    }

    /** The least and the greatest that the ratio can be, as the extremes of the runs allow. */
    double leastRatio() {
        return before.max() == after.min() ? 1 : after.min() / before.max();
    }

    double mostRatio() {
        return before.min() == after.max() ? 1 : after.max() / before.min();
    }

    /** The changes of the figures that both have, in the newer one's order. */
    static List<Change> of(List<Report> older, List<Report> newer) {
        final Map<String, Figure> before = byKey(older);
        final List<Change> changes = new ArrayList<>();
        byKey(newer).forEach((key, after) -> {
            final Figure old = before.get(key);
            if (old != null && old.unit().equals(after.unit())) {
                changes.add(
                        new Change(key, after.name(), after.unit(), old.spread(), after.spread(), kind(old, after)));
            }
        });
        return changes;
    }

    static Map<String, Figure> byKey(List<Report> reports) {
        final Map<String, Figure> figures = new LinkedHashMap<>();
        reports.forEach(report -> report.figures().forEach(figure -> figures.putIfAbsent(figure.key(), figure)));
        return figures;
    }

    private static Kind kind(Figure before, Figure after) {
        final Spread old = before.spread();
        final Spread now = after.spread();
        final boolean isLess = now.max() < old.min();
        final boolean isMore = now.min() > old.max();
        if (old.runs() < 2 || now.runs() < 2 || !(isLess || isMore)) {
            return Kind.ALIKE;
        }
        final Goal goal = after.goal() != null ? after.goal() : before.goal();
        final boolean wantsLess = goal != null ? goal.isAtMost() : LESS_IS_BETTER.contains(after.unit());
        final boolean wantsMore = goal != null ? !goal.isAtMost() : MORE_IS_BETTER.contains(after.unit());
        if (!wantsLess && !wantsMore) {
            return Kind.OTHER;
        }
        return wantsLess == isLess ? Kind.BETTER : Kind.WORSE;
    }
}

package io.ndpair.bench.figure;

import io.ndpair.bench.environment.Disturbance;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One measured figure beside its limits and peers. The key is stable: tools compare reports by it. docs/BENCHMARKS.md documents keys.
 *
 * @param key what tools know the figure by
 * @param name what people read
 * @param unit of every number but ratios: "ns", "1/s", "B", ...
 * @param spread the runs
 * @param limits medians, in the same unit, of what the machine can do at best, measured in the same run
 * @param peers medians, in the same unit, of what others do, measured in the same run with the same keys
 * @param ratio to what a relative goal names; NaN without one
 * @param goal null if there is none
 * @param disturbance what else the machine did meanwhile; null for a figure that was computed from others
 */
public record Figure(
        String key,
        String name,
        String unit,
        Spread spread,
        Map<String, Double> limits,
        Map<String, Double> peers,
        double ratio,
        Goal goal,
        Disturbance disturbance) {

    /** Copies the maps, keeping their order. */
    public Figure {
        limits = Collections.unmodifiableMap(new LinkedHashMap<>(limits));
        peers = Collections.unmodifiableMap(new LinkedHashMap<>(peers));
        if (goal != null && goal.isRelative() && Double.isNaN(ratio)) {
            throw new IllegalArgumentException(key + " has a goal relative to " + goal.times() + " and no ratio");
        }
    }

    /** The same with nothing to meet. */
    public Figure withoutGoal() {
        return new Figure(key, name, unit, spread, limits, peers, ratio, null, disturbance);
    }

    /** What is compared with the goal's bound: the ratio or the median; empty without a goal. */
    public OptionalDouble judged() {
        if (goal == null) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(goal.isRelative() ? ratio : spread.median());
    }

    /** Whether there is a goal and the figure does not meet it. */
    public boolean isMissed() {
        return goal != null && !goal.isMetBy(judged().getAsDouble());
    }
}

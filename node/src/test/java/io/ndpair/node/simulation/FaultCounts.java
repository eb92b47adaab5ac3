package io.ndpair.node.simulation;

import java.util.EnumMap;
import java.util.Map;

/** How often each fault came to pass, over many runs. */
final class FaultCounts {
    private final Map<Fault, Long> counts = new EnumMap<>(Fault.class);

    void fired(Fault fault) {
        counts.merge(fault, 1L, Long::sum);
    }

    void add(FaultCounts others) {
        others.counts.forEach((fault, count) -> counts.merge(fault, count, Long::sum));
    }

    long of(Fault fault) {
        return counts.getOrDefault(fault, 0L);
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}

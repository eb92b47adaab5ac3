package io.ndpair.bench.child;

import io.ndpair.bench.environment.Disturbance;
import io.ndpair.bench.figure.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the measuring processes found: a number a run under each key, in the order of the runs. Confined to one thread. */
public final class Samples {
    private final Map<String, List<Double>> numbers = new LinkedHashMap<>();
    private final Map<String, Disturbance> disturbances = new LinkedHashMap<>();
    private final Map<String, String> facts = new LinkedHashMap<>();
    private final List<String> wrong = new ArrayList<>();

    /** Adds a run's number. */
    public void add(String key, double number) {
        numbers.computeIfAbsent(key, any -> new ArrayList<>()).add(number);
    }

    /** Keeps the worst of what happened during the runs of a key. */
    public void disturbed(String key, Disturbance disturbance) {
        disturbances.merge(key, disturbance, Disturbance::worst);
    }

    /** Keeps a text. */
    public void fact(String name, String text) {
        facts.put(name, text);
    }

    /** Keeps a result that is wrong. */
    public void wrong(String what) {
        wrong.add(what);
    }

    /** Whether there is a number under the key. */
    public boolean has(String key) {
        return numbers.containsKey(key);
    }

    /** The numbers under a key that is there. */
    public List<Double> of(String key) {
        final List<Double> runs = numbers.get(key);
        if (runs == null) {
            throw new IllegalArgumentException("nothing was measured as " + key);
        }
        return runs;
    }

    /** Their spread. */
    public Spread spread(String key) {
        return Spread.of(of(key));
    }

    /** What else happened meanwhile; null if that was not watched. */
    public Disturbance disturbance(String key) {
        return disturbances.get(key);
    }

    /** The texts. */
    public Map<String, String> facts() {
        return facts;
    }

    /** The wrong results. */
    public List<String> wrong() {
        return wrong;
    }
}

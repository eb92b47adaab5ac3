package io.ndpair.bench.suite;

import io.ndpair.bench.child.Samples;
import io.ndpair.bench.environment.Disturbance;
import io.ndpair.bench.figure.Figure;
import io.ndpair.bench.figure.Goal;
import io.ndpair.bench.figure.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a figure of samples. Limits and peers that were not measured are left out; so is the figure itself. */
public final class FigureBuilder {
    private final Samples samples;
    private final String key;
    private final String name;
    private final String unit;
    private final Map<String, Double> limits = new LinkedHashMap<>();
    private final Map<String, Double> peers = new LinkedHashMap<>();
    private Spread spread;
    private Disturbance disturbance;
    private String subject = "";
    private double ratio = Double.NaN;
    private Goal goal;

    /** A figure with this key, name and unit. */
    public FigureBuilder(Samples samples, String key, String name, String unit) {
        this.samples = samples;
        this.key = key;
        this.name = name;
        this.unit = unit;
    }

    /** Its runs are these samples. */
    public FigureBuilder of(String sample) {
        if (samples.has(sample)) {
            subject = sample;
            spread = samples.spread(sample);
            disturbance = samples.disturbance(sample);
        }
        return this;
    }

    /** Its runs are the ratios of these samples, run by run: those of one run were taken side by side. */
    public FigureBuilder ofRatio(String sample, String other) {
        if (samples.has(sample) && samples.has(other)) {
            spread = Spread.of(ratios(samples.of(sample), samples.of(other)));
            disturbance = samples.disturbance(sample);
        }
        return this;
    }

    /**
     * It is the ratio of samples that were taken one after the other, in processes of their own: that of the medians, within what the
     * extremes allow.
     */
    public FigureBuilder ofApartRatio(String sample, String other) {
        if (samples.has(sample) && samples.has(other)) {
            final Spread over = samples.spread(sample);
            final Spread under = samples.spread(other);
            spread = new Spread(
                    over.min() / under.max(),
                    over.median() / under.median(),
                    over.max() / under.min(),
                    Math.min(over.runs(), under.runs()));
            disturbance = samples.disturbance(sample);
        }
        return this;
    }

    /** A limit that stands beside it, with its name. */
    public FigureBuilder limit(String limitName, String sample) {
        if (samples.has(sample)) {
            limits.put(limitName, samples.spread(sample).median());
        }
        return this;
    }

    /** A peer that stands beside it, with its name. */
    public FigureBuilder peer(String peerName, String sample) {
        if (samples.has(sample)) {
            peers.put(peerName, samples.spread(sample).median());
        }
        return this;
    }

    /** What it should be; of itself. */
    public FigureBuilder goal(Goal absolute) {
        goal = absolute;
        return this;
    }

    /** What its ratio to samples of the same runs should be; without them it has no goal. */
    public FigureBuilder goal(Goal relative, String other) {
        if (samples.has(subject) && samples.has(other)) {
            goal = relative;
            ratio = Spread.of(ratios(samples.of(subject), samples.of(other))).median();
        }
        return this;
    }

    /** Adds the figure, if there are samples for it. */
    public void addTo(List<Figure> figures) {
        if (spread != null) {
            figures.add(new Figure(key, name, unit, spread, limits, peers, ratio, goal, disturbance));
        }
    }

    private static List<Double> ratios(List<Double> over, List<Double> under) {
        final List<Double> ratios = new ArrayList<>();
        for (int run = 0; run < Math.min(over.size(), under.size()); run++) {
            ratios.add(over.get(run) / under.get(run));
        }
        return ratios;
    }
}

package io.ndpair.bench.failover;

import io.ndpair.bench.child.Samples;
import io.ndpair.bench.figure.Figure;
import io.ndpair.bench.figure.Goal;
import io.ndpair.bench.suite.FigureBuilder;
import java.util.ArrayList;
import java.util.List;

/** Makes the figures of the samples; keepalived's stand beside ours. */
final class FailoverFigures {
    private static final String OURS = "ours";
    private static final String PEER = "keepalived";
    private static final String BOUND = "rfc9568";
    private static final double FIRST_PACKET_MS = 5;

    private final Samples samples;
    private final List<Figure> figures = new ArrayList<>();

    private FailoverFigures(Samples samples) {
        this.samples = samples;
    }

    /** All that can be made of these samples, interval by interval. */
    static List<Figure> of(Samples samples, List<Integer> intervalsMs) {
        final FailoverFigures made = new FailoverFigures(samples);
        intervalsMs.forEach(made::add);
        return made.figures;
    }

    private void add(int intervalMs) {
        bounds(intervalMs);
        figure("silence", "last advertisement of the old master to the first of the new", "ms", intervalMs)
                .limit(BOUND, bound(intervalMs))
                .goal(Goal.atMostTimes(1, PEER), FailoverSuite.key(PEER, "silence", intervalMs))
                .addTo(figures);
        figure("advert", "kill to the first advertisement", "ms", intervalMs)
                .limit(BOUND, bound(intervalMs))
                .addTo(figures);
        figure("role", "kill to a master that serves, on loopback", "ms", intervalMs)
                .limit(BOUND, bound(intervalMs))
                .addTo(figures);
        figure(
                        "late",
                        "takeovers whose first advertisement came later after the kill than the RFC's bound",
                        "1",
                        intervalMs)
                .goal(Goal.atMost(0))
                .addTo(figures);
        figure("forwarded", "kill to the first packet forwarded", "ms", intervalMs)
                .addTo(figures);
        figure("afterAdvert", "first advertisement to the first packet forwarded", "ms", intervalMs)
                .goal(Goal.atMost(FIRST_PACKET_MS))
                .addTo(figures);
        figure("announced", "kill until all announcements are sent, of every virtual address", "ms", intervalMs)
                .addTo(figures);
        figure("solicitations", "solicitations for users in the first half second", "1", intervalMs)
                .addTo(figures);
        figure("unanswered", "packets to known users unanswered after the first one, all kills", "1", intervalMs)
                .goal(Goal.atMost(0))
                .addTo(figures);
        figure("lost", "entries lost, all kills", "1", intervalMs)
                .goal(Goal.atMost(0))
                .addTo(figures);
    }

    private static String bound(int intervalMs) {
        return FailoverSuite.key(BOUND, "bound", intervalMs);
    }

    private void bounds(int intervalMs) {
        samples.add(bound(intervalMs), FailoverSuite.boundMs(intervalMs));
        for (final String whose : List.of(OURS, PEER)) {
            final String advert = FailoverSuite.key(whose, "advert", intervalMs);
            if (samples.has(advert)) {
                samples.add(
                        FailoverSuite.key(whose, "late", intervalMs),
                        samples.of(advert).stream()
                                .mapToDouble(tookMs -> tookMs > FailoverSuite.boundMs(intervalMs) ? 1 : 0)
                                .sum());
            }
        }
    }

    private FigureBuilder figure(String what, String name, String unit, int intervalMs) {
        final String label = FailoverSuite.label(intervalMs);
        return new FigureBuilder(samples, "failover." + what + '.' + label, label + ": " + name, unit)
                .of(FailoverSuite.key(OURS, what, intervalMs))
                .peer(PEER, FailoverSuite.key(PEER, what, intervalMs));
    }
}

package io.ndpair.bench.store;

import io.ndpair.bench.child.Samples;
import io.ndpair.bench.figure.Figure;
import io.ndpair.bench.figure.Goal;
import io.ndpair.bench.peer.Peers;
import io.ndpair.bench.suite.FigureBuilder;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The figures of lookups and of changes of known neighbors, at one size. */
final class LookupFigures {
    private static final double DEPENDENT_HIT = 1.25;
    private static final double DEPENDENT_HIT_SMALL = 1.4;
    private static final double BATCH = 2;
    private static final double BATCH_OVER_SINGLE = 1.5;
    private static final double UPSERT = 1.5;
    private static final double OVER_HEAP_MAP = 2;
    private static final double OVER_CHRONICLE_MAP = 4;

    private final Samples samples;
    private final List<Figure> figures;
    private final int neighbors;
    private final String size;

    LookupFigures(Samples samples, List<Figure> figures, int neighbors) {
        this.samples = samples;
        this.figures = figures;
        this.neighbors = neighbors;
        size = Size.label(neighbors);
    }

    void add() {
        final String dependentRead = at("raw.dependent");
        final String independentRead = at("raw.independent");
        final double hitGoal = neighbors <= Size.MILLION ? DEPENDENT_HIT_SMALL : DEPENDENT_HIT;
        withPeers("hit.dependent", "hit, dependent keys")
                .limit("dependentRead", dependentRead)
                .goal(Goal.atMostTimes(hitGoal, "dependentRead"), dependentRead)
                .addTo(figures);
        withPeers("miss.dependent", "miss, dependent keys")
                .limit("dependentRead", dependentRead)
                .limit("hit", at("hit.dependent"))
                .goal(Goal.atMostTimes(1, "hit"), at("hit.dependent"))
                .addTo(figures);
        withPeers("hit.independent", "hit, independent keys, one by one")
                .limit("independentRead", independentRead)
                .addTo(figures);
        withPeers("miss.independent", "miss, independent keys, one by one")
                .limit("independentRead", independentRead)
                .limit("hit", at("hit.independent"))
                .goal(Goal.atMostTimes(1, "hit"), at("hit.independent"))
                .addTo(figures);
        ns("hit.batch", "hit, independent keys, lookupBatch of " + TableLoops.BATCH)
                .limit("independentRead", independentRead)
                .goal(Goal.atMostTimes(BATCH, "independentRead"), independentRead)
                .addTo(figures);
        ns("miss.batch", "miss, independent keys, lookupBatch of " + TableLoops.BATCH)
                .limit("independentRead", independentRead)
                .addTo(figures);
        times("batch.overSingle", "lookupBatch over one by one")
                .ofRatio(at("hit.independent"), at("hit.batch"))
                .goal(Goal.atLeast(BATCH_OVER_SINGLE))
                .addTo(figures);
        withPeers("upsert.known", "upsert of a known neighbor")
                .limit("hit", at("hit.independent"))
                .limit("dependentHit", at("hit.dependent"))
                .goal(Goal.atMostTimes(UPSERT, "hit"), at("hit.independent"))
                .addTo(figures);
        overPeers();
        ns("keys", "of which: making the key").addTo(figures);
    }

    private void overPeers() {
        final Optional<String> bestHit = best("hit.dependent", Peers.HEAP);
        if (bestHit.isPresent() && neighbors > Size.MILLION) {
            times("hit.dependent.overHeapMap", "dependent hit, best heap map over ours")
                    .ofApartRatio(bestHit.get(), at("hit.dependent"))
                    .goal(Goal.atLeast(OVER_HEAP_MAP))
                    .addTo(figures);
        }
        times("hit.dependent.overChronicleMap", "dependent hit, Chronicle Map over ours")
                .ofApartRatio(at("hit.dependent") + '.' + Peers.CHRONICLE_MAP, at("hit.dependent"))
                .goal(Goal.atLeast(OVER_CHRONICLE_MAP))
                .addTo(figures);
        for (final String order : List.of("dependent", "independent")) {
            best("miss." + order, Peers.ALL).ifPresent(peer -> times(
                            "miss." + order + ".overBestPeer", order + " miss, ours over the best of all maps")
                    .ofApartRatio(at("miss." + order), peer)
                    .goal(Goal.atMost(1))
                    .addTo(figures));
        }
    }

    private Optional<String> best(String what, List<String> peers) {
        return peers.stream()
                .map(peer -> at(what) + '.' + peer)
                .filter(samples::has)
                .min(Comparator.comparingDouble(peer -> samples.spread(peer).median()));
    }

    private FigureBuilder withPeers(String what, String name) {
        final FigureBuilder figure = ns(what, name);
        Peers.ALL.forEach(peer -> figure.peer(peer, at(what) + '.' + peer));
        return figure;
    }

    private FigureBuilder ns(String what, String name) {
        return new FigureBuilder(samples, key(what), size + ": " + name, "ns").of(at(what));
    }

    private FigureBuilder times(String what, String name) {
        return new FigureBuilder(samples, key(what), size + ": " + name, "x");
    }

    private String key(String what) {
        return "store.lookup." + what + '.' + size;
    }

    private String at(String what) {
        return what + '.' + size;
    }
}

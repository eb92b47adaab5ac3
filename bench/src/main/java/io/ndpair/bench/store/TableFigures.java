package io.ndpair.bench.store;

import io.ndpair.bench.child.Samples;
import io.ndpair.bench.figure.Figure;
import io.ndpair.bench.figure.Goal;
import io.ndpair.bench.peer.Peers;
import io.ndpair.bench.suite.FigureBuilder;
import java.util.List;

/** The figures of a table's growth, memory and threads, at one size. */
final class TableFigures {
    private static final double INSERTS_PER_SECOND = 3e6;
    private static final double SLOWEST_US = 200;
    private static final double NONE_OVER_US = 2_000;
    private static final double WORST_BYTES = 70;
    private static final double MEAN_BYTES = 52;
    private static final double BESIDE = 0.95;
    private static final double BESIDE_COPY = 0.9;
    private static final double COPY = 0.5;

    private final Samples samples;
    private final List<Figure> figures;
    private final String size;

    TableFigures(Samples samples, List<Figure> figures, int neighbors) {
        this.samples = samples;
        this.figures = figures;
        size = Size.label(neighbors);
    }

    void add() {
        growth();
        memory();
        threads();
        allocations();
    }

    private void growth() {
        final FigureBuilder rate = figure("growth.rate", "inserts from empty to this size", "1/s")
                .of(at("growth.rate"))
                .goal(Goal.atLeast(INSERTS_PER_SECOND));
        Peers.ALL.forEach(peer -> rate.peer(peer, at("insert") + '.' + peer));
        rate.addTo(figures);
        figure("growth.p9999", "single mutation during growth, p99.99", "us")
                .of(at("growth.p9999"))
                .limit("clockOnly", at("machine.p9999"))
                .goal(Goal.atMost(SLOWEST_US))
                .addTo(figures);
        figure("growth.max", "single mutation during growth, slowest of all", "us")
                .of(at("growth.max"))
                .limit("clockOnly", at("machine.max"))
                .goal(Goal.atMost(NONE_OVER_US))
                .addTo(figures);
    }

    private void memory() {
        final FigureBuilder worst = figure("memory.worst", "resident bytes an entry, worst of a doubling", "B")
                .of(at("bytes.worst"))
                .goal(Goal.atMost(WORST_BYTES));
        Peers.ALL.forEach(peer -> worst.peer(peer, at("bytes") + '.' + peer));
        worst.addTo(figures);
        figure("memory.mean", "resident bytes an entry, mean over a doubling", "B")
                .of(at("bytes.mean"))
                .goal(Goal.atMost(MEAN_BYTES))
                .addTo(figures);
        figure("memory.full", "resident bytes an entry, at this size", "B")
                .of(at("bytes.full"))
                .addTo(figures);
    }

    private void threads() {
        figure("threads.writerAlone", "writer alone", "1/s")
                .of(at("writer.alone"))
                .addTo(figures);
        figure("threads.writerBesideReader", "writer beside a reader, of its rate alone", "x")
                .of(at("writer.besideReader"))
                .limit("besideRawReads", at("writer.besideRaw"))
                .goal(Goal.atLeast(BESIDE))
                .addTo(figures);
        figure("threads.readerAlone", "reader alone", "1/s")
                .of(at("reader.alone"))
                .addTo(figures);
        figure("threads.readerBesideWriter", "reader beside the writer, of its rate alone", "x")
                .of(at("reader.besideWriter"))
                .limit("besideRawReads", at("reader.besideRaw"))
                .goal(Goal.atLeast(BESIDE))
                .addTo(figures);
        figure("copy.range", "range copy of the whole table", "B/s")
                .of(at("copy.range"))
                .limit("memoryCopy", at("copy.raw"))
                .goal(Goal.atLeastTimes(COPY, "memoryCopy"), at("copy.raw"))
                .addTo(figures);
        figure("threads.writerBesideCopy", "writer beside range copies, of its rate alone", "x")
                .of(at("writer.besideCopy"))
                .limit("besideMemoryCopy", at("writer.besideRawCopy"))
                .goal(Goal.atLeast(BESIDE_COPY))
                .addTo(figures);
    }

    private void allocations() {
        for (final String what : List.of("lookup", "batch", "upsert")) {
            figure("allocation." + what, "heap bytes allocated, " + what, "B/op")
                    .of(at("allocation." + what))
                    .goal(Goal.atMost(0))
                    .addTo(figures);
        }
    }

    private FigureBuilder figure(String what, String name, String unit) {
        return new FigureBuilder(samples, "store." + what + '.' + size, size + ": " + name, unit);
    }

    private String at(String what) {
        return what + '.' + size;
    }
}

package io.ndpair.bench.store;

import io.ndpair.bench.child.Samples;
import io.ndpair.bench.figure.Figure;
import io.ndpair.bench.suite.FigureBuilder;
import java.util.List;

/** The figures of readers and of churn; each is a point of a curve. */
final class CrowdFigures {
    private final Samples samples;
    private final List<Figure> figures;
    private final String size;

    CrowdFigures(Samples samples, List<Figure> figures, int neighbors) {
        this.samples = samples;
        this.figures = figures;
        size = Size.label(neighbors);
    }

    void add() {
        for (final int readers : ReadersMeasurement.READERS) {
            reader("all", "lookups of all readers beside a writer", readers)
                    .limit("rawReads", "readers.raw." + readers)
                    .addTo(figures);
            reader("each", "lookups of each reader beside a writer", readers).addTo(figures);
            reader("least", "lookups of the reader that got least, in its worst window", readers)
                    .addTo(figures);
            reader("writer", "upserts of the writer beside readers", readers).addTo(figures);
        }
        for (final int percent : ChurnMeasurement.PERCENTS) {
            figure(
                            "churn.rate",
                            "percent",
                            percent,
                            "mutations while neighbors arrive and leave, " + percent + " % of them")
                    .of("churn.rate." + percent)
                    .addTo(figures);
        }
        for (final int turnovers : ChurnMeasurement.TURNOVERS) {
            new FigureBuilder(
                            samples,
                            key("churn.memory", "turnovers", turnovers),
                            size + ": resident bytes an entry of a table turned over, " + turnovers + " times",
                            "B")
                    .of("churn.memory." + turnovers)
                    .addTo(figures);
        }
    }

    private FigureBuilder reader(String what, String name, int readers) {
        return figure(
                        "readers." + what,
                        "readers",
                        readers,
                        name + ", " + readers + (readers == 1 ? " reader" : " readers"))
                .of("readers." + what + '.' + readers);
    }

    private FigureBuilder figure(String what, String axis, int number, String name) {
        return new FigureBuilder(samples, key(what, axis, number), size + ": " + name, "1/s");
    }

    private String key(String what, String axis, int number) {
        return "store." + what + '.' + size + '.' + axis + '.' + number;
    }
}

package io.ndpair.bench.replication;

import io.ndpair.bench.child.Samples;
import io.ndpair.bench.figure.Figure;
import io.ndpair.bench.figure.Goal;
import io.ndpair.bench.suite.FigureBuilder;
import io.ndpair.bench.suite.Sizes;
import java.util.List;

/** The figures of bits that flipped in the backup's table. */
final class DamageFigures {
    private static final double REPAIR_MS = 1_000;
    private static final double MOVED_PERCENT = 1;

    private final Samples samples;
    private final String size;

    DamageFigures(Samples samples, int neighbors) {
        this.samples = samples;
        size = Sizes.label(neighbors);
    }

    void addTo(List<Figure> figures) {
        figure("ms", "a wrong entry of the backup, from its flip until it is right and digests are alike", "ms")
                .of("repair.ms")
                .goal(Goal.atMost(REPAIR_MS))
                .addTo(figures);
        figure("known.ms", "of which: from the digest that was seen to differ", "ms")
                .of("repair.known.ms")
                .goal(Goal.atMost(REPAIR_MS))
                .addTo(figures);
        figure("moved", "bytes of images moved for it, of the table's", "%")
                .of("repair.moved")
                .goal(Goal.atMost(MOVED_PERCENT))
                .addTo(figures);
        figure("received", "all bytes received meanwhile, of the table's", "%")
                .of("repair.received")
                .addTo(figures);
        figure("bit.ms", "a single flipped bit, from its flip until it is put back by the device itself", "ms")
                .of("repair.bit.ms")
                .goal(Goal.atMost(REPAIR_MS))
                .addTo(figures);
        figure("bit.moved", "bytes of images moved for it, of the table's", "%")
                .of("repair.bit.moved")
                .goal(Goal.atMost(0))
                .addTo(figures);
    }

    private FigureBuilder figure(String what, String name, String unit) {
        return new FigureBuilder(samples, "replication.repair." + what + '.' + size, size + ": " + name, unit);
    }
}

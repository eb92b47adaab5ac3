package io.ndpair.bench.store;

import io.ndpair.bench.child.Samples;
import io.ndpair.bench.figure.Figure;
import io.ndpair.bench.figure.Goal;
import io.ndpair.bench.suite.FigureBuilder;
import java.util.List;

/** The figures of journal, open loop and recovery. */
final class JournalFigures {
    private static final double OF_TABLE_ALONE = 0.7;
    private static final double CALLER_P99_US = 5;
    private static final double CALLER_P9999_US = 100;
    private static final double JOURNALED_MS = 50;
    private static final double RECOVERY_MS = 1_500;
    private static final double REPLAYED_PER_SECOND = 5e6;
    private static final double ALLOCATED_BYTES = 0;

    private final Samples samples;
    private final List<Figure> figures;

    JournalFigures(Samples samples, List<Figure> figures) {
        this.samples = samples;
        this.figures = figures;
    }

    /** Of mutations with a journal on a table of this size. */
    void addJournal(int neighbors) {
        final String size = Size.label(neighbors);
        final String table = "table.rate." + size;
        figure("journal.rate." + size, size + ": mutations with a journal, until they are journaled", "1/s")
                .of("journaled.rate." + size)
                .limit("tableAlone", table)
                .goal(Goal.atLeastTimes(OF_TABLE_ALONE, "tableAlone"), table)
                .addTo(figures);
        figure("journal.batch." + size, size + ": mutations in a batch", "1")
                .of("journaled.batch." + size)
                .addTo(figures);
        figure("allocation.journaled." + size, size + ": heap bytes allocated, upsert with a journal, writer", "B/op")
                .of("allocation.journaled." + size)
                .goal(Goal.atMost(ALLOCATED_BYTES))
                .addTo(figures);
        figure("allocation.agents." + size, size + ": heap bytes allocated, the journal's agents", "B/op")
                .of("allocation.agents." + size)
                .addTo(figures);
    }

    /** Of the fixed rate, beside bare Chronicle Queue. */
    void addOpenLoop() {
        openLoop("p99", "caller, p99", "us", Goal.atMost(CALLER_P99_US));
        openLoop("p9999", "caller, p99.99", "us", Goal.atMost(CALLER_P9999_US));
        openLoop("max", "caller, slowest of all", "us", null);
        openLoop("journaled", "until journaled, p99.99", "ms", Goal.atMost(JOURNALED_MS));
    }

    private void openLoop(String what, String name, String unit, Goal goal) {
        figure("openloop." + what, "200,000/s on disk: " + name, unit)
                .of("openloop." + what)
                .limit("clockAlone", "openloop." + what + ".clockAlone")
                .peer("bareChronicleQueue", "openloop." + what + ".bareQueue")
                .goal(goal)
                .addTo(figures);
    }

    /** Of opening a directory of so many neighbors from a checkpoint. */
    void addRecovery(int neighbors) {
        final String size = Size.label(neighbors);
        // The goal is one of ten million neighbors; fewer must be as quick for each.
        final double goalMs = RECOVERY_MS * Math.min(1, (double) neighbors / StoreSuite.RECOVERED_NEIGHBORS);
        figure("recovery." + size, size + ": recovery from a checkpoint in the page cache, cold JVM", "ms")
                .of("recover.checkpoint.ms")
                .limit("readOfTheFile", "recover.checkpoint.read")
                .goal(Goal.atMost(goalMs))
                .addTo(figures);
        figure("recovery.replayed." + size, size + ": mutations that this recovery replayed besides", "1")
                .of("recover.checkpoint.replayed")
                .addTo(figures);
    }

    /** Of replaying a journal onto a table of this size. */
    void addReplay(int neighbors) {
        final String size = Size.label(neighbors);
        figure("replay." + size, size + ": replay of a journal from its beginning, cold JVM", "1/s")
                .of("recover.journal.rate")
                .goal(Goal.atLeast(REPLAYED_PER_SECOND))
                .addTo(figures);
        figure("replay.ms." + size, size + ": all of that replay", "ms")
                .of("recover.journal.ms")
                .limit("readOfTheFiles", "recover.journal.read")
                .addTo(figures);
    }

    private FigureBuilder figure(String what, String name, String unit) {
        return new FigureBuilder(samples, "store." + what, name, unit);
    }
}

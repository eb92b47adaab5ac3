package io.ndpair.bench.store;

import io.ndpair.bench.child.Interleaved.Loop;
import io.ndpair.bench.child.Measurement;
import io.ndpair.bench.child.SampleLines;
import io.ndpair.bench.child.SideBySide;
import io.ndpair.bench.child.SideBySide.Rates;
import io.ndpair.bench.child.Task;
import io.ndpair.bench.environment.Disturbance;
import io.ndpair.bench.environment.Observer;
import io.ndpair.bench.limit.RawMemory;
import io.ndpair.store.table.HashKey;
import io.ndpair.store.table.NeighborTable;
import io.ndpair.store.table.TableConfig;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * What a reader and a writer at full speed cost each other. Beside it stands what each of them loses when the other core reads as much
 * memory that has nothing to do with the table: the cores share memory and sometimes more, whatever a table does. And the copy of the
 * whole table, by the range, beside a memory copy of the same bytes; and what the writer loses meanwhile.
 */
final class InterferenceMeasurement implements Measurement {
    static final String NAME = "interference";

    private static final long WINDOW_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long QUICK_WINDOW_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int WINDOWS = 5;

    private SampleLines out;
    private String size;
    private long windowNs;

    @Override
    public void run(Task task, SampleLines lines) {
        out = lines;
        size = Size.label(task.neighbors());
        windowNs = task.quick() ? QUICK_WINDOW_NS : WINDOW_NS;
        final int neighbors = task.neighbors();
        final HashKey key = HashKey.random(new SplittableRandom(neighbors));
        try (Observer observer = new Observer();
                NeighborTable table = new NeighborTable(TableConfig.of(neighbors), key)) {
            final TableLoops writer = new TableLoops(table, neighbors, 1);
            final TableLoops reader = new TableLoops(table, neighbors, 2);
            writer.fill(0, neighbors);
            try (RangeCopy copy = new RangeCopy(table, neighbors);
                    RawMemory source = new RawMemory(copy.bytes());
                    RawMemory other = new RawMemory(table.memoryBytes())) {
                warmUp(writer, reader, copy, other, source);
                for (int run = 0; run < task.runs(); run++) {
                    observer.begin();
                    copies(copy, source);
                    readerAndWriter(writer, reader, copy, source, other);
                    final Disturbance disturbance = observer.end();
                    for (final String what : new String[] {"writer.alone.", "reader.alone.", "copy.range."}) {
                        out.disturbance(what + size, disturbance);
                    }
                }
                out.expect("entries that were not copied at " + size, 0, copy.missing());
            }
            out.expect("wrong answers beside the other thread at " + size, 0, writer.wrong() + reader.wrong());
            out.expect("entries at " + size, neighbors, table.size());
        }
    }

    private void warmUp(TableLoops writer, TableLoops reader, RangeCopy copy, RawMemory other, RawMemory source) {
        SideBySide.together(2 * windowNs, writer::upsertKnown, reader::hitIndependent);
        SideBySide.together(2 * windowNs, writer::upsertKnown, other::readIndependent);
        copy.all();
        copy.raw(source);
    }

    /** Whole copies, one of each after the other. */
    private void copies(RangeCopy copy, RawMemory source) {
        long rangesNs = 0;
        long rawNs = 0;
        for (int window = 0; window < WINDOWS; window++) {
            final long startNs = System.nanoTime();
            copy.all();
            final long middleNs = System.nanoTime();
            copy.raw(source);
            rangesNs += middleNs - startNs;
            rawNs += System.nanoTime() - middleNs;
        }
        out.number("copy.range." + size, WINDOWS * copy.bytes() * 1e9 / rangesNs);
        out.number("copy.raw." + size, WINDOWS * copy.bytes() * 1e9 / rawNs);
    }

    private void readerAndWriter(
            TableLoops writer, TableLoops reader, RangeCopy copy, RawMemory source, RawMemory other) {
        final Loop upsert = writer::upsertKnown;
        final Loop lookup = reader::hitIndependent;
        final Loop rawReads = other::readIndependent;
        double writerAlone = 0;
        double readerAlone = 0;
        double writerBesideReader = 0;
        double readerBesideWriter = 0;
        double writerBesideRaw = 0;
        double readerBesideRaw = 0;
        double writerBesideCopy = 0;
        double writerBesideRawCopy = 0;
        for (int window = 0; window < WINDOWS; window++) {
            writerAlone += SideBySide.alone(windowNs, upsert);
            final Rates both = SideBySide.together(windowNs, upsert, lookup);
            writerBesideReader += both.first();
            readerBesideWriter += both.second();
            readerAlone += SideBySide.alone(windowNs, lookup);
            writerBesideRaw += SideBySide.together(windowNs, upsert, rawReads).first();
            readerBesideRaw += SideBySide.together(windowNs, lookup, rawReads).first();
            writerBesideCopy +=
                    SideBySide.together(windowNs, upsert, copy::some).first();
            writerBesideRawCopy += SideBySide.together(windowNs, upsert, kib -> copy.someRaw(source, kib))
                    .first();
        }
        out.number("writer.alone." + size, writerAlone / WINDOWS);
        out.number("reader.alone." + size, readerAlone / WINDOWS);
        out.number("writer.besideReader." + size, writerBesideReader / writerAlone);
        out.number("reader.besideWriter." + size, readerBesideWriter / readerAlone);
        out.number("writer.besideRaw." + size, writerBesideRaw / writerAlone);
        out.number("reader.besideRaw." + size, readerBesideRaw / readerAlone);
        out.number("writer.besideCopy." + size, writerBesideCopy / writerAlone);
        out.number("writer.besideRawCopy." + size, writerBesideRawCopy / writerAlone);
    }
}

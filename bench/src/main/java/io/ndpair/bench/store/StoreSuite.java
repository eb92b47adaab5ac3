package io.ndpair.bench.store;

import io.ndpair.bench.child.ChildJvm;
import io.ndpair.bench.child.Measurement;
import io.ndpair.bench.child.Samples;
import io.ndpair.bench.child.Task;
import io.ndpair.bench.figure.Figure;
import io.ndpair.bench.peer.ChronicleMapPeer;
import io.ndpair.bench.peer.Peers;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Runs the chosen sections, one process after another, and makes the figures. Confined to one thread. */
public final class StoreSuite {
    /** Neighbors that are recovered from a checkpoint. */
    static final int RECOVERED_NEIGHBORS = 10_000_000;

    private static final int JOURNALED_NEIGHBORS = 4 * Size.MILLION;
    private static final int REPLAYED_NEIGHBORS = Size.MILLION;
    private static final int HEAP_MB = 256;
    private static final List<String> HEAP_ON_HUGE_PAGES = List.of("-XX:+UseTransparentHugePages");

    private final ChildJvm child;
    private final Samples samples = new Samples();
    private final int neighbors;
    private final int runs;
    private final boolean quick;
    private final Set<Section> sections;
    private final Path directory;
    private final PrintStream progress;

    StoreSuite(
            ChildJvm child,
            int neighbors,
            int runs,
            boolean quick,
            Set<Section> sections,
            Path directory,
            PrintStream progress) {
        this.child = child;
        this.neighbors = neighbors;
        this.runs = runs;
        this.quick = quick;
        this.sections = Set.copyOf(sections);
        this.directory = directory;
        this.progress = progress;
    }

    /** What the measuring processes know. */
    public static Map<String, Supplier<Measurement>> measurements() {
        return Map.ofEntries(
                Map.entry(LookupMeasurement.NAME, LookupMeasurement::new),
                Map.entry(PeerMeasurement.NAME, PeerMeasurement::new),
                Map.entry(GrowthMeasurement.NAME, GrowthMeasurement::new),
                Map.entry(MemoryMeasurement.NAME, MemoryMeasurement::new),
                Map.entry(InterferenceMeasurement.NAME, InterferenceMeasurement::new),
                Map.entry(ReadersMeasurement.NAME, ReadersMeasurement::new),
                Map.entry(ChurnMeasurement.NAME, ChurnMeasurement::new),
                Map.entry(JournalMeasurement.NAME, JournalMeasurement::new),
                Map.entry(OpenLoopMeasurement.NAME, OpenLoopMeasurement::new),
                Map.entry(RecoveryPreparation.NAME, RecoveryPreparation::new),
                Map.entry(RecoveryMeasurement.NAME, RecoveryMeasurement::new));
    }

    /** Measures everything that was chosen. */
    Samples run() throws IOException {
        for (final int size : Size.upTo(neighbors)) {
            table(Section.LOOKUP, LookupMeasurement.NAME, size);
            peers(size);
            table(Section.GROWTH, GrowthMeasurement.NAME, size);
            table(Section.MEMORY, MemoryMeasurement.NAME, size);
            table(Section.INTERFERENCE, InterferenceMeasurement.NAME, size);
        }
        table(Section.READERS, ReadersMeasurement.NAME, crowdedNeighbors());
        table(Section.CHURN, ChurnMeasurement.NAME, crowdedNeighbors());
        table(Section.JOURNAL, JournalMeasurement.NAME, journaledNeighbors());
        table(Section.OPENLOOP, OpenLoopMeasurement.NAME, replayedNeighbors());
        if (sections.contains(Section.RECOVERY)) {
            recovery(RecoveryPreparation.CHECKPOINT, recoveredNeighbors());
            recovery(RecoveryPreparation.JOURNAL, replayedNeighbors());
        }
        return samples;
    }

    /** The figures of what was measured. The goals are those of a full run at a million neighbors and more; no other is judged. */
    List<Figure> figures() {
        final List<Figure> figures = new ArrayList<>();
        for (final int size : Size.upTo(neighbors)) {
            new LookupFigures(samples, figures, size).add();
            new TableFigures(samples, figures, size).add();
        }
        new CrowdFigures(samples, figures, crowdedNeighbors()).add();
        final JournalFigures journal = new JournalFigures(samples, figures);
        journal.addJournal(journaledNeighbors());
        journal.addOpenLoop();
        journal.addRecovery(recoveredNeighbors());
        journal.addReplay(replayedNeighbors());
        return quick || neighbors < Size.MILLION
                ? figures.stream().map(Figure::withoutGoal).toList()
                : figures;
    }

    private int crowdedNeighbors() {
        return Math.min(neighbors, JOURNALED_NEIGHBORS);
    }

    private int journaledNeighbors() {
        return Math.min(neighbors, JOURNALED_NEIGHBORS);
    }

    private int recoveredNeighbors() {
        return Math.min(neighbors, RECOVERED_NEIGHBORS);
    }

    private int replayedNeighbors() {
        return Math.min(neighbors, REPLAYED_NEIGHBORS);
    }

    private void table(Section section, String measurement, int size) throws IOException {
        if (sections.contains(section)) {
            run(measurement, size, runs, HEAP_MB, List.of());
        }
    }

    private void peers(int size) throws IOException {
        if (sections.contains(Section.PEERS)) {
            for (final String peer : Peers.ALL) {
                final boolean isOnHeap = Peers.HEAP.contains(peer);
                run(
                        PeerMeasurement.NAME + ':' + peer,
                        size,
                        runs,
                        Peers.heapMb(peer, size),
                        isOnHeap ? HEAP_ON_HUGE_PAGES : ChronicleMapPeer.JVM_FLAGS);
            }
        }
    }

    private void recovery(String from, int size) throws IOException {
        run(RecoveryPreparation.NAME + ':' + from, size, 1, HEAP_MB, List.of());
        for (int run = 0; run < runs; run++) {
            run(RecoveryMeasurement.NAME + ':' + from, size, 1, HEAP_MB, List.of());
            final String written = samples.facts().get("digest." + from);
            final String recovered = samples.facts().get("digest." + from + ".recovered");
            if (!written.equals(recovered)) {
                samples.wrong("digest after recovery from the " + from + " is " + recovered + ", was " + written);
            }
        }
    }

    private void run(String measurement, int size, int times, int heapMb, List<String> flags) throws IOException {
        progress.println("bench store: " + measurement + ", " + Size.label(size));
        child.run(new Task(measurement, size, times, quick, directory), heapMb, flags, samples);
    }
}

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
        return Map.of(LookupMeasurement.NAME, LookupMeasurement::new, PeerMeasurement.NAME, PeerMeasurement::new);
    }

    /** Measures everything that was chosen. */
    Samples run() throws IOException {
        for (final int size : Size.upTo(neighbors)) {
            if (sections.contains(Section.LOOKUP)) {
                run(LookupMeasurement.NAME, size, HEAP_MB, List.of());
            }
            if (sections.contains(Section.PEERS)) {
                for (final String peer : Peers.ALL) {
                    final boolean isOnHeap = Peers.HEAP.contains(peer);
                    run(
                            PeerMeasurement.NAME + ':' + peer,
                            size,
                            Peers.heapMb(peer, size),
                            isOnHeap ? HEAP_ON_HUGE_PAGES : ChronicleMapPeer.JVM_FLAGS);
                }
            }
        }
        return samples;
    }

    /** The figures of what was measured. */
    List<Figure> figures() {
        final List<Figure> figures = new ArrayList<>();
        for (final int size : Size.upTo(neighbors)) {
            new LookupFigures(samples, figures, size).add();
        }
        return figures;
    }

    private void run(String measurement, int size, int heapMb, List<String> flags) throws IOException {
        progress.println("bench store: " + measurement + ", " + Size.label(size));
        child.run(new Task(measurement, size, runs, quick, directory), heapMb, flags, samples);
    }
}

package io.ndpair.bench.child;

import io.ndpair.bench.environment.Disturbance;
import io.ndpair.bench.environment.Observer;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures several loops side by side: each run goes round all of them in slices, so that a core whose speed changes changes it for all.
 * That is what makes ratios of a run worth more than its nanoseconds.
 */
public final class Interleaved {
    private static final int SLICES = 10;
    private static final int WARM_UP_SLICES = 4;

    private final List<Entry> entries = new ArrayList<>();

    /** A loop of so many operations. */
    public interface Loop {
        /** Does them. Answers something that depends on all of them. */
        long run(int operations);
    }

    /** Adds a loop whose time an operation, in nanoseconds, is told under a key. */
    public Interleaved add(String key, int operations, Loop loop) {
        entries.add(new Entry(key, Math.max(1, operations / SLICES), loop));
        return this;
    }

    /** Warms up, runs, tells. */
    public void run(int runs, Observer observer, SampleLines out) {
        long sink = 0;
        for (int slice = 0; slice < WARM_UP_SLICES; slice++) {
            for (final Entry entry : entries) {
                sink += entry.loop.run(entry.sliceOperations);
            }
        }
        for (int run = 0; run < runs; run++) {
            final long[] tookNs = new long[entries.size()];
            observer.begin();
            for (int slice = 0; slice < SLICES; slice++) {
                for (int i = 0; i < tookNs.length; i++) {
                    final Entry entry = entries.get(i);
                    final long beforeNs = System.nanoTime();
                    sink += entry.loop.run(entry.sliceOperations);
                    tookNs[i] += System.nanoTime() - beforeNs;
                }
            }
            final Disturbance disturbance = observer.end();
            for (int i = 0; i < tookNs.length; i++) {
                final Entry entry = entries.get(i);
                out.number(entry.key, (double) tookNs[i] / SLICES / entry.sliceOperations);
                out.disturbance(entry.key, disturbance);
            }
        }
        // Told, so that no loop can be left out as useless.
        out.fact("sink", Long.toHexString(sink));
    }

    private record Entry(String key, int sliceOperations, Loop loop) {}
}

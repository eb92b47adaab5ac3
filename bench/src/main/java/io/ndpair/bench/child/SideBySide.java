package io.ndpair.bench.child;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;

/** Lets some loops run for a while, each on a thread of its own, and tells how fast each was. */
public final class SideBySide {
    private static final int CHUNK_OPERATIONS = 1_000;

    private SideBySide() {}

    /** Rates of two loops in operations a second. */
    public record Rates(double first, double second) {}

    /** The rate of a loop that has the machine to itself, in operations a second. */
    public static double alone(long durationNs, Interleaved.Loop loop) {
        return new Runner(loop, durationNs, new CyclicBarrier(1)).go();
    }

    /** The rates of two loops that run at the same time; the first on the caller's thread. */
    public static Rates together(long durationNs, Interleaved.Loop first, Interleaved.Loop second) {
        final double[] rates = together(durationNs, List.of(first, second));
        return new Rates(rates[0], rates[1]);
    }

    /** The rates of loops that run at the same time, in their order; the first on the caller's thread. */
    public static double[] together(long durationNs, List<Interleaved.Loop> loops) {
        final CyclicBarrier start = new CyclicBarrier(loops.size());
        final List<Runner> runners = new ArrayList<>();
        final List<Thread> threads = new ArrayList<>();
        for (final Interleaved.Loop loop : loops) {
            runners.add(new Runner(loop, durationNs, start));
        }
        for (final Runner beside : runners.subList(1, runners.size())) {
            final Thread thread = new Thread(beside::go, "side-by-side");
            thread.start();
            threads.add(thread);
        }
        runners.get(0).go();
        try {
            for (final Thread thread : threads) {
                thread.join();
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        for (final Runner runner : runners) {
            if (runner.failure != null) {
                throw new IllegalStateException("a loop failed", runner.failure);
            }
        }
        return runners.stream().mapToDouble(runner -> runner.rate).toArray();
    }

    private static final class Runner {
        private final Interleaved.Loop loop;
        private final long durationNs;
        private final CyclicBarrier start;
        private double rate;
        private Throwable failure;

        Runner(Interleaved.Loop loop, long durationNs, CyclicBarrier start) {
            this.loop = loop;
            this.durationNs = durationNs;
            this.start = start;
        }

        private double go() {
            try {
                start.await();
                final long startNs = System.nanoTime();
                long operations = 0;
                long tookNs;
                do {
                    loop.run(CHUNK_OPERATIONS);
                    operations += CHUNK_OPERATIONS;
                    tookNs = System.nanoTime() - startNs;
                } while (tookNs < durationNs);
                rate = operations * 1e9 / tookNs;
            } catch (final Exception | Error e) {
                failure = e;
                // The other side must not wait for this one for ever.
                start.reset();
            }
            return rate;
        }
    }
}

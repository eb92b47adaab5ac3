package io.ndpair.bench.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One life of a device process, from start to kill: what it held first and last while all was well. Confined to one thread. */
final class Life {
    private static final long WARM_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long JUDGED_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long MOST_BYTES = 128L << 20;
    private static final long MOST_HEAP_BYTES = 32L << 20;
    private static final long MOST_THREADS = 6;
    private static final long MOST_HANDLES = 32;
    private static final long MOST_FILES = 64;
    private static final long MIB = 1 << 20;

    private final String name;
    private final int number;
    private final List<Vitals> samples = new ArrayList<>();
    private final long bornNs = System.nanoTime();

    Life(String name, int number) {
        this.name = name;
        this.number = number;
    }

    String name() {
        return name;
    }

    void add(Vitals vitals) {
        samples.add(vitals);
    }

    List<Vitals> samples() {
        return samples;
    }

    /** The first sample of a process that has warmed up, or the first of all; null before any. */
    Vitals first() {
        return samples.stream()
                .filter(sample -> sample.atNs() - bornNs >= WARM_NS)
                .findFirst()
                .orElse(samples.isEmpty() ? null : samples.get(0));
    }

    Vitals last() {
        return samples.isEmpty() ? null : samples.get(samples.size() - 1);
    }

    /** Nanoseconds between the two. */
    long observedNs() {
        return samples.isEmpty() ? 0 : last().atNs() - first().atNs();
    }

    /** What grew beyond what a warm process takes; empty if nothing did, or it did not live long enough to tell. */
    List<String> leaks() {
        final List<String> leaks = new ArrayList<>();
        if (observedNs() < JUDGED_NS) {
            return leaks;
        }
        judge(
                leaks,
                "MiB of memory besides the table",
                first().otherBytes() / MIB,
                last().otherBytes() / MIB,
                MOST_BYTES / MIB);
        judge(leaks, "MiB of heap", first().heapBytes() / MIB, last().heapBytes() / MIB, MOST_HEAP_BYTES / MIB);
        judge(leaks, "threads", first().threads(), last().threads(), MOST_THREADS);
        judge(leaks, "handles", first().handles(), last().handles(), MOST_HANDLES);
        judge(leaks, "files", first().files(), last().files(), MOST_FILES);
        return leaks;
    }

    private void judge(List<String> leaks, String what, long before, long after, long most) {
        if (after - before > most) {
            leaks.add("device " + name + " in its life " + number + ": " + before + " " + what + " became " + after
                    + " in " + TimeUnit.NANOSECONDS.toSeconds(observedNs()) + " s");
        }
    }
}

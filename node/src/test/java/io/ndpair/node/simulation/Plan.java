package io.ndpair.node.simulation;

import java.util.EnumSet;
import java.util.SplittableRandom;

/** What a seed makes of a run: which faults are on, and the sizes and paces. */
final class Plan {
    final EnumSet<Fault> faults = EnumSet.noneOf(Fault.class);
    final int keys;
    final int maxNeighbors;
    final int imagesPerCycle;
    final long journalBytes;
    final long stepNs;
    final long faultyNs;
    final int mutationsPerStep;
    final int faultEverySteps;

    Plan(SplittableRandom random) {
        // Swarm: many seeds with few kinds of faults find what one with all of them hides.
        int chance = 1 + random.nextInt(4);
        for (Fault fault : Fault.values()) {
            if (random.nextInt(5) < chance) {
                faults.add(fault);
            }
        }
        if (random.nextInt(20) == 0) {
            faults.clear();
        }
        keys = 40 << random.nextInt(7);
        maxNeighbors = 2 * keys + 2_000;
        imagesPerCycle = 1 + random.nextInt(3);
        journalBytes = 1L << (20 + random.nextInt(3));
        stepNs = (4 + 2 * random.nextInt(4)) * 1_000_000L;
        faultyNs = (5 + random.nextInt(20)) * 1_000_000_000L;
        mutationsPerStep = 1 + random.nextInt(12);
        faultEverySteps = 40 + random.nextInt(400);
    }

    boolean has(Fault fault) {
        return faults.contains(fault);
    }

    /** By how much the ages of two masters may err: ticks and batches round both, an offer ages on its way, clocks run fast and slow. */
    long inexactAgesNs() {
        return 300_000_000L
                + (has(Fault.DELAY) ? Faults.MOST_DELAY_NS : 0)
                + (has(Fault.CLOCK_DRIFT) ? (long) (2 * Faults.MOST_DRIFT * faultyNs) : 0);
    }

    @Override
    public String toString() {
        return "keys " + keys + ", step " + stepNs / 1_000_000 + " ms, " + faultyNs / 1_000_000_000 + " s of " + faults;
    }
}

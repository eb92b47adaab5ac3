package io.ndpair.bench.store;

import java.util.ArrayList;
import java.util.List;

/** Sizes of tables and how they are called in keys. */
final class Size {
    static final int MILLION = 1_000_000;
    static final int[] STEPS = {MILLION, 4 * MILLION, 16 * MILLION};

    private static final int THOUSAND = 1_000;

    private Size() {}

    /** The steps up to so many neighbors, and that number itself if it is none of them. */
    static List<Integer> upTo(int neighbors) {
        final List<Integer> sizes = new ArrayList<>();
        for (final int step : STEPS) {
            if (step < neighbors) {
                sizes.add(step);
            }
        }
        sizes.add(neighbors);
        return sizes;
    }

    /** "4m", "20k", "1234". */
    static String label(int neighbors) {
        if (neighbors % MILLION == 0) {
            return neighbors / MILLION + "m";
        }
        return neighbors % THOUSAND == 0 ? neighbors / THOUSAND + "k" : Integer.toString(neighbors);
    }
}

package io.ndpair.bench.suite;

/** Numbers of neighbors as keys and names have them. */
public final class Sizes {
    private static final int MILLION = 1_000_000;
    private static final int THOUSAND = 1_000;

    private Sizes() {}

    /** "4m", "20k", "1234". */
    public static String label(int neighbors) {
        if (neighbors % MILLION == 0) {
            return neighbors / MILLION + "m";
        }
        return neighbors % THOUSAND == 0 ? neighbors / THOUSAND + "k" : Integer.toString(neighbors);
    }
}

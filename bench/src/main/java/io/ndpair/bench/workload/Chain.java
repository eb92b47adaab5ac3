package io.ndpair.bench.workload;

/**
 * Draws numbers: {@code state = next(state + result)}, {@code number = below(state, n)}. Where the result of one lookup is added in, the
 * next key cannot be known before it has arrived (dependent); where nothing is added, the processor may run ahead (independent).
 */
public final class Chain {
    private static final long MULTIPLIER = 0x5851_F42D_4C95_7F2DL;
    private static final long INCREMENT = 0x1405_7B7E_F767_814FL;

    private Chain() {}

    /** The next state of a linear congruential generator. */
    public static long next(long state) {
        return state * MULTIPLIER + INCREMENT;
    }

    /** A number from 0 to bound-1, from the state's high bits. */
    public static long below(long state, long bound) {
        return ((state >>> 32) * bound) >>> 32;
    }
}

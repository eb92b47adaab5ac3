package io.ndpair.bench.workload;

/**
 * The neighbors of the benchmarks, by number: half have random interface ids (privacy addresses), a quarter sequential ones (DHCPv6, hands
 * of administrators), a quarter EUI-64; on 64 links. All numbers give different keys, so numbers beyond those that a table holds are keys
 * that it does not hold, of the same kinds.
 *
 * <p>Computed, not kept: a key in memory would be a miss of its own. Costs some 3 ns and no branch, which every subject pays alike; the
 * reports have it as a figure and subtract it nowhere.
 */
public final class Keys {
    /** How many links the neighbors are on: 1 to this. */
    public static final int LINKS = 64;

    private static final long PREFIX = 0x2001_0db8_0000_0000L;
    private static final long FIRST_SEQUENTIAL = 0x1000;
    private static final long FIRST_MAC = 0x0200_5e00_0000L;
    private static final long UNIVERSAL_BIT = 0x0200_0000_0000_0000L;

    private Keys() {}

    /** First 64 bits of the address. */
    public static long high(long number) {
        return PREFIX | (number & (LINKS - 1));
    }

    /** Interface id. */
    public static long low(long number) {
        final long random = mixed(number);
        final long sequential = FIRST_SEQUENTIAL + number;
        final long mac = FIRST_MAC + number;
        final long eui64 = (((mac & 0xffff_ff00_0000L) << 16) ^ UNIVERSAL_BIT) | 0xff_fe00_0000L | (mac & 0xff_ffffL);
        // No branch: which kind it is cannot be predicted, and a misprediction would cost as much as the key.
        final long isNotRandom = -((number >>> 1) & 1);
        final long isEui64 = -(number & 1);
        return (random & ~isNotRandom) | (isNotRandom & ((sequential & ~isEui64) | (eui64 & isEui64)));
    }

    /** Link id. */
    public static int link(long number) {
        return 1 + (int) (number & (LINKS - 1));
    }

    /** The MAC by which an answer is checked. */
    public static long mac(long number) {
        return FIRST_MAC + number;
    }

    /** A bijection of 64 bits (the finisher of SplitMix64). */
    static long mixed(long number) {
        long z = number + 0x9E37_79B9_7F4A_7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }
}

package io.ndpair.store.aging;

/**
 * Times and rates of aging, checked at construction. Defaults and ranges are those of Huawei VRP where it has them.
 *
 * @param reachableTimeMs an entry that is not confirmed for so long becomes stale
 * @param staleTimeoutS a stale entry that is not confirmed for so long is probed; counted from the last confirmation, the one
 *     time that both devices of a pair know alike
 * @param holdS after a takeover nothing inherited is probed or removed for so long, while the hosts' own traffic confirms
 *     many of them
 * @param attempts probes that must stay unanswered before an entry is removed
 * @param intervalMs between two probes of a neighbor, and after the last
 * @param probesPerSecond most probes of all neighbors together
 * @param incompleteTimeoutS an unresolved entry is removed after so long; resolving it is the embedder's work
 */
public record AgingConfig(
        int reachableTimeMs,
        int staleTimeoutS,
        int holdS,
        int attempts,
        int intervalMs,
        int probesPerSecond,
        int incompleteTimeoutS) {
    /** Shortest and longest stale time-out. */
    public static final int MIN_STALE_TIMEOUT_S = 60;

    /** Longest stale time-out. */
    public static final int MAX_STALE_TIMEOUT_S = 172_800;

    /** Stale time-out unless said otherwise. */
    public static final int DEFAULT_STALE_TIMEOUT_S = 1_200;

    /** Most attempts. */
    public static final int MAX_ATTEMPTS = 10;

    /** Attempts unless said otherwise. */
    public static final int DEFAULT_ATTEMPTS = 3;

    /** Shortest interval. */
    public static final int MIN_INTERVAL_MS = 1_000;

    /** Longest interval. */
    public static final int MAX_INTERVAL_MS = 3_600_000;

    /** Interval unless said otherwise. */
    public static final int DEFAULT_INTERVAL_MS = 5_000;

    /** Most probes in a second. */
    public static final int MAX_PROBES_PER_SECOND = 1_000;

    /** Longest hold time. */
    public static final int MAX_HOLD_S = 3_600;

    /** Longest time that an entry stays reachable without a confirmation. */
    public static final int MAX_REACHABLE_TIME_MS = 3_600_000;

    /** The defaults. */
    public static final AgingConfig DEFAULT =
            new AgingConfig(1_200_000, DEFAULT_STALE_TIMEOUT_S, 10, DEFAULT_ATTEMPTS, DEFAULT_INTERVAL_MS, 550, 15);

    /** Checks the bounds. */
    public AgingConfig {
        between("reachableTimeMs", reachableTimeMs, 1, MAX_REACHABLE_TIME_MS);
        between("staleTimeoutS", staleTimeoutS, MIN_STALE_TIMEOUT_S, MAX_STALE_TIMEOUT_S);
        between("holdS", holdS, 0, MAX_HOLD_S);
        between("attempts", attempts, 1, MAX_ATTEMPTS);
        between("intervalMs", intervalMs, MIN_INTERVAL_MS, MAX_INTERVAL_MS);
        between("probesPerSecond", probesPerSecond, 1, MAX_PROBES_PER_SECOND);
        between("incompleteTimeoutS", incompleteTimeoutS, 1, 3_600);
    }

    /** The same with another stale time-out. */
    public AgingConfig withStaleTimeoutS(int value) {
        return new AgingConfig(
                reachableTimeMs, value, holdS, attempts, intervalMs, probesPerSecond, incompleteTimeoutS);
    }

    /** The same with another way of probing. */
    public AgingConfig withProbes(int newAttempts, int newIntervalMs, int newProbesPerSecond) {
        return new AgingConfig(
                reachableTimeMs,
                staleTimeoutS,
                holdS,
                newAttempts,
                newIntervalMs,
                newProbesPerSecond,
                incompleteTimeoutS);
    }

    /** The same with another hold time. */
    public AgingConfig withHoldS(int value) {
        return new AgingConfig(
                reachableTimeMs, staleTimeoutS, value, attempts, intervalMs, probesPerSecond, incompleteTimeoutS);
    }

    static void between(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " " + value + " is not in " + least + ".." + most);
        }
    }
}

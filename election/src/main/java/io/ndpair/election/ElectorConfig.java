package io.ndpair.election;

/**
 * Settings of an {@link Elector}.
 *
 * @param maxGroups        most groups at a time, 1..4080 (16 interfaces full of VRIDs)
 * @param pollLimit        most advertisements read from one channel in a duty cycle, 16..4096
 * @param maxIdleNs        longest sleep of the idle strategy, which bounds how late an advertisement is read,
 *                         50 microseconds..10 ms
 * @param noticeIntervalNs shortest time between two reports of one kind to the {@link ElectorListener}, at least 100 ms
 */
public record ElectorConfig(int maxGroups, int pollLimit, long maxIdleNs, long noticeIntervalNs) {
    /** 1,024 groups, 256 advertisements a cycle, 1 ms of sleep, a report in 10 s. */
    public static final ElectorConfig DEFAULT = new ElectorConfig(1024, 256, 1_000_000L, 10_000_000_000L);

    public ElectorConfig {
        check("maxGroups", maxGroups, 1, 4080);
        check("pollLimit", pollLimit, 16, 4096);
        check("maxIdleNs", maxIdleNs, 50_000L, 10_000_000L);
        check("noticeIntervalNs", noticeIntervalNs, 100_000_000L, 86_400_000_000_000L);
    }

    private static void check(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " is " + value + ", expected " + min + ".." + max);
        }
    }
}

package io.ndpair.store;

/**
 * Table time: ticks of 100 ms since the profile was born, carried on from this device's monotonic clock and the last value
 * seen. Never runs backwards. Belongs to the writer's thread.
 */
final class TableClock {
    private static final long TICK_NS = 100_000_000L;

    private int baseTicks;
    private long baseNs;
    private int last;

    TableClock(int ticks, long nowNs) {
        baseTicks = ticks;
        baseNs = nowNs;
        last = ticks;
    }

    int ticks(long nowNs) {
        int ticks = baseTicks + (int) Math.max(0, (nowNs - baseNs) / TICK_NS);
        if (Integer.compareUnsigned(ticks, last) > 0) {
            last = ticks;
        }
        return last;
    }

    void adopt(int ticks, long nowNs) {
        if (Integer.compareUnsigned(ticks, ticks(nowNs)) > 0) {
            baseTicks = ticks;
            baseNs = nowNs;
            last = ticks;
        }
    }
}

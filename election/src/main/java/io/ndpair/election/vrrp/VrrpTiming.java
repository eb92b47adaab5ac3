package io.ndpair.election.vrrp;

/**
 * The timer arithmetic of RFC 9568 section 6.1 in nanoseconds, dividing last. In whole centiseconds the skew would vanish
 * at short intervals and all backups would take over at once.
 */
final class VrrpTiming {
    private static final long NS_PER_CS = 10_000_000L;

    private VrrpTiming() {}

    static long intervalNs(int intervalCs) {
        return intervalCs * NS_PER_CS;
    }

    /** Skew_Time: the weaker, the later. */
    static long skewNs(int priority, int intervalCs) {
        return (256 - priority) * intervalNs(intervalCs) / 256;
    }

    /** Active_Down_Interval; the RFC's multiplier is 3. */
    static long downNs(int multiplier, int priority, int intervalCs) {
        return multiplier * intervalNs(intervalCs) + skewNs(priority, intervalCs);
    }
}

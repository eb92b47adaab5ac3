package io.ndpair.transport.session;

/**
 * When a Hello goes out: at once where one is called for, again after an interval until a session is made, and after a refusal later each time, so
 * that no tables are sent in circles. Times are monotonic nanoseconds.
 */
final class HelloPace {
    private static final long FIRST_HOLD_NS = 100_000_000L;
    private static final int MOST_HOLD_DOUBLINGS = 7;
    private static final long NO_MEMORY_HOLD_NS = 60_000_000_000L;

    private final long intervalNs;
    private boolean wanted;
    private long dueNs;
    private long heldNs;
    private int failures;

    HelloPace(long intervalNs) {
        this.intervalNs = intervalNs;
    }

    /** Nothing was ever held back. */
    void begin(long nowNs) {
        heldNs = nowNs;
    }

    /** One is called for, with a session or without, when its time has come. */
    void want() {
        wanted = true;
    }

    boolean wanted() {
        return wanted;
    }

    /** Whether its time has come. */
    boolean due(long nowNs) {
        return nowNs - dueNs >= 0;
    }

    /** One is called for now; false when it is held back until later. */
    boolean now(long nowNs) {
        wanted = true;
        dueNs = nowNs - heldNs < 0 ? heldNs : nowNs;
        return dueNs == nowNs;
    }

    /** One went out. */
    void sent(long nowNs) {
        wanted = false;
        dueNs = nowNs + intervalNs;
    }

    /** Begins anew, after what was refused later than the time before. */
    void refused(Refusal reason, long nowNs) {
        long holdNs = FIRST_HOLD_NS << Math.min(failures, MOST_HOLD_DOUBLINGS);
        failures++;
        anew(reason == Refusal.NO_MEMORY_FOR_KEY ? NO_MEMORY_HOLD_NS : holdNs, nowNs);
    }

    /** Begins anew, not before something that holds already is over. */
    void anew(long holdNs, long nowNs) {
        if (nowNs + holdNs - heldNs > 0) {
            heldNs = nowNs + holdNs;
        }
        dueNs = heldNs;
    }

    /** A session has lasted: refusals before it count no more. */
    void lasted() {
        failures = 0;
    }
}

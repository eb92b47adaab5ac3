package io.ndpair.transport.session;

/** Measures a batch backup, the same way on both sides: by the part of the hash space that is covered. Reused. */
public final class BatchMeter {

    /** Progress is told this often at most. */
    private static final long TELL_INTERVAL_NS = 250_000_000L;

    private static final double WHOLE_SPACE = 0x1p64;

    /** The steps of a batch backup. */
    public enum Phase {
        /** It begins. */
        BEGUN,
        /** It goes on. */
        RUNNING,
        /** It came to its end. */
        ENDED,
        /** It ended before. */
        BROKEN_OFF
    }

    private final SessionEvents events;
    private boolean running;
    private long entriesTotal;
    private long entries;
    private long ranges;
    private double covered;
    private long startNs;
    private long nowNs;
    private long toldNs;

    BatchMeter(SessionEvents events) {
        this.events = events;
    }

    void begin(long entriesEstimate, long atNs) {
        breakOff();
        running = true;
        entriesTotal = Math.max(0, entriesEstimate);
        entries = 0;
        ranges = 0;
        covered = 0;
        startNs = atNs;
        nowNs = atNs;
        toldNs = atNs;
        events.onBatch(Phase.BEGUN, this);
    }

    /** One range more; its end is the hash position at which the next begins, 0 after the last. */
    void range(int count, long nextPosition, long atNs) {
        ranges++;
        entries += count;
        covered = nextPosition == 0 ? 1.0 : unsigned(nextPosition) / WHOLE_SPACE;
        nowNs = atNs;
        if (atNs - toldNs >= TELL_INTERVAL_NS) {
            toldNs = atNs;
            events.onBatch(Phase.RUNNING, this);
        }
    }

    /** The part of the hash space before this position is covered, without an image. */
    void covered(long nextPosition, long atNs) {
        covered = nextPosition == 0 ? 1.0 : unsigned(nextPosition) / WHOLE_SPACE;
        nowNs = atNs;
    }

    void end(long atNs) {
        if (running) {
            running = false;
            covered = 1.0;
            entriesTotal = entries;
            nowNs = atNs;
            events.onBatch(Phase.ENDED, this);
        }
    }

    void breakOff() {
        if (running) {
            running = false;
            events.onBatch(Phase.BROKEN_OFF, this);
        }
    }

    /**
     * Ranges so far.
     *
     * @return a count
     */
    public long ranges() {
        return ranges;
    }

    /**
     * Ranges that there will be if the rest of the hash space is cut like what is covered.
     *
     * @return an estimate, never less than {@link #ranges()}
     */
    public long rangesTotal() {
        return covered <= 0 ? Math.max(1, ranges) : Math.max(ranges, Math.round(ranges / covered));
    }

    /**
     * Entries so far.
     *
     * @return a count
     */
    public long entries() {
        return entries;
    }

    /**
     * Entries that the master had at the beginning, or that there were at the end.
     *
     * @return a count
     */
    public long entriesTotal() {
        return Math.max(entries, entriesTotal);
    }

    /**
     * Mean rate since the beginning.
     *
     * @return entries a second, 0 in the first moment
     */
    public long entriesPerSecond() {
        long elapsedNs = nowNs - startNs;
        return elapsedNs <= 0 ? 0 : (long) (entries * 1e9 / elapsedNs);
    }

    /**
     * Time that the rest of the hash space takes, if it goes on as it went so far.
     *
     * @return an estimate in nanoseconds, 0 at the end, -1 while nothing is covered
     */
    public long remainingNs() {
        return covered <= 0 ? -1 : (long) ((nowNs - startNs) * (1.0 - covered) / covered);
    }

    private static double unsigned(long value) {
        return (value >>> 11) * 0x1p11;
    }
}

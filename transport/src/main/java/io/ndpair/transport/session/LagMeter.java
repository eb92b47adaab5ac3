package io.ndpair.transport.session;

/**
 * Tells for how long the oldest change that the backup lacks has existed: remembers when the master's last sequence was what, coarsely,
 * in a ring of fixed size.
 */
final class LagMeter {

    private static final int SAMPLES = 512;
    private static final long SAMPLE_INTERVAL_NS = 1_000_000L;

    private final long[] sequences = new long[SAMPLES];
    private final long[] timesNs = new long[SAMPLES];
    private long head;
    private long tail;

    void reset() {
        head = 0;
        tail = 0;
    }

    /**
     * One look at both sides.
     *
     * @return nanoseconds; 0 when nothing is lacking; at least so much when the ring is too short to tell
     */
    long observe(long masterSequence, long backupSequence, long nowNs) {
        while (tail < head && sequences[index(tail)] <= backupSequence) {
            tail++;
        }
        if (masterSequence > backupSequence) {
            boolean newest = head == tail || masterSequence > sequences[index(head - 1)];
            boolean room = head - tail < SAMPLES;
            if (newest && room && (head == tail || nowNs - timesNs[index(head - 1)] >= SAMPLE_INTERVAL_NS)) {
                sequences[index(head)] = masterSequence;
                timesNs[index(head)] = nowNs;
                head++;
            }
        }
        return head == tail ? 0 : Math.max(0, nowNs - timesNs[index(tail)]);
    }

    private static int index(long position) {
        return (int) (position & (SAMPLES - 1));
    }
}

package io.ndpair.transport.session;

/**
 * What a backup asks for when its table differs: repairs at once, as they are cheap; when {@value #MOST_REPAIRS} of them have not mended it a batch
 * backup, and when that does not either, more of them less and less often.
 */
final class Divergence {

    private static final int MOST_REPAIRS = 3;
    private static final long FIRST_RETRY_NS = 1_000_000_000L;
    private static final long LAST_RETRY_NS = 60_000_000_000L;

    private boolean present;
    private int requests;
    private long retryNs = FIRST_RETRY_NS;
    private long dueNs;

    /** Whether the table is known to differ. */
    boolean present() {
        return present;
    }

    /** When the request is to go out. */
    long dueNs() {
        return dueNs;
    }

    /**
     * The tables differ.
     *
     * @param repairable whether the difference may be mended range by range
     * @return the {@link RequestReason}
     */
    int seen(boolean repairable, long nowNs) {
        present = true;
        dueNs = nowNs;
        if (repairable && requests < MOST_REPAIRS) {
            requests++;
            return RequestReason.DIVERGENCE;
        }
        if (requests > MOST_REPAIRS) {
            dueNs = nowNs + retryNs;
            retryNs = Math.min(2 * retryNs, LAST_RETRY_NS);
        }
        requests = MOST_REPAIRS + 1;
        return RequestReason.NOT_REPAIRED;
    }

    /** The tables are alike. */
    void over() {
        present = false;
        requests = 0;
        retryNs = FIRST_RETRY_NS;
    }

    /** There is a whole new table, which has not been compared yet. */
    void replaced() {
        present = false;
    }
}

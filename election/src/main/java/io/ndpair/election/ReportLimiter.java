package io.ndpair.election;

/** Lets a report of one kind through the first time and then at most once per interval. */
final class ReportLimiter {
    private boolean reported;
    private long reportedNs;

    boolean allows(long nowNs, long intervalNs) {
        final boolean allowed = !reported || nowNs - reportedNs >= intervalNs;
        if (allowed) {
            reported = true;
            reportedNs = nowNs;
        }
        return allowed;
    }
}

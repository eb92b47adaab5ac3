package io.ndpair.node.device;

/**
 * A promotion for which the disk took no term: kept, for the election does not tell it again, and tried again until it succeeds or another role is
 * told.
 *
 * <p>Not thread-safe: belongs to the replication thread. Times are monotonic.
 */
final class KeptPromotion {
    static final long RETRY_NS = 100_000_000L;

    private RoleEvent event;
    private long dueNs;

    /** Keeps it; whether it was not kept before, so that it is to be told. */
    boolean keep(RoleEvent promotion, long nowNs) {
        final boolean isNew = event == null;
        event = promotion;
        dueNs = nowNs + RETRY_NS;
        return isNew;
    }

    /** The promotion, when it is to be tried again; null otherwise. */
    RoleEvent due(long nowNs) {
        return event != null && nowNs - dueNs >= 0 ? event : null;
    }

    /** It has succeeded, or another role counts. */
    void forget() {
        event = null;
    }
}

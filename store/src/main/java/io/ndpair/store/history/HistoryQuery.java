package io.ndpair.store.history;

/**
 * What is asked about one address.
 *
 * @param addressHigh first 64 bits of the address
 * @param addressLow  last 64 bits of the address
 * @param linkId      only changes on this link; 0 for all links
 * @param newestFirst whether to begin with the newest change
 * @param limit       most changes that are told; bounds the memory of the answer too
 * @param timeoutNs   after this long the answer ends where it is, and says so
 */
public record HistoryQuery(
        long addressHigh, long addressLow, int linkId, boolean newestFirst, int limit, long timeoutNs) {
    /** Changes told by default. */
    public static final int DEFAULT_LIMIT = 1_000;

    /** Most changes that can be asked for. */
    public static final int MAX_LIMIT = 100_000;

    /** Time by default. */
    public static final long DEFAULT_TIMEOUT_NS = 10_000_000_000L;

    /** Most time that can be asked for. */
    public static final long MAX_TIMEOUT_NS = 600_000_000_000L;

    /** Checks the bounds. */
    public HistoryQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit " + limit + " is not in 1.." + MAX_LIMIT);
        }
        if (timeoutNs < 1 || timeoutNs > MAX_TIMEOUT_NS) {
            throw new IllegalArgumentException("timeoutNs " + timeoutNs + " is not in 1.." + MAX_TIMEOUT_NS);
        }
    }

    /** The newest changes of an address on all links, with the default bounds. */
    public static HistoryQuery newest(long addressHigh, long addressLow) {
        return new HistoryQuery(addressHigh, addressLow, 0, true, DEFAULT_LIMIT, DEFAULT_TIMEOUT_NS);
    }

    /** The same, beginning with the oldest change. */
    public HistoryQuery oldestFirst() {
        return new HistoryQuery(addressHigh, addressLow, linkId, false, limit, timeoutNs);
    }

    /** The same for one link. */
    public HistoryQuery onLink(int link) {
        return new HistoryQuery(addressHigh, addressLow, link, newestFirst, limit, timeoutNs);
    }

    /** The same with another limit. */
    public HistoryQuery withLimit(int most) {
        return new HistoryQuery(addressHigh, addressLow, linkId, newestFirst, most, timeoutNs);
    }

    /** The same with another bound on time. */
    public HistoryQuery withTimeoutNs(long newTimeoutNs) {
        return new HistoryQuery(addressHigh, addressLow, linkId, newestFirst, limit, newTimeoutNs);
    }
}

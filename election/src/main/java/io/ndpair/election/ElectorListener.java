package io.ndpair.election;

import io.ndpair.election.vrrp.AdvertNotice;
import io.ndpair.election.vrrp.DropReason;

/**
 * Hears what an operator should know and what is no role change. Called on the elector's thread, at a limited rate (the
 * first time, then at most once per {@link ElectorConfig#noticeIntervalNs()} and kind), with the totals so far.
 */
public interface ElectorListener {
    /** An advertisement was discarded. {@code group} is the empty string when no group has its VRID. */
    void onDropped(String interfaceName, String group, DropReason reason, long total);

    /** An advertisement was accepted, or a master held its own, but something is configured wrongly somewhere. */
    void onNotice(String group, AdvertNotice notice, long total);

    /** A listener, channel or address owner threw. The election goes on. */
    void onError(String where, Throwable error);

    /** A listener that hears nothing. */
    static ElectorListener none() {
        return NoElectorListener.INSTANCE;
    }
}

package io.ndpair.election;

import io.ndpair.election.vrrp.AdvertNotice;
import io.ndpair.election.vrrp.DropReason;
import java.util.EnumMap;
import java.util.Map;

/** Passes drops, oddities and errors of one group or channel on to the listener, each kind at a limited rate. */
final class Reporter {
    private static final AdvertNotice[] NOTICES = AdvertNotice.values();

    private final ElectorListener listener;
    private final long intervalNs;
    private final ReportLimiter errors = new ReportLimiter();
    private final Map<DropReason, ReportLimiter> drops = new EnumMap<>(DropReason.class);
    private final Map<AdvertNotice, ReportLimiter> notices = new EnumMap<>(AdvertNotice.class);

    Reporter(ElectorListener listener, long intervalNs) {
        this.listener = listener;
        this.intervalNs = intervalNs;
        for (final DropReason reason : DropReason.values()) {
            drops.put(reason, new ReportLimiter());
        }
        for (final AdvertNotice notice : NOTICES) {
            notices.put(notice, new ReportLimiter());
        }
    }

    void dropped(String interfaceName, String group, DropReason reason, long total, long nowNs) {
        if (drops.get(reason).allows(nowNs, intervalNs)) {
            try {
                listener.onDropped(interfaceName, group, reason, total);
            } catch (RuntimeException e) {
                error("listener", e, nowNs);
            }
        }
    }

    void noticed(GroupSlot slot, long nowNs) {
        for (final AdvertNotice notice : NOTICES) {
            if (slot.machine().lastNotices(notice) && notices.get(notice).allows(nowNs, intervalNs)) {
                try {
                    listener.onNotice(
                            slot.name(), notice, slot.machine().counters().value(notice));
                } catch (RuntimeException e) {
                    error("listener", e, nowNs);
                }
            }
        }
    }

    /** The last resort must not throw either, or one bad listener would end the election. */
    void error(String where, Throwable error, long nowNs) {
        if (errors.allows(nowNs, intervalNs)) {
            try {
                listener.onError(where, error);
            } catch (RuntimeException ignored) {
                // There is nobody left to tell.
                return;
            }
        }
    }
}

package io.ndpair.election.vrrp;

import java.util.EnumSet;
import java.util.Set;

/** What was odd about the last advertisement that was valid, came from our own address or claimed to be an owner's. */
final class Oddities {
    private final VrrpCounters counters;
    private final Set<AdvertNotice> last = EnumSet.noneOf(AdvertNotice.class);

    Oddities(VrrpCounters counters) {
        this.counters = counters;
    }

    /** Looks a valid advertisement over (rules R13 to R16, O3); returns the action that reports what was found. */
    int look(VrrpAdvertisement advert, VrrpGroupConfig config) {
        last.clear();
        if (!advert.advertises(config.addresses())) {
            add(AdvertNotice.ADDRESS_LIST_DIFFERS);
        }
        if (advert.intervalCs() != config.advertIntervalCs()) {
            add(AdvertNotice.INTERVAL_DIFFERS);
        }
        if (config.owner() && advert.priority() == VrrpGroupConfig.OWNER_PRIORITY) {
            add(AdvertNotice.SECOND_OWNER);
        }
        return report();
    }

    /** Priority 255 from a router that cannot be the owner: an owner hears of it all the same. */
    int strangersClaim(VrrpGroupConfig config) {
        last.clear();
        if (config.owner()) {
            add(AdvertNotice.SECOND_OWNER);
        }
        return report();
    }

    int ownSource() {
        last.clear();
        add(AdvertNotice.OWN_SOURCE_HEARD);
        return VrrpAction.REPORT_NOTICE;
    }

    boolean contains(AdvertNotice oddity) {
        return last.contains(oddity);
    }

    private int report() {
        return last.isEmpty() ? VrrpAction.NONE : VrrpAction.REPORT_NOTICE;
    }

    private void add(AdvertNotice oddity) {
        counters.count(oddity);
        last.add(oddity);
    }
}

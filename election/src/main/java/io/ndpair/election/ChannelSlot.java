package io.ndpair.election;

import io.ndpair.election.role.Role;
import io.ndpair.election.vrrp.AdvertGuard;
import io.ndpair.election.vrrp.DropReason;
import io.ndpair.election.vrrp.VrrpCounters;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * One interface in the elector: its channel and the groups on it, found by VRID. Owned by the elector's thread; the
 * counters may be read by any.
 */
final class ChannelSlot implements AdvertHandler {
    private static final int VRIDS = 256;
    private static final int VRID_OFFSET = 1;
    /** What a message is believed to have waited at most: a clock that is set must not make a living master look silent. */
    private static final long LONGEST_WAIT_NS = 2_000_000L;
    /** Duty cycles for which a backup goes on reading before it believes that a master is silent, whoever floods the channel. */
    private static final int MOST_CYCLES_BEHIND = 16;

    private final String interfaceName;
    private final AdvertChannel channel;
    private final Reporter reporter;
    private final GroupSlot[] byVrid = new GroupSlot[VRIDS];
    private final List<GroupSlot> groups = new ArrayList<>();
    private final AdvertGuard guard = new AdvertGuard();
    private final VrrpCounters strays = new VrrpCounters();

    private boolean up;
    private long localHigh;
    private long localLow;
    private long nowNs;
    private int cyclesBehind;

    ChannelSlot(String interfaceName, AdvertChannel channel, Reporter reporter) {
        this.interfaceName = interfaceName;
        this.channel = channel;
        this.reporter = reporter;
    }

    String interfaceName() {
        return interfaceName;
    }

    AdvertChannel channel() {
        return channel;
    }

    VrrpCounters strays() {
        return strays;
    }

    List<GroupSlot> groups() {
        return groups;
    }

    void add(GroupSlot slot, long cycleNs) {
        groups.add(slot);
        byVrid[slot.machine().config().vrid()] = slot;
        slot.carryOut(
                up
                        ? slot.machine().onLinkUp(localHigh, localLow, cycleNs)
                        : slot.machine().onLinkDown(cycleNs),
                cycleNs);
    }

    void remove(GroupSlot slot) {
        groups.remove(slot);
        byVrid[slot.machine().config().vrid()] = null;
    }

    void close(long cycleNs) {
        try {
            channel.close();
        } catch (RuntimeException e) {
            reporter.error(interfaceName + ": close", e, cycleNs);
        }
    }

    /**
     * Link state first, then what was received, then the timers: after a stall of this thread, advertisements that are
     * waiting must be heard before a timer concludes that the master is silent. Under a flood the master's may be behind more than one duty
     * cycle reads: the timers of a backup wait for them within bounds, a master's never do.
     */
    int doWork(long cycleNs, int pollLimit) {
        nowNs = cycleNs;
        int work = 0;
        int read = 0;
        try {
            work += channel.doWork(cycleNs);
            followLink();
            if (up) {
                read = channel.poll(this, pollLimit);
                work += read;
            }
        } catch (RuntimeException e) {
            reporter.error(interfaceName + ": channel", e, cycleNs);
        }
        cyclesBehind = read < pollLimit || cyclesBehind == MOST_CYCLES_BEHIND ? 0 : cyclesBehind + 1;
        for (int i = 0; i < groups.size(); i++) {
            final GroupSlot slot = groups.get(i);
            if (cyclesBehind == 0 || slot.machine().role() != Role.BACKUP) {
                work += slot.timer(cycleNs);
            }
        }
        return work;
    }

    private void followLink() {
        final boolean nowUp = channel.up();
        final long high = nowUp ? channel.localHigh() : 0;
        final long low = nowUp ? channel.localLow() : 0;
        if (nowUp == up && high == localHigh && low == localLow) {
            return;
        }
        up = nowUp;
        localHigh = high;
        localLow = low;
        for (int i = 0; i < groups.size(); i++) {
            final GroupSlot slot = groups.get(i);
            slot.carryOut(
                    up
                            ? slot.machine().onLinkUp(high, low, nowNs)
                            : slot.machine().onLinkDown(nowNs),
                    nowNs);
        }
    }

    @Override
    public void onAdvert(
            DirectBuffer buffer,
            int offset,
            int length,
            long sourceHigh,
            long sourceLow,
            int hopLimit,
            boolean toAllRouters) {
        // Also a message that will be refused counts for the group that it names, where there is one.
        final GroupSlot slot = length > VRID_OFFSET ? byVrid[buffer.getByte(offset + VRID_OFFSET) & 0xff] : null;
        if (slot != null) {
            final long heardNs = nowNs - Math.max(0, Math.min(LONGEST_WAIT_NS, channel.arrivedAgoNs()));
            slot.carryOut(
                    slot.machine()
                            .onAdvert(buffer, offset, length, sourceHigh, sourceLow, hopLimit, toAllRouters, heardNs),
                    nowNs);
            return;
        }
        final DropReason reason =
                guard.refusalOfStranger(buffer, offset, length, sourceHigh, sourceLow, hopLimit, toAllRouters);
        strays.count(reason);
        reporter.dropped(interfaceName, "", reason, strays.value(reason), nowNs);
    }

    long nextDeadlineNs(long cycleNs, long soFarNs) {
        long next = soFarNs;
        for (int i = 0; i < groups.size(); i++) {
            final long deadlineNs = groups.get(i).machine().nextDeadlineNs(cycleNs);
            if (deadlineNs - next < 0) {
                next = deadlineNs;
            }
        }
        return next;
    }
}

package io.ndpair.election;

import io.ndpair.election.role.RoleListener;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import io.ndpair.election.vrrp.VrrpGroupStatus;
import java.util.List;
import java.util.Optional;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/**
 * Runs the VRRP6 groups of a device in one duty cycle. Use a thread of its own for it (bulk work beside it would delay
 * advertisements), with {@link #idleStrategy()}, which sleeps and still wakes within a fraction of a millisecond of the
 * next deadline.
 *
 * <p>Every method but {@link #doWork}, {@link #onClose}, {@link #nextDeadlineNs} and the idle strategy may be called from
 * any thread: changes go to the elector's thread through a bounded queue and are done in their order. A full queue is told
 * by an {@link ElectionException} of category RETRY.
 */
@SuppressWarnings("DoNotCallSuggester") // the bodies come with the machine
public final class Elector implements Agent {
    /**
     * @param config     settings
     * @param nanoClock  monotonic clock of all timers
     * @param epochClock wall clock, for displays only
     * @param roles      hears of role changes
     * @param listener   hears of drops, oddities and errors
     */
    public Elector(
            ElectorConfig config,
            NanoClock nanoClock,
            EpochClock epochClock,
            RoleListener roles,
            ElectorListener listener) {
        throw new UnsupportedOperationException();
    }

    /** Adds a group that is ready from the start: plain VRRP. */
    public void add(VrrpGroupConfig group, AdvertChannel channel, AddressOwner owner) {
        add(group, channel, owner, true);
    }

    /**
     * Adds a group. From here on the elector alone uses the channel, and closes it when its last group is removed; a
     * channel given up so is not used again.
     *
     * @param ready whether the device may preempt from the start; see {@link #ready}
     * @throws ElectionException when the name or, on this channel, the VRID is in use, or there are too many groups
     */
    public void add(VrrpGroupConfig group, AdvertChannel channel, AddressOwner owner, boolean ready) {
        throw new UnsupportedOperationException();
    }

    /** Resigns from a group (priority 0 when master), takes its addresses away and forgets it. */
    public void remove(String group) {
        throw new UnsupportedOperationException();
    }

    /**
     * Changes a group's priority, timers, preemption or addresses in place. The name tells which; interface and VRID must
     * stay.
     */
    public void update(VrrpGroupConfig group) {
        throw new UnsupportedOperationException();
    }

    /**
     * Says whether the device is fit to take a group over from a living master. While it is not, the group behaves as if
     * preemption were off, an address owner included; it still takes over at once from a master that falls silent or
     * resigns. Becoming ready allows preempting, after the group's preempt delay. The caller bounds the wait by a timer
     * of its own.
     */
    public void ready(String group, boolean ready, String reason) {
        throw new UnsupportedOperationException();
    }

    /** Adds {@code adjustment} to the configured priority from now on; the sum is held within 1..254, an owner stays. */
    public void adjustPriority(String group, int adjustment) {
        throw new UnsupportedOperationException();
    }

    /** What a group is now; empty when there is none of this name. */
    public Optional<VrrpGroupStatus> status(String group) {
        throw new UnsupportedOperationException();
    }

    /** All groups, in the order in which they were added. */
    public List<VrrpGroupStatus> statuses() {
        throw new UnsupportedOperationException();
    }

    /** Resigns from all groups and takes their addresses away. Nothing starts again afterwards. */
    public void shutdown() {
        throw new UnsupportedOperationException();
    }

    /** Whether {@link #shutdown} has been carried out. */
    public boolean isShutDown() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int doWork() {
        throw new UnsupportedOperationException();
    }

    /** When the next timer is due; {@code nowNs} plus a long time when none runs. For the elector's thread. */
    public long nextDeadlineNs(long nowNs) {
        throw new UnsupportedOperationException();
    }

    /** An idle strategy for the elector's thread that sleeps no longer than to the next deadline. */
    public IdleStrategy idleStrategy() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String roleName() {
        return "elector";
    }
}

package io.ndpair.election.vrrp;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A virtual router as its elector drives it, without I/O: one that elects for itself ({@link VrrpGroup}) or one that copies
 * the role of another group ({@link VrrpMember}). An event and a clock reading go in, a set of {@link VrrpAction}s comes
 * out. All times are monotonic nanoseconds. Owned by one thread; no event but a change of the configuration allocates.
 *
 * <p>What both have in common stands here: the link with its recover delay, what belongs to becoming master and to leaving,
 * and what there is to see.
 */
public abstract class GroupMachine {
    /** Router lifetime in the Router Advertisements of a master, in seconds. */
    public static final int ROUTER_LIFETIME_S = RouterSchedule.LIFETIME_S;

    static final long NO_DEADLINE_NS = 3_600_000_000_000L;

    final VrrpCounters counters = new VrrpCounters();
    final HeardMaster master = new HeardMaster();
    final LinkGate link = new LinkGate();

    private final AnnounceSchedule announcements = new AnnounceSchedule();
    private final RouterSchedule routerAdverts = new RouterSchedule();
    private VrrpGroupConfig config;
    private boolean ready;
    private boolean stopped;
    private long localHigh;
    private long localLow;
    private Role role = Role.INITIALIZE;
    private RoleReason reason = RoleReason.START;
    private DropReason lastDrop = DropReason.HOP_LIMIT;
    private long changes;

    GroupMachine(VrrpGroupConfig config, boolean ready) {
        this.config = config;
        this.ready = ready;
    }

    /** A group in Initialize, which waits for {@link #onLinkUp}: a member where the configuration names an admin group. */
    public static GroupMachine of(VrrpGroupConfig config, boolean ready) {
        return config.options().member() ? new VrrpMember(config, ready) : new VrrpGroup(config, ready);
    }

    /** The interface can be used and this is its link-local source address; also when only the address changed. */
    public final int onLinkUp(long sourceHigh, long sourceLow, long nowNs) {
        if (stopped) {
            return VrrpAction.NONE;
        }
        if (localHigh != sourceHigh || localLow != sourceLow) {
            localHigh = sourceHigh;
            localLow = sourceLow;
            changes++;
        }
        final boolean wasUp = link.up();
        link.rise(role != Role.INITIALIZE, config.options().recoverDelayS(), nowNs);
        if (role != Role.INITIALIZE) {
            return onSource(wasUp, nowNs);
        }
        changes++;
        return link.waiting() ? VrrpAction.NONE : start(nowNs);
    }

    /**
     * No interface, no carrier, or no usable source address. Also to be told when a group is made whose link is not up: one
     * that ignores this must know when to begin.
     */
    public final int onLinkDown(long nowNs) {
        if (stopped) {
            return VrrpAction.NONE;
        }
        if (link.waiting()) {
            changes++;
        }
        link.fall(nowNs);
        if (!config.options().ignoreIfDown()) {
            return becomeInitialize(RoleReason.LINK_DOWN);
        }
        if (role != Role.INITIALIZE) {
            return VrrpAction.NONE;
        }
        link.hold(config.options().stateHoldS());
        return link.passed(nowNs) ? start(nowNs) : VrrpAction.NONE;
    }

    /** The device goes away. Nothing starts this group again. */
    public final int onShutdown() {
        stopped = true;
        link.stopWaiting();
        final int resignation = role == Role.MASTER && link.up() ? resignation() : VrrpAction.NONE;
        return becomeInitialize(RoleReason.SHUTDOWN) | resignation;
    }

    /** Carries out what is due. To be called at {@link #nextDeadlineNs} or later. */
    public final int onTimer(long nowNs) {
        if (link.passed(nowNs)) {
            return start(nowNs);
        }
        int actions = onRoleTimer(nowNs);
        if (role == Role.MASTER) {
            if (announcements.due(nowNs)) {
                actions |= announce();
            }
            if (routerAdverts.due(nowNs)) {
                actions |= VrrpAction.ADVERTISE_ROUTER;
            }
        }
        return actions;
    }

    /** When {@link #onTimer} has something to do; at most an hour from now. */
    public final long nextDeadlineNs(long nowNs) {
        long next = roleDeadlineNs(nowNs);
        if (link.waiting()) {
            next = earlier(next, link.deadlineNs());
        }
        if (role == Role.MASTER) {
            next = announcements.pending() ? earlier(next, announcements.deadlineNs()) : next;
            next = routerAdverts.running() ? earlier(next, routerAdverts.deadlineNs()) : next;
        }
        return next;
    }

    /** Whether the device is fit to take over from a living master. */
    public final int onReady(boolean nowReady, long nowNs) {
        if (ready == nowReady) {
            return VrrpAction.NONE;
        }
        ready = nowReady;
        changes++;
        return onReadyChanged(nowNs);
    }

    /**
     * Changes everything but name, interface, VRID and admin group in place.
     *
     * @throws IllegalArgumentException when one of those differs
     */
    public final int onConfig(VrrpGroupConfig next, long nowNs) {
        if (!config.sameRouter(next)) {
            throw new IllegalArgumentException(
                    "group " + config.name() + " cannot change its interface, VRID or admin group");
        }
        final VrrpGroupConfig before = config;
        config = next;
        changes++;
        if (role == Role.MASTER) {
            return reconfigureAsMaster(before, nowNs) | onConfigured(nowNs);
        }
        return onConfigured(nowNs);
    }

    private int reconfigureAsMaster(VrrpGroupConfig before, long nowNs) {
        int actions = VrrpAction.NONE;
        final boolean otherOwner = !before.addresses().equals(config.addresses())
                || before.options().virtualMac() != config.options().virtualMac()
                || before.options().acceptMode() != config.options().acceptMode();
        if (otherOwner) {
            announcements.begin(config.options().announce(), nowNs);
            actions |= VrrpAction.RELEASE | VrrpAction.CLAIM | announce();
        }
        if (config.options().routerAdvertisements() != routerAdverts.running()) {
            actions |= routerAdverts.running() ? endRouter() : advertiseRouter(nowNs);
        }
        return actions;
    }

    // What is left to the two kinds.

    /** A message for this group's VRID, unchecked. What is refused changes no state and no timer. */
    public abstract int onAdvert(
            DirectBuffer buffer,
            int offset,
            int length,
            long sourceHigh,
            long sourceLow,
            int hopLimit,
            boolean toAllRouters,
            long nowNs);

    /** The channel took an advertisement. */
    public abstract void onSent(boolean resignation);

    /** The channel did not take an advertisement. */
    public abstract void onSendFailed(long nowNs);

    /** The device's table is complete, for the first time: from now on the configured priority counts. */
    public abstract int onComplete(long nowNs);

    /** A tracked object is up or down; one that the configuration does not name changes nothing. */
    public abstract int onTracked(String object, boolean up, long nowNs);

    /** The group whose role a member copies has this one now; of no meaning to others. */
    public abstract int onAdminRole(Role adminRole, long nowNs);

    /** Why {@link #onHandOver} would do nothing now; empty when it would hand over. */
    public abstract String handOverRefusal();

    /**
     * As master: resigns, and leaves the mastership to whoever takes it until that router resigns or falls silent, or
     * {@link #onTakeBack}, however the priorities are.
     */
    public abstract int onHandOver(long nowNs);

    /** What was handed over may be preempted again. */
    public abstract int onTakeBack(long nowNs);

    /** Whether the mastership was handed over and is not ours again. */
    public abstract boolean handedOver();

    /** When that was; of no meaning otherwise. */
    abstract long handedOverNs();

    /** Writes the advertisement (or, to resign, that of priority 0) that an action asks to send; returns its length. */
    public abstract int encode(MutableDirectBuffer buffer, int offset, boolean resignation);

    /** Whether the last advertisement that an action told of was odd in this way. */
    public abstract boolean lastNotices(AdvertNotice oddity);

    /** Whether another, weaker master is heard. */
    public abstract boolean rivalPresent();

    /** Whether the table was complete once. */
    public abstract boolean complete();

    /** Priority in force. */
    public abstract int runPriority();

    /** The link may be believed: leave Initialize. */
    abstract int start(long nowNs);

    /** The source address was told to a group that has started. */
    abstract int onSource(boolean wasUp, long nowNs);

    abstract int onRoleTimer(long nowNs);

    abstract long roleDeadlineNs(long nowNs);

    abstract int onReadyChanged(long nowNs);

    abstract int onConfigured(long nowNs);

    /** What to send at an orderly end as master. */
    abstract int resignation();

    /** The group is in Initialize from now on: timers of the former role end. */
    abstract void onInitialize();

    abstract int intervalCs();

    abstract PreemptDelay preemptDelay();

    abstract List<TrackedState> trackedStates();

    // What both use.

    /** Everything that belongs to becoming master but the first advertisement. */
    final int takeAddresses(RoleReason cause, long nowNs) {
        enter(Role.MASTER, cause);
        recordMaster(localHigh, localLow, runPriority());
        announcements.begin(config.options().announce(), nowNs);
        counters.count(VrrpCounter.BECAME_MASTER);
        final int router = config.options().routerAdvertisements() ? advertiseRouter(nowNs) : VrrpAction.NONE;
        return VrrpAction.CLAIM | announce() | router | VrrpAction.TELL_ROLE;
    }

    /** Everything that belongs to being master no more. */
    final int letAddressesGo() {
        return VrrpAction.RELEASE | VrrpAction.TELL_LOST | endRouter();
    }

    final int announceAgain(boolean evenIfJustDone, long nowNs) {
        if (evenIfJustDone) {
            announcements.begin(config.options().announce(), nowNs);
            return announce();
        }
        return announcements.beginAgain(config.options().announce(), nowNs) ? announce() : VrrpAction.NONE;
    }

    final int becomeInitialize(RoleReason cause) {
        final Role before = role;
        if (before == Role.INITIALIZE) {
            return VrrpAction.NONE;
        }
        enter(Role.INITIALIZE, cause);
        recordMaster(0, 0, 0);
        onInitialize();
        return before == Role.MASTER ? letAddressesGo() : VrrpAction.TELL_ROLE;
    }

    final void enter(Role newRole, RoleReason cause) {
        role = newRole;
        reason = cause;
        changes++;
    }

    final void recordMaster(long high, long low, int priority) {
        if (master.set(high, low, priority)) {
            changes++;
        }
    }

    final void changed() {
        changes++;
    }

    final int drop(DropReason refusal) {
        counters.count(refusal);
        lastDrop = refusal;
        return VrrpAction.REPORT_DROP;
    }

    private int announce() {
        counters.count(VrrpCounter.ANNOUNCEMENTS);
        return VrrpAction.ANNOUNCE;
    }

    private int advertiseRouter(long nowNs) {
        routerAdverts.begin(nowNs);
        return VrrpAction.ADVERTISE_ROUTER;
    }

    /** Nothing can be sent on a link that is down, so nothing is asked for then. */
    private int endRouter() {
        return routerAdverts.end() && link.up() ? VrrpAction.END_ROUTER : VrrpAction.NONE;
    }

    static long earlier(long oneNs, long otherNs) {
        return oneNs - otherNs < 0 ? oneNs : otherNs;
    }

    final boolean stopped() {
        return stopped;
    }

    final long localHigh() {
        return localHigh;
    }

    final long localLow() {
        return localLow;
    }

    public final VrrpGroupConfig config() {
        return config;
    }

    public final Role role() {
        return role;
    }

    /** Cause of the last change of role. */
    public final RoleReason reason() {
        return reason;
    }

    public final boolean ready() {
        return ready;
    }

    public final VrrpCounters counters() {
        return counters;
    }

    /** Why the last advertisement was dropped that an action told of. */
    public final DropReason lastDrop() {
        return lastDrop;
    }

    /** Grows whenever something changed that {@link #view} shows. */
    public final long changes() {
        return changes;
    }

    /** What there is to see now, immutable. */
    public final VrrpGroupView view() {
        return new VrrpGroupView(
                config,
                role,
                reason,
                master.high(),
                master.low(),
                localHigh,
                localLow,
                runPriority(),
                master.priority(),
                intervalCs(),
                ready,
                rivalPresent(),
                handedOver(),
                handedOverNs(),
                preemptDelay().running(),
                preemptDelay().deadlineNs(),
                role == Role.INITIALIZE && link.waiting(),
                link.deadlineNs(),
                trackedStates());
    }
}

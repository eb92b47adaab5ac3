package io.ndpair.election.vrrp;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The virtual router of RFC 9568 section 6.4 for IPv6, without I/O: an event and a clock reading go in, the next state and
 * a set of {@link VrrpAction}s come out. All times are monotonic nanoseconds. Owned by one thread; no event allocates.
 *
 * <p>Transitions; {@code D} is the down interval (multiplier x the master's interval + skew), {@code int} our own interval:
 *
 * <pre>
 *  event                         Initialize              Backup                        Master
 *  ----------------------------  ----------------------  ----------------------------  --------------------------------
 *  link up                       Backup, timer := D      take the source address       take the source address
 *  ... ready address owner       Master: become(*)       -                             -
 *  link down                     -                       Initialize                    Initialize, release
 *  shutdown                      stopped for good        Initialize, stopped           resign, release, Initialize, stopped
 *  down timer / advert timer     -                       Master: become(*)             advert, timer += int
 *  refused advert                -                       count                         count
 *  advert, priority 0            -                       timer := skew                 advert, timer := int
 *  advert, stronger              -                       accept: timer := D            Backup, timer := D, release
 *  advert, equal priority
 *    from a greater address      -                       accept                        Backup, timer := D, release
 *    from a lesser address       -                       accept                        as weaker
 *  advert, weaker
 *    and we may not preempt(**)  -                       accept                        advert now, announce again
 *    and we may                  -                       ignore, the timer runs on     advert now, announce again
 *  ready (address owner)         -                       Master: become(*)             -
 *  ready (others), not ready     -                       allows or stops preempting    -
 *  priority, configuration       from the next packet    from the next packet          from the next packet; changed
 *                                                                                      addresses are claimed anew
 *
 *  (*)  advert, claim, announce (repeated), tell the role, advert timer := int
 *  (**) preemption off, its delay running, or this device not ready; an address owner that is ready always may
 * </pre>
 *
 * <p>Beyond the RFC: the preempt delay (keepalived's meaning), the holding multiplier (3 in the RFC), repeated
 * announcements, and readiness: a device that is not ready behaves as if preemption were off, so that one that came back
 * empty leaves a living master alone, whoever is stronger; from a silent or resigning master it takes over at once.
 * Immediate advertisements at weaker ones are limited to four an interval, so that no fault can make two routers flood
 * each other.
 */
public final class VrrpGroup {
    private static final long NO_DEADLINE_NS = 3_600_000_000_000L;

    private final AdvertGuard guard = new AdvertGuard();
    private final VrrpAdvertisement advert = new VrrpAdvertisement();
    private final VrrpCounters counters = new VrrpCounters();
    private final Oddities oddities = new Oddities(counters);
    private final PreemptDelay preemptDelay = new PreemptDelay();
    private final HeardMaster master = new HeardMaster();
    private final DownTimer down;
    private final AnnounceSchedule announcements;

    private VrrpGroupConfig config;
    private int adjustment;
    private boolean ready;
    private boolean stopped;
    private boolean started;
    private long localHigh;
    private long localLow;

    private Role role = Role.INITIALIZE;
    private RoleReason reason = RoleReason.START;
    private long advertDeadlineNs;
    private long answeredNs;

    private DropReason lastDrop = DropReason.HOP_LIMIT;
    private long changes;

    /**
     * A group in Initialize, which waits for {@link #onLinkUp}.
     *
     * @param ready whether it may preempt from the start
     */
    public VrrpGroup(VrrpGroupConfig config, AnnouncePolicy announce, boolean ready) {
        this.config = config;
        this.ready = ready;
        this.announcements = new AnnounceSchedule(announce);
        this.down = new DownTimer(config.advertIntervalCs());
    }

    /** The interface can be used and this is its link-local source address; also when only the address changed. */
    public int onLinkUp(long sourceHigh, long sourceLow, long nowNs) {
        if (stopped) {
            return VrrpAction.NONE;
        }
        if (localHigh != sourceHigh || localLow != sourceLow) {
            localHigh = sourceHigh;
            localLow = sourceLow;
            changes++;
        }
        if (role == Role.MASTER) {
            recordMaster(localHigh, localLow, runPriority());
        }
        if (role != Role.INITIALIZE) {
            return VrrpAction.NONE;
        }
        final RoleReason cause = started ? RoleReason.LINK_UP : RoleReason.START;
        started = true;
        if (config.owner() && ready) {
            return becomeMaster(RoleReason.OWNER, nowNs);
        }
        return becomeBackup(cause, config.advertIntervalCs(), nowNs) | VrrpAction.TELL_ROLE;
    }

    /** No interface, no carrier, or no usable source address any more. */
    public int onLinkDown() {
        return becomeInitialize(RoleReason.LINK_DOWN);
    }

    /** The device goes away. Nothing starts this group again. */
    public int onShutdown() {
        stopped = true;
        final boolean resigns = role == Role.MASTER;
        final int actions = becomeInitialize(RoleReason.SHUTDOWN);
        return resigns ? actions | VrrpAction.SEND_RESIGNATION : actions;
    }

    /** Carries out what is due. To be called at {@link #nextDeadlineNs} or later. */
    public int onTimer(long nowNs) {
        if (role == Role.BACKUP && nowNs - down.deadlineNs() >= 0) {
            return becomeMaster(down.takeoverReason(), nowNs);
        }
        if (role != Role.MASTER) {
            return VrrpAction.NONE;
        }
        int actions = VrrpAction.NONE;
        if (nowNs - advertDeadlineNs >= 0) {
            final long intervalNs = VrrpTiming.intervalNs(config.advertIntervalCs());
            // Counted from the deadline, so that lateness does not add up; but never a burst after a long stall.
            advertDeadlineNs += intervalNs;
            if (nowNs - advertDeadlineNs >= 0) {
                advertDeadlineNs = nowNs + intervalNs;
            }
            actions |= VrrpAction.SEND_ADVERT;
        }
        if (announcements.due(nowNs)) {
            actions |= announce();
        }
        return actions;
    }

    /** The channel took an advertisement. */
    public void onSent(boolean resignation) {
        counters.count(resignation ? VrrpCounter.RESIGNATIONS_SENT : VrrpCounter.ADVERTS_SENT);
    }

    /** The channel did not take an advertisement: it is tried again after a tenth of the interval. */
    public void onSendFailed(long nowNs) {
        counters.count(VrrpCounter.SEND_FAILURES);
        final long retryNs = nowNs + VrrpTiming.intervalNs(config.advertIntervalCs()) / 10;
        if (advertDeadlineNs - retryNs > 0) {
            advertDeadlineNs = retryNs;
        }
    }

    /** A message for this group's VRID, unchecked. What is refused changes no state and no timer. */
    public int onAdvert(
            DirectBuffer buffer,
            int offset,
            int length,
            long sourceHigh,
            long sourceLow,
            int hopLimit,
            boolean toAllRouters,
            long nowNs) {
        if (role == Role.INITIALIZE) {
            return VrrpAction.NONE;
        }
        DropReason refusal = guard.headerRefusal(sourceHigh, hopLimit, toAllRouters);
        if (refusal == null) {
            refusal = guard.messageRefusal(buffer, offset, length, sourceHigh, sourceLow, config.vrid());
        }
        if (refusal != null) {
            return drop(refusal);
        }
        if (sourceHigh == localHigh && sourceLow == localLow) {
            return drop(DropReason.OWN_SOURCE) | oddities.ownSource();
        }
        advert.wrap(buffer, offset);
        counters.count(VrrpCounter.ADVERTS_RECEIVED);
        final int report = oddities.look(advert, config);
        final int priority = advert.priority();
        if (priority == 0) {
            return report | onResignation(nowNs);
        }
        if (role == Role.BACKUP) {
            hearAsBackup(priority, sourceHigh, sourceLow, nowNs);
            return report;
        }
        return report | hearAsMaster(priority, sourceHigh, sourceLow, nowNs);
    }

    /** Whether the device is fit to take over from a living master. */
    public int onReady(boolean nowReady, long nowNs) {
        if (ready == nowReady) {
            return VrrpAction.NONE;
        }
        ready = nowReady;
        changes++;
        if (!ready) {
            preemptDelay.reset();
            acceptIgnoredWeaker();
        } else if (config.owner() && role == Role.BACKUP) {
            return becomeMaster(RoleReason.OWNER, nowNs);
        }
        return VrrpAction.NONE;
    }

    /** The configured priority is changed by this much, within 1..254 (rule O4); the next packet shows it. */
    public void onPriorityAdjustment(int newAdjustment) {
        adjustment = newAdjustment;
        priorityChanged();
    }

    /** Changes everything but name, interface and VRID in place. */
    public int onConfig(VrrpGroupConfig newConfig, long nowNs) {
        if (!config.sameRouter(newConfig)) {
            throw new IllegalArgumentException("group " + config.name() + " cannot change its interface or VRID");
        }
        final boolean otherAddresses = !config.addresses().equals(newConfig.addresses());
        config = newConfig;
        priorityChanged();
        if (role == Role.BACKUP) {
            return configAsBackup(nowNs);
        }
        if (role != Role.MASTER) {
            return VrrpAction.NONE;
        }
        down.interval(config.advertIntervalCs());
        advertDeadlineNs = nowNs + VrrpTiming.intervalNs(config.advertIntervalCs());
        if (!otherAddresses) {
            return VrrpAction.SEND_ADVERT;
        }
        announcements.begin(nowNs);
        return VrrpAction.SEND_ADVERT | VrrpAction.RELEASE | VrrpAction.CLAIM | announce();
    }

    private int configAsBackup(long nowNs) {
        if (config.owner() && ready) {
            return becomeMaster(RoleReason.OWNER, nowNs);
        }
        if (!config.preempt()) {
            acceptIgnoredWeaker();
        }
        if (!master.known() && !down.resignationHeard()) {
            // Nobody's interval has been learned, so ours counts, and the silence begins anew.
            accept(config.advertIntervalCs(), nowNs);
        }
        return VrrpAction.NONE;
    }

    /** Writes the advertisement (or, to resign, that of priority 0) that an action asks to send; returns its length. */
    public int encode(MutableDirectBuffer buffer, int offset, boolean resignation) {
        return VrrpAdvertisement.encode(buffer, offset, config, resignation ? 0 : runPriority(), localHigh, localLow);
    }

    private int onResignation(long nowNs) {
        counters.count(VrrpCounter.RESIGNATIONS_RECEIVED);
        if (role == Role.MASTER) {
            advertDeadlineNs = nowNs + VrrpTiming.intervalNs(config.advertIntervalCs());
            return VrrpAction.SEND_ADVERT;
        }
        down.resigned(nowNs, runPriority());
        return VrrpAction.NONE;
    }

    private void hearAsBackup(int priority, long sourceHigh, long sourceLow, long nowNs) {
        recordMaster(sourceHigh, sourceLow, priority);
        final int intervalCs = advert.intervalCs();
        if (priority >= runPriority()) {
            resetPreemptDelay();
        } else if (mayPreempt(nowNs)) {
            counters.count(VrrpCounter.WEAKER_IGNORED);
            down.ignoreWeaker(intervalCs, nowNs);
            return;
        }
        accept(intervalCs, nowNs);
    }

    private int hearAsMaster(int priority, long sourceHigh, long sourceLow, long nowNs) {
        final int own = runPriority();
        if (priority > own || (priority == own && greater(sourceHigh, sourceLow))) {
            final RoleReason cause = priority > own ? RoleReason.HIGHER_PRIORITY_HEARD : RoleReason.ADDRESS_TIE;
            final int actions = becomeBackup(cause, advert.intervalCs(), nowNs);
            recordMaster(sourceHigh, sourceLow, priority);
            return actions | VrrpAction.RELEASE | VrrpAction.TELL_ROLE;
        }
        counters.count(VrrpCounter.WEAKER_IGNORED);
        int actions = VrrpAction.NONE;
        if (nowNs - answeredNs >= VrrpTiming.intervalNs(config.advertIntervalCs()) / 4) {
            answeredNs = nowNs;
            actions |= VrrpAction.SEND_ADVERT;
        }
        return announcements.beginAgain(nowNs) ? actions | announce() : actions;
    }

    /** Rule E2: 16 bytes, unsigned. E5: against the address that we send from. */
    private boolean greater(long sourceHigh, long sourceLow) {
        final int high = Long.compareUnsigned(sourceHigh, localHigh);
        return high > 0 || (high == 0 && Long.compareUnsigned(sourceLow, localLow) > 0);
    }

    private boolean mayPreempt(long nowNs) {
        if (!ready) {
            return false;
        }
        if (config.owner()) {
            return true;
        }
        final boolean wasRunning = preemptDelay.running();
        final boolean may = config.preempt() && !preemptDelay.protectsWeaker(config.preemptDelayS(), nowNs);
        if (preemptDelay.running() != wasRunning) {
            changes++;
        }
        return may;
    }

    private void accept(int intervalCs, long heardNs) {
        if (down.accept(intervalCs, heardNs, config.holdingMultiplier(), runPriority())) {
            changes++;
        }
    }

    private void acceptIgnoredWeaker() {
        if (role == Role.BACKUP && down.acceptIgnoredWeaker(config.holdingMultiplier(), runPriority())) {
            changes++;
        }
    }

    private void priorityChanged() {
        changes++;
        if (role == Role.MASTER) {
            recordMaster(localHigh, localLow, runPriority());
        } else if (master.priority() >= runPriority()) {
            acceptIgnoredWeaker();
        }
    }

    private int becomeMaster(RoleReason cause, long nowNs) {
        enter(Role.MASTER, cause);
        recordMaster(localHigh, localLow, runPriority());
        final long intervalNs = VrrpTiming.intervalNs(config.advertIntervalCs());
        down.interval(config.advertIntervalCs());
        advertDeadlineNs = nowNs + intervalNs;
        answeredNs = nowNs - intervalNs;
        announcements.begin(nowNs);
        counters.count(VrrpCounter.BECAME_MASTER);
        return VrrpAction.SEND_ADVERT | VrrpAction.CLAIM | announce() | VrrpAction.TELL_ROLE;
    }

    private int becomeBackup(RoleReason cause, int intervalCs, long nowNs) {
        enter(Role.BACKUP, cause);
        recordMaster(0, 0, 0);
        preemptDelay.reset();
        accept(intervalCs, nowNs);
        return VrrpAction.NONE;
    }

    private int becomeInitialize(RoleReason cause) {
        final Role before = role;
        if (before == Role.INITIALIZE) {
            return VrrpAction.NONE;
        }
        enter(Role.INITIALIZE, cause);
        recordMaster(0, 0, 0);
        preemptDelay.reset();
        down.interval(config.advertIntervalCs());
        return before == Role.MASTER ? VrrpAction.RELEASE | VrrpAction.TELL_ROLE : VrrpAction.TELL_ROLE;
    }

    private void enter(Role newRole, RoleReason cause) {
        role = newRole;
        reason = cause;
        changes++;
    }

    private void recordMaster(long high, long low, int priority) {
        if (master.set(high, low, priority)) {
            changes++;
        }
    }

    private void resetPreemptDelay() {
        if (preemptDelay.running()) {
            changes++;
        }
        preemptDelay.reset();
    }

    private int announce() {
        counters.count(VrrpCounter.ANNOUNCEMENTS);
        return VrrpAction.ANNOUNCE;
    }

    private int drop(DropReason refusal) {
        counters.count(refusal);
        lastDrop = refusal;
        return VrrpAction.REPORT_DROP;
    }

    /** When {@link #onTimer} has something to do; an hour from now when no timer runs. */
    public long nextDeadlineNs(long nowNs) {
        if (role == Role.BACKUP) {
            return down.deadlineNs();
        }
        if (role != Role.MASTER) {
            return nowNs + NO_DEADLINE_NS;
        }
        if (announcements.pending() && announcements.deadlineNs() - advertDeadlineNs < 0) {
            return announcements.deadlineNs();
        }
        return advertDeadlineNs;
    }

    /** Priority in force: configured and adjusted within 1..254; an owner's is always 255. */
    public int runPriority() {
        if (config.owner()) {
            return VrrpGroupConfig.OWNER_PRIORITY;
        }
        return Math.max(1, Math.min(VrrpGroupConfig.OWNER_PRIORITY - 1, config.priority() + adjustment));
    }

    public VrrpGroupConfig config() {
        return config;
    }

    public Role role() {
        return role;
    }

    /** Cause of the last change of role. */
    public RoleReason reason() {
        return reason;
    }

    public boolean ready() {
        return ready;
    }

    public VrrpCounters counters() {
        return counters;
    }

    /** Why the last advertisement was dropped that an action told of. */
    public DropReason lastDrop() {
        return lastDrop;
    }

    /** Whether the last advertisement that an action told of was odd in this way. */
    public boolean lastNotices(AdvertNotice oddity) {
        return oddities.contains(oddity);
    }

    /** Grows whenever something changed that {@link #view} shows. */
    public long changes() {
        return changes;
    }

    /** What there is to see now, immutable. */
    public VrrpGroupView view() {
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
                down.intervalCs(),
                ready,
                preemptDelay.running(),
                preemptDelay.deadlineNs());
    }
}

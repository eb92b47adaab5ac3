package io.ndpair.election.vrrp;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import io.ndpair.election.vrrp.TrackedObject.Effect;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The virtual router of RFC 9568 section 6.4 for IPv6, without I/O: see {@link GroupMachine} for how it is driven.
 *
 * <p>Transitions; {@code D} is the down interval (multiplier x the master's interval + skew), {@code int} our own interval:
 *
 * <pre>
 *  event                         Initialize              Backup                        Master
 *  ----------------------------  ----------------------  ----------------------------  --------------------------------
 *  link up(*)                    Backup, timer := D      take the source address       take the source address
 *  ... ready address owner       Master: become(1)       -                             -
 *  link down                     -                       Initialize                    Initialize, release
 *  link down that is ignored(2)  Backup, timer := D      -                             no adverts until it is up
 *  shutdown                      stopped for good        Initialize, stopped           resign, release, Initialize, stopped
 *  hand over(4)                  -                       -                             resign, release, Backup, timer := D
 *  take back                     -                       allows preempting             -
 *  down timer / advert timer     -                       Master: become(1)             advert, timer += int
 *  refused advert                -                       count                         count
 *  advert, priority 0            -                       timer := skew                 advert, timer := int; rival gone
 *  advert, stronger              -                       accept: timer := D            Backup, timer := D, release
 *  advert, equal priority
 *    from a greater address      -                       accept                        Backup, timer := D, release
 *    from a lesser address       -                       accept                        as weaker
 *  advert, weaker
 *    and we may not preempt(3)   -                       accept                        advert now, announce again, rival
 *    and we may                  -                       ignore, the timer runs on     advert now, announce again, rival
 *  ready (address owner)         -                       Master: become(1)             -
 *  ready (others), not ready     -                       allows or stops preempting    -
 *  complete, tracked object      priority changes        from the next packet          from the next packet
 *  ... that raises the priority
 *      above a living master's   -                       Master: become(1), if we may  -
 *  configuration                 from the next packet    from the next packet          from the next packet; changed
 *                                                                                      addresses are claimed anew
 *
 *  (*) after the recover delay
 *  (1) advert, claim, announce (repeated), tell the role, advert timer := int
 *  (2) an admin group with ignore-if-down, after its hold of Initialize
 *  (3) preemption off, its delay running, this device not ready, or the mastership handed over; an address owner that is
 *      ready always may
 *  (4) not by an address owner, nor while the link is down that is ignored; ends with the next mastership of this device
 * </pre>
 *
 * <p>Mastership that was handed over by command is left to whoever takes it: a weaker master is accepted, and the priority
 * in the configuration counts again only after that one resigned or fell silent for the whole down interval, or when the
 * operator takes it back. If nobody takes it, the same down interval, which starts with the resignation, brings it back.
 *
 * <p>Beyond the RFC: the preempt delay (keepalived's meaning), the holding multiplier (3 in the RFC), the recover delay,
 * repeated announcements, tracked objects, and readiness: a device that is not ready behaves as if preemption were off, so
 * that one that came back empty leaves a living master alone, whoever is stronger; from a silent or resigning master it
 * takes over at once. Until its table was complete once it also runs with the least priority, see {@link RunPriority}.
 * Immediate advertisements at weaker ones are limited to four an interval, so that no fault can make two routers flood each
 * other.
 */
public final class VrrpGroup extends GroupMachine {
    private final AdvertGuard guard = new AdvertGuard();
    private final VrrpAdvertisement advert = new VrrpAdvertisement();
    private final Oddities oddities = new Oddities(counters);
    private final PreemptDelay preemptDelay = new PreemptDelay();
    private final Rival rival = new Rival();
    private final RunPriority priority;
    private final DownTimer down;

    private boolean started;
    private boolean handedOver;
    private long handedOverNs;
    private long advertDeadlineNs;
    private long answeredNs;

    /**
     * A group in Initialize, which waits for {@link #onLinkUp}.
     *
     * @param ready whether it may preempt from the start, with its configured priority
     */
    public VrrpGroup(VrrpGroupConfig config, boolean ready) {
        super(config, ready);
        this.priority = new RunPriority(config.options().tracked(), ready);
        this.down = new DownTimer(config.advertIntervalCs());
    }

    @Override
    int start(long nowNs) {
        final RoleReason cause =
                !link.up() ? RoleReason.LINK_DOWN_IGNORED : started ? RoleReason.LINK_UP : RoleReason.START;
        started = true;
        if (config().owner() && ready()) {
            return becomeMaster(RoleReason.OWNER, nowNs);
        }
        becomeBackup(cause, config().advertIntervalCs(), nowNs);
        return VrrpAction.TELL_ROLE;
    }

    @Override
    int onSource(boolean wasUp, long nowNs) {
        if (role() != Role.MASTER) {
            return VrrpAction.NONE;
        }
        recordMaster(localHigh(), localLow(), runPriority());
        if (wasUp) {
            return VrrpAction.NONE;
        }
        advertDeadlineNs = nowNs + ownIntervalNs();
        return VrrpAction.SEND_ADVERT | announceAgain(true, nowNs);
    }

    @Override
    int onRoleTimer(long nowNs) {
        if (priority.restore(nowNs)) {
            priorityChanged();
        }
        if (role() == Role.BACKUP && nowNs - down.deadlineNs() >= 0) {
            return becomeMaster(down.takeoverReason(), nowNs);
        }
        if (role() != Role.MASTER) {
            return VrrpAction.NONE;
        }
        int actions = VrrpAction.NONE;
        if (nowNs - advertDeadlineNs >= 0) {
            // Counted from the deadline, so that lateness does not add up; but never a burst after a long stall.
            advertDeadlineNs += ownIntervalNs();
            if (nowNs - advertDeadlineNs >= 0) {
                advertDeadlineNs = nowNs + ownIntervalNs();
            }
            actions |= link.up() ? VrrpAction.SEND_ADVERT : VrrpAction.NONE;
        }
        if (rival.yielded(nowNs)) {
            changed();
            actions |= VrrpAction.TELL_RIVAL;
        }
        return actions;
    }

    @Override
    long roleDeadlineNs(long nowNs) {
        long next = priority.nextDeadlineNs(nowNs + NO_DEADLINE_NS);
        if (role() == Role.BACKUP) {
            next = earlier(next, down.deadlineNs());
        } else if (role() == Role.MASTER) {
            next = earlier(next, advertDeadlineNs);
            next = rival.present() ? earlier(next, rival.deadlineNs()) : next;
        }
        return next;
    }

    @Override
    public void onSent(boolean resignation) {
        counters.count(resignation ? VrrpCounter.RESIGNATIONS_SENT : VrrpCounter.ADVERTS_SENT);
    }

    /** It is tried again after a tenth of the interval. */
    @Override
    public void onSendFailed(long nowNs) {
        counters.count(VrrpCounter.SEND_FAILURES);
        advertDeadlineNs = earlier(advertDeadlineNs, nowNs + ownIntervalNs() / 10);
    }

    @Override
    public int onAdvert(
            DirectBuffer buffer,
            int offset,
            int length,
            long sourceHigh,
            long sourceLow,
            int hopLimit,
            boolean toAllRouters,
            long nowNs) {
        if (role() == Role.INITIALIZE) {
            return VrrpAction.NONE;
        }
        DropReason refusal = guard.headerRefusal(sourceHigh, hopLimit, toAllRouters);
        if (refusal == null) {
            refusal = guard.messageRefusal(buffer, offset, length, sourceHigh, sourceLow, config().vrid());
        }
        if (refusal != null) {
            return drop(refusal);
        }
        if (sourceHigh == localHigh() && sourceLow == localLow()) {
            return drop(DropReason.OWN_SOURCE) | oddities.ownSource();
        }
        advert.wrap(buffer, offset);
        if (advert.priority() == VrrpGroupConfig.OWNER_PRIORITY && !config().believesOwner(sourceHigh, sourceLow)) {
            return drop(DropReason.OWNER_CLAIM) | oddities.strangersClaim(config());
        }
        counters.count(VrrpCounter.ADVERTS_RECEIVED);
        final int report = oddities.look(advert, config());
        final int heard = advert.priority();
        if (heard == 0) {
            return report | onResignation(sourceHigh, sourceLow, nowNs);
        }
        if (role() == Role.BACKUP) {
            hearAsBackup(heard, sourceHigh, sourceLow, nowNs);
            return report;
        }
        return report | hearAsMaster(heard, sourceHigh, sourceLow, nowNs);
    }

    @Override
    int onReadyChanged(long nowNs) {
        if (!ready()) {
            preemptDelay.reset();
            acceptIgnoredWeaker();
        } else if (config().owner() && role() == Role.BACKUP && priority.isComplete()) {
            return becomeMaster(RoleReason.OWNER, nowNs);
        }
        return VrrpAction.NONE;
    }

    @Override
    public int onComplete(long nowNs) {
        priority.complete();
        priorityChanged();
        return config().owner() && ready() && role() == Role.BACKUP
                ? becomeMaster(RoleReason.OWNER, nowNs)
                : VrrpAction.NONE;
    }

    @Override
    public boolean complete() {
        return priority.isComplete();
    }

    @Override
    public int onTracked(String object, boolean up, long nowNs) {
        final Effect failed = priority.report(object, up, nowNs);
        if (failed == null) {
            return VrrpAction.NONE;
        }
        priorityChanged();
        final boolean overtakes = failed == Effect.INCREASED
                && role() == Role.BACKUP
                && master.known()
                && runPriority() > master.priority()
                && config().preempt()
                && !handedOver
                && ready();
        return overtakes ? becomeMaster(RoleReason.TRACKED, nowNs) : VrrpAction.NONE;
    }

    /** It elects for itself and follows nobody. */
    @Override
    public int onAdminRole(Role adminRole, long nowNs) {
        return VrrpAction.NONE;
    }

    @Override
    int onConfigured(long nowNs) {
        priority.objects(config().options().tracked());
        priorityChanged();
        if (role() == Role.BACKUP) {
            return configAsBackup(nowNs);
        }
        if (role() != Role.MASTER) {
            return VrrpAction.NONE;
        }
        down.interval(config().advertIntervalCs());
        advertDeadlineNs = nowNs + ownIntervalNs();
        return link.up() ? VrrpAction.SEND_ADVERT : VrrpAction.NONE;
    }

    private int configAsBackup(long nowNs) {
        if (config().owner() && ready()) {
            return becomeMaster(RoleReason.OWNER, nowNs);
        }
        if (!config().preempt()) {
            acceptIgnoredWeaker();
        }
        if (!master.known() && !down.resignationHeard()) {
            // Nobody's interval has been learned, so ours counts, and the silence begins anew.
            accept(config().advertIntervalCs(), nowNs);
        }
        return VrrpAction.NONE;
    }

    @Override
    public int encode(MutableDirectBuffer buffer, int offset, boolean resignation) {
        return VrrpAdvertisement.encode(
                buffer, offset, config(), resignation ? 0 : runPriority(), localHigh(), localLow());
    }

    @Override
    public String handOverRefusal() {
        if (role() != Role.MASTER) {
            return "it is not master";
        }
        if (config().owner()) {
            return "it is the address owner (priority 255), which is master wherever it runs";
        }
        return link.up() ? "" : "its interface is down, so that nobody would hear that it resigns";
    }

    @Override
    public int onHandOver(long nowNs) {
        if (!handOverRefusal().isEmpty()) {
            return VrrpAction.NONE;
        }
        handedOver = true;
        handedOverNs = nowNs;
        becomeBackup(RoleReason.HANDED_OVER, config().advertIntervalCs(), nowNs);
        return VrrpAction.SEND_RESIGNATION | letAddressesGo();
    }

    @Override
    public int onTakeBack(long nowNs) {
        if (handedOver) {
            handedOver = false;
            changed();
        }
        return VrrpAction.NONE;
    }

    @Override
    public boolean handedOver() {
        return handedOver;
    }

    @Override
    long handedOverNs() {
        return handedOverNs;
    }

    @Override
    int resignation() {
        return VrrpAction.SEND_RESIGNATION;
    }

    private int onResignation(long sourceHigh, long sourceLow, long nowNs) {
        counters.count(VrrpCounter.RESIGNATIONS_RECEIVED);
        if (role() == Role.MASTER) {
            advertDeadlineNs = nowNs + ownIntervalNs();
            if (rival.resigned(sourceHigh, sourceLow)) {
                changed();
                return VrrpAction.SEND_ADVERT | VrrpAction.TELL_RIVAL;
            }
            return VrrpAction.SEND_ADVERT;
        }
        down.resigned(nowNs, runPriority());
        return VrrpAction.NONE;
    }

    private void hearAsBackup(int heard, long sourceHigh, long sourceLow, long nowNs) {
        recordMaster(sourceHigh, sourceLow, heard);
        final int intervalCs = advert.intervalCs();
        if (heard >= runPriority()) {
            resetPreemptDelay();
        } else if (mayPreempt(nowNs)) {
            counters.count(VrrpCounter.WEAKER_IGNORED);
            down.ignoreWeaker(intervalCs, nowNs);
            return;
        }
        accept(intervalCs, nowNs);
    }

    private int hearAsMaster(int heard, long sourceHigh, long sourceLow, long nowNs) {
        final int own = runPriority();
        if (heard > own || (heard == own && winsTie(sourceHigh, sourceLow))) {
            final RoleReason cause = heard > own ? RoleReason.HIGHER_PRIORITY_HEARD : RoleReason.ADDRESS_TIE;
            becomeBackup(cause, advert.intervalCs(), nowNs);
            recordMaster(sourceHigh, sourceLow, heard);
            return letAddressesGo();
        }
        counters.count(VrrpCounter.WEAKER_IGNORED);
        int actions = VrrpAction.NONE;
        if (rival.heard(sourceHigh, sourceLow, heard, advert.intervalCs(), nowNs)) {
            counters.count(VrrpCounter.RIVALS);
            changed();
            actions |= VrrpAction.TELL_RIVAL;
        }
        if (nowNs - answeredNs >= ownIntervalNs() / 4) {
            answeredNs = nowNs;
            actions |= VrrpAction.SEND_ADVERT;
        }
        return actions | announceAgain(false, nowNs);
    }

    /** Rule E2: 16 bytes, unsigned. E5: against the address that we send from. O3: see {@link VrrpGroupConfig#believesOwner}. */
    private boolean winsTie(long sourceHigh, long sourceLow) {
        if (config().owner() && config().firstAddressIs(sourceHigh, sourceLow)) {
            return true;
        }
        final int high = Long.compareUnsigned(sourceHigh, localHigh());
        final boolean greater = high > 0 || (high == 0 && Long.compareUnsigned(sourceLow, localLow()) > 0);
        return greater && !(config().owner() && config().firstAddressIs(localHigh(), localLow()));
    }

    private boolean mayPreempt(long nowNs) {
        if (!ready() || handedOver) {
            return false;
        }
        if (config().owner()) {
            return true;
        }
        final boolean wasRunning = preemptDelay.running();
        final boolean may = config().preempt() && !preemptDelay.protectsWeaker(config().preemptDelayS(), nowNs);
        if (preemptDelay.running() != wasRunning) {
            changed();
        }
        return may;
    }

    private void accept(int intervalCs, long heardNs) {
        if (down.accept(intervalCs, heardNs, config().holdingMultiplier(), runPriority())) {
            changed();
        }
    }

    private void acceptIgnoredWeaker() {
        if (role() == Role.BACKUP && down.acceptIgnoredWeaker(config().holdingMultiplier(), runPriority())) {
            changed();
        }
    }

    private void priorityChanged() {
        changed();
        if (role() == Role.MASTER) {
            recordMaster(localHigh(), localLow(), runPriority());
        } else if (master.priority() >= runPriority()) {
            acceptIgnoredWeaker();
        }
    }

    private int becomeMaster(RoleReason cause, long nowNs) {
        final boolean notTaken =
                reason() == RoleReason.HANDED_OVER && cause == RoleReason.DOWN_TIMER && !master.known();
        handedOver = false;
        final int actions = takeAddresses(notTaken ? RoleReason.NOT_TAKEN_OVER : cause, nowNs);
        down.interval(config().advertIntervalCs());
        advertDeadlineNs = nowNs + ownIntervalNs();
        answeredNs = nowNs - ownIntervalNs();
        return link.up() ? actions | VrrpAction.SEND_ADVERT : actions;
    }

    private void becomeBackup(RoleReason cause, int intervalCs, long nowNs) {
        enter(Role.BACKUP, cause);
        recordMaster(0, 0, 0);
        preemptDelay.reset();
        rival.forget();
        accept(intervalCs, nowNs);
    }

    @Override
    void onInitialize() {
        preemptDelay.reset();
        rival.forget();
        down.interval(config().advertIntervalCs());
    }

    private void resetPreemptDelay() {
        if (preemptDelay.running()) {
            changed();
        }
        preemptDelay.reset();
    }

    private long ownIntervalNs() {
        return VrrpTiming.intervalNs(config().advertIntervalCs());
    }

    @Override
    public int runPriority() {
        return priority.value(config());
    }

    @Override
    public boolean lastNotices(AdvertNotice oddity) {
        return oddities.contains(oddity);
    }

    @Override
    public boolean rivalPresent() {
        return rival.present();
    }

    @Override
    int intervalCs() {
        return down.intervalCs();
    }

    @Override
    PreemptDelay preemptDelay() {
        return preemptDelay;
    }

    @Override
    List<TrackedState> trackedStates() {
        return priority.states();
    }
}

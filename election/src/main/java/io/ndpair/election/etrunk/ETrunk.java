package io.ndpair.election.etrunk;

import io.ndpair.election.role.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One E-Trunk of this device, without I/O: an event and a clock reading go in, the next state and a set of
 * {@link ETrunkAction}s come out. All times are monotonic nanoseconds. Owned by one thread, the elector's.
 *
 * <p>Transitions; <em>better</em> means: not all members down where the peer has one that is up, then the smaller priority,
 * then the smaller system id (rule C-40; of equal ones the smaller session, so that always exactly one is better):
 *
 * <pre>
 *  event                              Initialize                Backup                    Master
 *  ---------------------------------  ------------------------  ------------------------  ------------------------
 *  channel usable                     Backup, INIT; waits our   -                         -
 *                                     own fail-time; after the
 *                                     negotiate delay, if any
 *  channel not usable                 -                         Initialize                Initialize
 *  leave                              stopped for good          takes leave, Initialize   takes leave, Initialize
 *  refused hello                      -                         count                     count
 *  hello, we are better               -                         Master, PRI               stays, PRI
 *  hello, the peer is better          -                         stays, PRI                Backup, PRI
 *  ... by all members down, either    -                         as above, but             as above, but
 *                                                               ALL_MEMBER_DOWN           ALL_MEMBER_DOWN
 *  hello of a master that does not
 *    hear us(*)                       -                         stays, PEER_TIMEOUT       Backup, PEER_TIMEOUT
 *  hello that takes leave             -                         Master, PEER_NODE_DOWN    stays, PEER_NODE_DOWN
 *  no hello for the peer's fail-time  -                         Master, TIMEOUT           stays, TIMEOUT
 *  hello period over                  -                         hello                     hello
 *  change of a member, of priority    -                         as after a hello          as after a hello
 *
 *  (*) after we have heard it for the hello periods of both, so that it had the time to hear us
 * </pre>
 *
 * <p>Every change of what a hello says is said at once, but no more often than every {@link #MIN_GAP_NS}: what changes within it
 * goes out together. After each event all members decide anew, see {@link ETrunkMember}.
 */
public final class ETrunk {
    /** Shortest time between two hellos. */
    static final long MIN_GAP_NS = 10_000_000L;

    private static final long NS_PER_S = 1_000_000_000L;
    private static final long NS_PER_MS = 1_000_000L;

    private final ETrunkCounters counters = new ETrunkCounters();
    private final HeardPeer peer = new HeardPeer();
    private final ETrunkHello out = new ETrunkHello();
    private final List<ETrunkMember> members = new ArrayList<>();
    private final HelloGuard guard;
    private final long session;
    private final long startNs;
    private final PeerComparison comparison = new PeerComparison();

    private ETrunkConfig config;
    private Role state = Role.INITIALIZE;
    private ETrunkCause cause = ETrunkCause.INIT;
    private boolean usable;
    private boolean started;
    private boolean negotiating;
    private boolean stopped;
    private boolean waiting;
    private long waitEndNs;
    private long negotiateEndNs;
    private long helloDueNs;
    private long lastSentNs;
    private boolean hasSent;
    private long sequence;
    private HelloDrop lastDrop = HelloDrop.TRUNCATED;
    private long changes;

    /**
     * An E-Trunk in Initialize, which waits for {@link #onUsable}.
     *
     * @param random draws the session and challenges: values that never come twice, a secure random source
     */
    public ETrunk(ETrunkConfig config, LongSupplier random, long nowNs) {
        this.config = config;
        final long drawn = random.getAsLong();
        this.session = drawn == 0 ? 1 : drawn;
        this.guard = new HelloGuard(session, random);
        this.startNs = nowNs;
        this.helloDueNs = nowNs;
    }

    /** The channel can be used. */
    public int onUsable(long nowNs) {
        if (stopped || usable) {
            return ETrunkAction.NONE;
        }
        usable = true;
        negotiating = !started && config.negotiateDelayS() > 0;
        started = true;
        negotiateEndNs = nowNs + config.negotiateDelayS() * NS_PER_S;
        return negotiating ? ETrunkAction.NONE : listen(nowNs);
    }

    /** The channel cannot be used. */
    public int onUnusable(long nowNs) {
        if (!usable) {
            return ETrunkAction.NONE;
        }
        usable = false;
        negotiating = false;
        peer.forget();
        guard.forget();
        return decide(nowNs);
    }

    private int listen(long nowNs) {
        negotiating = false;
        waiting = true;
        waitEndNs = nowNs + config.failTimeDs() * ETrunkConfig.DS_NS;
        return decide(nowNs) | say(nowNs);
    }

    /** The device goes away. Nothing starts this E-Trunk again. */
    public int onLeave(long nowNs) {
        if (stopped) {
            return ETrunkAction.NONE;
        }
        final boolean takesLeave = usable && !negotiating;
        stopped = true;
        final int actions = decide(nowNs) & ~ETrunkAction.SEND_HELLO;
        return takesLeave ? actions | ETrunkAction.SEND_HELLO : actions;
    }

    /** Carries out what is due. To be called at {@link #nextDeadlineNs} or later. */
    public int onTimer(long nowNs) {
        if (stopped || !usable) {
            return ETrunkAction.NONE;
        }
        if (negotiating) {
            return nowNs - negotiateEndNs >= 0 ? listen(nowNs) : ETrunkAction.NONE;
        }
        int actions = ETrunkAction.NONE;
        if (peer.alive() && nowNs - peer.deadlineNs() >= 0) {
            peer.lost();
            guard.forget();
            actions |= decide(nowNs);
        } else if ((waiting && nowNs - waitEndNs >= 0) || memberDue(nowNs)) {
            actions |= decide(nowNs);
        }
        return nowNs - helloDueNs >= 0 ? actions | ETrunkAction.SEND_HELLO : actions;
    }

    /** A datagram of the peer, unchecked. What is refused changes neither state nor timer. */
    public int onHello(DirectBuffer buffer, int offset, int length, long nowNs) {
        if (stopped || !usable || negotiating) {
            return ETrunkAction.NONE;
        }
        final ETrunkHello hello = peer.spare();
        final HelloDrop refusal = guard.check(buffer, offset, length, config, hello, nowNs);
        if (refusal != null) {
            lastDrop = refusal;
            counters.count(refusal);
            return guard.answerDue() ? ETrunkAction.REPORT_DROP | say(nowNs) : ETrunkAction.REPORT_DROP;
        }
        counters.countReceived();
        final boolean isNew = !peer.alive();
        peer.heard(ownFailTimeNs(), nowNs);
        if (hello.has(HelloLayout.FLAG_LEAVING)) {
            peer.left();
            guard.forget();
        }
        waiting = false;
        changes++;
        final boolean differs = comparison.compare(config, members, peer.last());
        final int actions = decide(nowNs) | (differs ? ETrunkAction.REPORT_NOTICE : ETrunkAction.NONE);
        // A peer that is heard for the first time learns so at once, and gets its challenge answered.
        return isNew ? actions | say(nowNs) : actions;
    }

    /** The channel took the hello that was asked for. */
    public void onSent() {
        counters.countSent();
    }

    /** The channel did not take it: it is tried again after a tenth of the period. */
    public void onSendFailed(long nowNs) {
        counters.countSendFailure();
        helloDueNs = nowNs + config.helloPeriodDs() * ETrunkConfig.DS_NS / 10;
    }

    /** Adds a member. */
    public int addMember(ETrunkMemberConfig member, boolean up, boolean ready, long nowNs) {
        if (members.size() == ETrunkConfig.MAX_MEMBERS) {
            throw new IllegalArgumentException(
                    "e-trunk " + config.id() + " has " + ETrunkConfig.MAX_MEMBERS + " members already");
        }
        members.add(new ETrunkMember(member, up, ready));
        members.sort(Comparator.comparingInt(m -> m.config().ethTrunk()));
        return decide(nowNs) | sayChange(nowNs);
    }

    /** Takes a member out: its role ends. */
    public int removeMember(ETrunkMember member, long nowNs) {
        members.remove(member);
        member.decide(state, null, config, true, nowNs);
        return decide(nowNs) | sayChange(nowNs);
    }

    /** Changes mode or counterpart of a member. */
    public int onMemberConfig(ETrunkMember member, ETrunkMemberConfig next, long nowNs) {
        member.config(next);
        return decide(nowNs) | sayChange(nowNs);
    }

    /** A member has carrier, or none. */
    public int onMemberState(ETrunkMember member, boolean up, long nowNs) {
        if (member.up() == up) {
            return ETrunkAction.NONE;
        }
        member.up(up);
        return decide(nowNs) | sayChange(nowNs);
    }

    /** Whether the tables that follow a member allow it to take over from a peer's that is well. */
    public int onMemberReady(ETrunkMember member, boolean ready, long nowNs) {
        member.ready(ready);
        changes++;
        return decide(nowNs);
    }

    /** The tables that follow a member have been complete once. */
    public int onMemberComplete(ETrunkMember member, long nowNs) {
        if (member.complete()) {
            return ETrunkAction.NONE;
        }
        member.makeComplete();
        return decide(nowNs) | sayChange(nowNs);
    }

    /** Why {@link #onHandOver} would do nothing now; empty when it would hand over. */
    public String handOverRefusal(ETrunkMember member) {
        return member.handOverRefusal(peer.alive() ? peer.last() : null);
    }

    /** As master: lets the peer's member take over, and does not revert until that one has lost it or is gone. */
    public int onHandOver(ETrunkMember member, long nowNs) {
        if (!handOverRefusal(member).isEmpty()) {
            return ETrunkAction.NONE;
        }
        member.handOver(config.helloPeriodDs() * ETrunkConfig.DS_NS, nowNs);
        return decide(nowNs) | sayChange(nowNs);
    }

    /** A member that was handed over decides as ever. */
    public int onTakeBack(ETrunkMember member, long nowNs) {
        member.takeBack();
        return decide(nowNs) | sayChange(nowNs);
    }

    /** Changes everything but the number in place. */
    public int onConfig(ETrunkConfig next, long nowNs) {
        if (next.id() != config.id()) {
            throw new IllegalArgumentException("e-trunk " + config.id() + " cannot become e-trunk " + next.id());
        }
        config = next;
        return decide(nowNs) | sayChange(nowNs);
    }

    /** Writes the hello that an action asks to send; the next one is due a period later. */
    public int encode(MutableDirectBuffer buffer, int offset, long nowNs) {
        helloDueNs = nowNs + config.helloPeriodDs() * ETrunkConfig.DS_NS;
        out.flags = (peer.alive() ? HelloLayout.FLAG_HEARS_PEER : 0)
                | (config.sequence() ? HelloLayout.FLAG_SEQUENCE : 0)
                | (stopped ? HelloLayout.FLAG_LEAVING : 0);
        out.trunk = config.id();
        out.priority = config.priority();
        out.state = state;
        out.periodDs = config.helloPeriodDs();
        out.systemId = config.systemId();
        out.revertDelayS = config.revert() ? config.revertDelayS() : HelloLayout.NO_REVERT;
        out.failTimeDs = config.failTimeDs();
        out.session = session;
        out.sequence = ++sequence;
        out.ageMs = (nowNs - startNs) / NS_PER_MS;
        out.challenge = guard.challenge();
        out.echo = guard.takeEcho();
        out.lacpSystemId = config.lacpSystemId();
        out.lacpPriority = config.lacpPriority();
        out.members = 0;
        for (int i = 0; i < members.size(); i++) {
            final ETrunkMember m = members.get(i);
            out.addMember(
                    m.config().ethTrunk(), m.config().remoteEthTrunk(), m.saidMode(), m.role(), m.up(), m.complete());
        }
        lastSentNs = nowNs;
        hasSent = true;
        return out.write(buffer, offset, config.key().orElse(null));
    }

    /** A hello as soon as the gap to the last one allows. */
    private int say(long nowNs) {
        if (stopped || !usable || negotiating) {
            return ETrunkAction.NONE;
        }
        final long soonestNs = hasSent ? lastSentNs + MIN_GAP_NS : nowNs;
        if (nowNs - soonestNs >= 0) {
            helloDueNs = nowNs;
            return ETrunkAction.SEND_HELLO;
        }
        if (helloDueNs - soonestNs > 0) {
            helloDueNs = soonestNs;
        }
        return ETrunkAction.NONE;
    }

    private int sayChange(long nowNs) {
        changes++;
        return say(nowNs);
    }

    private long ownFailTimeNs() {
        return config.failTimeDs() * ETrunkConfig.DS_NS;
    }

    private int decide(long nowNs) {
        final Role stateBefore = state;
        final ETrunkCause causeBefore = cause;
        decideState(nowNs);
        int actions = ETrunkAction.NONE;
        boolean changed = false;
        if (state != stateBefore || cause != causeBefore) {
            actions |= ETrunkAction.TELL_STATE;
            changed = true;
        }
        final ETrunkHello heard = peer.alive() ? peer.last() : null;
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).decide(state, heard, config, stopped, nowNs)) {
                actions |= ETrunkAction.TELL_MEMBERS;
                changed = true;
            }
        }
        return changed ? actions | sayChange(nowNs) : actions;
    }

    private void decideState(long nowNs) {
        if (stopped || !usable || negotiating) {
            enter(Role.INITIALIZE, ETrunkCause.INIT);
        } else if (peer.alive()) {
            decideBesidePeer(peer.last(), nowNs);
        } else if (peer.hasLeft()) {
            enter(Role.MASTER, ETrunkCause.PEER_NODE_DOWN);
        } else if (waiting && nowNs - waitEndNs < 0) {
            enter(Role.BACKUP, ETrunkCause.INIT);
        } else {
            waiting = false;
            enter(Role.MASTER, ETrunkCause.TIMEOUT);
        }
    }

    private void decideBesidePeer(ETrunkHello heard, long nowNs) {
        if (heard.state == Role.MASTER
                && !heard.has(HelloLayout.FLAG_HEARS_PEER)
                && nowNs - peer.aliveSinceNs() > (config.helloPeriodDs() + heard.periodDs) * ETrunkConfig.DS_NS) {
            enter(Role.BACKUP, ETrunkCause.PEER_TIMEOUT);
            return;
        }
        final boolean allDown = !members.isEmpty() && !anyUp();
        final boolean peersAllDown = heard.members > 0 && !heard.anyUp();
        if (allDown && !peersAllDown && heard.members > 0) {
            enter(Role.BACKUP, ETrunkCause.ALL_MEMBER_DOWN);
        } else if (!allDown && peersAllDown && !members.isEmpty()) {
            enter(Role.MASTER, ETrunkCause.ALL_MEMBER_DOWN);
        } else {
            enter(betterThan(heard) ? Role.MASTER : Role.BACKUP, ETrunkCause.PRI);
        }
    }

    private boolean anyUp() {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).up()) {
                return true;
            }
        }
        return false;
    }

    /** Rule C-40. Equal system ids are a fault that is reported; sessions differ always, so that it costs no more. */
    private boolean betterThan(ETrunkHello heard) {
        if (config.priority() != heard.priority) {
            return config.priority() < heard.priority;
        }
        if (config.systemId() != heard.systemId) {
            return config.systemId() < heard.systemId;
        }
        return Long.compareUnsigned(session, heard.session) < 0;
    }

    private void enter(Role next, ETrunkCause why) {
        state = next;
        cause = why;
    }

    private boolean memberDue(long nowNs) {
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).waits() && nowNs - members.get(i).waitEndNs() >= 0) {
                return true;
            }
        }
        return false;
    }

    /** When {@link #onTimer} has something to do; an hour from now when nothing is under way. */
    public long nextDeadlineNs(long nowNs) {
        long next = nowNs + 3_600 * NS_PER_S;
        if (stopped || !usable) {
            return next;
        }
        if (negotiating) {
            return negotiateEndNs;
        }
        next = earlier(next, helloDueNs);
        if (peer.alive()) {
            next = earlier(next, peer.deadlineNs());
        }
        if (waiting) {
            next = earlier(next, waitEndNs);
        }
        for (int i = 0; i < members.size(); i++) {
            if (members.get(i).waits()) {
                next = earlier(next, members.get(i).waitEndNs());
            }
        }
        return next;
    }

    private static long earlier(long oneNs, long otherNs) {
        return otherNs - oneNs < 0 ? otherNs : oneNs;
    }

    /** The configuration in force. */
    public ETrunkConfig config() {
        return config;
    }

    /** State of the E-Trunk. */
    public Role state() {
        return state;
    }

    /** Why it is in that state. */
    public ETrunkCause cause() {
        return cause;
    }

    /** Its members by their numbers; changed by the machine only. */
    public List<ETrunkMember> members() {
        return members;
    }

    /** What was counted. */
    public ETrunkCounters counters() {
        return counters;
    }

    /** Why the last discarded hello was. */
    public HelloDrop lastDrop() {
        return lastDrop;
    }

    /** What does not fit together with the peer at present. */
    public Set<HelloNotice> notices() {
        return comparison.notices();
    }

    /** Changes with everything that {@link #status} shows. */
    public long changes() {
        return changes;
    }

    /** A picture of it all. */
    public ETrunkStatus status(String channel) {
        final ETrunkHello heard = peer.last();
        return new ETrunkStatus(
                config,
                state,
                cause,
                channel,
                peer.everHeard()
                        ? Optional.of(new ETrunkStatus.Peer(
                                peer.alive(), heard.state, heard.priority, heard.systemId, heard.failTimeDs))
                        : Optional.empty(),
                members.stream().map(ETrunkMember::status).toList());
    }
}

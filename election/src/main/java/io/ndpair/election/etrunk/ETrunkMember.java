package io.ndpair.election.etrunk;

import io.ndpair.election.role.Role;

/**
 * One member Eth-Trunk, without I/O: decides its role from the E-Trunk's role, its own state and what the peer last said of its
 * counterpart. Owned by the elector's thread.
 *
 * <p>The rules, the first that holds counts; <em>peer's</em> means the counterpart on a peer that is heard:
 *
 * <pre>
 *  situation                                                     role        causation
 *  ------------------------------------------------------------  ----------  ------------------------------
 *  the device goes away                                          Initialize  ETRUNK_INIT
 *  mode force-master / force-backup                              that        FORCE_MASTER / FORCE_BACKUP
 *  E-Trunk in Init                                               Initialize  ETRUNK_INIT
 *  no peer is heard                                              E-Trunk's   ETRUNK_MASTER / ETRUNK_BACKUP
 *  handed over by command, and the peer's has it(*)              Backup      HANDED_OVER
 *  peer's is missing or forced to backup, or down and ours up    Master      PEER_MEMBER_DOWN
 *  peer's is up and ours down, or peer's is forced to master     Backup      PEER_MEMBER_UP
 *  both are master: we are incomplete and the peer's is not      Backup      PEER_MEMBER_UP
 *                   the peer's is incomplete and we are not      Master      ETRUNK_MASTER
 *  E-Trunk master:  we are master, or the peer's is not          Master      ETRUNK_MASTER
 *                   no revert, its delay runs, or not ready      Backup      PEER_MEMBER_UP
 *                   otherwise                                    Master      ETRUNK_MASTER
 *  E-Trunk backup:  we are master and the peer's is not          Master      as before
 *                   otherwise                                    Backup      ETRUNK_BACKUP
 *
 *  (*) or has three hello periods to take it; ends when the peer's has lost it or is heard no more, with a forced mode, and
 *      by command. Until the peer's has it our hellos say that the mode is force-backup, so that it takes it at once.
 * </pre>
 *
 * <p>So a takeover from a master that is well is made before it is broken: the old master goes on until it hears that the new
 * one has begun. Beyond the vendor: a member whose tables are not ready leaves a living master alone, and one whose tables
 * have never been complete yields to one whose are (DESIGN section 6). A member that is down on both devices stays with the
 * role of the E-Trunk: down means no carrier here, a backup's interface is not held down by its role (rule C-42).
 */
public final class ETrunkMember {
    private static final long NS_PER_S = 1_000_000_000L;

    /** Hello periods within which the peer's member must have taken what was handed over. */
    private static final int TAKE_PERIODS = 3;

    private ETrunkMemberConfig config;
    private boolean up;
    private boolean ready;
    private boolean complete;
    private Role role = Role.INITIALIZE;
    private MemberCause cause = MemberCause.ETRUNK_INIT;
    private Role toldRole = Role.INITIALIZE;
    private boolean waiting;
    private long waitEndNs;
    private boolean handedOver;
    private boolean taken;
    private long takeEndNs;

    ETrunkMember(ETrunkMemberConfig config, boolean up, boolean ready) {
        this.config = config;
        this.up = up;
        this.ready = ready;
        this.complete = ready;
    }

    public ETrunkMemberConfig config() {
        return config;
    }

    public Role role() {
        return role;
    }

    public MemberCause cause() {
        return cause;
    }

    /** Whether the Eth-Trunk has carrier. */
    public boolean up() {
        return up;
    }

    /** Whether it may take over from a peer's member that is well. */
    public boolean ready() {
        return ready;
    }

    /** Whether the tables that follow it have ever been complete. */
    public boolean complete() {
        return complete;
    }

    /** The role that was last told; telling the present one sets it. */
    public Role tell() {
        final Role before = toldRole;
        toldRole = role;
        return before;
    }

    /** Whether the role is not the one that was told last. */
    public boolean untold() {
        return role != toldRole;
    }

    void config(ETrunkMemberConfig next) {
        config = next;
    }

    void up(boolean now) {
        up = now;
    }

    void ready(boolean now) {
        ready = now;
    }

    void makeComplete() {
        complete = true;
    }

    ETrunkStatus.Member status() {
        return new ETrunkStatus.Member(config, up, role, cause, ready, waiting, waitEndNs, handedOver);
    }

    /** Whether the end of the revert delay, or of the time that the peer's has to take over, will change anything. */
    boolean waits() {
        return isGiving() || (waiting && ready);
    }

    long waitEndNs() {
        return isGiving() ? takeEndNs : waitEndNs;
    }

    /** The mode that the peer is told. */
    MemberMode saidMode() {
        return isGiving() ? MemberMode.FORCE_BACKUP : config.mode();
    }

    /** Whether it was handed over by command and is not ours again. */
    public boolean handedOver() {
        return handedOver;
    }

    /**
     * Why it cannot be handed over now; empty when it can.
     *
     * @param peer what the peer last said, null when none is heard
     */
    String handOverRefusal(ETrunkHello peer) {
        if (role != Role.MASTER) {
            return "it is not master";
        }
        if (config.mode() != MemberMode.AUTO) {
            return "its mode is " + config.mode().text();
        }
        if (peer == null) {
            return "no peer is heard";
        }
        final int at = peer.indexOf(config.remoteEthTrunk());
        return fails(peer, at) || !peer.up(at) ? "the peer's member cannot take over" : "";
    }

    /** Lets the peer's member have it, which has some hello periods to take it. */
    void handOver(long helloPeriodNs, long nowNs) {
        handedOver = true;
        taken = false;
        takeEndNs = nowNs + TAKE_PERIODS * helloPeriodNs;
    }

    void takeBack() {
        handedOver = false;
    }

    private boolean isGiving() {
        return handedOver && !taken;
    }

    /**
     * Takes on the role that the rules give.
     *
     * @param peer what the peer last said, null when none is heard
     * @return whether role or causation changed
     */
    boolean decide(Role trunk, ETrunkHello peer, ETrunkConfig settings, boolean stopped, long nowNs) {
        final Role roleBefore = role;
        final MemberCause causeBefore = cause;
        final boolean wasWaiting = waiting;
        waiting = false;
        handedOver = handedOver && !stopped && staysHandedOver(trunk, peer, nowNs);
        if (stopped) {
            enter(Role.INITIALIZE, MemberCause.ETRUNK_INIT);
        } else if (config.mode() == MemberMode.FORCE_MASTER) {
            enter(Role.MASTER, MemberCause.FORCE_MASTER);
        } else if (config.mode() == MemberMode.FORCE_BACKUP) {
            enter(Role.BACKUP, MemberCause.FORCE_BACKUP);
        } else if (trunk == Role.INITIALIZE) {
            enter(Role.INITIALIZE, MemberCause.ETRUNK_INIT);
        } else if (peer == null) {
            followTrunk(trunk);
        } else if (handedOver) {
            enter(Role.BACKUP, MemberCause.HANDED_OVER);
        } else {
            decideBesidePeer(trunk, peer, settings, wasWaiting, nowNs);
        }
        return role != roleBefore || cause != causeBefore || waiting != wasWaiting;
    }

    private boolean staysHandedOver(Role trunk, ETrunkHello peer, long nowNs) {
        if (config.mode() != MemberMode.AUTO) {
            return false;
        }
        if (peer == null) {
            // Not heard yet, after our own channel was away, is not gone.
            return taken && trunk != Role.MASTER;
        }
        final int at = peer.indexOf(config.remoteEthTrunk());
        if (fails(peer, at)) {
            return false;
        }
        if (peer.roleOf(at) == Role.MASTER) {
            taken = true;
            return true;
        }
        return !taken && nowNs - takeEndNs < 0;
    }

    /** Whether the peer's member is no match for ours. */
    private boolean fails(ETrunkHello peer, int at) {
        return at == ETrunkHello.NO_MEMBER || peer.modeOf(at) == MemberMode.FORCE_BACKUP || (up && !peer.up(at));
    }

    private void decideBesidePeer(Role trunk, ETrunkHello peer, ETrunkConfig settings, boolean wasWaiting, long nowNs) {
        final int at = peer.indexOf(config.remoteEthTrunk());
        if (fails(peer, at)) {
            enter(Role.MASTER, MemberCause.PEER_MEMBER_DOWN);
            return;
        }
        if ((!up && peer.up(at)) || peer.modeOf(at) == MemberMode.FORCE_MASTER) {
            enter(Role.BACKUP, MemberCause.PEER_MEMBER_UP);
            return;
        }
        final boolean peersIsMaster = peer.roleOf(at) == Role.MASTER;
        if (role == Role.MASTER && peersIsMaster && complete != peer.complete(at)) {
            if (complete) {
                enter(Role.MASTER, MemberCause.ETRUNK_MASTER);
            } else {
                enter(Role.BACKUP, MemberCause.PEER_MEMBER_UP);
            }
        } else if (trunk == Role.MASTER) {
            takeOver(peersIsMaster, settings, wasWaiting, nowNs);
        } else if (role != Role.MASTER || peersIsMaster) {
            enter(Role.BACKUP, MemberCause.ETRUNK_BACKUP);
        }
    }

    private void takeOver(boolean peersIsMaster, ETrunkConfig settings, boolean wasWaiting, long nowNs) {
        if (role == Role.MASTER || !peersIsMaster) {
            enter(Role.MASTER, MemberCause.ETRUNK_MASTER);
            return;
        }
        if (settings.revert()) {
            waiting = true;
            if (!wasWaiting) {
                waitEndNs = nowNs + settings.revertDelayS() * NS_PER_S;
            }
            if (ready && nowNs - waitEndNs >= 0) {
                waiting = false;
                enter(Role.MASTER, MemberCause.ETRUNK_MASTER);
                return;
            }
        }
        enter(Role.BACKUP, MemberCause.PEER_MEMBER_UP);
    }

    private void followTrunk(Role trunk) {
        enter(trunk, trunk == Role.MASTER ? MemberCause.ETRUNK_MASTER : MemberCause.ETRUNK_BACKUP);
    }

    private void enter(Role nextRole, MemberCause nextCause) {
        role = nextRole;
        cause = nextCause;
    }
}

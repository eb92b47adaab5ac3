package io.ndpair.election.vrrp;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A member of an admin group (the vendor's service group): it has the role of its admin group wherever its own link can be
 * used, sends no advertisements and takes none. Owned by one thread.
 *
 * <pre>
 *  event                       Initialize                Backup                   Master
 *  --------------------------  ------------------------  -----------------------  -----------------------------
 *  link up                     the admin group's role(*) -                        -
 *  link down                   -                         Initialize               Initialize, release
 *  shutdown                    stopped for good          Initialize, stopped      release, Initialize, stopped
 *  admin group is Master       Master, where link is up  Master: claim, announce  -
 *  admin group is Backup       Backup, where link is up  -                        Backup, release
 *  admin group is Initialize   -                         Initialize               Initialize, release
 *  any advertisement           refuse                    refuse                   refuse
 *  hand over, take back        -                         -                        -
 *
 *  (*) after the recover delay
 * </pre>
 */
public final class VrrpMember extends GroupMachine {
    private final PreemptDelay noDelay = new PreemptDelay();
    private Role adminRole = Role.INITIALIZE;
    private boolean complete;

    VrrpMember(VrrpGroupConfig config, boolean ready) {
        super(config, ready);
        complete = ready;
    }

    @Override
    public int onAdminRole(Role newRole, long nowNs) {
        adminRole = newRole;
        return follow(RoleReason.ADMIN_GROUP, nowNs);
    }

    @Override
    int start(long nowNs) {
        return follow(RoleReason.LINK_UP, nowNs);
    }

    private int follow(RoleReason cause, long nowNs) {
        final boolean follows = !stopped() && link.up() && !link.waiting();
        final Role wanted = follows ? adminRole : Role.INITIALIZE;
        if (wanted == role()) {
            return VrrpAction.NONE;
        }
        return switch (wanted) {
            case INITIALIZE -> becomeInitialize(cause);
            case MASTER -> takeAddresses(cause, nowNs);
            case BACKUP -> {
                final boolean wasMaster = role() == Role.MASTER;
                enter(Role.BACKUP, cause);
                recordMaster(0, 0, 0);
                yield wasMaster ? letAddressesGo() : VrrpAction.TELL_ROLE;
            }
        };
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
        return role() == Role.INITIALIZE ? VrrpAction.NONE : drop(DropReason.MEMBER);
    }

    @Override
    public void onSent(boolean resignation) {
        throw new IllegalStateException("a member sends no advertisements");
    }

    @Override
    public void onSendFailed(long nowNs) {
        throw new IllegalStateException("a member sends no advertisements");
    }

    @Override
    public int encode(MutableDirectBuffer buffer, int offset, boolean resignation) {
        throw new IllegalStateException("a member sends no advertisements");
    }

    @Override
    public int onComplete(long nowNs) {
        complete = true;
        return VrrpAction.NONE;
    }

    @Override
    public boolean complete() {
        return complete;
    }

    @Override
    public int onTracked(String object, boolean up, long nowNs) {
        return VrrpAction.NONE;
    }

    @Override
    public String handOverRefusal() {
        return "it follows VRRP6 group " + config().options().adminGroup();
    }

    /** Its admin group is handed over, and this one with it. */
    @Override
    public int onHandOver(long nowNs) {
        return VrrpAction.NONE;
    }

    @Override
    public int onTakeBack(long nowNs) {
        return VrrpAction.NONE;
    }

    @Override
    public boolean handedOver() {
        return false;
    }

    @Override
    long handedOverNs() {
        return 0;
    }

    @Override
    public boolean lastNotices(AdvertNotice oddity) {
        return false;
    }

    @Override
    public boolean rivalPresent() {
        return false;
    }

    @Override
    public int runPriority() {
        return config().priority();
    }

    @Override
    int onSource(boolean wasUp, long nowNs) {
        if (role() == Role.MASTER) {
            recordMaster(localHigh(), localLow(), runPriority());
        }
        return VrrpAction.NONE;
    }

    @Override
    int onRoleTimer(long nowNs) {
        return VrrpAction.NONE;
    }

    @Override
    long roleDeadlineNs(long nowNs) {
        return nowNs + NO_DEADLINE_NS;
    }

    @Override
    int onReadyChanged(long nowNs) {
        return VrrpAction.NONE;
    }

    @Override
    int onConfigured(long nowNs) {
        if (role() == Role.MASTER) {
            recordMaster(localHigh(), localLow(), runPriority());
        }
        return VrrpAction.NONE;
    }

    @Override
    int resignation() {
        return VrrpAction.NONE;
    }

    @Override
    void onInitialize() {
        // A member has no timers of its own.
    }

    @Override
    int intervalCs() {
        return config().advertIntervalCs();
    }

    @Override
    PreemptDelay preemptDelay() {
        return noDelay;
    }

    @Override
    List<TrackedState> trackedStates() {
        return List.of();
    }
}

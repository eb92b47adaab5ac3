package io.ndpair.election;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleListener;
import io.ndpair.election.vrrp.GroupMachine;
import io.ndpair.election.vrrp.VrrpAction;
import io.ndpair.election.vrrp.VrrpAdvertisement;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import io.ndpair.election.vrrp.VrrpGroupStatus;
import io.ndpair.election.vrrp.VrrpGroupView;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One group in the elector: carries the machine's actions out and publishes what it looks like. Owned by the elector's
 * thread; {@link #status} is for any.
 */
final class GroupSlot {
    private static final int ADDRESSES = VrrpAction.END_ROUTER
            | VrrpAction.RELEASE
            | VrrpAction.CLAIM
            | VrrpAction.ANNOUNCE
            | VrrpAction.ADVERTISE_ROUTER;

    private final GroupMachine machine;
    private final AdvertChannel channel;
    private final AddressOwner owner;
    private final RoleListener roles;
    private final AdminGroups admins;
    private final Reporter reporter;
    private final EpochClock epochClock;
    private final MutableDirectBuffer packet = new UnsafeBuffer(new byte[VrrpAdvertisement.MAX_SENT_BYTES]);
    private final long createTimeMs;

    private VrrpGroupConfig claimed;
    private boolean holdsAddresses;
    private Role publishedRole = Role.INITIALIZE;
    private long publishedChanges;
    private boolean ownReady;
    private boolean ownComplete;
    private String ownReason;
    private String shownReason;
    private long readySinceNs;
    private volatile Published published;

    private record Published(VrrpGroupView view, String readyReason, long readySinceNs, long lastChangeTimeMs) {}

    GroupSlot(
            GroupMachine machine,
            AdvertChannel channel,
            AddressOwner owner,
            RoleListener roles,
            AdminGroups admins,
            Reporter reporter,
            EpochClock epochClock,
            long nowNs) {
        this.machine = machine;
        this.channel = channel;
        this.owner = owner;
        this.roles = roles;
        this.admins = admins;
        this.reporter = reporter;
        this.epochClock = epochClock;
        this.claimed = machine.config();
        this.createTimeMs = epochClock.time();
        this.ownReady = machine.ready();
        this.ownComplete = machine.ready();
        this.ownReason = machine.ready() ? "" : "not ready yet";
        this.shownReason = ownReason;
        this.readySinceNs = nowNs;
        this.publishedChanges = machine.changes();
        this.published = new Published(machine.view(), shownReason, readySinceNs, createTimeMs);
    }

    String name() {
        return machine.config().name();
    }

    GroupMachine machine() {
        return machine;
    }

    AddressOwner owner() {
        return owner;
    }

    Reporter reporter() {
        return reporter;
    }

    /** The group is there, or is another than before: whoever puts its addresses in place gets ready for it. */
    void prepare(long nowNs) {
        try {
            owner.prepare(machine.config());
        } catch (RuntimeException e) {
            reporter.error(name() + ": addresses", e, nowNs);
        }
    }

    void forget(long nowNs) {
        try {
            owner.forget(machine.config());
        } catch (RuntimeException e) {
            reporter.error(name() + ": addresses", e, nowNs);
        }
    }

    int timer(long nowNs) {
        final int actions = machine.onTimer(nowNs);
        carryOut(actions, nowNs);
        return actions == VrrpAction.NONE ? 0 : 1;
    }

    /** Name of the group whose role this one copies, or empty. */
    String adminGroup() {
        return machine.config().options().adminGroup();
    }

    /** The admin group has this role. */
    void follow(Role role, long nowNs) {
        carryOut(machine.onAdminRole(role, nowNs), nowNs);
    }

    /** What was said of this group itself; whether it may act on it is settled together with its members. */
    void ready(boolean ready, String reason, long nowNs) {
        ownReady = ready;
        ownReason = reason;
        admins.readinessChanged(this, nowNs);
    }

    void complete(long nowNs) {
        ownComplete = true;
        admins.readinessChanged(this, nowNs);
    }

    boolean isReady() {
        return ownReady;
    }

    boolean isComplete() {
        return ownComplete;
    }

    String readyReason() {
        return ownReason;
    }

    void settleReadiness(boolean ready, String reason, long nowNs) {
        if (machine.ready() != ready) {
            readySinceNs = nowNs;
        }
        final boolean otherReason = !reason.equals(shownReason);
        shownReason = reason;
        carryOut(machine.onReady(ready, nowNs), nowNs);
        if (otherReason) {
            publish();
        }
    }

    /** Does what the machine asked for, in the order that {@link VrrpAction} gives, and publishes what has changed. */
    void carryOut(int actions, long nowNs) {
        if (actions != VrrpAction.NONE) {
            if (VrrpAction.has(actions, VrrpAction.SEND_RESIGNATION)) {
                send(true, nowNs);
            }
            if (VrrpAction.has(actions, VrrpAction.SEND_ADVERT)) {
                send(false, nowNs);
            }
            // Published first, so that a listener who asks for the status sees the role that it is told.
            publishIfChanged();
            if (VrrpAction.has(actions, VrrpAction.TELL_LOST)) {
                tellRole(nowNs);
            }
            if (VrrpAction.has(actions, ADDRESSES)) {
                handleAddresses(actions, nowNs);
            }
            if (VrrpAction.has(actions, VrrpAction.TELL_ROLE)) {
                if (machine.role() == Role.MASTER) {
                    // Whoever hears of it begins work that the kernel would do before it takes the members' addresses.
                    admins.roleChanged(this, nowNs);
                }
                tellRole(nowNs);
            }
            if (VrrpAction.has(actions, VrrpAction.TELL_RIVAL)) {
                tellRival(nowNs);
            }
            if (VrrpAction.has(actions, VrrpAction.REPORT_NOTICE)) {
                reporter.noticed(this, nowNs);
            }
            if (VrrpAction.has(actions, VrrpAction.REPORT_DROP)) {
                reporter.dropped(
                        machine.config().interfaceName(),
                        name(),
                        machine.lastDrop(),
                        machine.counters().value(machine.lastDrop()),
                        nowNs);
            }
        }
        publishIfChanged();
        if (VrrpAction.has(actions, VrrpAction.TELL_LOST | VrrpAction.TELL_ROLE)) {
            admins.roleChanged(this, nowNs);
        }
    }

    private void send(boolean resignation, long nowNs) {
        boolean sent = false;
        try {
            final int length = machine.encode(packet, 0, resignation);
            sent = machine.config().options().virtualMac()
                    ? channel.sendFromVirtualMac(packet, 0, length)
                    : channel.send(packet, 0, length);
        } catch (RuntimeException e) {
            reporter.error(name() + ": send", e, nowNs);
        }
        if (sent) {
            machine.onSent(resignation);
        } else {
            machine.onSendFailed(nowNs);
        }
    }

    private void handleAddresses(int actions, long nowNs) {
        try {
            if (VrrpAction.has(actions, VrrpAction.END_ROUTER)) {
                owner.advertiseRouter(claimed, 0);
            }
        } catch (RuntimeException e) {
            reporter.error(name() + ": addresses", e, nowNs);
        }
        if (VrrpAction.has(actions, VrrpAction.RELEASE)) {
            release(nowNs);
        }
        try {
            if (VrrpAction.has(actions, VrrpAction.CLAIM)) {
                claimed = machine.config();
                holdsAddresses = true;
                owner.claim(claimed);
            }
            if (VrrpAction.has(actions, VrrpAction.ANNOUNCE)) {
                owner.announce(claimed);
            }
            if (VrrpAction.has(actions, VrrpAction.ADVERTISE_ROUTER)) {
                owner.advertiseRouter(machine.config(), GroupMachine.ROUTER_LIFETIME_S);
            }
        } catch (RuntimeException e) {
            reporter.error(name() + ": addresses", e, nowNs);
        }
    }

    private void release(long nowNs) {
        if (holdsAddresses) {
            holdsAddresses = false;
            try {
                owner.release(claimed);
            } catch (RuntimeException e) {
                reporter.error(name() + ": addresses", e, nowNs);
            }
        }
    }

    private void tellRole(long nowNs) {
        try {
            roles.onRole(name(), machine.role(), machine.reason(), nowNs);
        } catch (RuntimeException e) {
            reporter.error(name() + ": role listener", e, nowNs);
        }
    }

    private void tellRival(long nowNs) {
        try {
            roles.onRival(name(), machine.rivalPresent(), nowNs);
        } catch (RuntimeException e) {
            reporter.error(name() + ": role listener", e, nowNs);
        }
    }

    private void publishIfChanged() {
        if (machine.changes() != publishedChanges) {
            publish();
        }
    }

    private void publish() {
        publishedChanges = machine.changes();
        long lastChangeTimeMs = published.lastChangeTimeMs();
        if (machine.role() != publishedRole) {
            publishedRole = machine.role();
            lastChangeTimeMs = epochClock.time();
        }
        published = new Published(machine.view(), shownReason, readySinceNs, lastChangeTimeMs);
    }

    /** Any thread. */
    VrrpGroupStatus status(long nowNs) {
        final Published now = published;
        return now.view()
                .status(
                        machine.counters(),
                        now.readyReason(),
                        now.readySinceNs(),
                        createTimeMs,
                        now.lastChangeTimeMs(),
                        nowNs);
    }
}

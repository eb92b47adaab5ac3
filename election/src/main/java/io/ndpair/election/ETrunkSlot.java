package io.ndpair.election;

import io.ndpair.election.etrunk.ETrunk;
import io.ndpair.election.etrunk.ETrunkAction;
import io.ndpair.election.etrunk.ETrunkCause;
import io.ndpair.election.etrunk.ETrunkMember;
import io.ndpair.election.etrunk.ETrunkStatus;
import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleListener;
import io.ndpair.election.role.RoleReason;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One E-Trunk in the elector: carries the machine's actions out and publishes what it looks like. Owned by the elector's
 * thread; {@link #status} is for any.
 */
final class ETrunkSlot implements ETrunkChannel.Handler {
    private static final int PACKET_BYTES = 2_048;

    private final ETrunk machine;
    private final ETrunkChannel channel;
    private final RoleListener roles;
    private final ETrunkListener listener;
    private final ETrunkReporter reporter;
    private final MutableDirectBuffer packet = new UnsafeBuffer(new byte[PACKET_BYTES]);

    private Role toldState = Role.INITIALIZE;
    private ETrunkCause toldCause = ETrunkCause.INIT;
    private long publishedChanges = -1;
    private String publishedReason = "";
    private long nowNs;
    private volatile ETrunkStatus published;

    ETrunkSlot(
            ETrunk machine,
            ETrunkChannel channel,
            RoleListener roles,
            ETrunkListener listener,
            ETrunkReporter reporter) {
        this.machine = machine;
        this.channel = channel;
        this.roles = roles;
        this.listener = listener;
        this.reporter = reporter;
        publish();
    }

    ETrunk machine() {
        return machine;
    }

    ETrunkStatus status() {
        return published;
    }

    /** Channel first, then what was received, then the timers: what waits must be heard before silence is concluded. */
    int doWork(long cycleNs, int pollLimit) {
        nowNs = cycleNs;
        int work = 0;
        try {
            work += channel.doWork(cycleNs);
            if (channel.closedReason().isEmpty()) {
                carryOut(machine.onUsable(cycleNs), cycleNs);
                work += channel.poll(this, pollLimit);
            } else {
                carryOut(machine.onUnusable(cycleNs), cycleNs);
            }
        } catch (RuntimeException e) {
            reporter.error(name() + ": channel", e, cycleNs);
        }
        final int actions = machine.onTimer(cycleNs);
        carryOut(actions, cycleNs);
        return actions == ETrunkAction.NONE ? work : work + 1;
    }

    @Override
    public void onHello(DirectBuffer buffer, int offset, int length) {
        carryOut(machine.onHello(buffer, offset, length, nowNs), nowNs);
    }

    void carryOut(int actions, long atNs) {
        if (ETrunkAction.has(actions, ETrunkAction.SEND_HELLO)) {
            send(atNs);
        }
        publishIfChanged();
        if (ETrunkAction.has(actions, ETrunkAction.TELL_STATE)) {
            tellState(atNs);
        }
        if (ETrunkAction.has(actions, ETrunkAction.TELL_MEMBERS)) {
            for (final ETrunkMember member : machine.members()) {
                tell(member, atNs);
            }
        }
        if (ETrunkAction.has(actions, ETrunkAction.REPORT_DROP)) {
            reporter.dropped(machine, atNs);
        }
        if (ETrunkAction.has(actions, ETrunkAction.REPORT_NOTICE)) {
            reporter.noticed(machine, atNs);
        }
    }

    private void send(long atNs) {
        boolean sent = false;
        try {
            final int length = machine.encode(packet, 0, atNs);
            sent = channel.send(packet, 0, length);
        } catch (RuntimeException e) {
            reporter.error(name() + ": send", e, atNs);
        }
        if (sent) {
            machine.onSent();
        } else {
            machine.onSendFailed(atNs);
        }
    }

    private void tellState(long atNs) {
        final Role before = toldState;
        if (before == machine.state() && toldCause == machine.cause()) {
            return;
        }
        toldState = machine.state();
        toldCause = machine.cause();
        reporter.tell(() -> listener.onState(machine.config().id(), before, machine.state(), machine.cause()), atNs);
    }

    /** Tells the role of a member if it has changed. */
    void tell(ETrunkMember member, long atNs) {
        if (!member.untold()) {
            return;
        }
        final Role before = member.tell();
        reporter.tell(() -> roles.onRole(member.config().name(), member.role(), reason(member), atNs), atNs);
        reporter.tell(
                () -> listener.onMemberState(
                        machine.config().id(), member.config().ethTrunk(), before, member.role(), member.cause()),
                atNs);
    }

    private static RoleReason reason(ETrunkMember member) {
        return switch (member.cause()) {
            case ETRUNK_INIT -> RoleReason.SHUTDOWN;
            case ETRUNK_MASTER, ETRUNK_BACKUP -> RoleReason.ETRUNK;
            case FORCE_MASTER, FORCE_BACKUP -> RoleReason.FORCED;
            case HANDED_OVER -> RoleReason.HANDED_OVER;
            case PEER_MEMBER_DOWN -> RoleReason.PEER_MEMBER_DOWN;
            case PEER_MEMBER_UP -> RoleReason.PEER_MEMBER_UP;
        };
    }

    void close(long atNs) {
        try {
            channel.close();
        } catch (RuntimeException e) {
            reporter.error(name() + ": close", e, atNs);
        }
    }

    private void publishIfChanged() {
        if (machine.changes() != publishedChanges || !channel.closedReason().equals(publishedReason)) {
            publish();
        }
    }

    private void publish() {
        publishedChanges = machine.changes();
        publishedReason = channel.closedReason();
        published = machine.status(publishedReason);
    }

    private String name() {
        return "e-trunk " + machine.config().id();
    }
}

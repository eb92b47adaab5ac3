package io.ndpair.node.shell;

import io.ndpair.node.config.Ipv6Address;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code display vrrp6}. */
final class GroupDisplay {
    private static final String RULE = "-".repeat(100) + "\n";
    private static final String ROW = "%-4s  %-12s  %-32s  %-4s  %s%n";
    private static final int WIDTH = 17;

    private final StringBuilder out;
    private final ZoneId zone;

    GroupDisplay(StringBuilder out, ZoneId zone) {
        this.out = out;
        this.zone = zone;
    }

    void brief(List<GroupStatus> groups) {
        out.append("Type: N - normal, A - administrator, M - member, L - load-balance, LM - load-balance-member\n");
        out.append("Total:")
                .append(groups.size())
                .append("  Master:")
                .append(count(groups, RoleState.MASTER))
                .append("  Backup:")
                .append(count(groups, RoleState.BACKUP))
                .append("  Non-active:")
                .append(groups.size() - count(groups, RoleState.MASTER) - count(groups, RoleState.BACKUP))
                .append('\n');
        out.append(String.format(Locale.ROOT, ROW, "VRID", "State", "Interface", "Type", "Virtual IP"))
                .append(RULE);
        for (final GroupStatus group : groups) {
            out.append(String.format(
                    Locale.ROOT,
                    ROW,
                    group.vrid(),
                    group.state().groupText(),
                    group.interfaceName(),
                    group.details().type().letter(),
                    group.virtualAddresses().isEmpty()
                            ? Fields.NOTHING
                            : group.virtualAddresses().get(0).toDisplayString()));
        }
    }

    private static long count(List<GroupStatus> groups, RoleState state) {
        return groups.stream().filter(group -> group.state() == state).count();
    }

    void detail(GroupStatus group) {
        out.append(group.interfaceName())
                .append(" | Virtual Router ")
                .append(group.vrid())
                .append('\n');
        final Fields fields = new Fields(out, zone, 2, WIDTH);
        fields.field("State", group.state().groupText())
                .lines(
                        "Virtual IP",
                        group.virtualAddresses().stream()
                                .map(Ipv6Address::toDisplayString)
                                .toList())
                .field("Master IP", group.masterAddress().toDisplayString())
                .field("Local IP", group.localAddress().toDisplayString())
                .field("PriorityRun", group.priorityRun())
                .field("PriorityConfig", group.priorityConfig())
                .field("MasterPriority", group.masterPriority())
                .field("Preempt", preemption(group))
                .field("Hold Multiplier", group.holdingMultiplier())
                .field("TimerRun", group.timerRunCs() + "cs")
                .field("TimerConfig", group.timerConfigCs() + "cs")
                .field(
                        "Virtual MAC",
                        String.format(Locale.ROOT, "0000-5e00-02%02x", group.vrid())
                                + (group.details().virtualMac() ? "" : " (not in use)"))
                .field("Check hop limit", "YES")
                .field("Accept mode", group.details().acceptMode() ? "YES" : "NO")
                .field("Owner claim", group.details().anyOwner() ? "ANY" : "FIRST ADDRESS")
                .field("Config Type", group.details().type().text())
                .field("Backup-forward", "disabled")
                .lines(
                        "Track",
                        group.details().tracked().stream()
                                .map(GroupDisplay::track)
                                .toList())
                .time("Create Time", Optional.of(group.created()))
                .time("Last Change Time", group.lastChange());
        if (!group.changeReason().isEmpty()) {
            fields.field("Change Reason", group.changeReason());
        }
        if (!group.held().isEmpty()) {
            fields.field(
                    "Holding back", group.held() + ", for " + group.details().heldForS() + "s");
        }
        if (group.details().startRemainS().isPresent()) {
            fields.field("Starts in", group.details().startRemainS().getAsInt() + "s");
        }
        if (group.details().rival()) {
            fields.field("Two masters", "a weaker one is heard beside this device");
        }
        if (!group.details().adminGroup().isEmpty()) {
            fields.field("Admin group", group.details().adminGroup());
        }
        fields.field("Adverts", group.sent() + " sent, " + group.received() + " received")
                .counts("Adverts dropped", group.dropped());
    }

    /** An admin group with the members that follow it. */
    void binding(GroupStatus admin, List<GroupStatus> members) {
        out.append("Admin group: ")
                .append(admin.interfaceName())
                .append(" | Virtual Router ")
                .append(admin.vrid())
                .append(", State: ")
                .append(admin.state().groupText())
                .append(", Members: ")
                .append(members.size())
                .append('\n');
        for (final GroupStatus member : members) {
            out.append("  ")
                    .append(member.interfaceName())
                    .append(" | Virtual Router ")
                    .append(member.vrid())
                    .append(", State: ")
                    .append(member.state().groupText())
                    .append('\n');
        }
    }

    private static String track(GroupDetails.Tracked object) {
        return object.name() + "   Priority " + (object.increased() ? "Increased: " : "Reduced: ") + object.amount()
                + "   State: " + (object.down() ? "DOWN" : "UP");
    }

    private static String preemption(GroupStatus group) {
        return (group.preempt() ? "YES" : "NO") + "   Delay Time: " + group.preemptDelayS() + "s   Remain: "
                + (group.preemptRemainS().isPresent() ? group.preemptRemainS().getAsInt() + "s" : Fields.NOTHING);
    }
}

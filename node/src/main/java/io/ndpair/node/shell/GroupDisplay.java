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
                    "N",
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
                .field("Virtual MAC", String.format(Locale.ROOT, "0000-5e00-02%02x", group.vrid()))
                .field("Check hop limit", "YES")
                .field("Config Type", "normal-vrrp")
                .time("Create Time", Optional.of(group.created()))
                .time("Last Change Time", group.lastChange());
        if (!group.changeReason().isEmpty()) {
            fields.field("Change Reason", group.changeReason());
        }
        if (!group.held().isEmpty()) {
            fields.field("Holding back", group.held());
        }
        fields.field("Adverts", group.sent() + " sent, " + group.received() + " received")
                .counts("Adverts dropped", group.dropped());
    }

    private static String preemption(GroupStatus group) {
        return (group.preempt() ? "YES" : "NO") + "   Delay Time: " + group.preemptDelayS() + "s   Remain: "
                + (group.preemptRemainS().isPresent() ? group.preemptRemainS().getAsInt() + "s" : Fields.NOTHING);
    }
}

package io.ndpair.node.shell;

import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.ETrunkConfig;
import io.ndpair.node.config.ETrunkSystemConfig.LacpConfig;
import io.ndpair.node.config.EthTrunkConfig;
import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.node.config.MacAddress;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code display e-trunk} and {@code display eth-trunk}. */
final class TrunkDisplay {
    private static final String RULE = "-".repeat(92) + "\n";
    private static final String LIST_ROW = "%-8s %-8s %-8s %-16s %s%n";
    private static final String MEMBER_ROW = "%-10s %-5s %-13s %-13s %-10s %-17s %s%n";
    private static final int WIDTH = 23;

    private final StringBuilder out;
    private final ZoneId zone;

    TrunkDisplay(StringBuilder out, ZoneId zone) {
        this.out = out;
        this.zone = zone;
    }

    void list(List<ETrunkConfig> trunks, List<TrunkStatus> running) {
        out.append(String.format(Locale.ROOT, LIST_ROW, "E-TRUNK", "Priority", "State", "Causation", "Peer-IP"))
                .append(RULE);
        for (final ETrunkConfig trunk : trunks) {
            final Optional<TrunkStatus> status =
                    running.stream().filter(s -> s.id() == trunk.id()).findFirst();
            out.append(String.format(
                    Locale.ROOT,
                    LIST_ROW,
                    trunk.id(),
                    trunk.priority(),
                    status.map(s -> state(s.state())).orElse("Init"),
                    status.map(TrunkStatus::cause).orElse("INIT"),
                    trunk.peer().map(ends -> ends.peer().toString()).orElse(Fields.NOTHING)));
        }
        out.append(RULE).append("Total ").append(trunks.size()).append(" printed.\n");
    }

    void detail(ETrunkConfig trunk, TrunkStatus status) {
        final ETrunkConfig.Timers timers = trunk.timers();
        final Optional<TrunkStatus.Peer> peer = status.peer();
        final Fields fields = new Fields(out, zone, 2, WIDTH)
                .field("E-TRUNK-ID", trunk.id())
                .field("Revert-Delay-Time (s)", timers.revert() ? Integer.toString(timers.revertDelayS()) : "disabled")
                .field("Priority", trunk.priority())
                .field("System-ID", MacAddress.text(status.systemId()))
                .field(
                        "Peer-IP",
                        trunk.peer().map(ends -> ends.peer().toString()).orElse(""))
                .field(
                        "Source-IP",
                        trunk.peer().map(ends -> ends.source().toString()).orElse(""))
                .field("State", state(status.state()))
                .field("Causation", status.cause())
                .field("Send-Period (100ms)", timers.helloDs())
                .field("Fail-Time (100ms)", timers.failTimeDs())
                .field("Receive", status.received())
                .field("Send", status.sent())
                .field("RecDrop", status.droppedTotal())
                .field("SndDrop", status.sendFailures())
                .field(
                        "Peer-Priority",
                        peer.map(p -> Integer.toString(p.priority())).orElse(""))
                .field(
                        "Peer-System-ID",
                        peer.map(p -> MacAddress.text(p.systemId())).orElse(""))
                .field(
                        "Peer-Fail-Time (100ms)",
                        peer.map(p -> Integer.toString(p.failTimeDs())).orElse(""))
                .field("BFD-Session", "")
                .field("Description", trunk.description())
                .field("Port", trunk.port())
                .field("Authentication", authentication(trunk.security()))
                .field("Sequence", trunk.security().sequence() ? "enabled" : "disabled")
                .field("Peer heard", peer.filter(TrunkStatus.Peer::heard).isPresent() ? "yes" : "no");
        if (!status.channel().isEmpty()) {
            fields.field("Channel", status.channel());
        }
        fields.counts("Dropped by cause", status.dropped());
        members(status.members());
    }

    private static String authentication(ETrunkConfig.Security security) {
        return security.key().isPresent() ? security.authentication().word() : "";
    }

    private void members(List<TrunkStatus.Member> members) {
        out.append(RULE)
                .append("The Member information\n")
                .append(String.format(
                        Locale.ROOT,
                        MEMBER_ROW,
                        "Type",
                        "ID",
                        "LocalPhyState",
                        "Work-Mode",
                        "State",
                        "Causation",
                        "Remote-ID"));
        for (final TrunkStatus.Member member : members) {
            out.append(String.format(
                    Locale.ROOT,
                    MEMBER_ROW,
                    "Eth-Trunk",
                    member.ethTrunk(),
                    member.up() ? "Up" : "Down",
                    member.mode(),
                    state(member.state()),
                    member.cause(),
                    member.remote()));
            if (!member.held().isEmpty()) {
                out.append("           ").append(member.held()).append('\n');
            }
        }
        out.append("Total ").append(members.size()).append(" printed.\n");
    }

    private static String state(RoleState role) {
        return role == RoleState.INITIALIZE ? "Init" : role.groupText();
    }

    void ethTrunks(DeviceConfig config, List<InterfaceConfig> ports, List<TrunkStatus> running) {
        for (final InterfaceConfig port : ports) {
            final EthTrunkConfig member = port.ethTrunk();
            final int number = EthTrunkConfig.number(port.name()).orElseThrow();
            out.append(port.name()).append(":\n");
            final LacpConfig lacp = lacp(config, member);
            final Fields fields = new Fields(out, zone, 2, WIDTH)
                    .field("Linux interface", port.linuxInterface())
                    .field("Working mode", member.lacpStatic() ? "static LACP" : "manual")
                    .field("LACP e-trunk system-id", lacp.systemId() == 0 ? "" : MacAddress.text(lacp.systemId()))
                    .field("LACP e-trunk priority", lacp.priority())
                    .field("E-Trunk", member.isMember() ? Integer.toString(member.trunk()) : "");
            running.stream()
                    .filter(trunk -> trunk.id() == member.trunk())
                    .flatMap(trunk -> trunk.members().stream())
                    .filter(m -> m.ethTrunk() == number)
                    .findFirst()
                    .ifPresent(m -> fields.field("Physical state", m.up() ? "Up" : "Down")
                            .field("Member state", state(m.state()) + ", " + m.cause()));
        }
    }

    /** The values of the interface, and where it has none the device's. */
    static LacpConfig lacp(DeviceConfig config, EthTrunkConfig member) {
        final LacpConfig general = config.etrunks().lacp();
        return new LacpConfig(
                member.lacp().systemId() == 0
                        ? general.systemId()
                        : member.lacp().systemId(),
                member.lacp().priority() == LacpConfig.DEFAULT_PRIORITY
                        ? general.priority()
                        : member.lacp().priority());
    }
}

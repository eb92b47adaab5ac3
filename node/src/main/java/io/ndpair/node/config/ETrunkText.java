package io.ndpair.node.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** E-Trunks, and what belongs to them on interfaces, as the commands that make them. */
final class ETrunkText {
    private ETrunkText() {}

    static void writeLacp(String indent, ETrunkSystemConfig.LacpConfig lacp, Consumer<String> out) {
        if (lacp.systemId() != 0) {
            out.accept(indent + "lacp e-trunk system-id " + MacAddress.text(lacp.systemId()));
        }
        if (lacp.priority() != ETrunkSystemConfig.LacpConfig.DEFAULT_PRIORITY) {
            out.accept(indent + "lacp e-trunk priority " + lacp.priority());
        }
    }

    static List<String> trunk(ETrunkConfig trunk) {
        final List<String> lines = new ArrayList<>();
        lines.add("e-trunk " + trunk.id());
        if (!trunk.description().isEmpty()) {
            lines.add(" description " + trunk.description());
        }
        if (trunk.priority() != ETrunkConfig.DEFAULT_PRIORITY) {
            lines.add(" priority " + trunk.priority());
        }
        trunk.peer()
                .ifPresent(ends -> lines.add(
                        ends.peer().version() == 4
                                ? " peer-address " + ends.peer() + " source-address " + ends.source()
                                : " peer-ipv6 " + ends.peer() + " source-ipv6 " + ends.source()));
        if (trunk.port() != ETrunkConfig.DEFAULT_PORT) {
            final boolean v6 =
                    trunk.peer().filter(ends -> ends.peer().version() == 6).isPresent();
            lines.add(" e-trunk " + (v6 ? "ipv6 " : "") + "port " + trunk.port());
        }
        writeTimers(trunk.timers(), lines::add);
        final ETrunkConfig.Security security = trunk.security();
        if (security.authentication() != ETrunkConfig.Security.DEFAULT.authentication()) {
            lines.add(" authentication-mode " + security.authentication().word());
        }
        security.key().ifPresent(key -> lines.add(" security-key cipher " + key.cipherText()));
        if (security.sequence()) {
            lines.add(" sequence enable");
        }
        return lines;
    }

    private static void writeTimers(ETrunkConfig.Timers timers, Consumer<String> out) {
        final ETrunkConfig.Timers defaults = ETrunkConfig.Timers.DEFAULT;
        if (timers.helloDs() != defaults.helloDs()) {
            out.accept(" timer hello " + timers.helloDs());
        }
        if (timers.multiplier() != defaults.multiplier()) {
            out.accept(" timer hold-on-failure multiplier " + timers.multiplier());
        }
        if (timers.revertDelayS() != defaults.revertDelayS()) {
            out.accept(" timer revert delay " + timers.revertDelayS());
        }
        if (!timers.revert()) {
            out.accept(" timer revert disable");
        }
        if (timers.negotiateDelayS() != 0) {
            out.accept(" negotiate-delay " + timers.negotiateDelayS());
        }
    }

    static void writeMember(EthTrunkConfig member, Consumer<String> out) {
        if (member.lacpStatic()) {
            out.accept(" mode lacp-static");
        }
        if (member.isMember()) {
            out.accept(" e-trunk " + member.trunk()
                    + (member.remote() == EthTrunkConfig.SAME ? "" : " remote-eth-trunk " + member.remote()));
        }
        if (member.mode() != EthTrunkConfig.Mode.AUTO) {
            out.accept(" e-trunk mode " + member.mode().word());
        }
        writeLacp(" ", member.lacp(), out);
    }
}

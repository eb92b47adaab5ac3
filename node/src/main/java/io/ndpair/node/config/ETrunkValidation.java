package io.ndpair.node.config;

import java.util.HashMap;
import java.util.Map;

/** What E-Trunks, their members and the profiles that follow them say about each other. */
final class ETrunkValidation {
    private static final int MAX_MEMBERS = 64;

    private ETrunkValidation() {}

    static void check(DeviceConfig config) {
        checkSockets(config);
        final Map<Integer, Integer> members = new HashMap<>();
        final Map<String, String> remotes = new HashMap<>();
        for (final InterfaceConfig port : config.interfaces().values()) {
            checkMember(config, port, members, remotes);
        }
        for (final RbpConfig profile : config.profiles().values()) {
            if (profile.source().orElse(null) instanceof ETrunkRef ref) {
                checkFollower(config, profile, ref);
            }
        }
    }

    /** Each E-Trunk has a socket of its own. */
    private static void checkSockets(DeviceConfig config) {
        final Map<String, Integer> sockets = new HashMap<>();
        for (final ETrunkConfig trunk : config.etrunks().trunks().values()) {
            if (trunk.peer().isEmpty()) {
                continue;
            }
            final IpAddress source = trunk.peer().get().source();
            final Integer other = sockets.put(source + " " + trunk.port(), trunk.id());
            if (other != null) {
                throw new ConfigException("e-trunk " + other + " and e-trunk " + trunk.id()
                        + " would both have the source " + source + " and port " + trunk.port()
                        + "; give one of them another port: e-trunk port");
            }
        }
    }

    private static void checkMember(
            DeviceConfig config, InterfaceConfig port, Map<Integer, Integer> members, Map<String, String> remotes) {
        final EthTrunkConfig member = port.ethTrunk();
        if (member.equals(EthTrunkConfig.DEFAULT)) {
            return;
        }
        if (EthTrunkConfig.number(port.name()).isEmpty()) {
            throw new ConfigException("interface " + port.name()
                    + " is no Eth-Trunk; members of an E-Trunk are named Eth-Trunk0 to Eth-Trunk"
                    + EthTrunkConfig.MAX_NUMBER);
        }
        if (!member.isMember()) {
            return;
        }
        if (!config.etrunks().trunks().containsKey(member.trunk())) {
            throw new ConfigException(
                    "e-trunk " + member.trunk() + " does not exist (interface " + port.name() + " is its member)");
        }
        if (members.merge(member.trunk(), 1, Integer::sum) > MAX_MEMBERS) {
            throw new ConfigException(
                    "e-trunk " + member.trunk() + " would have more than " + MAX_MEMBERS + " members");
        }
        final int remote = member.remote() == EthTrunkConfig.SAME
                ? EthTrunkConfig.number(port.name()).getAsInt()
                : member.remote();
        final String other = remotes.put(member.trunk() + " " + remote, port.name());
        if (other != null) {
            throw new ConfigException("interface " + other + " and interface " + port.name()
                    + " would both have the peer's Eth-Trunk" + remote + " of e-trunk " + member.trunk());
        }
    }

    private static void checkFollower(DeviceConfig config, RbpConfig profile, ETrunkRef ref) {
        if (!config.etrunks().trunks().containsKey(ref.trunk())) {
            throw new ConfigException("e-trunk " + ref.trunk() + " does not exist (named by remote-backup-profile "
                    + profile.name() + ")");
        }
        final InterfaceConfig port = config.interfaces().get(EthTrunkConfig.interfaceName(ref.ethTrunk()));
        if (port == null || port.ethTrunk().trunk() != ref.trunk()) {
            throw new ConfigException("Eth-Trunk" + ref.ethTrunk() + " is no member of e-trunk " + ref.trunk()
                    + " (named by remote-backup-profile " + profile.name() + ")");
        }
    }
}

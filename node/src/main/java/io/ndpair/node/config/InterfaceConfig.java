package io.ndpair.node.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An interface.
 *
 * @param name as the shell and the peer call it, for instance {@code GigabitEthernet0/1/0.1}
 * @param linuxName what Linux calls it, empty when it is the same
 * @param ipv6Enabled whether {@code ipv6 enable} was given
 * @param addresses global addresses in the order given
 * @param groups VRRP6 groups by VRID
 * @param profile name of the remote backup profile that is bound, empty when none is
 * @param recoverDelayS seconds for which its VRRP6 groups ignore that it came up, 0 to 3600; 0 = the device's value
 * @param routerAdvertisements whether a master of its groups sends Router Advertisements
 * @param nd neighbor discovery on it
 * @param ethTrunk what it has as an Eth-Trunk
 */
public record InterfaceConfig(
        String name,
        String linuxName,
        boolean ipv6Enabled,
        List<Ipv6Prefix> addresses,
        List<VrrpConfig> groups,
        String profile,
        int recoverDelayS,
        boolean routerAdvertisements,
        NdConfig nd,
        EthTrunkConfig ethTrunk) {
    /** Most global addresses of an interface. */
    public static final int MAX_ADDRESSES = 64;

    /** Checks names, bounds and that nothing stands twice; sorts the groups by VRID. */
    public InterfaceConfig {
        if (!Names.isInterface(name)) {
            throw new ConfigException("'" + name + "' is not the name of an interface");
        }
        if (!linuxName.isEmpty() && !Names.isLinuxInterface(linuxName)) {
            throw new ConfigException("'" + linuxName + "' is not the name of a Linux interface");
        }
        if (!profile.isEmpty() && !Names.isProfile(profile)) {
            throw new ConfigException("'" + profile + "' is not the name of a remote-backup-profile");
        }
        Ranges.check("recover delay", recoverDelayS, 0, VrrpSystemConfig.MAX_RECOVER_DELAY_S);
        addresses = List.copyOf(addresses);
        if (addresses.size() > MAX_ADDRESSES) {
            throw new ConfigException("interface " + name + " would have more than " + MAX_ADDRESSES + " addresses");
        }
        groups = groups.stream()
                .sorted(Comparator.comparingInt(VrrpConfig::vrid))
                .toList();
        for (int i = 1; i < groups.size(); i++) {
            if (groups.get(i).vrid() == groups.get(i - 1).vrid()) {
                throw new ConfigException("interface " + name + " has VRRP6 group "
                        + groups.get(i).vrid() + " twice");
            }
        }
        for (int i = 0; i < addresses.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (addresses.get(i).address().equals(addresses.get(j).address())) {
                    throw new ConfigException("interface " + name + " has the address "
                            + addresses.get(i).address() + " twice");
                }
            }
        }
    }

    /** An interface of which nothing but the name is known. */
    public static InterfaceConfig of(String name) {
        return new InterfaceConfig(
                name, "", false, List.of(), List.of(), "", 0, false, NdConfig.DEFAULT, EthTrunkConfig.DEFAULT);
    }

    /** The name that Linux knows: {@link #linuxName()}, or {@link #name()} where none was given. */
    public String linuxInterface() {
        return linuxName.isEmpty() ? name : linuxName;
    }

    /** The group of that VRID. */
    public Optional<VrrpConfig> group(int vrid) {
        return groups.stream().filter(g -> g.vrid() == vrid).findFirst();
    }

    /** Whether the interface itself has one of the group's addresses, which makes it the owner (RFC 9568 section 1.7). */
    public boolean ownsAddressOf(VrrpConfig group) {
        return addresses.stream()
                .anyMatch(a -> !a.eui64() && group.virtualAddresses().contains(a.address()));
    }

    /** With another Linux name. */
    public InterfaceConfig withLinuxName(String value) {
        return new InterfaceConfig(
                name,
                value,
                ipv6Enabled,
                addresses,
                groups,
                profile,
                recoverDelayS,
                routerAdvertisements,
                nd,
                ethTrunk);
    }

    /** With IPv6 on or off. */
    public InterfaceConfig withIpv6Enabled(boolean value) {
        return new InterfaceConfig(
                name, linuxName, value, addresses, groups, profile, recoverDelayS, routerAdvertisements, nd, ethTrunk);
    }

    /** With these addresses. */
    public InterfaceConfig withAddresses(List<Ipv6Prefix> value) {
        return new InterfaceConfig(
                name,
                linuxName,
                ipv6Enabled,
                value,
                groups,
                profile,
                recoverDelayS,
                routerAdvertisements,
                nd,
                ethTrunk);
    }

    /** With this group added, or in the place of the one with its VRID. */
    public InterfaceConfig withGroup(VrrpConfig group) {
        final List<VrrpConfig> changed = new ArrayList<>(groups);
        changed.removeIf(g -> g.vrid() == group.vrid());
        changed.add(group);
        return new InterfaceConfig(
                name,
                linuxName,
                ipv6Enabled,
                addresses,
                changed,
                profile,
                recoverDelayS,
                routerAdvertisements,
                nd,
                ethTrunk);
    }

    /** Without the group of that VRID. */
    public InterfaceConfig withoutGroup(int vrid) {
        return new InterfaceConfig(
                name,
                linuxName,
                ipv6Enabled,
                addresses,
                groups.stream().filter(g -> g.vrid() != vrid).toList(),
                profile,
                recoverDelayS,
                routerAdvertisements,
                nd,
                ethTrunk);
    }

    /** Bound to this profile; empty binds to none. */
    public InterfaceConfig withProfile(String value) {
        return new InterfaceConfig(
                name,
                linuxName,
                ipv6Enabled,
                addresses,
                groups,
                value,
                recoverDelayS,
                routerAdvertisements,
                nd,
                ethTrunk);
    }

    /** With this recover delay. */
    public InterfaceConfig withRecoverDelayS(int value) {
        return new InterfaceConfig(
                name, linuxName, ipv6Enabled, addresses, groups, profile, value, routerAdvertisements, nd, ethTrunk);
    }

    /** With Router Advertisements or without. */
    public InterfaceConfig withRouterAdvertisements(boolean value) {
        return new InterfaceConfig(
                name, linuxName, ipv6Enabled, addresses, groups, profile, recoverDelayS, value, nd, ethTrunk);
    }

    /** With other settings of neighbor discovery. */
    public InterfaceConfig withNd(NdConfig value) {
        return new InterfaceConfig(
                name,
                linuxName,
                ipv6Enabled,
                addresses,
                groups,
                profile,
                recoverDelayS,
                routerAdvertisements,
                value,
                ethTrunk);
    }

    /** With these values of an Eth-Trunk. */
    public InterfaceConfig withEthTrunk(EthTrunkConfig value) {
        return new InterfaceConfig(
                name,
                linuxName,
                ipv6Enabled,
                addresses,
                groups,
                profile,
                recoverDelayS,
                routerAdvertisements,
                nd,
                value);
    }
}

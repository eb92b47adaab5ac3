package io.ndpair.node.config;

import java.util.HashMap;
import java.util.Map;

/**
 * What the parts of a configuration say about each other: references lead somewhere, nothing is claimed twice. Run after
 * every command on the candidate and again at commit. An incomplete configuration is valid: a service without a peer has no
 * channel, a profile without a group or a binding backs up nothing.
 */
public final class Validation {
    private Validation() {}

    /**
     * Checks a configuration.
     *
     * @throws ConfigException with the first contradiction, naming both of its sides
     */
    public static void check(DeviceConfig config) {
        checkServices(config);
        checkProfiles(config);
        checkInterfaces(config);
        ETrunkValidation.check(config);
    }

    private static void checkServices(DeviceConfig config) {
        final Map<RbsConfig.Endpoints, String> seen = new HashMap<>();
        for (final RbsConfig service : config.services().values()) {
            checkPolicy(config, service);
            if (service.endpoints().isEmpty()) {
                continue;
            }
            final RbsConfig.Endpoints ends = service.endpoints().get();
            final String other = seen.put(ends, service.name());
            if (other != null) {
                throw new ConfigException("remote-backup-service " + other + " and remote-backup-service "
                        + service.name() + " would both have the peer " + ends.peer() + ", source " + ends.source()
                        + " and port " + ends.port());
            }
        }
    }

    private static void checkPolicy(DeviceConfig config, RbsConfig service) {
        if (service.sslPolicy().isEmpty()) {
            return;
        }
        final SslPolicyConfig policy = config.sslPolicies().get(service.sslPolicy());
        if (policy == null) {
            throw new ConfigException("ssl-policy " + service.sslPolicy()
                    + " does not exist (bound to remote-backup-service " + service.name() + ")");
        }
        if (!policy.missing().isEmpty()) {
            throw new ConfigException("ssl-policy " + policy.name() + " has no " + policy.missing()
                    + ", which remote-backup-service " + service.name() + " needs");
        }
    }

    private static void checkProfiles(DeviceConfig config) {
        final Map<String, String> seen = new HashMap<>();
        final Map<String, String> instances = new HashMap<>();
        for (final RbpConfig profile : config.profiles().values()) {
            if (!profile.service().isEmpty()) {
                if (!config.services().containsKey(profile.service())) {
                    throw new ConfigException("remote-backup-service " + profile.service()
                            + " does not exist (named by remote-backup-profile " + profile.name() + ")");
                }
                final String other = seen.put(profile.backupId() + " " + profile.service(), profile.name());
                if (other != null) {
                    throw new ConfigException("remote-backup-profile " + other + " and remote-backup-profile "
                            + profile.name() + " would both have backup-id " + profile.backupId()
                            + " of remote-backup-service " + profile.service());
                }
            }
            profile.vrrp6().ifPresent(ref -> checkGroup(config, profile, ref));
            checkExternal(profile, instances);
        }
    }

    private static void checkExternal(RbpConfig profile, Map<String, String> instances) {
        final String instance = profile.external().map(ExternalRef::instance).orElse("");
        final String other = instance.isEmpty() ? null : instances.put(instance, profile.name());
        if (other != null) {
            throw new ConfigException("remote-backup-profile " + other + " and remote-backup-profile " + profile.name()
                    + " would both follow fifo-instance " + instance);
        }
    }

    private static void checkGroup(DeviceConfig config, RbpConfig profile, Vrrp6Ref ref) {
        final InterfaceConfig owner = config.interfaces().get(ref.interfaceName());
        if (owner == null || owner.group(ref.vrid()).isEmpty()) {
            throw new ConfigException(ref + " does not exist (named by remote-backup-profile " + profile.name() + ")");
        }
    }

    private static void checkInterfaces(DeviceConfig config) {
        final Map<String, String> linuxNames = new HashMap<>();
        final Map<Ipv6Address, String> addresses = new HashMap<>();
        final Map<Ipv6Address, String> virtuals = new HashMap<>();
        final Map<String, String> bindings = new HashMap<>();
        for (final InterfaceConfig port : config.interfaces().values()) {
            final String sameLinux = linuxNames.put(port.linuxInterface(), port.name());
            if (sameLinux != null) {
                throw new ConfigException("interface " + sameLinux + " and interface " + port.name()
                        + " would both be the Linux interface " + port.linuxInterface());
            }
            checkBinding(config, port, bindings);
            checkEnabled(port);
            if (port.addresses().stream()
                            .filter(prefix -> prefix.address().isLinkLocal())
                            .count()
                    > 1) {
                throw new ConfigException("interface " + port.name() + " would have two link-local addresses");
            }
            for (final Ipv6Prefix address : port.addresses()) {
                final boolean repeatable = address.eui64() || address.address().isLinkLocal();
                final String other = repeatable ? null : addresses.put(address.address(), port.name());
                if (other != null) {
                    throw new ConfigException("interface " + other + " and interface " + port.name()
                            + " would both have the address " + address.address());
                }
            }
            checkVirtuals(port, virtuals);
            checkMembers(config, port);
        }
    }

    /** Members of admin groups: the vendor's rules. */
    private static void checkMembers(DeviceConfig config, InterfaceConfig port) {
        String other = "";
        for (final VrrpConfig group : port.groups()) {
            if (group.admin().follows().isEmpty()) {
                continue;
            }
            final Vrrp6Ref ref = group.admin().follows().get();
            final String name = new Vrrp6Ref(group.vrid(), port.name()).toString();
            if (ref.interfaceName().equals(port.name())) {
                throw new ConfigException(name + " cannot follow " + ref
                        + ": an admin group and its members are on different interfaces");
            }
            final InterfaceConfig admins = config.interfaces().get(ref.interfaceName());
            if (admins == null || admins.group(ref.vrid()).isEmpty()) {
                throw new ConfigException(ref + " does not exist (followed by " + name + ")");
            }
            if (!admins.group(ref.vrid()).get().admin().admin()) {
                throw new ConfigException(ref + " is no admin group (followed by " + name + "): admin-vrrp6 vrid "
                        + ref.vrid() + " makes it one");
            }
            if (!other.isEmpty()) {
                throw new ConfigException(
                        other + " and " + name + " would both follow admin groups; an interface has one such group");
            }
            if (!group.tracking().interfaces().isEmpty()) {
                throw new ConfigException(
                        name + " cannot track interfaces while it follows " + ref + ", which elects for it");
            }
            other = name;
        }
    }

    private static void checkBinding(DeviceConfig config, InterfaceConfig port, Map<String, String> bindings) {
        if (port.profile().isEmpty()) {
            return;
        }
        if (!config.profiles().containsKey(port.profile())) {
            throw new ConfigException("remote-backup-profile " + port.profile() + " does not exist (bound to interface "
                    + port.name() + ")");
        }
        final String other = bindings.putIfAbsent(port.profile(), port.name());
        if (other != null && !Names.mainInterface(other).equals(Names.mainInterface(port.name()))) {
            throw new ConfigException("remote-backup-profile " + port.profile() + " would be bound to interface "
                    + other + " and interface " + port.name()
                    + "; only sub-interfaces of one main interface can share a profile");
        }
    }

    private static void checkEnabled(InterfaceConfig port) {
        if (port.ipv6Enabled() || (port.addresses().isEmpty() && port.groups().isEmpty())) {
            return;
        }
        throw new ConfigException(
                port.addresses().isEmpty()
                        ? "IPv6 is not enabled on interface " + port.name() + ", which VRRP6 group "
                                + port.groups().get(0).vrid() + " needs: ipv6 enable"
                        : "IPv6 is not enabled on interface " + port.name() + ", which its address "
                                + port.addresses().get(0).address() + " needs: ipv6 enable");
    }

    private static void checkVirtuals(InterfaceConfig port, Map<Ipv6Address, String> virtuals) {
        final Map<Ipv6Address, String> linkLocals = new HashMap<>();
        for (final VrrpConfig group : port.groups()) {
            final String name = "VRRP6 group " + group.vrid() + " of interface " + port.name();
            for (final Ipv6Address address : group.virtualAddresses()) {
                // The same link-local address on another link is another address.
                final String other = (address.isLinkLocal() ? linkLocals : virtuals).put(address, name);
                if (other != null) {
                    throw new ConfigException(other + " and " + name + " would both have the address " + address);
                }
                if (!address.isLinkLocal() && port.addresses().stream().noneMatch(prefix -> prefix.contains(address))) {
                    throw new ConfigException("virtual address " + address + " of " + name
                            + " lies in no prefix of the interface's IPv6 addresses");
                }
            }
        }
    }
}

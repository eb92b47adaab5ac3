package io.ndpair.node.config;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The whole configuration of a device. Immutable; each part is checked by itself when it is made, {@code Validation}
 * checks what they say about each other.
 *
 * @param name the device's name, {@link #DEFAULT_NAME} when none was given
 * @param deviceId unsigned 32-bit id of the device in the pair; 0 = not configured, the device derives one
 * @param interfaces by name, in the order of {@link InterfaceOrder}
 * @param services remote backup services by name
 * @param profiles remote backup profiles by name
 * @param vrrp what holds for all VRRP6 groups
 * @param nd what holds for neighbor discovery on all interfaces
 * @param etrunks the E-Trunks
 * @param sslPolicies by name
 */
public record DeviceConfig(
        String name,
        int deviceId,
        Map<String, InterfaceConfig> interfaces,
        Map<String, RbsConfig> services,
        Map<String, RbpConfig> profiles,
        VrrpSystemConfig vrrp,
        NdSystemConfig nd,
        ETrunkSystemConfig etrunks,
        Map<String, SslPolicyConfig> sslPolicies) {
    /** Name of a device that was given none. */
    public static final String DEFAULT_NAME = "ndpair";
    /** Most interfaces. */
    public static final int MAX_INTERFACES = 1_024;
    /** Most remote backup services. */
    public static final int MAX_SERVICES = 64;
    /** Most remote backup profiles. */
    public static final int MAX_PROFILES = 256;
    /** Most SSL policies. */
    public static final int MAX_SSL_POLICIES = 64;
    /** Largest device id that can be configured. */
    public static final long MAX_DEVICE_ID = 0xFFFF_FFFFL;
    /** The configuration in which nothing was configured. */
    public static final DeviceConfig EMPTY = new DeviceConfig(
            DEFAULT_NAME,
            0,
            Map.of(),
            Map.of(),
            Map.of(),
            VrrpSystemConfig.DEFAULT,
            NdSystemConfig.DEFAULT,
            ETrunkSystemConfig.DEFAULT,
            Map.of());

    /** Checks the name and the bounds. */
    public DeviceConfig {
        if (!Names.isDevice(name)) {
            throw new ConfigException("'" + name + "' is not the name of a device");
        }
        bound("interfaces", interfaces, MAX_INTERFACES);
        bound("remote-backup-services", services, MAX_SERVICES);
        bound("remote-backup-profiles", profiles, MAX_PROFILES);
        bound("ssl-policies", sslPolicies, MAX_SSL_POLICIES);
        interfaces = Collections.unmodifiableSortedMap(ordered(interfaces, InterfaceOrder.INSTANCE));
        services = Collections.unmodifiableSortedMap(ordered(services, Comparator.naturalOrder()));
        profiles = Collections.unmodifiableSortedMap(ordered(profiles, Comparator.naturalOrder()));
        sslPolicies = Collections.unmodifiableSortedMap(ordered(sslPolicies, Comparator.naturalOrder()));
    }

    /** A copy in order; linear for a map that is in that order already, as those of every other configuration are. */
    private static <T> TreeMap<String, T> ordered(Map<String, T> map, Comparator<String> order) {
        if (map instanceof SortedMap<String, T> sorted && order.equals(sorted.comparator())) {
            return new TreeMap<>(sorted);
        }
        final TreeMap<String, T> copy = new TreeMap<>(order);
        copy.putAll(map);
        return copy;
    }

    private static void bound(String what, Map<String, ?> map, int max) {
        if (map.size() > max) {
            throw new ConfigException("there would be more than " + max + " " + what);
        }
    }

    /** With another name. */
    public DeviceConfig withName(String value) {
        return new DeviceConfig(value, deviceId, interfaces, services, profiles, vrrp, nd, etrunks, sslPolicies);
    }

    /** With another device id. */
    public DeviceConfig withDeviceId(int value) {
        return new DeviceConfig(name, value, interfaces, services, profiles, vrrp, nd, etrunks, sslPolicies);
    }

    /** With this interface added or replaced. */
    public DeviceConfig withInterface(InterfaceConfig value) {
        return new DeviceConfig(
                name,
                deviceId,
                with(interfaces, value.name(), value),
                services,
                profiles,
                vrrp,
                nd,
                etrunks,
                sslPolicies);
    }

    /** Without the interface of that name. */
    public DeviceConfig withoutInterface(String value) {
        return new DeviceConfig(
                name, deviceId, without(interfaces, value), services, profiles, vrrp, nd, etrunks, sslPolicies);
    }

    /** With this service added or replaced. */
    public DeviceConfig withService(RbsConfig value) {
        return new DeviceConfig(
                name,
                deviceId,
                interfaces,
                with(services, value.name(), value),
                profiles,
                vrrp,
                nd,
                etrunks,
                sslPolicies);
    }

    /** Without the service of that name. */
    public DeviceConfig withoutService(String value) {
        return new DeviceConfig(
                name, deviceId, interfaces, without(services, value), profiles, vrrp, nd, etrunks, sslPolicies);
    }

    /** With this profile added or replaced. */
    public DeviceConfig withProfile(RbpConfig value) {
        return new DeviceConfig(
                name,
                deviceId,
                interfaces,
                services,
                with(profiles, value.name(), value),
                vrrp,
                nd,
                etrunks,
                sslPolicies);
    }

    /** Without the profile of that name. */
    public DeviceConfig withoutProfile(String value) {
        return new DeviceConfig(
                name, deviceId, interfaces, services, without(profiles, value), vrrp, nd, etrunks, sslPolicies);
    }

    /** With other values for all VRRP6 groups. */
    public DeviceConfig withVrrp(VrrpSystemConfig value) {
        return new DeviceConfig(name, deviceId, interfaces, services, profiles, value, nd, etrunks, sslPolicies);
    }

    /** With other E-Trunks. */
    public DeviceConfig withETrunks(ETrunkSystemConfig value) {
        return new DeviceConfig(name, deviceId, interfaces, services, profiles, vrrp, nd, value, sslPolicies);
    }

    /** With this SSL policy added or replaced. */
    public DeviceConfig withSslPolicy(SslPolicyConfig value) {
        return withSslPolicies(with(sslPolicies, value.name(), value));
    }

    /** Without the SSL policy of that name. */
    public DeviceConfig withoutSslPolicy(String value) {
        return withSslPolicies(without(sslPolicies, value));
    }

    private DeviceConfig withSslPolicies(Map<String, SslPolicyConfig> value) {
        return new DeviceConfig(name, deviceId, interfaces, services, profiles, vrrp, nd, etrunks, value);
    }

    /** The VRRP6 groups that follow an admin group. */
    public List<Vrrp6Ref> membersOf(Vrrp6Ref adminGroup) {
        return interfaces.values().stream()
                .flatMap(port -> port.groups().stream()
                        .filter(group -> group.admin()
                                .follows()
                                .filter(adminGroup::equals)
                                .isPresent())
                        .map(group -> new Vrrp6Ref(group.vrid(), port.name())))
                .toList();
    }

    /** With other settings of neighbor discovery on all interfaces. */
    public DeviceConfig withNd(NdSystemConfig value) {
        return new DeviceConfig(name, deviceId, interfaces, services, profiles, vrrp, value, etrunks, sslPolicies);
    }

    /** The interfaces that are bound to a profile, in order. */
    public List<InterfaceConfig> boundTo(String profile) {
        return interfaces.values().stream()
                .filter(i -> i.profile().equals(profile))
                .toList();
    }

    private static <T> Map<String, T> with(Map<String, T> map, String key, T value) {
        final Map<String, T> changed = copy(map);
        changed.put(key, value);
        return changed;
    }

    private static <T> Map<String, T> without(Map<String, T> map, String key) {
        final Map<String, T> changed = copy(map);
        changed.remove(key);
        return changed;
    }

    /** The maps of a configuration are sorted by its constructor. */
    private static <T> Map<String, T> copy(Map<String, T> map) {
        return new TreeMap<>((SortedMap<String, T>) map);
    }
}

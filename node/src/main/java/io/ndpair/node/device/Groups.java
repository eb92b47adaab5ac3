package io.ndpair.node.device;

import io.ndpair.election.AdvertChannel;
import io.ndpair.election.Elector;
import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleListener;
import io.ndpair.election.role.RoleReason;
import io.ndpair.election.vrrp.VirtualAddress;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import io.ndpair.election.vrrp.VrrpGroupOptions;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.node.config.VrrpConfig;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Keeps the elector's groups as the configuration says, and tells the profiles that follow a group of its role. {@link #apply} and
 * {@link #follow} are called by the thread that configures, {@link #onRole} by the elector's.
 */
final class Groups implements RoleListener {
    private static final int HOST_PREFIX_LENGTH = 128;
    /** Any configured priority becomes 1 by it. */
    private static final int LEAST_PRIORITY = -254;

    private final Platform platform;
    private final ErrorLog log;
    private final Map<String, VrrpGroupConfig> running = new LinkedHashMap<>();
    private final Map<String, AdvertChannel> channels = new HashMap<>();
    private final Map<String, String> channelKeys = new HashMap<>();
    private final Map<String, RoleEvent> roles = new HashMap<>();
    private final Map<String, Profile> followers = new HashMap<>();
    /** Groups whose profile has not had a complete table since this process began. */
    private final Set<String> incomplete = ConcurrentHashMap.newKeySet();

    private Elector elector;

    Groups(Platform platform, ErrorLog log) {
        this.platform = platform;
        this.log = log;
    }

    void elector(Elector theElector) {
        elector = theElector;
    }

    /**
     * Makes the groups what the configuration says.
     *
     * @param isFollowed whether a profile follows the group: such a group preempts only when the profile is ready.
     * @throws DeviceException or an election's exception when a channel cannot be opened.
     */
    void apply(DeviceConfig config, Predicate<String> isFollowed) {
        final Map<String, Map<String, VrrpGroupConfig>> wanted = wanted(config);
        for (final String name : running.keySet().toArray(new String[0])) {
            final VrrpGroupConfig group = running.get(name);
            final boolean stays =
                    wanted.getOrDefault(group.interfaceName(), Map.of()).containsKey(name)
                            && platform.channelKey(config.interfaces().get(group.interfaceName()), config)
                                    .equals(channelKeys.get(group.interfaceName()));
            if (!stays) {
                remove(name);
            }
        }
        for (final String name : incomplete) {
            if (!isFollowed.test(name)) {
                complete(name);
            }
        }
        wanted.forEach((link, groups) -> applyLink(config, config.interfaces().get(link), groups, isFollowed));
    }

    private void applyLink(
            DeviceConfig config,
            InterfaceConfig link,
            Map<String, VrrpGroupConfig> groups,
            Predicate<String> isFollowed) {
        final Map<String, VrrpGroupConfig> added = new LinkedHashMap<>();
        groups.forEach((name, group) -> {
            final VrrpGroupConfig present = running.get(name);
            if (present == null) {
                added.put(name, group);
            } else if (!present.equals(group)) {
                elector.update(group);
                running.put(name, group);
            }
        });
        if (added.isEmpty()) {
            return;
        }
        final AdvertChannel channel = channelOf(link, config);
        added.forEach((name, group) -> {
            platform.clearLeftovers(link, group);
            final boolean followed = isFollowed.test(name);
            elector.add(group, channel, platform.addressOwner(link), !followed);
            if (followed) {
                incomplete.add(name);
                elector.adjustPriority(name, LEAST_PRIORITY);
            }
            running.put(name, group);
        });
    }

    private AdvertChannel channelOf(InterfaceConfig link, DeviceConfig config) {
        final AdvertChannel present = channels.get(link.name());
        if (present != null) {
            return present;
        }
        final AdvertChannel opened = platform.advertChannel(link, config);
        channels.put(link.name(), opened);
        channelKeys.put(link.name(), platform.channelKey(link, config));
        return opened;
    }

    /**
     * The table of the profile that follows a group is complete, for the first time in this process: from now on the group has its
     * configured priority. Until then it runs with the least, so that a device that came up without hearing the master, and took over with
     * an empty table, yields to that master as soon as the two hear each other, however high its priority. Any thread.
     */
    void complete(String name) {
        if (incomplete.remove(name)) {
            elector.adjustPriority(name, 0);
        }
    }

    private void remove(String name) {
        incomplete.remove(name);
        final VrrpGroupConfig group = running.remove(name);
        elector.remove(name);
        if (running.values().stream().noneMatch(g -> g.interfaceName().equals(group.interfaceName()))) {
            // The elector closes a channel with its last group.
            channels.remove(group.interfaceName());
            channelKeys.remove(group.interfaceName());
        }
    }

    private static Map<String, Map<String, VrrpGroupConfig>> wanted(DeviceConfig config) {
        final Map<String, Map<String, VrrpGroupConfig>> wanted = new LinkedHashMap<>();
        for (final InterfaceConfig link : config.interfaces().values()) {
            if (!link.ipv6Enabled()) {
                continue;
            }
            for (final VrrpConfig group : link.groups()) {
                final String name = ProfileSpec.groupKey(link.name(), group.vrid());
                wanted.computeIfAbsent(link.name(), key -> new LinkedHashMap<>())
                        .put(name, groupOf(name, link, group));
            }
        }
        return wanted;
    }

    private static VrrpGroupConfig groupOf(String name, InterfaceConfig link, VrrpConfig group) {
        return new VrrpGroupConfig(
                name,
                link.name(),
                group.vrid(),
                link.ownsAddressOf(group) ? VrrpGroupConfig.OWNER_PRIORITY : group.priority(),
                group.advertIntervalCs(),
                group.holdingMultiplier(),
                group.preempt(),
                group.preemptDelayS(),
                group.virtualAddresses().stream()
                        .map(address -> new VirtualAddress(address.high(), address.low(), HOST_PREFIX_LENGTH))
                        .toList(),
                VrrpGroupOptions.DEFAULT.withVirtualMac(group.virtualMac()).withAcceptMode(group.acceptMode()));
    }

    /** From now on a profile follows a group: it is told the present role at once. */
    void follow(String group, Profile profile) {
        synchronized (roles) {
            followers.put(profile.spec().name(), profile);
            final RoleEvent event = roles.get(group);
            if (event != null) {
                profile.post(event);
            }
        }
    }

    /** A profile follows no group any more. */
    void unfollow(String profile) {
        synchronized (roles) {
            followers.remove(profile);
        }
    }

    @Override
    public void onRole(String group, Role role, RoleReason reason, long nowNs) {
        log.info("VRRP6 " + group, role.text() + ": " + reason.text());
        final RoleEvent event = new RoleEvent(role, reason);
        // Together with follow() under one lock, so that no profile hears an old role after a new one.
        synchronized (roles) {
            roles.put(group, event);
            for (final Profile profile : followers.values()) {
                if (profile.spec().group().equals(group)) {
                    profile.post(event);
                }
            }
        }
    }
}

package io.ndpair.node.device;

import io.ndpair.election.AdvertChannel;
import io.ndpair.election.Elector;
import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleListener;
import io.ndpair.election.role.RoleReason;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.node.config.Ipv6Address;
import io.ndpair.node.config.VrrpConfig;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Keeps the elector's groups as the configuration says, and tells the profiles that follow a group of its role. {@link #apply} and
 * {@link #follow} are called by the thread that configures, {@link #onRole} by the elector's.
 */
final class Groups implements RoleListener {
    private final Platform platform;
    private final GroupEvents events;
    private final Map<String, VrrpGroupConfig> running = new LinkedHashMap<>();
    private final Map<String, AdvertChannel> channels = new HashMap<>();
    private final Map<String, String> channelKeys = new HashMap<>();
    private final Map<String, RoleEvent> roles = new HashMap<>();
    private final Map<String, Profile> followers = new HashMap<>();
    /** Groups that a profile follows: not ready until it says so, and ready again when none does. */
    private final Set<String> awaited = new HashSet<>();

    private Elector elector;
    private volatile Map<String, Named> names = Map.of();
    private volatile Map<String, Named> formerNames = Map.of();

    /** What an alarm says of a group besides its state. */
    private record Named(InterfaceConfig link, int vrid, String device) {
        static final Named NONE = new Named(InterfaceConfig.of("none"), 0, "");
    }

    Groups(Platform platform, GroupEvents events) {
        this.platform = platform;
        this.events = events;
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
            final VrrpGroupConfig next =
                    wanted.getOrDefault(group.interfaceName(), Map.of()).get(name);
            final boolean stays = next != null
                    && group.sameRouter(next)
                    && platform.channelKey(config.interfaces().get(group.interfaceName()), config)
                            .equals(channelKeys.get(group.interfaceName()));
            if (!stays) {
                remove(name);
            }
        }
        running.keySet().stream().filter(isFollowed).forEach(awaited::add);
        for (final String name : awaited.toArray(new String[0])) {
            if (!isFollowed.test(name)) {
                awaited.remove(name);
                elector.ready(name, true, "no profile follows the group");
                elector.complete(name);
            }
        }
        name(config);
        wanted.forEach((link, groups) -> applyLink(config, config.interfaces().get(link), groups, isFollowed));
    }

    private void name(DeviceConfig config) {
        final Map<String, Named> next = new HashMap<>();
        for (final InterfaceConfig link : config.interfaces().values()) {
            for (final VrrpConfig group : link.groups()) {
                next.put(ProfileSpec.groupKey(link.name(), group.vrid()), new Named(link, group.vrid(), config.name()));
            }
        }
        // A group that goes now still tells that it went.
        formerNames = names;
        names = next;
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
                platform.prepare(link, group);
                elector.update(group);
                running.put(name, group);
            }
        });
        if (added.isEmpty()) {
            return;
        }
        final AdvertChannel channel = channelOf(link, config);
        added.forEach((name, group) -> {
            platform.prepare(link, group);
            platform.clearLeftovers(link, group);
            final boolean followed = isFollowed.test(name);
            elector.add(group, channel, platform.addressOwner(link), !followed);
            if (followed) {
                awaited.add(name);
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

    /** The groups that run. */
    Collection<VrrpGroupConfig> running() {
        return List.copyOf(running.values());
    }

    private void remove(String name) {
        awaited.remove(name);
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
                        .put(name, GroupOptions.group(name, link, group, config));
            }
        }
        return wanted;
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
        final RoleEvent event = new RoleEvent(role, reason);
        final RoleEvent before;
        // Together with follow() under one lock, so that no profile hears an old role after a new one.
        synchronized (roles) {
            before = roles.put(group, event);
            for (final Profile profile : followers.values()) {
                if (profile.spec().group().equals(group)) {
                    profile.post(event);
                }
            }
        }
        if (!names.containsKey(group) && !formerNames.containsKey(group)) {
            // A member of an E-Trunk, which has alarms of its own.
            return;
        }
        events.onRole(() -> alarm(group), before == null ? Role.INITIALIZE : before.role(), role, reason);
    }

    /** On the thread that tells alarms: looking up the index and the master may take a while. */
    private GroupAlarm alarm(String group) {
        final Named named = names.getOrDefault(group, formerNames.getOrDefault(group, Named.NONE));
        final String masterIp = elector.status(group)
                .map(status -> new Ipv6Address(status.masterHigh(), status.masterLow()).toDisplayString())
                .orElse("::");
        return new GroupAlarm(
                platform.index(named.link()),
                named.vrid(),
                masterIp,
                named.device(),
                named.link().name());
    }

    @Override
    public void onRival(String group, boolean present, long nowNs) {
        events.onRival(group, present);
    }
}

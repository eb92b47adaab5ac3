package io.ndpair.node.device;

import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.RbpConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether what profiles follow (a VRRP6 group, a member of an E-Trunk) is fit to take over: several profiles may follow the same one, and it is
 * only when each of them is; the same holds for tables that were complete once. What was said is remembered, so that a group that is made
 * anew is told again. Any thread: profiles say it on the replication thread, the followers change with the configuration.
 */
final class GroupReadiness {
    private final Outlet outlet;
    private final Map<String, Set<String>> followers = new HashMap<>();
    private final Map<String, State> states = new HashMap<>();

    /** Where it is told. What throws is told again when the profile says something new or the configuration changes. */
    interface Outlet {
        void ready(String group, boolean ready, String reason);

        void complete(String group);
    }

    private record State(boolean ready, String reason, boolean complete) {
        static final State NONE = new State(false, "not ready yet", false);
    }

    GroupReadiness(Outlet outlet) {
        this.outlet = outlet;
    }

    /** Which profiles follow what from now on; nothing is told yet. */
    synchronized void expect(DeviceConfig config) {
        followers.clear();
        for (final RbpConfig profile : config.profiles().values()) {
            ProfileSpec.of(config, profile)
                    .filter(spec -> !spec.group().isEmpty())
                    .ifPresent(spec -> followers
                            .computeIfAbsent(spec.group(), key -> new TreeSet<>())
                            .add(spec.name()));
        }
        states.keySet().removeIf(profile -> followers.values().stream().noneMatch(names -> names.contains(profile)));
    }

    /** A profile begins: what an earlier one of the name said is not true of it. */
    synchronized void begin(ProfileSpec spec) {
        states.remove(spec.name());
        settle(spec.group());
    }

    synchronized void ready(ProfileSpec spec, boolean ready, String reason) {
        final boolean complete = states.getOrDefault(spec.name(), State.NONE).complete();
        states.put(spec.name(), new State(ready, reason, complete));
        settle(spec.group());
    }

    synchronized void complete(ProfileSpec spec) {
        final State before = states.getOrDefault(spec.name(), State.NONE);
        states.put(spec.name(), new State(before.ready(), before.reason(), true));
        settle(spec.group());
    }

    /** Tells everything that is known, for what was made anew. */
    synchronized void settleAll() {
        new TreeMap<>(followers).keySet().forEach(this::settle);
    }

    private void settle(String group) {
        final Set<String> names = followers.getOrDefault(group, Set.of());
        if (names.isEmpty()) {
            return;
        }
        boolean ready = true;
        boolean complete = true;
        String reason = "";
        for (final String name : names) {
            final State state = states.getOrDefault(name, State.NONE);
            complete &= state.complete();
            if (ready) {
                ready = state.ready();
                reason = names.size() == 1 || ready ? state.reason() : "profile " + name + ": " + state.reason();
            }
        }
        outlet.ready(group, ready, reason);
        if (complete) {
            outlet.complete(group);
        }
    }
}

package io.ndpair.node.device;

import io.ndpair.election.external.ExternalRole;
import io.ndpair.election.external.NotifyLine;
import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.ExternalRef;
import io.ndpair.node.config.RbpConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The roles that profiles without an elector of this device have been told, by command, by the embedder or by an elector outside. They
 * outlive a profile that is stopped and started by a change of the configuration, and end with the device. Any thread.
 */
final class Externals {
    private final ErrorLog log;
    private final Map<String, ExternalRole> roles = new HashMap<>();
    private final Map<String, Profile> followers = new HashMap<>();
    private final Map<String, String> profilesByInstance = new HashMap<>();
    /** What instances were told before a profile followed them: the elector may be faster than the configuration. */
    private final Map<String, Role> heard = new HashMap<>();

    /** More instances than this are not remembered; who configures keepalived does not need them. */
    private static final int MAX_INSTANCES = 1024;

    Externals(ErrorLog log) {
        this.log = log;
    }

    /** Which profile follows which instance, from now on. */
    synchronized void apply(DeviceConfig config) {
        profilesByInstance.clear();
        for (final RbpConfig profile : config.profiles().values()) {
            final Optional<String> instance =
                    profile.external().map(ExternalRef::instance).filter(name -> !name.isEmpty());
            instance.ifPresent(name -> {
                profilesByInstance.put(name, profile.name());
                final Role role = heard.get(name);
                if (role != null && !roles.containsKey(profile.name())) {
                    tell(profile.name(), role, RoleReason.NOTIFIED, 0);
                }
            });
        }
        roles.keySet().removeIf(profile -> !config.profiles().containsKey(profile));
    }

    /** A profile is told its role from now on, the present one at once. */
    synchronized void follow(Profile profile) {
        final String name = profile.spec().name();
        followers.put(name, profile);
        final ExternalRole present = roles.get(name);
        if (present != null) {
            profile.post(new RoleEvent(present.role(), present.reason()));
        }
    }

    synchronized void unfollow(String profile) {
        followers.remove(profile);
    }

    /** An operator, or the embedding program, says so. */
    synchronized void command(String profile, Role role, long nowNs) {
        tell(profile, role, RoleReason.COMMAND, nowNs);
    }

    /** A line of the elector outside; what makes no sense is counted, and told at a limited rate by the log. */
    synchronized void notified(String line, long nowNs) {
        final Optional<NotifyLine> read = NotifyLine.parse(line);
        if (read.isEmpty() || read.get().isGroup()) {
            return;
        }
        final String instance = read.get().name();
        final Role role = read.get().role();
        if (heard.size() < MAX_INSTANCES || heard.containsKey(instance)) {
            heard.put(instance, role);
        }
        final String profile = profilesByInstance.get(instance);
        if (profile != null) {
            tell(profile, role, RoleReason.NOTIFIED, nowNs);
        }
    }

    private void tell(String profile, Role role, RoleReason reason, long nowNs) {
        roles.computeIfAbsent(profile, name -> new ExternalRole(name, this::onRole))
                .tell(role, reason, nowNs);
    }

    private void onRole(String profile, Role role, RoleReason reason, long nowNs) {
        log.info("external " + profile, role.text() + ": " + reason.text());
        final Profile follower = followers.get(profile);
        if (follower != null) {
            follower.post(new RoleEvent(role, reason));
        }
    }
}

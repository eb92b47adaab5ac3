package io.ndpair.node.device;

import io.ndpair.election.ElectionException;
import io.ndpair.election.Elector;
import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.RbpConfig;
import io.ndpair.node.config.RbsConfig;
import io.ndpair.store.NeighborStore;
import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.model.StoreContext;
import io.ndpair.transport.Replicator;
import io.ndpair.transport.ReplicatorConfig;
import io.ndpair.transport.ReplicatorContext;
import io.ndpair.transport.link.PeerLink;
import io.ndpair.transport.link.aeron.AeronTransport;
import io.ndpair.transport.link.aeron.PeerLinkConfig;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.agrona.CloseHelper;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochClock;

/**
 * The running profiles of a device: starts, reconnects and stops them as the configuration changes. Changed by the thread that configures,
 * one at a time; read by any.
 */
final class Profiles implements ProfileEvents {
    private final int deviceId;
    private final DeviceOptions options;
    private final DataDirectory directory;
    private final AeronTransport transport;
    private final ReplicationAgent replication;
    private final DeviceThreads threads;
    private final Groups groups;
    private final Externals externals;
    private final Trunks trunks;
    private final Elector elector;
    private final SslPolicies sslPolicies;
    private final ErrorLog errors;
    private final ChannelAlarms channels;
    private final NanoClock clock;
    private final GroupReadiness readiness;
    private final SecureRandom random = new SecureRandom();
    private volatile Map<String, Running> running = Map.of();
    private volatile int profileCount;

    /** A profile and the agents that run beside it. */
    private record Running(Profile profile, List<Agent> storeAgents, Agent kernelAgent) {}

    Profiles(
            int deviceId,
            DeviceOptions options,
            DataDirectory directory,
            AeronTransport transport,
            ReplicationAgent replication,
            DeviceThreads threads,
            Groups groups,
            Externals externals,
            Trunks trunks,
            Elector elector,
            SslPolicies sslPolicies,
            ErrorLog errors,
            NanoClock clock) {
        this.deviceId = deviceId;
        this.options = options;
        this.directory = directory;
        this.transport = transport;
        this.replication = replication;
        this.threads = threads;
        this.groups = groups;
        this.externals = externals;
        this.trunks = trunks;
        this.elector = elector;
        this.sslPolicies = sslPolicies;
        this.errors = errors;
        channels = new ChannelAlarms(errors);
        this.clock = clock;
        readiness = new GroupReadiness(new ReadinessOutlet());
    }

    /** To whoever elects. A group that is not there yet is told when it is, see {@link #tellReadiness}. */
    private final class ReadinessOutlet implements GroupReadiness.Outlet {
        @Override
        public void ready(String group, boolean ready, String reason) {
            if (Trunks.isMember(group)) {
                trunks.ready(group, ready);
            } else {
                tell(() -> elector.ready(group, ready, reason));
            }
        }

        @Override
        public void complete(String group) {
            if (Trunks.isMember(group)) {
                trunks.complete(group);
            } else {
                tell(() -> elector.complete(group));
            }
        }

        private void tell(Runnable said) {
            try {
                said.run();
            } catch (final ElectionException e) {
                if (e.category() == ElectionException.Category.RETRY) {
                    throw e;
                }
            }
        }
    }

    /** Groups may have been made anew, or have other followers. */
    void tellReadiness() {
        readiness.settleAll();
    }

    static boolean isFollowed(DeviceConfig config, String group) {
        return config.profiles().values().stream()
                .flatMap(profile -> ProfileSpec.of(config, profile).stream())
                .anyMatch(spec -> spec.group().equals(group));
    }

    Optional<Profile> find(String name) {
        return Optional.ofNullable(running.get(name)).map(Running::profile);
    }

    List<Profile> all() {
        return running.values().stream().map(Running::profile).toList();
    }

    /** Stops what the next configuration does not have, or has so differently that it must start anew. */
    void stopChanged(DeviceConfig next) {
        final List<Running> stopped = new ArrayList<>();
        for (final Running present : running.values()) {
            final ProfileSpec spec = present.profile().spec();
            final RbpConfig configured = next.profiles().get(spec.name());
            final Optional<ProfileSpec> wanted =
                    configured == null ? Optional.empty() : ProfileSpec.of(next, configured);
            if (wanted.isEmpty() || !canStay(spec, wanted.get())) {
                stopped.add(present);
            }
        }
        stopped.forEach(this::stop);
    }

    private static boolean canStay(ProfileSpec present, ProfileSpec wanted) {
        return present.links().equals(wanted.links())
                && present.backupId() == wanted.backupId()
                && present.group().equals(wanted.group());
    }

    /** Starts what the configuration has and does not run yet, and reconnects what has other endpoints or facts. */
    void startMissing(DeviceConfig next) {
        profileCount = next.profiles().size();
        readiness.expect(next);
        for (final RbpConfig configured : next.profiles().values()) {
            final Optional<ProfileSpec> wanted = ProfileSpec.of(next, configured);
            if (wanted.isEmpty()) {
                continue;
            }
            final Running present = running.get(configured.name());
            if (present == null) {
                start(wanted.get());
            } else if (!present.profile().spec().equals(wanted.get())) {
                replication.call(() -> {
                    present.profile().reconnect(wanted.get(), clock.nanoTime());
                    return null;
                });
            }
        }
    }

    private void start(ProfileSpec spec) {
        final NeighborStore store = NeighborStore.open(
                StoreConfig.of(directory.store(spec.name()), deviceId).withMaxNeighbors(options.maxNeighbors()),
                new StoreContext(clock, SystemEpochClock.INSTANCE, new StoreAlarms(spec.name(), errors), random));
        final KernelSide kernel = new KernelSide(
                options.platform().source(spec.links()), options.platform().sink(spec.links()));
        final Running started;
        try {
            final Profile profile = replication.call(() -> new Profile(
                    spec, store, options.commandRingBytes(), kernel, this, this::session, options.peerHoldNs()));
            started = new Running(profile, store.agents(), new KernelAgent(spec.name(), kernel::doWork, clock, errors));
        } catch (final RuntimeException e) {
            CloseHelper.quietCloseAll(kernel, store);
            throw e;
        }
        threads.add(started.storeAgents(), started.kernelAgent());
        readiness.begin(spec);
        final Map<String, Running> more = new TreeMap<>(running);
        more.put(spec.name(), started);
        publish(more);
        if (!spec.group().isEmpty()) {
            groups.follow(spec.group(), started.profile());
        } else {
            externals.follow(started.profile());
        }
    }

    private Replicator session(ProfileSpec spec, NeighborStore store, Runnable tableReplaced) {
        final PeerLink link = spec.endpoints().map(ends -> link(ends, spec)).orElseGet(NoPeerLink::new);
        return new Replicator(
                ReplicatorConfig.of(deviceId, spec.backupId(), options.maxNeighbors())
                        .withFacts(spec.facts())
                        .amongProfiles(profileCount),
                store,
                link,
                new ReplicatorContext(
                        SystemEpochClock.INSTANCE,
                        random,
                        new ReplicationAlarms(
                                spec.name(), spec.service(), channels, errors, tableReplaced, () -> handedOver(spec))));
    }

    /** A profile that no elector of this device leads follows the master's word; an elector would decide otherwise or the same by itself. */
    private void handedOver(ProfileSpec spec) {
        if (spec.group().isEmpty()) {
            externals.command(spec.name(), Role.MASTER, clock.nanoTime());
        }
    }

    private PeerLink link(RbsConfig.Endpoints ends, ProfileSpec spec) {
        return sslPolicies.protect(
                transport.link(new PeerLinkConfig(
                        ends.source().toInetAddress(), ends.peer().toInetAddress(), ends.port(), spec.backupId())),
                spec,
                ends);
    }

    private void publish(Map<String, Running> next) {
        running = Collections.unmodifiableMap(next);
        final Profile[] profiles = next.values().stream().map(Running::profile).toArray(Profile[]::new);
        replication.call(() -> {
            replication.profiles(profiles);
            return null;
        });
    }

    private void stop(Running stopped) {
        groups.unfollow(stopped.profile().spec().name());
        sslPolicies.forget(stopped.profile().spec().name());
        externals.unfollow(stopped.profile().spec().name());
        endSessions(List.of(stopped));
        final Map<String, Running> fewer = new TreeMap<>(running);
        fewer.remove(stopped.profile().spec().name());
        publish(fewer);
        threads.remove(stopped.storeAgents(), stopped.kernelAgent());
        CloseHelper.quietCloseAll(stopped.profile().kernel(), stopped.profile().store());
    }

    /** Says goodbye to the peers, at the end of the device. */
    void endAll() {
        endSessions(List.copyOf(running.values()));
    }

    private void endSessions(List<Running> ended) {
        replication.call(() -> {
            ended.forEach(r -> r.profile().end(clock.nanoTime()));
            return null;
        });
    }

    /** Closes kernels' sides and stores, when no thread runs any more. */
    void closeAll() {
        running.values()
                .forEach(r -> CloseHelper.quietCloseAll(
                        r.profile().kernel(), r.profile().store()));
        running = Map.of();
    }

    @Override
    public void onRole(ProfileSpec spec, Role role, RoleReason reason, long nowNs) {
        errors.info(spec.name(), "role " + role.text() + ": " + reason.text());
        errors.tell(() -> options.listener().onRole(spec.name(), role, reason, nowNs));
    }

    @Override
    public void onPromotionRefused(ProfileSpec spec, String why) {
        errors.alarm(spec.name(), "the role of master waits: " + why);
    }

    @Override
    public void onReady(ProfileSpec spec, boolean ready, String reason) {
        errors.info(spec.name(), (ready ? "ready: " : "not ready: ") + reason);
        readiness.ready(spec, ready, reason);
        errors.tell(() -> options.listener().onReady(spec.name(), ready, reason));
    }

    @Override
    public void onDamage(ProfileSpec spec, String what) {
        errors.alarm(spec.name(), what);
    }

    @Override
    public void onComplete(ProfileSpec spec) {
        readiness.complete(spec);
    }
}

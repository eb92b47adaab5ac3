package io.ndpair.node.device;

import io.ndpair.election.Elector;
import io.ndpair.election.ElectorConfig;
import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import io.ndpair.election.vrrp.VrrpGroupStatus;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.store.NeighborStore;
import io.ndpair.transport.Replicator;
import io.ndpair.transport.ReplicatorConfig;
import io.ndpair.transport.ReplicatorContext;
import io.ndpair.transport.link.PeerLink;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;

/**
 * A device as {@link Device} composes it, of its own profile, groups and elector, without threads, sockets and the clocks of the system: the
 * clocks, the store, the link to the peer and the platform are handed in. For the simulator.
 */
public final class DeviceParts implements ProfileEvents {
    private static final int COMMAND_RING_BYTES = 64 << 10;

    private final NanoClock clock;
    private final NeighborStore store;
    private final Elector elector;
    private final Groups groups;
    private final GroupReadiness readiness;
    private final Profile profile;
    private final KernelSide kernel;
    private final StringBuilder told = new StringBuilder();
    private DeviceConfig config;
    private boolean isReady;
    private boolean isComplete;
    private PlannedSwitchover planned;

    /** Takes a configuration with the one profile of this name. */
    public DeviceParts(
            DeviceConfig config,
            String profileName,
            NanoClock clock,
            EpochClock epochClock,
            NeighborStore store,
            Platform platform,
            Supplier<PeerLink> links,
            ReplicatorConfig replication,
            ReplicatorContext context) {
        this.config = config;
        this.clock = clock;
        this.store = store;
        GroupEvents events = new GroupEvents(new ErrorLog(DeviceListener.NONE));
        groups = new Groups(platform, events);
        elector = new Elector(ElectorConfig.DEFAULT, clock, epochClock, groups, events);
        groups.elector(elector);
        kernel = new KernelSide(Optional.empty(), Optional.empty());
        profile = new Profile(
                spec(config, profileName),
                store,
                COMMAND_RING_BYTES,
                kernel,
                this,
                (spec, theStore, replaced) ->
                        new Replicator(replication.withFacts(spec.facts()), theStore, links.get(), context),
                DeviceOptions.DEFAULT_PEER_HOLD_NS);
        readiness = new GroupReadiness(new GroupReadiness.Outlet() {
            @Override
            public void ready(String group, boolean ready, String reason) {
                elector.ready(group, ready, reason);
            }

            @Override
            public void complete(String group) {
                elector.complete(group);
            }
        });
        readiness.expect(config);
        groups.follow(profile.spec().group(), profile);
        groups.apply(config, group -> Profiles.isFollowed(config, group));
    }

    private static ProfileSpec spec(DeviceConfig config, String name) {
        return ProfileSpec.of(config, config.profiles().get(name)).orElseThrow();
    }

    /** Takes another configuration on, as a device does for what may change under a running profile. */
    public void apply(DeviceConfig next) {
        ProfileSpec wanted = spec(next, profile.spec().name());
        if (!profile.spec().equals(wanted)) {
            profile.reconnect(wanted, clock.nanoTime());
        }
        readiness.expect(next);
        groups.apply(next, group -> Profiles.isFollowed(next, group));
        readiness.settleAll();
        config = next;
    }

    /** The configuration that runs. */
    public DeviceConfig config() {
        return config;
    }

    /** One duty cycle of everything, in the order of a device that is invoked. */
    public void doWork() throws Exception {
        profile.doWork(clock.nanoTime());
        if (planned != null && planned.doWork(clock.nanoTime())) {
            planned = null;
        }
        for (Agent agent : store.agents()) {
            agent.doWork();
        }
        kernel.doWork(clock.nanoTime());
        elector.doWork();
    }

    /** Begins a planned switchover, of the profile alone or by its elector; the answer is empty once it has been handed over. */
    public CompletableFuture<String> switchover(boolean elected, long timeoutNs) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        if (!elected) {
            profile.switchover(answer, timeoutNs, clock.nanoTime());
            return answer;
        }
        String group = profile.spec().group();
        planned = new PlannedSwitchover(
                group, List.of(profile), told -> elector.handOver(group, told), answer, timeoutNs);
        if (planned.begin(List.of(), clock.nanoTime())) {
            planned = null;
        }
        return answer;
    }

    /** What was told since the last call, for traces. */
    public String told() {
        String text = told.toString();
        told.setLength(0);
        return text;
    }

    /** The neighbors of the profile. */
    public Neighbors neighbors() {
        return profile.neighbors();
    }

    /** The session of the profile. */
    public Replicator replicator() {
        return profile.replicator();
    }

    /** The group of this name, if it runs. */
    public Optional<VrrpGroupStatus> group(String name) {
        return elector.status(name);
    }

    /** Commands that the writer dropped because this device was not master. */
    public long droppedCommands() {
        return profile.writer().notMaster();
    }

    /** Whether the profile last said that it is ready. */
    public boolean isReady() {
        return isReady;
    }

    /** Whether the profile has said that its table was complete once. */
    public boolean isComplete() {
        return isComplete;
    }

    @Override
    public void onRole(ProfileSpec spec, Role role, RoleReason reason, long nowNs) {
        told.append(" role ").append(role).append(" (").append(reason).append(')');
    }

    @Override
    public void onPromotionRefused(ProfileSpec spec, String why) {
        told.append(" master waits (").append(why).append(')');
    }

    @Override
    public void onReady(ProfileSpec spec, boolean ready, String reason) {
        isReady = ready;
        told.append(ready ? " ready" : " not ready (" + reason + ")");
        readiness.ready(spec, ready, reason);
    }

    @Override
    public void onDamage(ProfileSpec spec, String what) {
        // The simulation compares tables; what was said about them does not matter to it.
    }

    @Override
    public void onComplete(ProfileSpec spec) {
        isComplete = true;
        told.append(" complete");
        readiness.complete(spec);
    }

    /** Resigns and says goodbye; the store stays open. */
    public void resign() {
        elector.shutdown();
        elector.doWork();
        profile.end(clock.nanoTime());
    }
}

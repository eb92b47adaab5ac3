package io.ndpair.node.device;

import io.ndpair.election.Elector;
import io.ndpair.election.ElectorConfig;
import io.ndpair.election.etrunk.ETrunkCounters;
import io.ndpair.election.etrunk.ETrunkStatus;
import io.ndpair.election.role.Role;
import io.ndpair.election.vrrp.VrrpGroupStatus;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.RbpConfig;
import io.ndpair.store.JvmFlags;
import io.ndpair.transport.link.aeron.AeronTransport;
import io.ndpair.transport.link.aeron.AeronTransportConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.agrona.CloseHelper;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * One device of a pair: the door for software that embeds ndpair, and what the daemon runs.
 *
 * <p>A device is made from a {@link DeviceConfig}, with {@link #builder()} or from a file of commands. {@link #start} brings it up;
 * {@link #neighbors} gives the entries of a profile, to be learned, confirmed, removed and looked up; {@link DeviceListener} hears of roles
 * and readiness; {@link #close()} resigns, says goodbye to the peer and brings everything to disk.
 *
 * <p>Its agents run on threads of its own, or in {@link #doWork()} on a thread of the embedder (see {@link DeviceOptions.Threading}).
 * All public methods may be called by any thread, except that {@code doWork} belongs to one, and that a device which is invoked is
 * configured and closed by that thread too.
 */
public final class Device implements AutoCloseable {
    private static final long SHUTDOWN_TIMEOUT_NS = 1_000_000_000L;
    private static final int GOODBYE_DUTY_CYCLES = 200;

    private final DeviceOptions options;
    private final DataDirectory directory;
    private final NanoClock clock = SystemNanoClock.INSTANCE;
    private final ErrorLog errors;
    private final AeronTransport transport;
    private final ReplicationAgent replication;
    private final Elector elector;
    private final Groups groups;
    private final Tracker tracker;
    private final Externals externals;
    private final Trunks trunks;
    private final SslPolicies sslPolicies;
    private final Profiles profiles;
    private final Switchovers switchovers;
    private final DeviceThreads threads;
    private final ReentrantLock configuring = new ReentrantLock();
    private final int deviceId;
    private volatile DeviceConfig config = DeviceConfig.EMPTY;
    private boolean isClosed;

    /**
     * Where the embedded media driver of a data directory keeps its files. A device that closes removes them, and one that starts replaces
     * them; who removes the data directory of a killed device removes these too.
     *
     * @param dataDirectory an existing data directory.
     */
    public static Path driverDirectory(Path dataDirectory) throws IOException {
        return DataDirectory.driverOf(dataDirectory.toRealPath());
    }

    /** Begins the description of a device in Java; {@link DeviceBuilder#start()} starts it. */
    public static DeviceBuilder builder() {
        return new DeviceBuilder();
    }

    /**
     * Opens a device that has no configuration yet; nothing runs before {@link #start}.
     *
     * @param configuredDeviceId id of this device in the pair; 0 = the one that is kept in the data directory.
     * @param options how it runs.
     *
     * @throws DeviceException when the data directory is in use or cannot be used.
     * @throws IllegalStateException when the JVM lacks a flag; names it.
     */
    public Device(int configuredDeviceId, DeviceOptions options) {
        JvmFlags.verify();
        this.options = options;
        directory = DataDirectory.open(options.dataDirectory());
        final List<AutoCloseable> opened = new ArrayList<>(List.of(directory));
        try {
            deviceId = configuredDeviceId != 0 ? configuredDeviceId : directory.deviceId();
            errors = new ErrorLog(options.listener());
            options.platform().open(directory.path());
            transport = AeronTransport.open(
                    new AeronTransportConfig(
                            options.outsideDriver().orElseGet(directory::driver),
                            options.outsideDriver().isEmpty(),
                            options.mtuBytes(),
                            AeronTransportConfig.DEFAULT_TERM_LENGTH_BYTES,
                            errors),
                    errors);
            opened.add(transport);
            replication = new ReplicationAgent(transport, clock, errors);
            final GroupEvents events = new GroupEvents(errors);
            groups = new Groups(options.platform(), events);
            elector = new Elector(ElectorConfig.DEFAULT, clock, SystemEpochClock.INSTANCE, groups, events);
            groups.elector(elector);
            trunks = new Trunks(elector.trunks(), options.platform(), events, deviceId);
            sslPolicies = new SslPolicies(errors, SystemEpochClock.INSTANCE);
            tracker = new Tracker(options.platform(), elector, this::runningProfiles);
            threads = new DeviceThreads(
                    replication,
                    elector,
                    new KernelAgent("platform", this::platformWork, clock, errors),
                    new KernelAgent("election reports", events::doWork, clock, errors),
                    errors,
                    options.threading());
            externals = new Externals(errors);
            profiles = new Profiles(
                    deviceId,
                    options,
                    directory,
                    transport,
                    replication,
                    threads,
                    groups,
                    externals,
                    trunks,
                    elector,
                    sslPolicies,
                    errors,
                    clock);
            switchovers = new Switchovers(profiles, replication, externals, elector, trunks, clock);
            options.platform().notifications(line -> externals.notified(line, clock.nanoTime()));
        } catch (final RuntimeException e) {
            for (int i = opened.size() - 1; i >= 0; i--) {
                CloseHelper.quietClose(opened.get(i));
            }
            throw e;
        }
    }

    /**
     * Starts the threads and takes on a configuration.
     *
     * @param initial the configuration to begin with.
     * @throws DeviceException when it cannot be taken on; the device is closed then.
     */
    public void start(DeviceConfig initial) {
        threads.start();
        try {
            apply(initial);
        } catch (final RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The configuration that runs. */
    public DeviceConfig config() {
        return config;
    }

    /** The id of this device in the pair. */
    public int deviceId() {
        return deviceId;
    }

    /**
     * Takes on a configuration as a whole: what stays alike goes on undisturbed.
     *
     * @throws DeviceException when it cannot be taken on; the device goes on with the one it had.
     */
    public void apply(DeviceConfig next) {
        configuring.lock();
        try {
            if (isClosed) {
                throw new DeviceException("the device is closed");
            }
            options.platform().check(next);
            final DeviceConfig before = config;
            try {
                change(next);
            } catch (final RuntimeException e) {
                restore(before, e);
                throw e instanceof DeviceException ? e : new DeviceException(e.getMessage(), e);
            }
        } finally {
            configuring.unlock();
        }
    }

    private void change(DeviceConfig next) {
        // A device that starts runs without a channel rather than not at all.
        sslPolicies.apply(next, !config.equals(DeviceConfig.EMPTY));
        profiles.stopChanged(next);
        options.platform().configured(next);
        // Tables and channels to the peer first: what cannot be opened is known before the election has said a word.
        profiles.startMissing(next);
        groups.apply(next, group -> Profiles.isFollowed(next, group));
        tracker.watch(groups.running(), next);
        externals.apply(next);
        trunks.apply(next, member -> Profiles.isFollowed(next, member));
        profiles.tellReadiness();
        config = next;
    }

    private void restore(DeviceConfig before, RuntimeException cause) {
        try {
            change(before);
        } catch (final RuntimeException e) {
            cause.addSuppressed(e);
            errors.onError(e);
        }
    }

    private List<Profile> runningProfiles() {
        return profiles.all();
    }

    private int platformWork(long nowNs) {
        return options.platform().doWork(nowNs)
                + tracker.doWork(nowNs)
                + trunks.doWork(nowNs)
                + sslPolicies.doWork(nowNs);
    }

    /**
     * The neighbors of a profile.
     *
     * @return empty when the profile does not run, because its configuration is not complete.
     */
    public Optional<Neighbors> neighbors(String profile) {
        return profiles.find(profile).map(Profile::neighbors);
    }

    /**
     * Gives a profile that follows no VRRP6 group its role, as an elector outside says.
     *
     * @throws DeviceException when there is no such profile, or it follows a group.
     */
    public void role(String profile, Role role) {
        final Profile running = profiles.find(profile)
                .orElseThrow(() -> new DeviceException("there is no running remote-backup-profile " + profile));
        if (!running.spec().group().isEmpty()) {
            throw new DeviceException("remote-backup-profile " + profile + " follows a VRRP6 group");
        }
        externals.command(profile, role, clock.nanoTime());
    }

    /**
     * Hands a profile over to the peer, with all others that follow the same VRRP6 group (with its admin group's members) or the same member of an
     * E-Trunk: this device resigns only when the peer has everything in its journal. Until it is decided, what is learned waits. Does not wait itself.
     * What an elector has handed over it does not preempt back, whatever the priorities are, until the peer resigns or falls silent, or
     * {@link #takeBack}; if the peer does not take over, the elector's ordinary timers make this device master again.
     *
     * @return empty when this device has resigned, otherwise why it stays master.
     * @throws DeviceException when there is no such profile, or its group is the address owner.
     */
    public CompletableFuture<String> switchover(String profile, long timeoutNs) {
        return switchovers.begin(profile, timeoutNs);
    }

    /**
     * Lets the elector that a profile follows preempt again, after a {@link #switchover}.
     *
     * @throws DeviceException when there is no such profile, or it is not handed over.
     */
    public void takeBack(String profile) {
        switchovers.takeBack(profile);
    }

    /**
     * Has the whole table of every profile of a service sent to the peer, or asked for from it.
     *
     * @return for how many profiles; 0 when the channel is not connected or there is none.
     */
    public int batchBackup(String service) {
        return replication.call(() -> {
            int begun = 0;
            for (final Profile profile : profiles.all()) {
                if (profile.spec().service().equals(service)
                        && profile.replicator().requestBatchBackup()) {
                    begun++;
                }
            }
            return begun;
        });
    }

    /**
     * Digest of a profile's table, as of its last sequence; waits for the writer's thread.
     *
     * @throws DeviceException when the profile does not run.
     */
    public long digest(String profile) {
        final Profile running = profiles.find(profile)
                .orElseThrow(() -> new DeviceException("there is no running remote-backup-profile " + profile));
        return replication.call(() -> running.store().digest());
    }

    /**
     * Loads the files of an SSL policy anew; its sessions shake hands again.
     *
     * @throws DeviceException when there is none of that name or its files cannot be used; what was loaded before stays.
     */
    public void reloadSslPolicy(String policy) {
        sslPolicies.reload(policy);
    }

    /** Where the SSL policies stand, by name. */
    public List<SslReport> sslPolicies() {
        return sslPolicies.reports();
    }

    /** Where the running profiles stand, by name. */
    public List<ProfileReport> reports() {
        return profiles.all().stream()
                .map(profile -> profile.report(options.maxNeighbors()))
                .toList();
    }

    /** What a profile of the running configuration lacks until it can run; empty when it lacks nothing. */
    public String missing(String profile) {
        final RbpConfig configured = config.profiles().get(profile);
        return configured == null ? "" : ProfileSpec.missing(config, configured);
    }

    /** Where a VRRP6 group stands; empty when it does not run. */
    public Optional<VrrpGroupStatus> group(String interfaceName, int vrid) {
        return elector.status(ProfileSpec.groupKey(interfaceName, vrid));
    }

    /** Where an E-Trunk stands; empty when it does not run. */
    public Optional<ETrunkStatus> trunk(int id) {
        return elector.trunks().status(id);
    }

    /** What an E-Trunk has counted; empty when it does not run. */
    public Optional<ETrunkCounters> trunkCounters(int id) {
        return elector.trunks().counters(id);
    }

    /**
     * One duty cycle of everything, for a device that is invoked.
     *
     * @return how much was done; 0 = nothing, the embedder may idle.
     */
    public int doWork() {
        return threads.invoke();
    }

    /**
     * Resigns from every group (priority 0), says goodbye to the peer, brings everything to disk and lets the data directory go. Takes up
     * to a few seconds; harmless when closed already.
     */
    @Override
    public void close() {
        configuring.lock();
        try {
            if (isClosed) {
                return;
            }
            isClosed = true;
            resign();
            profiles.endAll();
            for (int i = 0; i < GOODBYE_DUTY_CYCLES; i++) {
                replication.call(transport::doWork);
            }
            threads.close();
            profiles.closeAll();
            CloseHelper.quietCloseAll(transport, options.platform(), directory);
        } finally {
            configuring.unlock();
        }
    }

    private void resign() {
        elector.shutdown();
        final long deadlineNs = clock.nanoTime() + SHUTDOWN_TIMEOUT_NS;
        while (!elector.isShutDown() && clock.nanoTime() - deadlineNs < 0) {
            if (threads.invoke() == 0) {
                Thread.onSpinWait();
            }
        }
    }
}

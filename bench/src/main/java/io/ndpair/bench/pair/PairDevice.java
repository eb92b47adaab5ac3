package io.ndpair.bench.pair;

import io.ndpair.bench.suite.HistogramFile;
import io.ndpair.bench.workload.Keys;
import io.ndpair.election.role.Role;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.Secret;
import io.ndpair.node.config.SslPolicyConfig;
import io.ndpair.node.device.Device;
import io.ndpair.node.device.Neighbors;
import io.ndpair.node.device.ProfileReport;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.transport.ReplicatorStatus;
import io.ndpair.transport.link.tls.TlsState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * A device of a pair with threads of its own, as its product runs it, and what it is asked to do by {@link PairDeviceCommand}. Its roles come
 * from outside, so that the moment of a promotion is known. Confined to one thread.
 */
final class PairDevice implements AutoCloseable {
    private static final String PROFILE = "rbp";
    private static final String SERVICE = "rbs1";
    private static final String POLICY = "pair";
    /** The sum of the ids of the two devices. */
    private static final int OF_BOTH = 3;

    /** Half of the workload's: a profile's links are told to the peer as facts, of which it takes a hundred. */
    private static final int LEAST_LINKS = Keys.LINKS / 2;

    private static final int BACKUP_ID = 10;
    private static final int MTU_BYTES = 8192;
    private static final long PATIENCE_NS = TimeUnit.MINUTES.toNanos(3);
    private static final long POLL_NS = 100_000;
    /** Asleep in between: a thread that spins takes one of two cores from those that it waits for. */
    private static final long PROMOTION_POLL_NS = 20_000;

    private static final long LEAD_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long SAMPLE_NS = 200_000;
    private static final long MOST_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long PROBE = 1L << 40;
    private static final long DIGEST_FACTOR = 0x9E37_79B9_7F4A_7C15L;

    private final Device device;
    private final Neighbors[] neighbors;
    private final Load load;

    PairDevice(End end) {
        final int links = Math.max(LEAST_LINKS, end.profiles());
        final var builder = Device.builder()
                .name(end.name())
                .deviceId(end.deviceId())
                .dataDirectory(end.directory())
                .service(SERVICE, end.peer(), end.source(), end.port());
        for (int link = 0; link < links; link++) {
            builder.link(linkName(link));
        }
        for (int profile = 0; profile < end.profiles(); profile++) {
            final int mine = profile;
            builder.profile(
                    name(profile),
                    BACKUP_ID + profile,
                    SERVICE,
                    IntStream.range(0, links)
                            .filter(link -> (link & (end.profiles() - 1)) == mine)
                            .mapToObj(PairDevice::linkName)
                            .toArray(String[]::new));
        }
        device = builder.options(options -> options.withMtuBytes(MTU_BYTES)).start();
        if (!end.keys().equals(End.PLAIN)) {
            device.apply(protectedBy(device.config(), Path.of(end.keys()), end.deviceId()));
        }
        neighbors = IntStream.range(0, end.profiles())
                .mapToObj(profile -> device.neighbors(name(profile))
                        .orElseThrow(() -> new IllegalStateException(name(profile) + " does not run")))
                .toArray(Neighbors[]::new);
        load = new Load(neighbors, links);
    }

    private static String name(int profile) {
        return PROFILE + (profile + 1);
    }

    private static DeviceConfig protectedBy(DeviceConfig config, Path keys, int device) {
        final int peer = OF_BOTH - device;
        final SslPolicyConfig policy = new SslPolicyConfig(
                POLICY,
                Optional.of(store(Certificates.keyStore(keys, device))),
                Optional.of(store(Certificates.trustStore(keys, peer))),
                Certificates.dnsName(peer),
                "");
        return config.withSslPolicy(policy)
                .withService(config.services().get(SERVICE).withSslPolicy(policy.name()));
    }

    private static SslPolicyConfig.Store store(Path file) {
        return new SslPolicyConfig.Store(
                file.toString(), SslPolicyConfig.StoreType.PKCS12, Secret.plain(Certificates.PASSWORD));
    }

    /** How many TLS sessions with the peer have begun; 0 on a plain channel. */
    long tlsSessions() {
        return device.sslPolicies().stream()
                .flatMap(policy -> policy.links().values().stream())
                .filter(link -> link.state() == TlsState.UP)
                .count();
    }

    static String linkName(int link) {
        return "lan" + link;
    }

    /** Of the first profile, which often is the only one. */
    private ProfileReport report() {
        return device.reports().get(0);
    }

    private boolean all(Predicate<ProfileReport> isSo) {
        return device.reports().stream().allMatch(isSo);
    }

    private long sum(ToLongFunction<ProfileReport> number) {
        return device.reports().stream().mapToLong(number).sum();
    }

    /** Becomes master; answers the nanoseconds until a neighbor that was learned then can be looked up. */
    long promote() {
        final NeighborEntry found = new NeighborEntry();
        final Neighbors probed = neighbors[load.profile(PROBE)];
        final int link = load.link(PROBE);
        final long startNs = System.nanoTime();
        role(Role.MASTER);
        while (load.learn(PROBE) < 0) {
            LockSupport.parkNanos(PROMOTION_POLL_NS);
            checkPatience(startNs, "the promotion");
        }
        while (!probed.lookup(Keys.high(PROBE), Keys.low(PROBE), link, found)) {
            LockSupport.parkNanos(PROMOTION_POLL_NS);
            checkPatience(startNs, "the first mutation as master");
        }
        final long tookNs = System.nanoTime() - startNs;
        probed.remove(Keys.high(PROBE), Keys.low(PROBE), link);
        await("the role of a master", () -> all(report -> report.role() == Role.MASTER));
        return tookNs;
    }

    void demote() {
        role(Role.BACKUP);
        await("the role of a backup", () -> all(report -> report.role() == Role.BACKUP));
    }

    private void role(Role role) {
        for (int profile = 0; profile < neighbors.length; profile++) {
            device.role(name(profile), role);
        }
    }

    /** As backup: until it could take over with all that it has. */
    void awaitReady() {
        await("readiness", () -> all(ProfileReport::ready));
    }

    /** Learns the neighbors 0 to n-1; answers the nanoseconds until they are journaled. */
    long fill(int count) {
        final long startNs = System.nanoTime();
        for (int number = 0; number < count; number++) {
            load.learnWaiting(number);
        }
        await("the journal", () -> sum(report -> report.store().neighbors()) >= count && isJournaled());
        return System.nanoTime() - startNs;
    }

    /**
     * Changes known neighbors as fast as the device takes it; answers the nanoseconds until all of it is in the own journal and, with a peer,
     * in the peer's table and journal.
     */
    long blast(int count, int known, boolean hasPeer) {
        final long before = lastSequences();
        final long startNs = System.nanoTime();
        final long[] last = new long[neighbors.length];
        for (int i = 0; i < count; i++) {
            final long number = load.draw(known);
            last[load.profile(number)] = load.learnWaiting(number);
        }
        await(
                "the journals",
                () -> lastSequences() - before >= count && isJournaled() && (!hasPeer || isReplicated(last)));
        return System.nanoTime() - startNs;
    }

    private long lastSequences() {
        return sum(report -> report.store().lastSequence());
    }

    private boolean isJournaled() {
        return all(
                report -> report.store().journaledSequence() >= report.store().lastSequence());
    }

    private boolean isReplicated(long[] tickets) {
        return IntStream.range(0, tickets.length).allMatch(profile -> neighbors[profile].isReplicated(tickets[profile]))
                && all(report -> report.replication().peerJournaledSequence()
                        >= report.store().lastSequence());
    }

    /** Says when it will begin, and from which sequence on; then offers at that rate. Answers how many acks never came. */
    int paced(int rate, int count, int known, Path hlog, PairDeviceCommand.Teller teller) throws IOException {
        await("rest", this::isJournaled);
        final long startNs = System.nanoTime() + LEAD_NS;
        teller.tell("started", Map.of("sequence", report().store().lastSequence(), "startNs", startNs));
        final PacedLoad paced = new PacedLoad(neighbors, load, known, startNs, rate, count);
        final int lost = paced.run();
        paced.write(hlog);
        return lost;
    }

    /**
     * As backup: how old the newest change is that the table has, looked at again and again while the master offers at a fixed rate from a
     * sequence and a time on. That is what a mutation needs on its way here, plus at most one interval of the offers.
     *
     * @param withBatches whether to ask for batch backups, one after the other, and to look only while one is under way
     */
    void sampleAge(long firstSequence, long startNs, int rate, int count, boolean withBatches, Path hlog)
            throws IOException {
        final double intervalNs = 1e9 / rate;
        final Histogram ages = new Histogram(MOST_NS, 3);
        final long endNs = startNs + (long) (count * intervalNs);
        long nowNs = System.nanoTime();
        while (nowNs - endNs < 0) {
            final ProfileReport report = report();
            final long applied = report.store().lastSequence() - firstSequence;
            nowNs = System.nanoTime();
            final boolean isUnderWay =
                    report.replication().batchBackups() > report.replication().batchBackupsEnded();
            if (withBatches && !isUnderWay && nowNs - startNs > 0) {
                device.batchBackup(SERVICE);
            } else if (applied > 0 && applied < count) {
                final long dueNs = startNs + (long) ((applied - 1) * intervalNs);
                ages.recordValue(Math.min(MOST_NS, Math.max(0, nowNs - dueNs)));
            }
            LockSupport.parkNanos(SAMPLE_NS);
        }
        HistogramFile.write(hlog, "oneway", ages);
    }

    /** As backup: asks for a batch backup if it is to, and follows the next that ends; answers its nanoseconds and entries. */
    Map<String, Long> batch(long ended, boolean isWanted) {
        if (isWanted) {
            await("a batch backup to be asked for", () -> device.batchBackup(SERVICE) == 1);
        }
        final long[] beganNs = new long[1];
        await("the batch backup", () -> {
            final var replication = report().replication();
            if (beganNs[0] == 0 && replication.batchBackups() > ended) {
                beganNs[0] = System.nanoTime();
            }
            return replication.batchBackupsEnded() > ended;
        });
        final long tookNs = System.nanoTime() - beganNs[0];
        awaitReady();
        final var batch = report().replication().batch();
        return Map.of("tookNs", tookNs, "entries", batch.entries(), "ownRate", batch.entriesPerSecond());
    }

    /**
     * Flips bits of a neighbor's MAC in this backup's table and waits until lookups answer as before and the digest is again the one that it was;
     * tells when the bits are flipped. Answers what that took, when the master's digest was seen to differ, and what came over the channel.
     */
    Map<String, Long> flip(long number, int bits, long digest, PairDeviceCommand.Teller teller) throws IOException {
        final long high = Keys.high(number);
        final long low = Keys.low(number);
        final Neighbors mine = neighbors[load.profile(number)];
        final NeighborEntry entry = new NeighborEntry();
        if (!mine.lookup(high, low, load.link(number), entry)) {
            throw new IllegalStateException("neighbor " + number + " is not in the table");
        }
        final long mac = entry.mac();
        final ReplicatorStatus before = report().replication();
        long flippedNs = 0;
        try (OwnMemory memory = new OwnMemory()) {
            for (final long at : memory.find(high, low, load.linkId(number))) {
                final int flipped = memory.flipMac(at, bits);
                flippedNs = System.nanoTime();
                if (mine.lookup(high, low, load.link(number), entry) && entry.mac() != mac) {
                    break;
                }
                // Something that was left behind, and not the table.
                memory.putBack(at, bits, flipped);
                flippedNs = 0;
            }
        }
        if (flippedNs == 0) {
            throw new IllegalStateException(
                    "the entry of neighbor " + number + " was not found in this process's memory");
        }
        teller.tell("flipped", Map.of());
        final long[] differedNs = new long[1];
        await("the entry to be right again", () -> {
            final ReplicatorStatus now = report().replication();
            if (differedNs[0] == 0 && now.divergences() > before.divergences()) {
                differedNs[0] = System.nanoTime();
            }
            return mine.lookup(high, low, load.link(number), entry)
                    && entry.mac() == mac
                    && now.repairs() - before.repairs() >= now.divergences() - before.divergences();
        });
        final long tookNs = System.nanoTime() - flippedNs;
        await("digests that are alike", () -> device.digest(name(load.profile(number))) == digest);
        final ReplicatorStatus after = report().replication();
        return Map.of(
                "tookNs", tookNs,
                "repairNs", differedNs[0] == 0 ? 0 : flippedNs + tookNs - differedNs[0],
                "divergences", after.divergences() - before.divergences(),
                "bytes", after.bytesReceived() - before.bytesReceived(),
                "repairBytes", after.repairBytes() - before.repairBytes());
    }

    /** Where it stands. */
    Map<String, Long> status() {
        final ProfileReport report = report();
        long digest = 0;
        for (int profile = 0; profile < neighbors.length; profile++) {
            digest = digest * DIGEST_FACTOR + device.digest(name(profile));
        }
        return Map.of(
                "size", sum(each -> each.store().neighbors()),
                "digest", digest,
                "sequence", report.store().lastSequence(),
                "divergences", sum(each -> each.replication().divergences()),
                "digests", report.replication().digestsCompared(),
                "batches", report.replication().batchBackups(),
                "batchesEnded", report.replication().batchBackupsEnded(),
                "resumes", report.replication().resumes(),
                "ready", all(ProfileReport::ready) ? 1L : 0L,
                "gaps", sum(each -> each.store().journalGaps()));
    }

    /** Waits until the peer of this master has everything. */
    void awaitPeer() {
        await(
                "the peer",
                () -> lastSequences() > 0
                        && all(report -> report.replication().peerJournaledSequence()
                                >= report.store().lastSequence()));
    }

    private void await(String what, BooleanSupplier reached) {
        final long startNs = System.nanoTime();
        while (!reached.getAsBoolean()) {
            checkPatience(startNs, what);
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private void checkPatience(long startNs, String what) {
        if (System.nanoTime() - startNs > PATIENCE_NS) {
            throw new IllegalStateException("waited in vain for " + what + ": " + report());
        }
    }

    @Override
    public void close() {
        device.close();
    }
}

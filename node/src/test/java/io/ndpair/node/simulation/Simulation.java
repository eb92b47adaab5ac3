package io.ndpair.node.simulation;

import io.ndpair.election.role.Role;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.node.config.IpAddress;
import io.ndpair.node.config.Ipv6Address;
import io.ndpair.node.config.RbpConfig;
import io.ndpair.node.config.RbsConfig;
import io.ndpair.node.config.Vrrp6Ref;
import io.ndpair.node.config.VrrpConfig;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A whole pair from one seed: two devices of the real store, sessions, profiles and election, on simulated disks, a simulated link, wire and clocks, with
 * users, faults and checks, in one thread.
 */
final class Simulation {
    static final String GROUP = "lan0|1";
    static final long FORMING_NS = 40_000_000_000L;
    /** The longest pauses of the pair: a repair's last retry and a checkpoint's, of a minute each, one after the other. */
    private static final long HEALING_NS = 180_000_000_000L;

    private static final int BOUNDS_EVERY_STEPS = 256;
    private static final int APART_EVERY_STEPS = 8;

    final long seed;
    final Plan plan;
    final Trace trace;
    final SplittableRandom random;
    final SimLink link;
    final SimWire wire;
    final SimDevice a;
    final SimDevice b;
    final Ledger ledger;
    final Checks checks;
    final Faults faults;
    final Users users;
    final FaultCounts fired;
    long nowNs;
    long steps;
    boolean healing;
    long healedAfterNs;

    Simulation(long seed, FaultCounts fired, boolean printed) {
        this(seed, fired, printed, new Plan(new SplittableRandom(seed ^ 0x5EEDL)));
    }

    Simulation(long seed, FaultCounts fired, boolean printed, Plan plan) {
        this.seed = seed;
        this.fired = fired;
        this.plan = plan;
        trace = new Trace(printed);
        random = new SplittableRandom(seed);
        link = new SimLink(() -> nowNs);
        wire = new SimWire(() -> nowNs);
        ledger = new Ledger(plan.keys, plan.inexactAgesNs());
        checks = new Checks(this);
        a = device(0);
        b = device(1);
        faults = new Faults(this, random.split());
        users = new Users(this, random.split());
        trace.add(0, "seed " + seed + ": " + plan);
    }

    /** A pair without faults whose plan has this many neighbors; to be closed. */
    static Simulation quiet(int keys) {
        long seed = 0;
        Plan plan;
        do {
            seed++;
            plan = new Plan(new SplittableRandom(seed));
        } while (plan.keys != keys);
        plan.faults.clear();
        return new Simulation(seed, new FaultCounts(), false, plan);
    }

    private SimDevice device(int index) {
        SimPlatform platform = new SimPlatform(wire.end(index));
        return new SimDevice(index, this, random.split(), platform, config(index, index == 0 ? 120 : 100));
    }

    static DeviceConfig config(int index, int priority) {
        VrrpConfig group = VrrpConfig.of(1, Ipv6Address.parse("fe80::1")).withPriority(priority);
        return DeviceConfig.EMPTY
                .withName(index == 0 ? "A" : "B")
                .withDeviceId(index + 1)
                .withService(RbsConfig.of("rbs1")
                        .withEndpoints(Optional.of(new RbsConfig.Endpoints(
                                IpAddress.parse(index == 0 ? "127.0.0.2" : "127.0.0.1"),
                                IpAddress.parse(index == 0 ? "127.0.0.1" : "127.0.0.2"),
                                7000))))
                .withInterface(InterfaceConfig.of("lan0")
                        .withIpv6Enabled(true)
                        .withGroup(group)
                        .withProfile(SimDevice.PROFILE))
                .withInterface(InterfaceConfig.of("lan1").withIpv6Enabled(true).withProfile(SimDevice.PROFILE))
                .withProfile(RbpConfig.of(SimDevice.PROFILE)
                        .withBackupId(SimDevice.BACKUP_ID, "rbs1")
                        .withServiceTypes(Set.of(RbpConfig.ND))
                        .withVrrp6(Optional.of(new Vrrp6Ref(1, "lan0"))));
    }

    SimDevice peer(SimDevice device) {
        return device == a ? b : a;
    }

    List<SimDevice> devices() {
        return List.of(a, b);
    }

    /** Runs to the end; throws {@link Broken}, or whatever an agent let out. */
    Simulation run() throws Exception {
        try {
            a.start();
            b.start();
            come(FORMING_NS, "form");
            users.begin();
            trace.add(nowNs, "formed");
            long endNs = nowNs + plan.faultyNs;
            while (nowNs < endNs) {
                faults.step();
                users.step();
                step();
            }
            healing = true;
            faults.heal();
            trace.add(nowNs, "healing");
            long from = nowNs;
            come(HEALING_NS, "heal");
            healedAfterNs = nowNs - from;
            trace.add(nowNs, "healed");
            checks.end(a, b);
            return this;
        } finally {
            close();
        }
    }

    /** The pair must come together within so long. */
    void come(long mostNs, String what) throws Exception {
        long endNs = nowNs + mostNs;
        String apart = "";
        while (apart != null) {
            if (nowNs >= endNs) {
                throw new Broken("does not " + what + " within " + mostNs / 1_000_000_000L + " s: " + apart + "\n"
                        + a.parts.replicator().status() + "\n"
                        + b.parts.replicator().status());
            }
            step();
            apart = steps % APART_EVERY_STEPS == 0 ? checks.apart(a, b) : apart;
        }
    }

    void step() throws Exception {
        nowNs += plan.stepNs;
        steps++;
        link.step();
        for (SimDevice device : devices()) {
            if (!device.isUp()) {
                ledger.dead(device.index, plan.stepNs);
            } else if (nowNs - device.pausedUntilNs >= 0) {
                device.step();
                checks.after(device);
                caughtUp(device);
                if (steps % BOUNDS_EVERY_STEPS == 0) {
                    checks.bounds(device);
                }
            }
        }
    }

    /** What was lost at one device is there again as soon as it has what the other has. */
    private void caughtUp(SimDevice device) {
        SimDevice peer = peer(device);
        boolean master = device.role() == Role.MASTER;
        if (master && !device.wasMaster && device.behind) {
            // It serves with what it has because there is nobody else: the second loss.
            forfeit(device, "becomes master before it has caught up");
        } else if (master && !device.wasMaster && device.tainted) {
            // Nobody is left who could mend it, and the other is given the same.
            forfeit(device, "becomes master before its damage was mended");
        }
        if (master != device.wasMaster) {
            device.waiting.clear();
            device.wasMaster = master;
        }
        boolean whole = !master
                && device.parts.isReady()
                && peer.isUp()
                && peer.role() == Role.MASTER
                && device.state() == io.ndpair.transport.ReplicationState.REAL_TIME
                && device.store.lastSequence() == peer.store.lastSequence();
        if (whole && (device.behind || peer.behind || device.tainted || peer.tainted)) {
            boolean alike = device.store.digest() == peer.store.digest();
            if (alike) {
                device.behind = false;
                peer.behind = false;
                device.tainted = false;
                peer.tainted = false;
            }
        }
    }

    /** A device is about to lose what it has, or a part. */
    void losing(SimDevice device) {
        SimDevice peer = peer(device);
        if (!peer.isUp() || peer.behind) {
            forfeit(device, "is lost while the other has not caught up");
        } else {
            checks.survivor(peer);
        }
        device.behind = true;
    }

    void forfeit(SimDevice device, String why) {
        trace(device, why + ": a second loss, nothing that was acked is promised any more");
        ledger.forfeit();
        ledger.stable.clear();
        a.seen.clear();
        b.seen.clear();
    }

    long mostDiskBytes() {
        // Journals for a peer that is away, two checkpoints and one that is being written, and what lies between two
        // looks.
        return 4 * plan.journalBytes + (16L << 20);
    }

    void trace(SimDevice device, String what) {
        trace.add(nowNs, Checks.name(device) + " " + what);
    }

    void error(SimDevice device, Throwable error) {
        trace(device, "error " + error);
        if (!(error instanceof IOException)) {
            throw new Broken("an agent of " + Checks.name(device) + " reports " + error, error);
        }
    }

    void diverged(SimDevice device, long sequence) {
        trace(device, "differs at " + sequence);
        if (!faults.mayDiverge()) {
            throw new Broken("tables differ at " + sequence + " though no bit was flipped");
        }
    }

    void refused(SimDevice device, String what) {
        trace(device, "refuses " + what);
        boolean isOfTheDisk = device.disk.broken && what.startsWith("no-term");
        if (!faults.mayRefuse() && !isOfTheDisk) {
            throw new Broken(Checks.name(device) + " refuses what nobody damaged: " + what);
        }
    }

    void close() {
        for (SimDevice device : devices()) {
            if (device.store != null) {
                device.disk.broken = true;
                device.store.close();
            }
        }
    }
}

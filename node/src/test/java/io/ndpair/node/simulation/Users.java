package io.ndpair.node.simulation;

import io.ndpair.election.role.Role;
import java.util.SplittableRandom;

/** Users come, change and go; every master learns what it sees. */
final class Users {
    private static final long MAC = 0x0200_0000_0000L;
    private static final int FLOOD_PER_STEP = 40;

    private final Simulation world;
    private final SplittableRandom random;
    private final Plan plan;
    private long macs;
    private long scanned;
    long silentUntilNs;
    long floodUntilNs;
    long movesUntilNs;
    private final int stable;

    Users(Simulation world, SplittableRandom random) {
        this.world = world;
        this.random = random;
        this.plan = world.plan;
        stable = plan.keys / 4;
    }

    /** The first users are there. */
    void begin() throws Exception {
        for (int key = 0; key < plan.keys; key++) {
            if (key < stable || random.nextInt(3) > 0) {
                put(master(), key);
            }
            if (key % 256 == 255) {
                world.step();
            }
        }
        world.ledger.stable.set(0, stable);
    }

    private SimDevice master() {
        return world.a.role() == Role.MASTER ? world.a : world.b;
    }

    void step() {
        if (world.nowNs - silentUntilNs < 0) {
            return;
        }
        for (SimDevice device : world.devices()) {
            if (device.isUp() && device.role() == Role.MASTER) {
                changes(device);
            }
        }
    }

    private void changes(SimDevice device) {
        for (int i = random.nextInt(plan.mutationsPerStep + 1); i > 0; i--) {
            int key = stable + random.nextInt(plan.keys - stable);
            if (random.nextInt(4) == 0) {
                remove(device, key);
            } else {
                put(device, key);
            }
        }
        if (world.nowNs - movesUntilNs < 0) {
            // Both of the neighbors that share an address change, the one after the other.
            int key = (stable + random.nextInt(plan.keys - stable)) | 1;
            if (key < plan.keys) {
                put(device, key);
                put(device, Math.max(stable, key ^ 1));
            }
        }
        if (world.nowNs - floodUntilNs < 0) {
            for (int i = 0; i < FLOOD_PER_STEP; i++) {
                device.scan(++scanned);
            }
        }
    }

    void put(SimDevice device, int key) {
        long mac = MAC + ++macs;
        note(device, key, mac, device.learn(key, mac));
    }

    void remove(SimDevice device, int key) {
        // What a master does not hold is not removed: there is no mutation that anything could be promised about.
        if (device.find(key) != Ledger.ABSENT) {
            note(device, key, Ledger.ABSENT, device.remove(key));
        }
    }

    private void note(SimDevice device, int key, long value, long ticket) {
        if (ticket > 0) {
            // A process that stands still takes it when it goes on.
            long learnedNs = Math.max(world.nowNs, device.pausedUntilNs);
            device.waiting.add(
                    new SimDevice.Waiting(ticket, key, world.ledger.attempt(key, value, device.index, learnedNs)));
        }
    }
}

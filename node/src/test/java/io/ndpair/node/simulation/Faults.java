package io.ndpair.node.simulation;

import io.ndpair.election.role.Role;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.node.config.Ipv6Address;
import io.ndpair.node.config.VrrpConfig;
import io.ndpair.store.table.EntryLayout;
import io.ndpair.store.table.RangeImage;
import io.ndpair.transport.ReplicationState;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/** Draws faults of the enabled kinds, carries them out, and undoes those that last. */
final class Faults {
    static final long MOST_DELAY_NS = 300_000_000L;
    static final double MOST_DRIFT = 0.01;
    private static final long MS = 1_000_000L;
    private static final long HOUR_MS = 3_600_000L;
    private static final int RECORD_SCHEMA = 20;
    private static final int SESSION_SCHEMA = 21;
    private static final int RANGE_IMAGE = 4;
    private static final int BATCH = 1;
    private static final int IMAGE_ENTRIES = 8 + 18 + 4;

    private record Undo(long atNs, Runnable what) {}

    private final Simulation world;
    private final SplittableRandom random;
    private final List<Fault> enabled;
    private final List<Undo> undos = new ArrayList<>();
    private SimLink.Filter inner = (from, message) -> message;
    private boolean isLosing;
    private int flipsDue;
    private boolean flippedTable;
    private boolean flippedMessage;
    private boolean restartInBatchDue;
    private boolean bothMastersDue;

    Faults(Simulation world, SplittableRandom random) {
        this.world = world;
        this.random = random;
        enabled = List.copyOf(world.plan.faults);
        world.link.filter = this::pass;
    }

    /** What else sees the messages; for the known bugs. */
    void inner(SimLink.Filter filter) {
        inner = filter;
    }

    /** A test loses messages that no fault of the plan loses: a session may find that something is missing. */
    void losing(SimLink.Filter filter) {
        inner = filter;
        isLosing = true;
    }

    boolean mayDiverge() {
        return flippedTable || flippedMessage;
    }

    boolean mayRefuse() {
        return flippedMessage || flippedTable || isLosing;
    }

    void step() throws Exception {
        undoDue(false);
        watch();
        if (!enabled.isEmpty() && random.nextInt(world.plan.faultEverySteps) == 0) {
            draw(enabled.get(random.nextInt(enabled.size())), random.nextBoolean() ? world.a : world.b);
        }
    }

    /** What waits for its moment. */
    private void watch() {
        if (bothMastersDue && world.a.role() == Role.MASTER && world.b.role() == Role.MASTER) {
            bothMastersDue = false;
            fired(Fault.BOTH_MASTERS, world.a, "both are master");
        }
        for (SimDevice device : world.devices()) {
            if (restartInBatchDue && device.isUp() && device.state() == ReplicationState.BATCH_BACKUP) {
                restartInBatchDue = false;
                fired(Fault.RESTART_IN_BATCH, device, "in the middle of a batch backup");
                crash(device, random.nextBoolean(), false);
            }
        }
    }

    private void fired(Fault fault, SimDevice device, String what) {
        world.fired.fired(fault);
        world.trace(device, "** " + fault + " " + what);
    }

    private void undo(long afterMs, Runnable what) {
        undos.add(new Undo(world.nowNs + afterMs * MS, what));
    }

    private void undoDue(boolean all) {
        for (int i = 0; i < undos.size(); i++) {
            if (all || world.nowNs - undos.get(i).atNs() >= 0) {
                undos.remove(i--).what().run();
            }
        }
    }

    /** A length from short to long, short ones more often. */
    private long lasting(int mostMs) {
        return 1L + random.nextInt(1 + random.nextInt(mostMs));
    }

    void draw(Fault fault, SimDevice device) throws Exception {
        SimLink.End end = world.link.end(device.index);
        switch (fault) {
            case LINK_CUT -> {
                cutLink(true, true, lasting(6_000));
                fired(fault, device, "");
            }
            case ONE_WAY_CUT -> {
                cutLink(device == world.a, device == world.b, lasting(6_000));
                if (random.nextBoolean()) {
                    world.wire.end(device.index).cut = true;
                    undo(lasting(6_000), () -> world.wire.end(device.index).cut = false);
                }
                fired(fault, device, "hears nothing");
            }
            case DELAY -> {
                world.link.delayNs = lasting((int) (MOST_DELAY_NS / MS)) * MS;
                world.wire.delayNs = lasting(300) * MS;
                undo(lasting(4_000), () -> {
                    world.link.delayNs = MS;
                    world.wire.delayNs = MS;
                });
                fired(fault, device, world.link.delayNs / MS + " ms");
            }
            case BREAK -> {
                end.breakAfter(random.nextInt(3));
                fired(fault, device, "");
            }
            case SLOW_PEER -> {
                end.pollLimit = 1 + random.nextInt(3);
                world.link.capacityBytes = 70_000 + random.nextInt(100_000);
                undo(lasting(5_000), () -> {
                    end.pollLimit = Integer.MAX_VALUE;
                    world.link.capacityBytes = 1 << 20;
                });
                fired(fault, device, "");
            }
            case PAUSE -> {
                device.pausedUntilNs = Math.max(device.pausedUntilNs, world.nowNs + lasting(11_000) * MS);
                fired(fault, device, "until " + device.pausedUntilNs / MS + " ms");
            }
            case CLOCK_STEP -> {
                device.wallOffsetMs += random.nextBoolean() ? HOUR_MS : -HOUR_MS;
                fired(fault, device, "to " + device.wallMs());
            }
            case CLOCK_DRIFT -> {
                double off = (2 * random.nextDouble() - 1) * MOST_DRIFT;
                device.drift(1 + off, 1 + (random.nextBoolean() ? 1 : -1) * HOUR_MS / (world.plan.faultyNs / 1e6));
                fired(fault, device, "by " + off);
            }
            case BOTH_MASTERS -> {
                long ms = 4_500 + lasting(4_000);
                cutLink(true, true, ms);
                cutWire(ms);
                bothMastersDue = true;
            }
            case CARRIER -> {
                world.wire.end(device.index).carrier = false;
                undo(lasting(3_000), () -> world.wire.end(device.index).carrier = true);
                fired(fault, device, "");
            }
            case USER_MOVES -> {
                world.users.movesUntilNs = world.nowNs + lasting(4_000) * MS;
                fired(fault, device, "");
            }
            case FLOOD -> {
                world.users.floodUntilNs = world.nowNs + lasting(1_000) * MS;
                fired(fault, device, "");
            }
            case SILENCE -> {
                world.users.silentUntilNs = world.nowNs + lasting(5_000) * MS;
                fired(fault, device, "");
            }
            default -> toProcess(fault, device);
        }
    }

    private void toProcess(Fault fault, SimDevice device) throws Exception {
        if (!device.isUp()) {
            return;
        }
        switch (fault) {
            case KILL -> {
                fired(fault, device, "");
                crash(device, false, false);
            }
            case POWER_CUT -> {
                fired(fault, device, "");
                crash(device, true, false);
            }
            case TORN_WRITE -> {
                if (device.disk.files.values().stream().anyMatch(SimFile::dirty)) {
                    fired(fault, device, "");
                    crash(device, true, true);
                }
            }
            case DISK_FULL -> {
                device.disk.capacityBytes = device.disk.usedBytes() + random.nextInt(64 << 10);
                undoOnDisk(device);
                fired(fault, device, "");
            }
            case DISK_ERROR -> {
                device.disk.broken = true;
                undoOnDisk(device);
                fired(fault, device, "");
            }
            case FLIP_TABLE -> flipTable(device);
            case FLIP_JOURNAL -> flipJournal(device);
            case FLIP_MESSAGE -> flipsDue++;
            case RESTART_IN_BATCH -> {
                restartInBatchDue = true;
                device.parts.replicator().requestBatchBackup();
            }
            case CONFIGURATION -> configure(device);
            case RESTART -> {
                fired(fault, device, "");
                world.losing(device);
                device.shutDown();
                undo(lasting(4_000), () -> restart(device));
            }
            default -> throw new IllegalStateException(fault.name());
        }
    }

    private void undoOnDisk(SimDevice device) {
        undo(lasting(5_000), () -> {
            device.disk.capacityBytes = SimDisk.ROOMY_BYTES;
            device.disk.broken = false;
        });
    }

    private void cutLink(boolean towardsA, boolean towardsB, long lastsMs) {
        world.link.a.cut(world.link.a.cut || towardsA);
        world.link.b.cut(world.link.b.cut || towardsB);
        undo(lastsMs, () -> {
            world.link.a.cut(false);
            world.link.b.cut(false);
        });
    }

    private void cutWire(long lastsMs) {
        world.wire.a.cut = true;
        world.wire.b.cut = true;
        undo(lastsMs, () -> {
            world.wire.a.cut = false;
            world.wire.b.cut = false;
        });
    }

    void crash(SimDevice device, boolean power, boolean torn) {
        world.losing(device);
        device.crash(power, torn);
        undo(lasting(6_000), () -> restart(device));
    }

    private void restart(SimDevice device) {
        if (!device.isUp()) {
            // A process that starts on a disk that takes nothing waits for its operator.
            device.disk.capacityBytes = SimDisk.ROOMY_BYTES;
            device.disk.broken = false;
            device.pausedUntilNs = world.nowNs;
            device.start();
        }
    }

    private void flipTable(SimDevice device) {
        SimDevice peer = world.peer(device);
        if (device.role() != Role.BACKUP
                || device.state() != ReplicationState.REAL_TIME
                || !device.store.position().contiguous()
                || device.behind
                || peer.behind
                || device.store.size() == 0) {
            return;
        }
        UnsafeBuffer entries = new UnsafeBuffer(new byte[RangeImage.MAX_IMAGE_BYTES]);
        RangeImage image = new RangeImage();
        device.store.copyRange(random.nextLong(), entries, 0, image);
        if (image.count() == 0) {
            return;
        }
        int at = random.nextInt(image.count()) * EntryLayout.ENTRY_BYTES + EntryLayout.MAC_OFFSET + 2;
        entries.putByte(at, (byte) (entries.getByte(at) ^ 1 << random.nextInt(8)));
        flippedTable = true;
        device.tainted = true;
        device.store.installRange(
                image.prefix(), image.depth(), device.store.lastSequence(), entries, 0, image.count());
        fired(Fault.FLIP_TABLE, device, "in an entry");
    }

    private void flipJournal(SimDevice device) {
        List<SimFile> journals = device.disk.files.entrySet().stream()
                .filter(e -> e.getKey().endsWith("/records") && e.getValue().size() > 0)
                .map(java.util.Map.Entry::getValue)
                .toList();
        if (!journals.isEmpty()) {
            SimFile file = journals.get(random.nextInt(journals.size()));
            file.flip(random.nextInt(file.size() * 8));
            fired(Fault.FLIP_JOURNAL, device, "");
            crash(device, false, false);
        }
    }

    private byte[] pass(SimLink.End from, byte[] message) {
        byte[] passed = inner.pass(from, message);
        if (passed == null || flipsDue == 0 || world.healing) {
            return passed;
        }
        int schema = passed[4] & 0xFF;
        int template = passed[2] & 0xFF;
        boolean record = schema == RECORD_SCHEMA && template == BATCH;
        boolean image = schema == SESSION_SCHEMA && template == RANGE_IMAGE && passed.length > IMAGE_ENTRIES;
        if (record || image) {
            flipsDue--;
            flippedMessage = true;
            SimDevice towards = world.peer(world.devices().get(from.device));
            if (image) {
                // No checksum of its own: found when digests are compared.
                towards.tainted = true;
            }
            int first = record ? 8 : IMAGE_ENTRIES;
            passed[first + random.nextInt(passed.length - first)] ^= (byte) (1 << random.nextInt(8));
            fired(Fault.FLIP_MESSAGE, towards, record ? "in a record" : "in an image");
        }
        return passed;
    }

    /** What an operator changes while it runs; undone again. */
    private void configure(SimDevice device) {
        InterfaceConfig lan = device.config.interfaces().get("lan0");
        VrrpConfig group = lan.groups().iterator().next();
        DeviceConfig before = device.config;
        switch (random.nextInt(4)) {
            case 0 -> apply(device, before.withInterface(lan.withGroup(group.withPriority(1 + random.nextInt(254)))));
            case 1 ->
                apply(device, before.withInterface(lan.withGroup(group.withAddress(Ipv6Address.parse("2001:db8::1")))));
            case 2 -> {
                device.platform.channelGeneration++;
                apply(device, before);
            }
            default ->
                apply(device, before.withService(before.services().get("rbs1").withShutdown(true)));
        }
        undo(lasting(4_000), () -> apply(device, Simulation.config(device.index, device.index == 0 ? 120 : 100)));
    }

    private void apply(SimDevice device, DeviceConfig next) {
        fired(Fault.CONFIGURATION, device, "");
        device.config = next;
        if (device.isUp()) {
            device.parts.apply(next);
        }
    }

    /** The end of all faults. */
    void heal() {
        undoDue(true);
        for (SimDevice device : world.devices()) {
            device.disk.capacityBytes = SimDisk.ROOMY_BYTES;
            device.disk.broken = false;
            device.pausedUntilNs = world.nowNs;
            SimLink.End end = world.link.end(device.index);
            end.cut(false);
            end.pollLimit = Integer.MAX_VALUE;
            SimWire.End wire = world.wire.end(device.index);
            wire.cut = false;
            wire.carrier = true;
            restart(device);
        }
        world.link.delayNs = MS;
        world.wire.delayNs = MS;
        world.link.capacityBytes = 1 << 20;
        restartInBatchDue = false;
        flipsDue = 0;
    }
}

package io.ndpair.node.simulation;

import io.ndpair.election.role.Role;
import io.ndpair.store.NeighborStore;
import io.ndpair.store.journal.RecordLayout;
import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.RecordCursor;
import io.ndpair.store.model.RecordHandler;
import io.ndpair.store.table.NeighborState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.agrona.DirectBuffer;

/** What must hold, looked at all along and at the end. */
final class Checks {
    private static final int LOOKUPS_PER_STEP = 4;
    private static final int MOST_POLLS = 1_000;
    private static final long MOST_TABLE_BYTES = 64L << 20;

    /** One batch of one epoch, wherever it is seen. */
    private record Place(long term, int deviceId, long sequence) {}

    private final Simulation world;
    private final Map<Epoch, Integer> masters = new HashMap<>();
    private final Map<Place, Integer> batches = new HashMap<>();
    private final Map<Place, Long> reaches = new HashMap<>();
    private final int[] nextStable = new int[2];
    long lookups;
    long journalRecordsCompared;

    Checks(Simulation world) {
        this.world = world;
    }

    /** After a device has worked. */
    void after(SimDevice device) {
        mastership(device);
        acks(device);
        lookups(device);
        watch(device);
    }

    private void mastership(SimDevice device) {
        boolean master = device.store.isMaster();
        if (master) {
            Epoch epoch = device.store.position().epoch();
            int who = 2 * device.incarnation + device.index;
            Integer before = masters.putIfAbsent(epoch, who);
            if (epoch.deviceId() != device.deviceId || (before != null && before != who)) {
                throw new Broken("two masters of " + epoch + ": " + before + " and " + who);
            }
        }
    }

    /** What a master was told to be on the peer is there at this very moment. */
    private void acks(SimDevice device) {
        SimDevice peer = world.peer(device);
        while (!device.waiting.isEmpty()
                && device.parts.neighbors().isReplicated(device.waiting.peek().ticket())) {
            SimDevice.Waiting done = device.waiting.poll();
            world.ledger.acked(done.key(), done.number());
            if (peer.isUp() && !peer.tainted && !device.tainted) {
                String complaint = complaint(peer, done.key());
                if (complaint != null) {
                    throw new Broken("acked to " + name(device) + " but on " + name(peer) + " " + complaint);
                }
            }
        }
    }

    private String complaint(SimDevice device, int key) {
        long found = device.find(key);
        boolean stale = found != Ledger.ABSENT && device.entry.state() == NeighborState.STALE;
        return world.ledger.complaint(key, found, stale);
    }

    /** A neighbor that lives and does not change is found, from the moment that this process has had it. */
    private void lookups(SimDevice device) {
        if (device.tainted || world.ledger.stable.isEmpty()) {
            return;
        }
        for (int i = 0; i < LOOKUPS_PER_STEP; i++) {
            int key = world.ledger.stable.nextSetBit(nextStable[device.index]);
            if (key < 0) {
                nextStable[device.index] = 0;
                return;
            }
            nextStable[device.index] = key + 1;
            lookups++;
            if (device.find(key) != Ledger.ABSENT) {
                device.seen.set(key);
            } else if (device.seen.get(key) && world.ledger.isAcked(key)) {
                throw new Broken("lookup of unchanged neighbor " + key + " fails on " + name(device));
            }
        }
    }

    /** A sequence of an epoch holds one thing, on whichever device and however often it is seen. */
    private void watch(SimDevice device) {
        RecordHandler handler = this::onRecord;
        for (int polled = device.tap.poll(handler, 1_000); polled != 0; polled = device.tap.poll(handler, 1_000)) {
            if (polled == RecordCursor.LOST) {
                device.tap.seek(device.store.lastSequence() + 1);
                return;
            }
        }
    }

    private boolean onRecord(DirectBuffer buffer, int offset, int length, long firstSequence, int count) {
        if (count > 0) {
            Place place =
                    new Place(RecordLayout.term(buffer, offset), RecordLayout.deviceId(buffer, offset), firstSequence);
            int crc = RecordLayout.crc(buffer, offset);
            world.trace.mix(crc);
            Integer before = batches.putIfAbsent(place, crc);
            if (before != null && before != crc) {
                throw new Broken("two different batches at " + place);
            }
            reaches.put(place, firstSequence + count - 1);
        }
        return true;
    }

    void bounds(SimDevice device) {
        if (device.store.memoryBytes() > MOST_TABLE_BYTES) {
            throw new Broken("table of " + device.store.memoryBytes() + " bytes");
        }
        if (device.disk.usedBytes() > world.mostDiskBytes()) {
            throw new Broken("disk of " + device.disk.usedBytes() + " bytes: " + device.disk.files.keySet());
        }
        if (world.link.end(device.index).largestQueueBytes > world.link.capacityBytes + (1 << 20)) {
            throw new Broken("link with " + world.link.end(device.index).largestQueueBytes + " bytes under way");
        }
    }

    /** What was promised and has only this device left to keep it. */
    void survivor(SimDevice device) {
        if (device.tainted) {
            return;
        }
        for (int key = 0; key < world.ledger.keys(); key++) {
            String complaint = complaint(device, key);
            if (complaint != null) {
                throw new Broken("lost on the survivor " + name(device) + ": " + complaint);
            }
        }
    }

    /** Why the pair has not come together yet, or null. */
    String apart(SimDevice a, SimDevice b) {
        if (!a.isUp() || !b.isUp()) {
            return "a device is down";
        }
        SimDevice master = a.role() == Role.MASTER ? a : b;
        SimDevice backup = master == a ? b : a;
        if (master.role() != Role.MASTER || backup.role() != Role.BACKUP) {
            return "roles " + a.role() + " and " + b.role();
        }
        if (master.store.lastSequence() != backup.store.lastSequence()) {
            return "sequences " + a.store.lastSequence() + " and " + b.store.lastSequence();
        }
        if (!a.parts.isReady() || !b.parts.isReady() || !a.parts.isComplete() || !b.parts.isComplete()) {
            return "ready " + a.parts.isReady() + " and " + b.parts.isReady() + ", complete " + a.parts.isComplete()
                    + " and " + b.parts.isComplete();
        }
        if (master.store.digest() != backup.store.digest()) {
            return "digests differ";
        }
        if (!master.store.history().equals(backup.store.history())) {
            return "histories " + a.store.history() + " and " + b.store.history();
        }
        for (SimDevice device : List.of(a, b)) {
            var group = device.parts.group(Simulation.GROUP);
            if (group.isEmpty() || !group.get().ready()) {
                return "the election does not know that " + name(device) + " is ready";
            }
            if (device.store.status().journalGapOpen()) {
                return "journal gap on " + name(device) + ": " + device.store.status();
            }
        }
        return null;
    }

    /** After everything has healed. */
    void end(SimDevice a, SimDevice b) {
        if (content(a.store) != content(b.store)) {
            throw new Broken("tables differ though their digests are equal:\n" + difference(a.store, b.store));
        }
        if (!a.store.links().equals(b.store.links())) {
            throw new Broken("links differ: " + a.store.links() + " and " + b.store.links());
        }
        survivor(a);
        survivor(b);
        journals(a.store, b.store);
    }

    private void journals(NeighborStore a, NeighborStore b) {
        long last = a.lastSequence();
        for (long back = 1 << 14; back > 0; back /= 4) {
            long from = Math.max(1, last - back);
            try (RecordCursor left = a.cursor();
                    RecordCursor right = b.cursor()) {
                List<String> ours = left.seek(from) ? records(left, from, last) : null;
                List<String> theirs = right.seek(from) ? records(right, from, last) : null;
                if (ours != null && theirs != null) {
                    if (!ours.equals(theirs)) {
                        throw new Broken("journals differ from " + from + " on:\n" + ours + "\n" + theirs);
                    }
                    journalRecordsCompared += ours.size();
                    return;
                }
            }
        }
    }

    /** The batches from a sequence to the last; null when they are not all held any more. */
    private static List<String> records(RecordCursor cursor, long from, long last) {
        List<String> found = new ArrayList<>();
        RecordHandler handler = (buffer, offset, length, first, count) -> {
            if (count > 0 && first >= from) {
                found.add(first + "+" + count + " " + Integer.toHexString(RecordLayout.crc(buffer, offset)));
            }
            return true;
        };
        for (int polls = 0; cursor.nextSequence() <= last; polls++) {
            if (cursor.poll(handler, 1_000) == RecordCursor.LOST) {
                return null;
            }
            if (polls == MOST_POLLS) {
                throw new Broken("a cursor stands at " + cursor.nextSequence() + " of " + last + " for ever");
            }
        }
        return found;
    }

    private static long content(NeighborStore store) {
        long[] sum = {store.size()};
        store.forEach(entry -> {
            long hash = entry.addressHigh();
            for (long word : new long[] {
                entry.addressLow(),
                entry.linkId(),
                entry.mac(),
                entry.lastConfirmedTicks(),
                entry.state() * 256L + entry.flags()
            }) {
                hash = (hash ^ word) * 0x9E37_79B9_7F4A_7C15L;
                hash ^= hash >>> 29;
            }
            sum[0] += hash;
        });
        return sum[0];
    }

    private static String difference(NeighborStore a, NeighborStore b) {
        TreeSet<String> ours = new TreeSet<>();
        TreeSet<String> theirs = new TreeSet<>();
        a.forEach(entry -> ours.add(entry.toString()));
        b.forEach(entry -> theirs.add(entry.toString()));
        TreeSet<String> both = new TreeSet<>(ours);
        both.retainAll(theirs);
        ours.removeAll(both);
        theirs.removeAll(both);
        return ours + "\n" + theirs;
    }

    static String name(SimDevice device) {
        return device.index == 0 ? "A" : "B";
    }
}

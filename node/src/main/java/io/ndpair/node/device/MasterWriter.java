package io.ndpair.node.device;

import io.ndpair.store.NeighborStore;
import io.ndpair.store.model.Outcome;
import io.ndpair.store.table.EntryLayout;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;
import io.ndpair.store.table.NeighborTable;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Carries the commands of a profile's ring out: as master it turns them into mutations of one batch a duty cycle, in any other role it
 * drops and counts them. Commands are read in groups, whose entries are fetched from memory together and then changed in order. Owned by
 * the writer's thread; allocates nothing on the steady path.
 */
final class MasterWriter implements MessageHandler {
    /** Commands of one group. */
    static final int WARM = NeighborTable.WARM_WIDTH;

    private final NeighborStore store;
    private final LinkIdSet linkIds;
    private final CommandRing ring;
    private final int[] kinds = new int[WARM];
    private final UnsafeBuffer group = new UnsafeBuffer(new byte[WARM * EntryLayout.ENTRY_BYTES]);
    private int size;
    private int executed;
    private final NeighborEntry command = new NeighborEntry();
    private final NeighborEntry known = new NeighborEntry();
    private boolean isMaster;
    private int nowTicks;
    private final AtomicLong notMaster = new AtomicLong();
    private final AtomicLong unknownConfirmed = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    MasterWriter(NeighborStore store, LinkIds links, CommandRing ring) {
        this.store = store;
        this.linkIds = new LinkIdSet(store, links);
        this.ring = ring;
    }

    /** Reads at most {@code limit} commands and seals the batch that they lead to; none for as long as the journal is to catch up. */
    int doWork(long nowNs, boolean asMaster, int limit) {
        isMaster = asMaster;
        // What a failure left of its group counts as read already: it does not wait.
        if (asMaster && size == 0 && !store.journalKeepsUp(nowNs)) {
            return 0;
        }
        nowTicks = store.tableTimeTicks(nowNs);
        linkIds.refresh();
        int done = carryOut(); // Normally nothing: what a failure left of its group.
        int asked;
        int read;
        do {
            asked = Math.min(WARM, limit - done);
            read = ring.read(this, asked);
            carryOut();
            done += read;
            // A short read is the end of what there is, or of the ring's buffer; both wait for the next duty cycle.
        } while (read == asked && done < limit);
        if (done > 0 && asMaster) {
            store.flush(nowNs);
        }
        return done;
    }

    @Override
    public void onMessage(int kind, MutableDirectBuffer buffer, int index, int length) {
        if (!isMaster) {
            notMaster.incrementAndGet();
            return;
        }
        final int at = size * EntryLayout.ENTRY_BYTES;
        final int link = buffer.getInt(index + EntryLayout.LINK_ID_OFFSET, ByteOrder.LITTLE_ENDIAN);
        group.putBytes(at, buffer, index, EntryLayout.ENTRY_BYTES);
        group.putInt(at + EntryLayout.LINK_ID_OFFSET, linkIds.id(link), ByteOrder.LITTLE_ENDIAN);
        kinds[size++] = kind;
    }

    private int carryOut() {
        final int first = executed;
        store.warm(group, 0, EntryLayout.ENTRY_BYTES, size);
        while (executed < size) {
            // Counted first: a command that fails is not tried again.
            final int at = executed++;
            CommandRing.decode(group, at * EntryLayout.ENTRY_BYTES, command);
            execute(kinds[at]);
        }
        final int carriedOut = size - first;
        size = 0;
        executed = 0;
        return carriedOut;
    }

    private void execute(int kind) {
        final int linkId = command.linkId();
        final int outcome =
                switch (kind) {
                    case CommandRing.LEARN -> learn(linkId);
                    case CommandRing.REMOVE -> store.remove(command.addressHigh(), command.addressLow(), linkId);
                    case CommandRing.CONFIRM -> confirm(linkId);
                    case CommandRing.USED -> used(linkId);
                    default -> Outcome.UNCHANGED;
                };
        if (outcome < 0) {
            refused.incrementAndGet();
        }
    }

    private int learn(int linkId) {
        final int confirmed = Math.max(0, nowTicks - command.lastConfirmedTicks());
        return store.upsert(
                command.addressHigh(),
                command.addressLow(),
                linkId,
                command.mac(),
                command.state(),
                command.flags(),
                confirmed);
    }

    private int used(int linkId) {
        store.aging().used(command.addressHigh(), command.addressLow(), linkId);
        return Outcome.UNCHANGED;
    }

    private int confirm(int linkId) {
        if (!store.lookup(command.addressHigh(), command.addressLow(), linkId, known)) {
            unknownConfirmed.incrementAndGet();
            return Outcome.UNCHANGED;
        }
        return store.upsert(
                known.addressHigh(),
                known.addressLow(),
                linkId,
                known.mac(),
                NeighborState.REACHABLE,
                known.flags(),
                nowTicks);
    }

    /** Commands that came while this device was not master. */
    long notMaster() {
        return notMaster.get();
    }

    /** Confirmations of neighbors that are not in the table. */
    long unknownConfirmed() {
        return unknownConfirmed.get();
    }

    /** Commands that the store refused; it counts them by cause. */
    long refused() {
        return refused.get();
    }
}

package io.ndpair.node.device;

import io.ndpair.store.NeighborStore;
import io.ndpair.store.model.Outcome;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;

/**
 * Carries the commands of a profile's ring out: as master it turns them into mutations of one batch a duty cycle, in any other role it
 * drops and counts them. Owned by the writer's thread.
 */
final class MasterWriter implements MessageHandler {
    private final NeighborStore store;
    private final LinkIds links;
    private final CommandRing ring;
    private final NeighborEntry command = new NeighborEntry();
    private final NeighborEntry known = new NeighborEntry();
    private boolean isMaster;
    private int nowTicks;
    private final AtomicLong notMaster = new AtomicLong();
    private final AtomicLong unknownConfirmed = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    MasterWriter(NeighborStore store, LinkIds links, CommandRing ring) {
        this.store = store;
        this.links = links;
        this.ring = ring;
    }

    /** Reads at most {@code limit} commands and seals the batch that they lead to; none for as long as the journal is to catch up. */
    int doWork(long nowNs, boolean asMaster, int limit) {
        isMaster = asMaster;
        if (asMaster && !store.journalKeepsUp(nowNs)) {
            return 0;
        }
        nowTicks = store.tableTimeTicks(nowNs);
        final int read = ring.read(this, limit);
        if (read > 0 && asMaster) {
            store.flush(nowNs);
        }
        return read;
    }

    @Override
    public void onMessage(int kind, MutableDirectBuffer buffer, int index, int length) {
        if (!isMaster) {
            notMaster.incrementAndGet();
            return;
        }
        CommandRing.decode(buffer, index, command);
        final int linkId = links.id(command.linkId());
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

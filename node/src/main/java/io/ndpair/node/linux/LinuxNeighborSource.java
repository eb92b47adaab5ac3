package io.ndpair.node.linux;

import io.ndpair.node.device.NeighborEvents;
import io.ndpair.node.device.NeighborSource;
import io.ndpair.store.table.NeighborState;
import java.util.List;

/**
 * The neighbors that the Linux kernel learns on some links, by netlink: a dump first, then notifications, in one ordered stream.
 *
 * <p>Reported are entries that the kernel has learned itself by neighbor discovery and that have a MAC. Left out are configured ones
 * (PERMANENT, NOARP), proxies, multicast, and what anybody has installed as externally learned, so that nothing that came from the
 * peer is sent back to it; only one of ours that the kernel itself has found REACHABLE, by a probe, is reported too.
 *
 * <p><b>Removed</b> is what the kernel marks FAILED: it has asked in vain, or somebody has deleted the entry. That holds for neighbors too
 * of which the kernel knew nothing any more before a packet made it ask. What the kernel's table merely lacks is no news: it lets go of
 * idle entries for want of room (gc_thresh), and of all entries of an interface that goes down, in the state that they were
 * in. The receiver keeps those and ages them itself; were they removed, a cable that is pulled here would empty the table of the peer that takes over.
 *
 * <p>After notifications were dropped, or an interface was changed for another, the table is read anew; what has vanished meanwhile is kept
 * by the receiver likewise, as nobody knows why it went. News that the receiver has no room for wait, one per neighbor, the newest
 * wins.
 *
 * <p>The age of an entry is the kernel's; an age of more than 24 days is given as 24 days. One thread; the counters may be read
 * by any.
 */
public final class LinuxNeighborSource implements NeighborSource {
    private static final int QUEUE_BYTES = 64 * 1024 * 1024;
    private static final int MAX_DATAGRAMS = 64;
    private static final int MAX_EVENTS = 1024;
    private static final int SLOTS_PER_SWEEP = 64 * 1024;

    /** Between two dumps, when notifications are dropped again and again. */
    private static final long DUMP_INTERVAL_NS = 50_000_000L;

    private static final int MAX_DUMPS_IN_A_ROW = 4;
    /** Between looking again for neighbors that found no room. */
    private static final long SECOND_CHANCE_INTERVAL_NS = 1_000_000_000L;

    private static final long REOPEN_INTERVAL_NS = 1_000_000_000L;

    /** Bits of a slot's info: 0..7 state, 8..15 flags, then these. */
    private static final int REPORTED = 1 << 16;

    private static final int GONE = 1 << 17;

    /** The receiver is still to be told that it was learned or changed. */
    private static final int UNTOLD = 1 << 18;

    /** The kernel has it no more, which is no news for the receiver. */
    private static final int FORGOTTEN = 1 << 19;

    private final int queueBytes;
    private final LinkBindings links;
    private final KnownNeighbors known;
    private final LinuxCounters counters = new LinuxCounters();
    private final LinkBindings.Listener linkListener = this::onLinkChanged;
    private final NeighborFeed.Visitor visitor = new FeedVisitor();
    private NeighborFeed feed;
    private NeighborEvents events;
    private boolean dumpWanted;
    private boolean dumpedOnce;
    private int dumpsInARow;
    private boolean changedWhileDumping;
    private boolean refusedFull;
    private boolean synced;
    private int dumpMark;
    private int sweepSlot = KnownNeighbors.NONE;
    private long lastDumpNs;
    private long lastOpenNs;
    private boolean opened;

    /**
     * A source that is not started.
     *
     * @param interfaces shared with whatever else works on the same thread; closed by its owner.
     * @param sourceLinks the links to report.
     * @param maxNeighbors at most so many are known at a time; more are counted and left out.
     * @param hashKey any number that outsiders do not know.
     */
    public LinuxNeighborSource(
            final LinuxInterfaces interfaces,
            final List<LinuxLink> sourceLinks,
            final int maxNeighbors,
            final long hashKey) {
        this(interfaces, sourceLinks, maxNeighbors, hashKey, QUEUE_BYTES);
    }

    /** With a queue of notifications of another length. */
    LinuxNeighborSource(
            final LinuxInterfaces interfaces,
            final List<LinuxLink> sourceLinks,
            final int maxNeighbors,
            final long hashKey,
            final int queueBytes) {
        this.queueBytes = queueBytes;
        links = new LinkBindings(interfaces, sourceLinks);
        known = new KnownNeighbors(maxNeighbors, hashKey);
    }

    @Override
    public void start(final NeighborEvents receiver) {
        stop();
        events = receiver;
    }

    @Override
    public void stop() {
        events = null;
        closeFeed();
        known.clear();
        links.forget();
        dumpedOnce = false;
        dumpsInARow = 0;
        refusedFull = false;
        synced = false;
        opened = false;
        sweepSlot = KnownNeighbors.NONE;
    }

    private void closeFeed() {
        if (feed != null) {
            feed.close();
            feed = null;
        }
    }

    @Override
    public boolean synced() {
        return synced;
    }

    @Override
    public int doWork(final long nowNs) {
        if (events == null || !open(nowNs)) {
            return 0;
        }
        links.refresh(nowNs, linkListener);
        int work = feed.poll(visitor, MAX_DATAGRAMS);
        if (refusedFull && known.hasRoom() && nowNs - lastDumpNs >= SECOND_CHANCE_INTERVAL_NS) {
            // Those that found no room have to be looked for again.
            refusedFull = false;
            dumpWanted = true;
        }
        if (dumpWanted && !feed.dumping() && (!dumpedOnce || nowNs - lastDumpNs >= DUMP_INTERVAL_NS)) {
            lastDumpNs = nowNs;
            dumpedOnce = true;
            // A sweep after an earlier dump is overtaken by this one.
            sweepSlot = KnownNeighbors.NONE;
            if (dumpsInARow == 0) {
                dumpMark++;
            }
            changedWhileDumping = false;
            dumpWanted = !feed.requestDump();
            work++;
        }
        work += sweep();
        work += deliver();
        synced |=
                dumpedOnce && !dumpWanted && !feed.dumping() && sweepSlot == KnownNeighbors.NONE && known.queued() == 0;
        return work;
    }

    private boolean open(final long nowNs) {
        if (feed == null && (!opened || nowNs - lastOpenNs >= REOPEN_INTERVAL_NS)) {
            opened = true;
            lastOpenNs = nowNs;
            try {
                feed = new NeighborFeed(true, queueBytes, counters);
                dumpWanted = true;
                counters.add(LinuxCounter.REOPENED);
            } catch (final LinuxException e) {
                counters.refusal(e.errno());
            }
        }
        return feed != null;
    }

    private void onLinkChanged(final int linkNumber, final boolean otherInterface) {
        if (otherInterface) {
            for (int slot = 0; slot < known.slotLimit(); slot++) {
                if (known.used(slot) && known.link(slot) == linkNumber) {
                    forgotten(slot);
                }
            }
            dumpWanted = true;
        }
    }

    private final class FeedVisitor implements NeighborFeed.Visitor {
        @Override
        public void onNeighbor(final NeighborMessage neighbor, final boolean dumped) {
            final int link = links.numberOf(neighbor.interfaceIndex());
            if (link == LinkBindings.UNKNOWN) {
                return;
            }
            final int slot = known.find(neighbor.addressHigh(), neighbor.addressLow(), link);
            if (neighbor.learnedHere() || confirmedHere(neighbor, slot)) {
                learned(slot, link, neighbor);
            } else if (slot != KnownNeighbors.NONE) {
                // One that another program has taken over is not ours to know any more either.
                goneOrForgotten(slot, neighbor.failed() || neighbor.fixedByOthers());
            } else if (neighbor.failed() && !dumped) {
                // One that a dump shows failed at any time, maybe before this device was master.
                failedUnknown(neighbor, link);
            }
        }

        @Override
        public void onNeighborGone(final NeighborMessage neighbor) {
            changedWhileDumping = true;
            final int link = links.numberOf(neighbor.interfaceIndex());
            if (link != LinkBindings.UNKNOWN) {
                final int slot = known.find(neighbor.addressHigh(), neighbor.addressLow(), link);
                if (slot != KnownNeighbors.NONE) {
                    goneOrForgotten(slot, neighbor.failed());
                }
            }
        }

        @Override
        public void onDumpEnd(final boolean complete) {
            if (!complete) {
                dumpWanted = true;
            } else if (feed.dumpInPieces()
                    && (dumpsInARow == 0 || (changedWhileDumping && dumpsInARow < MAX_DUMPS_IN_A_ROW))) {
                // What one dump passes over, the next one shows; an entry is gone when none of them has it.
                dumpsInARow++;
                dumpWanted = true;
            } else {
                dumpsInARow = 0;
                sweepSlot = 0;
            }
        }

        @Override
        public void onLost() {
            dumpsInARow = 0;
            dumpWanted = true;
        }
    }

    /**
     * An entry that is installed as externally learned, for want of room in the kernel's own care, but that the kernel has found reachable
     * itself when it was made to probe.
     */
    private static boolean confirmedHere(final NeighborMessage neighbor, final int slot) {
        return neighbor.ours()
                && neighbor.usable()
                && (slot != KnownNeighbors.NONE || neighbor.state() == NeighborState.REACHABLE);
    }

    private void learned(final int found, final int link, final NeighborMessage neighbor) {
        int slot = found;
        if (slot == KnownNeighbors.NONE) {
            slot = known.add(neighbor.addressHigh(), neighbor.addressLow(), link);
            if (slot == KnownNeighbors.NONE) {
                counters.add(LinuxCounter.REFUSED_FULL);
                refusedFull = true;
                return;
            }
            known.info(slot, GONE);
        }
        final int info = known.info(slot);
        final int told = neighbor.state() | (neighbor.flags() << 8);
        if ((info & (GONE | FORGOTTEN)) != 0 || (info & 0xFFFF) != told || known.mac(slot) != neighbor.mac()) {
            known.info(slot, (info & REPORTED) | UNTOLD | told);
            known.mac(slot, neighbor.mac());
            known.enqueue(slot);
        }
        known.age(slot, (int) Math.min(Integer.MAX_VALUE, neighbor.confirmedAgoMs()));
        known.mark(slot, dumpMark);
    }

    private void goneOrForgotten(final int slot, final boolean isGone) {
        if (isGone) {
            gone(slot);
        } else {
            forgotten(slot);
        }
    }

    private void gone(final int slot) {
        known.info(slot, known.info(slot) | GONE);
        known.enqueue(slot);
    }

    private void forgotten(final int slot) {
        known.info(slot, known.info(slot) | FORGOTTEN);
        known.enqueue(slot);
        counters.add(LinuxCounter.FORGOTTEN_BY_KERNEL);
    }

    /** The receiver may know what the kernel has let go of. Where there is no room, its own aging will ask. */
    private void failedUnknown(final NeighborMessage neighbor, final int link) {
        final int slot = known.add(neighbor.addressHigh(), neighbor.addressLow(), link);
        if (slot != KnownNeighbors.NONE) {
            known.info(slot, GONE | REPORTED);
            known.enqueue(slot);
        }
    }

    /** After a whole dump: what it did not contain, and what was not told of since, the kernel has no more. */
    private int sweep() {
        if (sweepSlot == KnownNeighbors.NONE) {
            return 0;
        }
        final int end = Math.min(known.slotLimit(), sweepSlot + SLOTS_PER_SWEEP);
        while (sweepSlot < end) {
            if (known.used(sweepSlot) && known.mark(sweepSlot) != dumpMark) {
                forgotten(sweepSlot);
            }
            sweepSlot++;
        }
        if (end == known.slotLimit()) {
            sweepSlot = KnownNeighbors.NONE;
        }
        return 1;
    }

    private int deliver() {
        int delivered = 0;
        while (delivered < MAX_EVENTS) {
            final int slot = known.peek();
            if (slot == KnownNeighbors.NONE || !deliver(slot)) {
                break;
            }
            delivered++;
        }
        return delivered;
    }

    private boolean deliver(final int slot) {
        final int info = known.info(slot);
        final boolean isGone = (info & GONE) != 0;
        if (!(isGone ? tellRemoved(slot, info) : tellLearned(slot, info))) {
            return false;
        }
        known.poll();
        if (isGone || (info & FORGOTTEN) != 0) {
            known.free(slot);
        } else {
            known.info(slot, (info & ~UNTOLD) | REPORTED);
        }
        return true;
    }

    private boolean tellRemoved(final int slot, final int info) {
        if ((info & REPORTED) != 0) {
            if (!events.removed(known.high(slot), known.low(slot), links.name(known.link(slot)))) {
                return false;
            }
            counters.add(LinuxCounter.REPORTED_REMOVED);
        }
        return true;
    }

    private boolean tellLearned(final int slot, final int info) {
        if ((info & UNTOLD) != 0) {
            if (!events.learned(
                    known.high(slot),
                    known.low(slot),
                    links.name(known.link(slot)),
                    known.mac(slot),
                    info & 0xFF,
                    (info >>> 8) & 0xFF,
                    known.age(slot))) {
                return false;
            }
            counters.add(LinuxCounter.REPORTED);
        }
        return true;
    }

    /** Any thread. */
    public LinuxCounters counters() {
        return counters;
    }

    @Override
    public void close() {
        stop();
    }
}

package io.ndpair.node.linux;

import io.ndpair.node.device.NeighborSink;
import io.ndpair.store.table.EntryFlags;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Installs the peer's neighbors in the kernel of the backup, and hands them over when it becomes master.
 *
 * <p>Ours is what bears both NTF_EXT_LEARNED and our protocol number 110; nothing else in the kernel's table is ever changed or
 * removed, with the one exception below. Entries stand as STALE and externally learned: the kernel does not collect them (gc_thresh3 does
 * not count them), and asks about one of them only when this device itself sends to it, so that a backup probes nobody.
 *
 * <p>Where the kernel already has an entry under the key (VRP C-24): configured ones, proxies and those of other programs always
 * stay, and so do dynamic ones that the kernel vouches for or is asking about (REACHABLE, DELAY, PROBE). Those give way later, looked at
 * again every 5 s. What is STALE, FAILED or unfinished on a backup is a leftover of an earlier mastership, and the peer, who can be
 * asked by the hosts, knows better: it is replaced.
 *
 * <p>When the link of an interface goes down the kernel throws such entries away; they wait here and are installed again when it comes up.
 *
 * <p>Once a minute the kernel's table is read, and what somebody has flushed, or probing has given up, is put back.
 *
 * <p>Handing over: each entry is replaced, still STALE, without the mark, so that the kernel's neighbor discovery looks after it from the
 * next packet on. But what the kernel looks after counts against gc_thresh2, beyond which it throws idle entries away: so
 * only as many are handed over as leave a quarter of it free; the others stay externally learned (usable all the same), are counted, and
 * follow as room appears.
 *
 * <p>Probing, as master: see {@link SinkProbes}.
 *
 * <p>One thread; the counters may be read by any. Installed entries survive the process; the next one recognises them.
 */
public final class LinuxNeighborSink implements NeighborSink {
    private static final int QUEUE_BYTES = 4 * 1024 * 1024;
    private static final int MAX_DUMP_DATAGRAMS = 32;
    private static final int BATCHES_PER_CYCLE = 4;
    private static final int SLOTS_PER_SWEEP = 64 * 1024;
    private static final long RECHECK_INTERVAL_NS = 5_000_000_000L;
    private static final long AUDIT_INTERVAL_NS = 60_000_000_000L;
    private static final long REOPEN_INTERVAL_NS = 1_000_000_000L;

    private final LinkBindings links;
    private final SinkEntries entries;
    private final LinuxCounters counters = new LinuxCounters();
    private final LinkBindings.Listener linkListener = this::onLinkChanged;
    private final NeighborFeed.Visitor scanVisitor = new ScanVisitor();
    private final SinkBatch batch;
    private final SinkProbes probes;
    /** What the thread of the duty cycle last knew of the links, for others: 1 = up. */
    private final AtomicIntegerArray linksUp;

    private NeighborFeed scanner;
    private NeighborRequests requests;
    private boolean reconciling;
    private boolean sweepUnwantedAfterScan;
    private boolean handOverAfterScan;
    private boolean scanWanted = true;
    private boolean scannedTwice;
    private int kernelsOwn;
    private boolean openTried;
    private long lastOpenNs;
    private boolean everRechecked;
    private long lastRecheckNs;
    private long lastAuditNs;

    /**
     * A sink that works from its first duty cycle on; it begins by looking for leftovers.
     *
     * @param interfaces shared with whatever else works on the same thread; closed by its owner.
     * @param sinkLinks the links on which entries may be installed.
     * @param maxNeighbors at most so many are kept; more are counted and left out.
     * @param hashKey any number that outsiders do not know.
     */
    public LinuxNeighborSink(
            final LinuxInterfaces interfaces,
            final List<LinuxLink> sinkLinks,
            final int maxNeighbors,
            final long hashKey) {
        links = new LinkBindings(interfaces, sinkLinks);
        entries = new SinkEntries(maxNeighbors, hashKey, links.count());
        batch = new SinkBatch(entries, links, counters);
        probes = new SinkProbes(links, counters);
        linksUp = new AtomicIntegerArray(links.count());
    }

    @Override
    public boolean install(
            final long addressHigh,
            final long addressLow,
            final String link,
            final long mac,
            final int state,
            final int flags) {
        final int number = links.numberOf(link);
        if (number == LinkBindings.UNKNOWN) {
            counters.add(LinuxCounter.UNKNOWN_LINK);
            return true;
        }
        if (!installable(addressHigh, addressLow, mac)) {
            counters.add(LinuxCounter.REFUSED_INVALID);
            return true;
        }
        final boolean router = (flags & EntryFlags.ROUTER) != 0;
        if (!entries.want(addressHigh, addressLow, number, mac, router)) {
            counters.add(LinuxCounter.REFUSED_FULL);
        }
        return true;
    }

    private static boolean installable(final long high, final long low, final long mac) {
        final boolean oneStation = mac != 0 && (mac & 0x0100_0000_0000L) == 0 && (mac >>> 48) == 0;
        final boolean loopback = high == 0 && low == 1;
        return oneStation && (high | low) != 0 && !loopback && (high >>> 56) != 0xFF;
    }

    @Override
    public boolean remove(final long addressHigh, final long addressLow, final String link) {
        final int number = links.numberOf(link);
        if (number == LinkBindings.UNKNOWN) {
            counters.add(LinuxCounter.UNKNOWN_LINK);
        } else {
            entries.unwant(addressHigh, addressLow, number);
        }
        return true;
    }

    @Override
    public void beginReconcile() {
        reconciling = true;
        sweepUnwantedAfterScan = false;
        handOverAfterScan = false;
        entries.handing(false);
        entries.beginMarking();
        probes.clear();
    }

    @Override
    public void endReconcile() {
        if (reconciling) {
            reconciling = false;
            scanWanted = true;
            sweepUnwantedAfterScan = true;
        }
    }

    @Override
    public void handOver() {
        reconciling = false;
        sweepUnwantedAfterScan = false;
        scanWanted = true;
        handOverAfterScan = true;
    }

    @Override
    public int solicitationsPerProbe(final String link) {
        final int number = links.numberOf(link);
        return number != LinkBindings.UNKNOWN && linksUp.get(number) != 0 ? SinkProbes.SOLICITATIONS : 0;
    }

    @Override
    public boolean probe(final long addressHigh, final long addressLow, final String link, final long mac) {
        final int number = links.numberOf(link);
        if (number == LinkBindings.UNKNOWN) {
            counters.add(LinuxCounter.UNKNOWN_LINK);
            return true;
        }
        if (!installable(addressHigh, addressLow, mac)) {
            counters.add(LinuxCounter.REFUSED_INVALID);
            probes.lose(number);
            return true;
        }
        return probes.add(addressHigh, addressLow, number, mac);
    }

    @Override
    public long probesLost(final String link) {
        final int number = links.numberOf(link);
        return number == LinkBindings.UNKNOWN ? 0 : probes.lostOn(number);
    }

    @Override
    public boolean settled() {
        return !scanWanted && (scanner == null || !scanner.dumping()) && entries.settled() && probes.isEmpty();
    }

    @Override
    public int doWork(final long nowNs) {
        if (!open(nowNs)) {
            return 0;
        }
        links.refresh(nowNs, linkListener);
        recheck(nowNs);
        if (scanWanted && !scanner.dumping()) {
            kernelsOwn = 0;
            if (!scannedTwice) {
                entries.beginScan();
            }
            scanWanted = !scanner.requestDump();
            return 1;
        }
        if (scanner.dumping()) {
            // What the dump shows and what we do must not overlap, or an entry removed meanwhile would seem to be a
            // leftover.
            return scanner.poll(scanVisitor, MAX_DUMP_DATAGRAMS);
        }
        int work = entries.sweep(links, SLOTS_PER_SWEEP);
        for (int i = 0; i < BATCHES_PER_CYCLE && entries.queued() > 0; i++) {
            work += batch.work(requests);
        }
        return probes.isEmpty() ? work : work + probes.work(requests);
    }

    private boolean open(final long nowNs) {
        if (requests == null && (!openTried || nowNs - lastOpenNs >= REOPEN_INTERVAL_NS)) {
            openTried = true;
            lastOpenNs = nowNs;
            try {
                if (scanner == null) {
                    scanner = new NeighborFeed(false, QUEUE_BYTES, counters);
                }
                requests = new NeighborRequests(QUEUE_BYTES);
            } catch (final LinuxException e) {
                counters.refusal(e.errno());
            }
        }
        return requests != null;
    }

    private void recheck(final long nowNs) {
        if (!everRechecked) {
            everRechecked = true;
            lastRecheckNs = nowNs;
            lastAuditNs = nowNs;
        }
        if (nowNs - lastRecheckNs >= RECHECK_INTERVAL_NS) {
            lastRecheckNs = nowNs;
            entries.recheck();
            scanWanted |= entries.keptExternal() > 0;
        }
        if (nowNs - lastAuditNs >= AUDIT_INTERVAL_NS) {
            lastAuditNs = nowNs;
            scanWanted = true;
        }
    }

    private void onLinkChanged(final int linkNumber, final boolean otherInterface) {
        linksUp.set(linkNumber, links.up(linkNumber) ? 1 : 0);
        entries.linkChanged(linkNumber);
    }

    private final class ScanVisitor implements NeighborFeed.Visitor {
        @Override
        public void onNeighbor(final NeighborMessage neighbor, final boolean dumped) {
            if (neighbor.ours()) {
                final int link = links.numberOf(neighbor.interfaceIndex());
                if (link != LinkBindings.UNKNOWN
                        && !entries.adopt(
                                neighbor.addressHigh(),
                                neighbor.addressLow(),
                                link,
                                neighbor.mac(),
                                neighbor.flags() != 0,
                                neighbor.usable())) {
                    counters.add(LinuxCounter.REFUSED_FULL);
                }
            } else if (!neighbor.fixedByOthers()) {
                kernelsOwn++;
            }
        }

        @Override
        public void onNeighborGone(final NeighborMessage neighbor) {
            // Not listening to notifications.
        }

        @Override
        public void onDumpEnd(final boolean complete) {
            if (!complete || (scanner.dumpInPieces() && !scannedTwice)) {
                // One dump in pieces may pass over an entry when others come and go; two do not miss the same one.
                scannedTwice = complete;
                scanWanted = true;
                return;
            }
            scannedTwice = false;
            entries.endScan();
            final int threshold = requests.collectionThreshold();
            batch.handOverRoom(threshold - threshold / 4 - kernelsOwn);
            if (sweepUnwantedAfterScan) {
                sweepUnwantedAfterScan = false;
                entries.sweepUnmarked();
            }
            if (handOverAfterScan) {
                handOverAfterScan = false;
                entries.handing(true);
            }
        }

        @Override
        public void onLost() {
            scanWanted = true;
        }
    }

    /** Entries of ours that are in the kernel, as far as we know. Owner's thread. */
    public int installed() {
        return entries.installed();
    }

    /** Entries that wait for their interface to come up. Owner's thread. */
    public int waiting() {
        return entries.waiting();
    }

    /** Entries that gave way to the kernel's own. Owner's thread. */
    public int yielded() {
        return entries.yielded();
    }

    /** While handing over: entries that stay externally learned because the kernel has no room. Owner's thread. */
    public int keptExternal() {
        return entries.keptExternal();
    }

    /** Any thread. */
    public LinuxCounters counters() {
        return counters;
    }

    @Override
    public void close() {
        if (scanner != null) {
            scanner.close();
            scanner = null;
        }
        if (requests != null) {
            requests.close();
            requests = null;
        }
    }
}

package io.ndpair.node.device;

import io.ndpair.election.role.Role;
import io.ndpair.store.NeighborStore;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.Operation;
import java.util.Optional;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;

/**
 * Where a profile meets the neighbor tables of the machine: as master it learns from them, as backup it puts the peer's entries into
 * them. Runs on the kernel thread; only {@link #role}, {@link #feed} and {@link #compare} belong to the replication thread.
 */
final class KernelSide implements AutoCloseable {
    private static final int ENTRIES_PER_DUTY_CYCLE = 512;

    /** Room for the probes of a second at the highest rate, so that none is lost while the kernel thread is busy. */
    private static final int PROBE_RING_BYTES = 64 * 1024;

    // How a mark is put together.
    private static final int LOST_BITS = 16;
    private static final long LOST_MASK = (1L << LOST_BITS) - 1;

    private final Optional<NeighborSource> source;
    private final Optional<NeighborSink> sink;
    private final NeighborEntry entry = new NeighborEntry();
    private final NeighborEntry walked = new NeighborEntry();

    private final ControlledMessageHandler mutationHandler = this::onMutation;
    private final CommandRing probes = new CommandRing(PROBE_RING_BYTES);
    private final NeighborEntry probed = new NeighborEntry();
    private long probeTicket;
    private final ControlledMessageHandler probeHandler = this::onProbe;

    private NeighborStore store;
    private LinkIds links;
    private Learner learner;
    private BackupFeed feed;
    private TableWalk walk;

    private volatile Role wantedRole = Role.INITIALIZE;
    private Role role = Role.INITIALIZE;
    private long comparisonsDone;
    private long comparisonBegun;
    private boolean isComparing;
    private boolean isWalkedPending;
    private boolean isHandOverDue;

    KernelSide(Optional<NeighborSource> source, Optional<NeighborSink> sink) {
        this.source = source;
        this.sink = sink;
    }

    void attach(NeighborStore profileStore, LinkIds profileLinks, Neighbors neighbors) {
        store = profileStore;
        links = profileLinks;
        learner = new Learner(neighbors);
        feed = new BackupFeed(profileStore);
        walk = new TableWalk(profileStore::copyRange);
    }

    /** The profile has entered a role. Replication thread. */
    void role(Role entered) {
        if (entered == Role.BACKUP) {
            feed.restart();
        }
        wantedRole = entered;
    }

    /** A batch backup replaced whole ranges. Replication thread. */
    void compare() {
        if (wantedRole == Role.BACKUP) {
            feed.restart();
        }
    }

    /** Moves newly applied mutations towards the kernel. Replication thread. */
    int feed() {
        return wantedRole == Role.BACKUP && sink.isPresent() ? feed.feed() : 0;
    }

    /**
     * Asks a neighbor, by the machine's own neighbor discovery; answers how many solicitations that may lead to, 0 when none is sent.
     * Replication thread.
     */
    int probe(long addressHigh, long addressLow, int link, long mac) {
        if (sink.isEmpty() || source.isEmpty()) {
            // Without a source nobody would hear the answer.
            return 0;
        }
        final int solicitations = sink.get().solicitationsPerProbe(links.name(link));
        final long ticket =
                solicitations > 0 ? probes.offer(CommandRing.PROBE, addressHigh, addressLow, link, 0, mac, 0, 0) : 0;
        probeTicket = Math.max(probeTicket, ticket);
        return ticket > 0 ? solicitations : 0;
    }

    /** To be given to {@link #isSent} later: how far the probes reach, and how many of the link were lost. Replication thread. */
    long mark(int link) {
        return probeTicket << LOST_BITS | lost(link);
    }

    /** Whether the machine has been asked to send what was taken before the mark, and has lost none of the link's since. Replication thread. */
    boolean isSent(int link, long mark) {
        return probes.readPosition() >= mark >>> LOST_BITS && lost(link) == (mark & LOST_MASK);
    }

    private long lost(int link) {
        return sink.isEmpty() ? 0 : sink.get().probesLost(links.name(link)) & LOST_MASK;
    }

    private ControlledMessageHandler.Action onProbe(int kind, MutableDirectBuffer buffer, int index, int length) {
        CommandRing.decode(buffer, index, probed);
        // One that finds no room waits here, and the ring refuses when it is full: none is lost and counted as
        // unanswered.
        final boolean isTaken = role != Role.MASTER
                || sink.get()
                        .probe(probed.addressHigh(), probed.addressLow(), links.name(probed.linkId()), probed.mac());
        return isTaken ? ControlledMessageHandler.Action.COMMIT : ControlledMessageHandler.Action.ABORT;
    }

    /** One bounded duty cycle. Kernel thread. */
    int doWork(long nowNs) {
        int work = 0;
        if (wantedRole != role) {
            enter(wantedRole);
            work++;
        }
        if (sink.isPresent()) {
            work += sinkWork(sink.get(), nowNs);
        }
        if (source.isPresent()) {
            work += source.get().doWork(nowNs);
        }
        return work;
    }

    private void enter(Role entered) {
        final Role left = role;
        role = entered;
        if (left == Role.MASTER) {
            source.ifPresent(NeighborSource::stop);
        }
        if (entered == Role.MASTER) {
            // Every entry of the table goes into the kernel first (a restarted master has more than the kernel), then
            // all are handed over.
            isHandOverDue = true;
            beginComparison();
            source.ifPresent(s -> s.start(learner));
        }
    }

    private int sinkWork(NeighborSink out, long nowNs) {
        int work = 0;
        if (isComparing) {
            work += compare(out);
        } else if (role == Role.BACKUP && comparisonsDone != feed.comparisonsAsked()) {
            beginComparison();
            work++;
        } else if (role == Role.BACKUP) {
            work += feed.read(mutationHandler, ENTRIES_PER_DUTY_CYCLE);
        } else if (isHandOverDue) {
            isHandOverDue = false;
            out.handOver();
            work++;
        }
        work += probes.readControlled(probeHandler, ENTRIES_PER_DUTY_CYCLE);
        return work + out.doWork(nowNs);
    }

    private void beginComparison() {
        comparisonBegun = feed.comparisonsAsked();
        isComparing = sink.isPresent();
        isWalkedPending = false;
        walk.restart();
        sink.ifPresent(NeighborSink::beginReconcile);
    }

    private int compare(NeighborSink out) {
        for (int i = 0; i < ENTRIES_PER_DUTY_CYCLE; i++) {
            if (!isWalkedPending && !walk.next(walked)) {
                out.endReconcile();
                isComparing = false;
                comparisonsDone = comparisonBegun;
                return i + 1;
            }
            isWalkedPending = !install(out, walked);
            if (isWalkedPending) {
                return i;
            }
        }
        return ENTRIES_PER_DUTY_CYCLE;
    }

    private boolean install(NeighborSink out, NeighborEntry wanted) {
        final String link = store.linkName(wanted.linkId());
        return links.indexOf(link) < 0
                || out.install(
                        wanted.addressHigh(), wanted.addressLow(), link, wanted.mac(), wanted.state(), wanted.flags());
    }

    private ControlledMessageHandler.Action onMutation(
            int operation, MutableDirectBuffer buffer, int index, int length) {
        entry.readFrom(buffer, index);
        final String link = store.linkName(entry.linkId());
        final boolean taken;
        if (operation == Operation.REMOVE) {
            taken = links.indexOf(link) < 0 || sink.get().remove(entry.addressHigh(), entry.addressLow(), link);
        } else {
            taken = install(sink.get(), entry);
        }
        return taken ? ControlledMessageHandler.Action.COMMIT : ControlledMessageHandler.Action.ABORT;
    }

    /** What the source sent that could not be learned. */
    long refused() {
        return learner.refused();
    }

    @Override
    public void close() {
        source.ifPresent(NeighborSource::close);
        sink.ifPresent(NeighborSink::close);
        if (feed != null) {
            feed.close();
        }
    }
}

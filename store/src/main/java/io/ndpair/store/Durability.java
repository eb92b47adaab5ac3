package io.ndpair.store;

import io.ndpair.store.checkpoint.MaintenanceAgent;
import io.ndpair.store.checkpoint.Recovery;
import io.ndpair.store.checkpoint.TermReserve;
import io.ndpair.store.history.StoreHistory;
import io.ndpair.store.journal.BatchRing;
import io.ndpair.store.journal.CatchUpAgent;
import io.ndpair.store.journal.DiskSpace;
import io.ndpair.store.journal.JournalAgent;
import io.ndpair.store.journal.JournalCursor;
import io.ndpair.store.journal.JournalMarks;
import io.ndpair.store.journal.JournalPace;
import io.ndpair.store.journal.Journals;
import io.ndpair.store.journal.PageToucher;
import io.ndpair.store.journal.RecordApplier;
import io.ndpair.store.journal.SequenceIndex;
import io.ndpair.store.model.RecordCursor;
import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.model.StoreContext;
import java.util.List;
import org.agrona.concurrent.Agent;

/** The ring and everything behind it: the agents that bring records to the disk, keep them there and let go of them. */
final class Durability {
    private final StoreConfig config;
    private final Journals journals;
    private final JournalMarks marks;
    private final SequenceIndex index;
    private final RecordApplier applier;
    private final BatchRing ring;
    private final JournalAgent journalAgent;
    private final JournalPace pace;
    private final PageToucher pageToucher;
    private final MaintenanceAgent maintenance;
    private final StoreHistory history;
    private final CatchUpAgent catchUp = new CatchUpAgent();
    private volatile long peerHas = Long.MAX_VALUE;

    Durability(
            StoreConfig config,
            StoreContext context,
            Journals journals,
            JournalMarks marks,
            Recovery recovered,
            TermReserve terms) {
        this.config = config;
        this.journals = journals;
        this.marks = marks;
        index = recovered.index();
        applier = recovered.applier();
        ring = new BatchRing(config.ringBytes());
        // What stands in the journal at the present place cannot be read from memory: a seek to it must go to the
        // journal.
        ring.discontinue(applier.lastSequence() + 1, !applier.controlsHere());
        DiskSpace space = new DiskSpace(config, journals, recovered.table()::memoryBytes);
        journalAgent = new JournalAgent(
                config,
                context,
                ring,
                journals,
                space,
                index,
                marks,
                recovered.nextGeneration(),
                applier.lastSequence(),
                applier.contiguous(),
                () -> applier.lineage().incarnation());
        pace = new JournalPace(ring::tail, journalAgent::position, config.ringBytes());
        pageToucher = new PageToucher(
                journalAgent, space, recovered.table()::prepareMemory, context.nanoClock(), config.touchAheadBytes());
        maintenance = new MaintenanceAgent(
                config,
                context,
                recovered.table(),
                applier,
                journalAgent,
                index,
                terms,
                journals,
                space,
                marks,
                recovered.checkpointGeneration(),
                ring::tail,
                () -> peerHas);
        history = new StoreHistory(config, context, journals, journalAgent::generation);
    }

    BatchRing ring() {
        return ring;
    }

    JournalAgent journalAgent() {
        return journalAgent;
    }

    MaintenanceAgent maintenance() {
        return maintenance;
    }

    List<Agent> agents() {
        return List.of(journalAgent, pageToucher, maintenance, history.agent(), catchUp);
    }

    /** Nothing counts as journaled before the ring's position that a batch backup began at. */
    long journaledSequence(long ringMark) {
        return journalAgent.position() < ringMark ? 0 : journalAgent.journaledSequence();
    }

    long backlogBytes() {
        return ring.tail() - journalAgent.position();
    }

    JournalPace pace() {
        return pace;
    }

    StoreHistory history() {
        return history;
    }

    void peerHas(long sequence) {
        peerHas = sequence;
    }

    void requestCheckpoint() {
        maintenance.requestCheckpoint();
    }

    RecordCursor cursor() {
        return cursor(null);
    }

    RecordCursor cursorAhead() {
        return cursor(catchUp);
    }

    private RecordCursor cursor(CatchUpAgent reading) {
        return new JournalCursor(ring, index, journals, applier::lastSequence, journalAgent::generation, reading);
    }

    /** Brings to the disk what there is. Nobody runs the agents any more. */
    void close() {
        drain();
        if (config.checkpointAtClose()) {
            maintenance.checkpointNow();
        }
        history.agent().onClose();
        catchUp.onClose();
        maintenance.close();
        journalAgent.close();
        marks.close();
    }

    private void drain() {
        long tail = ring.tail();
        boolean moving = true;
        while (journalAgent.position() < tail && moving && !journalAgent.failing()) {
            moving = journalAgent.doWork() > 0;
        }
    }
}

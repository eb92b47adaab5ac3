package io.ndpair.store.checkpoint;

import io.ndpair.store.journal.Count;
import io.ndpair.store.journal.DiskSpace;
import io.ndpair.store.journal.Journal;
import io.ndpair.store.journal.JournalAgent;
import io.ndpair.store.journal.JournalMarks;
import io.ndpair.store.journal.Journals;
import io.ndpair.store.journal.RecordApplier;
import io.ndpair.store.journal.SequenceIndex;
import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.model.StoreContext;
import io.ndpair.store.table.NeighborTable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongSupplier;
import org.agrona.concurrent.Agent;

/**
 * Everything that waits for the disk so that nobody else does: syncs the journal at an interval, reserves terms ahead, and
 * writes checkpoints when they are asked for, when a gap is to be closed, and when the journal has grown enough.
 */
public final class MaintenanceAgent implements Agent {
    private static final int RANGES_PER_CYCLE = 64;
    private static final long BACKOFF_LEAST_NS = 1_000_000_000L;
    private static final long BACKOFF_MOST_NS = 60_000_000_000L;

    /** How far a checkpoint has got. */
    private enum Step {
        IDLE,
        WAIT_FOR_JOURNAL_AGENT,
        COPY,
        WAIT_FOR_COVER
    }

    private final StoreConfig config;
    private final StoreContext context;
    private final JournalAgent journalAgent;
    private final NeighborTable table;
    private final RecordApplier applier;
    private final TermReserve terms;
    private final LongSupplier ringTail;
    private final CheckpointWriter writer;
    private final JournalMarks marks;
    private final DiskSpace space;
    private final LettingGo lettingGo;

    private Step step = Step.IDLE;
    private long ringMark;
    private long bytesAtCheckpoint;
    private long checkpointNotBeforeNs;
    private boolean waitingAfterFailure;
    private long syncedAtNs;
    private boolean syncedOnce;
    private long bytesSynced;
    private boolean diskErrorTold;
    private long backoffNs = BACKOFF_LEAST_NS;
    private long syncFailures;
    private long doubtsAtBegin;
    private long doubtsCovered;
    private long coveredGeneration;
    private boolean checkpointErrorTold;

    private volatile boolean requested;
    private volatile long syncedSequence;
    private volatile String checkpointFault = "";
    private final Count checkpoints = new Count();
    private final Count checkpointErrors = new Count();

    public MaintenanceAgent(
            StoreConfig config,
            StoreContext context,
            NeighborTable table,
            RecordApplier applier,
            JournalAgent journalAgent,
            SequenceIndex index,
            TermReserve terms,
            Journals journals,
            DiskSpace space,
            JournalMarks marks,
            long recoveredGeneration,
            LongSupplier ringTail,
            LongSupplier peerHas) {
        this.config = config;
        this.context = context;
        this.journalAgent = journalAgent;
        this.table = table;
        this.applier = applier;
        this.terms = terms;
        this.ringTail = ringTail;
        this.space = space;
        this.marks = marks;
        coveredGeneration = recoveredGeneration;
        lettingGo = new LettingGo(config.retention(), journals, journalAgent, index, peerHas, context.epochClock());
        writer = new CheckpointWriter(
                new CheckpointFiles(config.directory()), table, applier, journalAgent, index, context.epochClock());
        syncedSequence = journalAgent.journaledSequence();
    }

    @Override
    public String roleName() {
        return "maintenance";
    }

    /** Asks for a checkpoint. Any thread. */
    public void requestCheckpoint() {
        requested = true;
    }

    /** The last sequence that survives a power cut. Any thread. */
    public long syncedSequence() {
        return syncedSequence;
    }

    /** Checkpoints written. Any thread. */
    public long checkpoints() {
        return checkpoints.value();
    }

    /** Checkpoints that failed. Any thread. */
    public long checkpointErrors() {
        return checkpointErrors.value();
    }

    /** Why the last checkpoint failed, empty if it did not. Any thread. */
    public String checkpointFault() {
        return checkpointFault;
    }

    @Override
    public int doWork() {
        long nowNs = context.nanoClock().nanoTime();
        int work = 0;
        try {
            if (!syncedOnce || nowNs - syncedAtNs >= config.syncIntervalNs()) {
                syncedOnce = true;
                syncedAtNs = nowNs;
                work += sync();
            }
            if (terms.extendAhead(applier.lineage().maxTerm())) {
                work++;
            }
            work += lettingGo.doWork(nowNs);
            diskErrorTold = false;
        } catch (IOException e) {
            // Once for a row of failures.
            if (!diskErrorTold) {
                diskErrorTold = true;
                context.listener().onError(e);
            }
        }
        return work + checkpoint(nowNs);
    }

    private int sync() throws IOException {
        long journaled = journalAgent.journaledSequence();
        long bytes = journalAgent.bytes();
        long generation = journalAgent.generation();
        long place = journalAgent.lastPlace();
        long doubts = doubts();
        Journal journal = journalAgent.journal();
        if (journal == null || bytes == bytesSynced) {
            return 0;
        }
        // What an earlier generation holds was synced when it was left.
        try {
            force(journal.file());
        } catch (IOException e) {
            // The kernel says so once and may have dropped the pages: only a checkpoint makes up for it.
            syncFailures++;
            throw e;
        }
        bytesSynced = bytes;
        if (doubts == doubtsCovered) {
            syncedSequence = journaled;
            if (generation == journalAgent.generation()) {
                marks.synced(generation, place, journaled);
            }
        }
        return 1;
    }

    /** Times that the medium may have lost what was journaled; each ends with a checkpoint that was begun after it. */
    private long doubts() {
        return journalAgent.unsynced() + syncFailures;
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(false);
        }
    }

    private int checkpoint(long nowNs) {
        if (waitingAfterFailure && nowNs - checkpointNotBeforeNs < 0) {
            return 0;
        }
        waitingAfterFailure = false;
        try {
            return advance();
        } catch (IOException | RuntimeException | InternalError e) {
            checkpointErrors.increment();
            checkpointFault = String.valueOf(e.getMessage());
            tell(e);
            giveUp(nowNs);
            return 1;
        }
    }

    private int advance() throws IOException {
        switch (step) {
            case IDLE:
                if (!wanted()) {
                    return 0;
                }
                if (journalAgent.diskShort()) {
                    space.requireRoomForCheckpoint();
                    // What is asked for now must still be wanted when the journal goes on by that.
                    requested = true;
                    space.draw(true);
                }
                if (journalAgent.journal() == null || journalAgent.failing()) {
                    return 0;
                }
                requested = false;
                ringMark = ringTail.getAsLong();
                step = Step.WAIT_FOR_JOURNAL_AGENT;
                return 1;
            case WAIT_FOR_JOURNAL_AGENT:
                // What the journal agent has not seen yet, a gap above all, must not come after the place where replay
                // begins.
                if (journalAgent.position() < ringMark) {
                    requireJournal();
                    return 0;
                }
                space.requireRoomForCheckpoint();
                doubtsAtBegin = doubts();
                if (!writer.begin()) {
                    return 0;
                }
                bytesAtCheckpoint = journalAgent.bytes();
                step = Step.COPY;
                return 1;
            case COPY:
                if (worthless()) {
                    return 1;
                }
                if (writer.copyRanges(RANGES_PER_CYCLE)) {
                    step = Step.WAIT_FOR_COVER;
                }
                return 1;
            default:
                return worthless() || cover() ? 1 : 0;
        }
    }

    /** A checkpoint that waits for a journal without room keeps that room itself. */
    private void requireJournal() throws IOException {
        if (journalAgent.diskShort()) {
            throw new IOException("checkpoint gives up: " + journalAgent.fault());
        }
    }

    /** What was begun is worthless now: begins again. */
    private boolean worthless() throws IOException {
        if (writer.stillValid()) {
            return false;
        }
        writer.abandon();
        requested = true;
        step = Step.IDLE;
        return true;
    }

    private boolean cover() throws IOException {
        if (!writer.coveredByJournal()) {
            requireJournal();
            return false;
        }
        sync();
        writer.finish();
        step = Step.IDLE;
        checkpoints.increment();
        checkpointErrorTold = false;
        checkpointFault = "";
        backoffNs = BACKOFF_LEAST_NS;
        doubtsCovered = doubtsAtBegin;
        if (writer.contiguous()) {
            journalAgent.closeGap(writer.gapNumber());
        }
        space.draw(false);
        // The checkpoint before this one is kept, and so is what follows it.
        lettingGo.covered(coveredGeneration, writer.generation());
        coveredGeneration = writer.generation();
        return true;
    }

    private boolean wanted() {
        return requested
                || doubts() != doubtsCovered
                || (journalAgent.gapOpen() && applier.contiguousAt(table.appliedSequence()))
                || journalAgent.bytes() - bytesAtCheckpoint >= config.checkpointEveryBytes()
                || (journalAgent.diskShort() && journalAgent.generation() > coveredGeneration);
    }

    private void giveUp(long nowNs) {
        try {
            writer.abandon();
        } catch (IOException e) {
            tell(e);
        }
        requested = true;
        space.draw(false);
        step = Step.IDLE;
        waitingAfterFailure = true;
        checkpointNotBeforeNs = nowNs + backoffNs;
        backoffNs = Math.min(2 * backoffNs, BACKOFF_MOST_NS);
    }

    private void tell(Throwable error) {
        // Once for a row of failures; the rest is counted.
        if (!checkpointErrorTold) {
            checkpointErrorTold = true;
            context.listener().onError(error);
        }
    }

    /** Writes a checkpoint to its end, or not at all; for an orderly close, when nothing else runs any more. */
    public void checkpointNow() {
        long nowNs = context.nanoClock().nanoTime();
        requested = true;
        waitingAfterFailure = false;
        long before = checkpoints.value() + checkpointErrors.value();
        boolean moving = true;
        while (checkpoints.value() + checkpointErrors.value() == before && moving) {
            moving = checkpoint(nowNs) > 0;
        }
    }

    /** Gives up what is half written. For the store's close, after {@link #checkpointNow}. */
    public void close() {
        try {
            writer.abandon();
        } catch (IOException e) {
            tell(e);
        }
    }
}

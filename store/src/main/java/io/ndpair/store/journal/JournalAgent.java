package io.ndpair.store.journal;

import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.model.StoreContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.function.LongSupplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Takes records out of the ring and appends them to the journal, a generation at a time. Everything that can fail here is
 * counted and tried again in a new generation after a while; as long as the ring still holds what is to be appended nothing is
 * lost by that. When it does not, the journal has a gap: the next record is preceded by one that says so, and the gap is
 * closed once a checkpoint covers it. The first duty cycle opens the library, which takes about a second.
 */
public final class JournalAgent implements Agent {
    private static final int RECORDS_PER_CYCLE = 64;
    private static final long BACKOFF_LEAST_NS = 100_000_000L;
    private static final long BACKOFF_MOST_NS = 2_000_000_000L;
    private static final long SPACE_CHECK_BYTES = 1 << 20;
    private static final long SPACE_CHECK_NS = 1_000_000_000L;

    private final UnsafeBuffer record = new UnsafeBuffer(ByteBuffer.allocateDirect(RecordLayout.MAX_RECORD_BYTES));
    private final UnsafeBuffer gapRecord = new UnsafeBuffer(ByteBuffer.allocateDirect(64));
    private final RecordCrc crc = new RecordCrc();
    private final StoreConfig config;
    private final StoreContext context;
    private final BatchRing ring;
    private final Journals journals;
    private final DiskSpace space;
    private final SequenceIndex index;
    private final LongSupplier incarnation;
    private final JournalMarks marks;
    private final boolean completeBeginning;

    private volatile Journal journal;
    private volatile long generation;
    private volatile long position;
    private volatile long appendedSequence;
    private volatile long journaledSequence;
    private volatile boolean gapOpen;
    private final Count gapNumber = new Count();
    private volatile boolean failing;
    private volatile boolean diskShort;
    private volatile String fault = "";
    private volatile long lastPlace = -1;
    private final Count records = new Count();
    private final Count bytes = new Count();
    private final Count errors = new Count();
    private final Count gaps = new Count();
    private final Count unsynced = new Count();

    private volatile long closableGap;
    private volatile long dropBefore;
    private volatile long droppedBefore;

    private long contentInGeneration;
    private int pendingGapReason;
    private boolean tellRestored;
    private long incarnationJournaled;
    private long backoffNs = BACKOFF_LEAST_NS;
    private long retryAtNs;
    private boolean retrying;
    private long spaceCheckedAtNs;
    private long spaceCheckedAtBytes = -SPACE_CHECK_BYTES;

    /**
     * Begins where recovery ended.
     *
     * @param nextGeneration the first generation that may be made
     * @param lastSequence   all of this and before is in the journal already, if {@code whole}
     * @param whole          whether what is on disk is one point of the history
     * @param incarnation    of the lineage, read from any thread
     */
    public JournalAgent(
            StoreConfig config,
            StoreContext context,
            BatchRing ring,
            Journals journals,
            DiskSpace space,
            SequenceIndex index,
            JournalMarks marks,
            long nextGeneration,
            long lastSequence,
            boolean whole,
            LongSupplier incarnation) {
        this.config = config;
        this.context = context;
        this.ring = ring;
        this.journals = journals;
        this.space = space;
        this.index = index;
        this.marks = marks;
        this.incarnation = incarnation;
        generation = nextGeneration - 1;
        appendedSequence = lastSequence;
        journaledSequence = whole ? lastSequence : 0;
        gapOpen = !whole;
        gapNumber.add(whole ? 0 : 1);
        completeBeginning = lastSequence == 0 && index.size() == 0;
        incarnationJournaled = incarnation.getAsLong();
    }

    @Override
    public String roleName() {
        return "journal";
    }

    /** The file being appended to, null while there is none. Any thread. */
    public Journal journal() {
        return journal;
    }

    /** Generation of {@link #journal}, or the last one there was. Any thread. */
    public long generation() {
        return generation;
    }

    /** How far in the ring everything has been taken. Any thread. */
    public long position() {
        return position;
    }

    /** The last sequence that was appended, whether or not there is a gap before it. Any thread. */
    public long appendedSequence() {
        return appendedSequence;
    }

    /** The last sequence that a restart would find, with everything before it. Any thread. */
    public long journaledSequence() {
        return journaledSequence;
    }

    /** Whether a checkpoint is needed before a restart would find everything. Any thread. */
    public boolean gapOpen() {
        return gapOpen;
    }

    /** Number of the newest gap. Any thread. */
    public long gapNumber() {
        return gapNumber.value();
    }

    /** Whether appending stands still. Any thread. */
    public boolean failing() {
        return failing;
    }

    /** Whether that is for want of space. Any thread. */
    public boolean diskShort() {
        return diskShort;
    }

    /** Why appending stands still, empty while it does not. Any thread. */
    public String fault() {
        return fault;
    }

    /** Place of the last record in {@link #generation}, negative before the first. Any thread. */
    public long lastPlace() {
        return lastPlace;
    }

    /** Generations that were left after a failure, without a sync. Any thread. */
    public long unsynced() {
        return unsynced.value();
    }

    /** Records appended. Any thread. */
    public long records() {
        return records.value();
    }

    /** Bytes of records appended. Any thread. */
    public long bytes() {
        return bytes.value();
    }

    /** Attempts that failed. Any thread. */
    public long errors() {
        return errors.value();
    }

    /** Times that records were lost to the journal. Any thread. */
    public long gaps() {
        return gaps.value();
    }

    /** A checkpoint that was begun after this gap is whole: the gap may be closed. Any thread. */
    public void closeGap(long number) {
        closableGap = number;
    }

    /** Generations before this one are going to be removed: nobody may find them any more. Any one thread. */
    public void drop(long before) {
        dropBefore = before;
    }

    /** Nobody finds a generation before this one any more. Any thread. */
    public long droppedBefore() {
        return droppedBefore;
    }

    @Override
    public void onStart() {
        doWork();
    }

    @Override
    public int doWork() {
        long nowNs = context.nanoClock().nanoTime();
        int work = closeGapIfCovered() + dropFromIndex();
        if (ring.overrun(position)) {
            fallBehind();
            work++;
        }
        if (gapOpen && incarnation.getAsLong() != incarnationJournaled) {
            // What was journaled belongs to a content that has been replaced since.
            journaledSequence = 0;
        }
        if (retrying && nowNs - retryAtNs < 0) {
            return work;
        }
        try {
            return work + drain(nowNs);
        } catch (NoRoomException e) {
            // Nothing was half done: the same file goes on as soon as there is room.
            refused(e.getMessage(), e);
            postpone(nowNs);
            return work;
        } catch (IOException | RuntimeException | InternalError e) {
            fail(e, nowNs);
            return work;
        }
    }

    private int drain(long nowNs) throws IOException {
        if (!spaceLeft(nowNs)) {
            postpone(nowNs);
            return 0;
        }
        if (journal == null) {
            beginGeneration();
        }
        int taken = 0;
        while (taken < RECORDS_PER_CYCLE) {
            int length = ring.read(position, record);
            if (length == BatchRing.OVERRUN) {
                fallBehind();
                continue;
            }
            if (length == BatchRing.EMPTY) {
                succeeded();
                break;
            }
            take(length);
            position = ring.after(position, length);
            succeeded();
            taken++;
        }
        return taken;
    }

    private void take(int length) throws IOException {
        boolean replaced = RecordLayout.templateId(record, 0) == RecordLayout.GAP;
        boolean afterGap = replaced || pendingGapReason != 0;
        if ((afterGap && contentInGeneration > 0) || journal.writtenBytes() >= config.generationBytes()) {
            // A gap begins a generation, so that a checkpoint taken after it can point behind it; gaps alone share one.
            endGeneration(true);
            beginGeneration();
        }
        long first = RecordLayout.firstSequence(record, 0);
        if (afterGap) {
            beginAfterGap(replaced, first);
        }
        long place = append(record, length);
        if (replaced || (index.size() == 0 && completeBeginning && gapNumber.value() == 0)) {
            // Nothing that belongs to this sequence stands before: a seek to the sequence itself may begin here.
            index.add(first - 1, generation, place);
        } else {
            index.offer(first, generation, place);
        }
        marks.journaled(generation, place, replaced ? first - 1 : RecordLayout.reach(record, 0));
        if (replaced) {
            appendedSequence = first - 1;
        } else if (RecordLayout.templateId(record, 0) == RecordLayout.BATCH) {
            long reach = RecordLayout.reach(record, 0);
            appendedSequence = reach;
            if (!gapOpen) {
                journaledSequence = reach;
            }
        }
    }

    private void beginAfterGap(boolean replaced, long first) throws IOException {
        if (replaced) {
            pendingGapReason = 0;
            gapNumber.increment();
            gapOpen = true;
            journaledSequence = 0;
        } else {
            Epoch epoch = new Epoch(RecordLayout.term(record, 0), RecordLayout.deviceId(record, 0));
            int length = BatchAppender.gap(
                    gapRecord,
                    0,
                    crc,
                    epoch,
                    first,
                    RecordLayout.tableTime(record, 0),
                    RecordLayout.wallClockMs(record, 0),
                    pendingGapReason);
            append(gapRecord, length);
            appendedSequence = first - 1;
            pendingGapReason = 0;
        }
        index.clear();
    }

    private long append(UnsafeBuffer buffer, int length) throws IOException {
        long place = journal.append(buffer, 0, length);
        lastPlace = place;
        if (RecordLayout.templateId(buffer, 0) != RecordLayout.GAP) {
            contentInGeneration++;
        }
        records.increment();
        bytes.add(length);
        return place;
    }

    private void beginGeneration() throws IOException {
        // A number is never tried twice: half of a failed attempt may be on disk.
        long next = generation + 1;
        generation = next;
        contentInGeneration = 0;
        lastPlace = -1;
        journal = journals.create(next);
        marks.journaled(next, -1, appendedSequence);
    }

    private void endGeneration(boolean sync) throws IOException {
        Journal old = journal;
        if (old == null) {
            return;
        }
        journal = null;
        try (old) {
            if (sync) {
                sync(old);
            }
        }
    }

    private static void sync(Journal journal) throws IOException {
        try (FileChannel channel = FileChannel.open(journal.file(), StandardOpenOption.WRITE)) {
            channel.force(false);
        }
    }

    private int dropFromIndex() {
        long before = dropBefore;
        if (droppedBefore >= before) {
            return 0;
        }
        index.dropBefore(before);
        droppedBefore = before;
        return 1;
    }

    private boolean spaceLeft(long nowNs) throws IOException {
        long written = bytes.value();
        if (diskShort
                || written - spaceCheckedAtBytes >= SPACE_CHECK_BYTES
                || nowNs - spaceCheckedAtNs >= SPACE_CHECK_NS) {
            spaceCheckedAtBytes = written;
            spaceCheckedAtNs = nowNs;
            boolean grows = mustGrow();
            boolean isShort = grows ? !space.mayGrow() : !space.mayAppend();
            if (isShort && !diskShort) {
                long least = grows ? space.leastToGrowBytes() : config.reserveBytes();
                String what = "less than " + least + " bytes are free in " + config.directory() + ": the journal waits";
                refused(what, new IOException(what));
            }
            diskShort = isShort;
        }
        return !diskShort;
    }

    /** Whether the next look at the space may come after more was taken. */
    private boolean mustGrow() {
        Journal current = journal;
        return current == null || current.reservedBytes() - current.writtenBytes() < 2 * SPACE_CHECK_BYTES;
    }

    private void fallBehind() {
        long lost = appendedSequence + 1;
        if (pendingGapReason == 0) {
            pendingGapReason = failing ? RecordLayout.GAP_DISK_FAILED : RecordLayout.GAP_RING_OVERRUN;
            gaps.increment();
            gapNumber.increment();
            gapOpen = true;
            tellRestored = true;
            context.listener()
                    .onJournalGap(lost, failing ? "the disk takes nothing" : "the disk is slower than what comes");
        }
        position = ring.newest();
    }

    private int closeGapIfCovered() {
        if (!gapOpen || closableGap != gapNumber.value() || pendingGapReason != 0) {
            return 0;
        }
        gapOpen = false;
        incarnationJournaled = incarnation.getAsLong();
        journaledSequence = appendedSequence;
        if (tellRestored) {
            tellRestored = false;
            context.listener().onJournalRestored();
        }
        return 1;
    }

    private void fail(Throwable error, long nowNs) {
        refused(String.valueOf(error), error);
        if (journal != null) {
            unsynced.increment();
        }
        try {
            endGeneration(false);
        } catch (IOException | RuntimeException | InternalError e) {
            error.addSuppressed(e);
        }
        postpone(nowNs);
    }

    private void refused(String what, Throwable error) {
        errors.increment();
        fault = what;
        if (!failing) {
            // Once for a row of failures; the rest is counted.
            context.listener().onError(error);
        }
    }

    private void postpone(long nowNs) {
        failing = true;
        retrying = true;
        retryAtNs = nowNs + backoffNs;
        backoffNs = Math.min(2 * backoffNs, BACKOFF_MOST_NS);
    }

    private void succeeded() {
        if (retrying) {
            failing = false;
            fault = "";
            retrying = false;
            backoffNs = BACKOFF_LEAST_NS;
        }
    }

    /**
     * Syncs and closes the file. For the store's close, and not {@code onClose}: whoever runs the agents calls that when it
     * stops them, and what is still in memory, and the checkpoint at close, need the journal after it.
     */
    public void close() {
        try {
            endGeneration(true);
        } catch (IOException | RuntimeException | InternalError e) {
            errors.increment();
            context.listener().onError(e);
        }
    }
}

package io.ndpair.store.checkpoint;

import io.ndpair.store.journal.JournalMarks;
import io.ndpair.store.journal.JournalReader;
import io.ndpair.store.journal.Journals;
import io.ndpair.store.journal.Lineage;
import io.ndpair.store.journal.RecordApplier;
import io.ndpair.store.journal.RecordCheck;
import io.ndpair.store.journal.RecordLayout;
import io.ndpair.store.journal.SequenceIndex;
import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.RecordOutcome;
import io.ndpair.store.model.StoreContext;
import io.ndpair.store.table.HashKey;
import io.ndpair.store.table.NeighborTable;
import io.ndpair.store.table.TableConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.DirectBuffer;

/**
 * What a directory gives back: the newest whole checkpoint, and what the journals hold after it, by the one rule. A generation
 * is read up to its first bad record; the next generation goes on where that was cut, or else there is a hole and the content
 * is no longer contiguous, though everything readable is in it. Reads only, except that an unfinished checkpoint is removed.
 */
public final class Recovery {
    private final RecordCheck check = new RecordCheck();
    private final Path directory;
    private final Journals journals;
    private final TableConfig tableConfig;
    private final StoreContext context;
    private final JournalMarks marks;

    private NeighborTable table;
    private RecordApplier applier;
    private SequenceIndex index = new SequenceIndex();
    private CheckpointHeader header;
    private long nextGeneration = 1;
    private long entries;
    private int corruptTails;
    private long lastReadGeneration;
    private long lastReadPlace = -1;
    private boolean told;

    private Recovery(
            Path directory, Journals journals, JournalMarks marks, TableConfig tableConfig, StoreContext context) {
        this.directory = directory;
        this.journals = journals;
        this.marks = marks;
        this.tableConfig = tableConfig;
        this.context = context;
    }

    /**
     * Recovers; the caller owns the table.
     *
     * @throws IOException when the directory cannot be read at all
     */
    public static Recovery run(
            Path directory, Journals journals, JournalMarks marks, TableConfig tableConfig, StoreContext context)
            throws IOException {
        Recovery recovery = new Recovery(directory, journals, marks, tableConfig, context);
        try {
            recovery.loadCheckpoint();
            recovery.replay();
            recovery.compareWithMark();
            return recovery;
        } catch (IOException | RuntimeException | Error e) {
            if (recovery.table != null) {
                recovery.table.close();
            }
            throw e;
        }
    }

    /** The table, serving. */
    public NeighborTable table() {
        return table;
    }

    /** Where it stands. */
    public RecordApplier applier() {
        return applier;
    }

    /** Where sequences stand in the journals. */
    public SequenceIndex index() {
        return index;
    }

    /** The first generation that may be written. */
    public long nextGeneration() {
        return nextGeneration;
    }

    /** The generation that the checkpoint's replay began in, 0 without a checkpoint. */
    public long checkpointGeneration() {
        return header == null ? 0 : header.generation();
    }

    /** Entries that came from the checkpoint. */
    public long entries() {
        return entries;
    }

    /** Places at which something was cut. */
    public int corruptTails() {
        return corruptTails;
    }

    private void loadCheckpoint() throws IOException {
        CheckpointFiles files = new CheckpointFiles(directory);
        files.discard();
        for (long number : files.numbers()) {
            try {
                use(CheckpointReader.load(files.path(number), tableConfig));
                return;
            } catch (IOException e) {
                corrupt(files.path(number).getFileName() + " is not whole: " + e.getMessage(), 0);
            }
        }
        HashKey key = HashKey.random(context.random());
        table = new NeighborTable(tableConfig, key);
        applier = new RecordApplier(table, Lineage.initial(key), 0, 0);
    }

    private void use(CheckpointReader reader) {
        header = reader.header();
        table = reader.table();
        index = reader.index();
        entries = reader.entries();
        Lineage lineage = new Lineage(
                header.epoch(),
                header.history(),
                reader.links(),
                header.key(),
                header.keyAgreed(),
                header.contiguous(),
                0,
                header.maxTerm());
        applier = new RecordApplier(table, lineage, header.sequence(), header.tableTime());
        applier.contiguousFrom(reader.greatestAsOf());
    }

    private void replay() throws IOException {
        for (long generation : journals.generations()) {
            nextGeneration = generation + 1;
            if (header == null || generation >= header.generation()) {
                replay(generation);
            }
        }
        if (header != null) {
            nextGeneration = Math.max(nextGeneration, header.generation() + 1);
        }
        if (applier.lineage().contiguous() && !applier.contiguous()) {
            corrupt("the journals end before what the checkpoint holds", applier.lastSequence());
        }
    }

    /** Tells of a tail that is missing without a trace: what was acknowledged stands in a file of its own. */
    private void compareWithMark() {
        JournalMarks.Mark mark = marks.foundJournaled();
        boolean covered = header != null && header.generation() > mark.generation();
        boolean reached = lastReadGeneration > mark.generation()
                || (lastReadGeneration == mark.generation() && lastReadPlace >= mark.place());
        if (mark.place() >= 0 && !covered && !reached && !told) {
            JournalMarks.Mark synced = marks.foundSynced();
            corrupt(
                    "journal-" + mark.generation() + " ends before what was journaled last, at " + mark.place()
                            + " up to sequence " + mark.sequence() + ", of which " + synced.sequence()
                            + " and before had been synced",
                    applier.lastSequence());
        }
    }

    private void replay(long generation) throws IOException {
        if (!Files.isDirectory(directory) || !journals.begun(generation)) {
            return;
        }
        try (JournalReader reader = journals.reader(generation)) {
            boolean atHint = header != null && generation == header.generation();
            reader.moveTo(atHint ? header.place() : 0);
            int length;
            while ((length = reader.next()) > 0) {
                int outcome = check.check(reader.buffer(), reader.offset(), length);
                if (outcome != RecordOutcome.APPLIED) {
                    corrupt(
                            "journal-" + generation + " has a record at " + reader.place() + " that is "
                                    + RecordOutcome.nameOf(outcome),
                            applier.lastSequence());
                    return;
                }
                take(reader, generation, atHint && reader.place() == header.place());
                lastReadGeneration = generation;
                lastReadPlace = reader.place();
            }
            if (length == JournalReader.BROKEN) {
                corrupt("journal-" + generation + " is broken after " + reader.place(), applier.lastSequence());
            }
        } catch (IOException e) {
            corrupt("journal-" + generation + " cannot be read: " + e.getMessage(), applier.lastSequence());
        }
    }

    private void take(JournalReader reader, long generation, boolean first) {
        DirectBuffer buffer = reader.buffer();
        int offset = reader.offset();
        long firstSequence = RecordLayout.firstSequence(buffer, offset);
        if (RecordLayout.templateId(buffer, offset) == RecordLayout.GAP) {
            if (!(first && closes(buffer, offset, firstSequence))) {
                applier.replace(epoch(buffer, offset), firstSequence - 1);
                index.clear();
                index.add(firstSequence - 1, generation, reader.place());
            }
            return;
        }
        int outcome = applier.applyOwn(buffer, offset);
        if (outcome == RecordOutcome.SEQUENCE_GAP || outcome == RecordOutcome.UNKNOWN_EPOCH) {
            hole(buffer, offset, firstSequence, generation);
            outcome = applier.applyOwn(buffer, offset);
        }
        if (outcome == RecordOutcome.APPLIED) {
            if (index.size() == 0 && firstSequence == 1) {
                index.add(0, generation, reader.place());
            }
            index.offer(firstSequence, generation, reader.place());
        }
    }

    /** Whether the checkpoint that we began with was taken after this gap, which its journal then begins with. */
    private boolean closes(DirectBuffer buffer, int offset, long firstSequence) {
        return firstSequence <= header.sequence() + 1 && epoch(buffer, offset).compareTo(header.epoch()) <= 0;
    }

    private void hole(DirectBuffer buffer, int offset, long firstSequence, long generation) {
        corrupt(
                "journal-" + generation + " goes on at " + firstSequence + " of epoch " + epoch(buffer, offset)
                        + " but what was read before ends at " + applier.lastSequence() + " of epoch "
                        + applier.lineage().epoch(),
                applier.lastSequence());
        if (RecordLayout.templateId(buffer, offset) == RecordLayout.EPOCH_START) {
            // The epoch before stays the one known, so that this record begins its own.
            applier.replace(applier.lineage().epoch(), firstSequence - 1);
        } else {
            applier.replace(epoch(buffer, offset), firstSequence - 1);
        }
        index.clear();
    }

    private static Epoch epoch(DirectBuffer buffer, int offset) {
        return new Epoch(RecordLayout.term(buffer, offset), RecordLayout.deviceId(buffer, offset));
    }

    private void corrupt(String what, long lastGoodSequence) {
        corruptTails++;
        told = true;
        context.listener().onCorruptTail(what, lastGoodSequence);
    }
}

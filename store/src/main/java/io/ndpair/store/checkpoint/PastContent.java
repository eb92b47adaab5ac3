package io.ndpair.store.checkpoint;

import io.ndpair.store.journal.JournalReader;
import io.ndpair.store.journal.Journals;
import io.ndpair.store.journal.Lineage;
import io.ndpair.store.journal.RecordApplier;
import io.ndpair.store.journal.RecordCheck;
import io.ndpair.store.journal.RecordLayout;
import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.RecordOutcome;
import io.ndpair.store.model.StoreException;
import io.ndpair.store.model.StoreException.Category;
import io.ndpair.store.model.StoreException.Code;
import io.ndpair.store.table.HashKey;
import io.ndpair.store.table.NeighborTable;
import io.ndpair.store.table.TableConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;

/**
 * The content of a table as of a record of the journal, in a table of its own: an older checkpoint, or nothing where the journal
 * still begins with the profile's birth, and every record up to that one. What is not exact is refused: a gap or a hole in
 * between, or no beginning that is old enough. Reads files only; any thread.
 */
public final class PastContent {
    private static final int RECORDS_A_CHECK = 64;

    private final RecordCheck check = new RecordCheck();
    private final Path directory;
    private final Journals journals;
    private final TableConfig tableConfig;
    private final BooleanSupplier inTime;
    private final Until until;
    private NeighborTable table;
    private RecordApplier applier;
    private CheckpointHeader header;
    private int records;

    /** The last record that counts. */
    public record Until(long generation, long place, long sequence) {}

    private PastContent(
            Path directory, Journals journals, TableConfig tableConfig, BooleanSupplier inTime, Until until) {
        this.directory = directory;
        this.journals = journals;
        this.tableConfig = tableConfig;
        this.inTime = inTime;
        this.until = until;
    }

    /**
     * Restores; the caller owns the table.
     *
     * @param key         for a table that begins with nothing
     * @param inTime      asked now and then; false ends it
     * @throws StoreException HISTORY_NOT_HELD, HISTORY_TOO_LARGE or HISTORY_TIMEOUT, and why
     */
    public static PastContent restore(
            Path directory,
            Journals journals,
            TableConfig tableConfig,
            HashKey key,
            BooleanSupplier inTime,
            Until until) {
        PastContent content = new PastContent(directory, journals, tableConfig, inTime, until);
        try {
            if (!content.beginWithCheckpoint() && !content.beginWithNothing(key)) {
                throw notHeld("no checkpoint of before is kept, and the journal begins later than the profile");
            }
            content.replay();
            content.checkBounds(content.table);
            return content;
        } catch (IOException e) {
            content.release();
            throw notHeld("the journal cannot be read: " + e.getMessage());
        } catch (RuntimeException | Error e) {
            content.release();
            throw e;
        }
    }

    /** The table as of then. */
    public NeighborTable table() {
        return table;
    }

    /** Epoch, links and key as of then. */
    public Lineage lineage() {
        return applier.lineage();
    }

    private void release() {
        if (table != null) {
            table.close();
        }
    }

    private boolean beginWithCheckpoint() throws IOException {
        CheckpointFiles files = new CheckpointFiles(directory);
        for (long number : files.numbers()) {
            try {
                CheckpointHeader found = CheckpointReader.header(files.path(number));
                if (found != null && found.contiguous() && isBefore(found) && use(files.path(number))) {
                    return true;
                }
            } catch (IOException e) {
                // Replaced meanwhile, or not whole: an older one may do.
            }
        }
        return false;
    }

    private boolean isBefore(CheckpointHeader found) {
        return found.sequence() <= until.sequence()
                && (found.generation() < until.generation()
                        || (found.generation() == until.generation() && found.place() <= until.place()));
    }

    private boolean use(Path file) throws IOException {
        CheckpointReader reader = CheckpointReader.load(file, tableConfig, this::checkBounds);
        if (reader.greatestAsOf() > until.sequence()) {
            // Some of its ranges are newer than what is asked for.
            reader.table().close();
            return false;
        }
        header = reader.header();
        table = reader.table();
        Lineage lineage = new Lineage(
                header.epoch(),
                header.history(),
                reader.links(),
                header.key(),
                header.keyAgreed(),
                true,
                0,
                header.maxTerm());
        applier = new RecordApplier(table, lineage, header.sequence(), header.tableTime());
        return true;
    }

    private boolean beginWithNothing(HashKey key) throws IOException {
        long[] generations = journals.generations();
        if (generations.length == 0 || !journals.begun(generations[0])) {
            return false;
        }
        try (JournalReader reader = journals.reader(generations[0])) {
            int length = reader.next();
            if (length <= 0
                    || check.check(reader.buffer(), reader.offset(), length) != RecordOutcome.APPLIED
                    || RecordLayout.templateId(reader.buffer(), reader.offset()) == RecordLayout.GAP
                    || RecordLayout.firstSequence(reader.buffer(), reader.offset()) != 1) {
                return false;
            }
        }
        table = new NeighborTable(tableConfig, key);
        applier = new RecordApplier(table, Lineage.initial(key), 0, 0);
        return true;
    }

    private void replay() throws IOException {
        for (long generation : journals.generations()) {
            if (generation <= until.generation()
                    && (header == null || generation >= header.generation())
                    && journals.begun(generation)) {
                replay(generation);
            }
        }
        if (applier.lastSequence() < until.sequence()) {
            throw notHeld("the journal ends at " + applier.lastSequence() + ", before sequence " + until.sequence());
        }
    }

    private void replay(long generation) throws IOException {
        try (JournalReader reader = journals.reader(generation)) {
            boolean atHint = header != null && generation == header.generation();
            reader.moveTo(atHint ? header.place() : 0);
            int length;
            while ((length = reader.next()) > 0
                    && check.check(reader.buffer(), reader.offset(), length) == RecordOutcome.APPLIED) {
                if (generation == until.generation() && reader.place() > until.place()) {
                    return;
                }
                take(reader.buffer(), reader.offset(), atHint && reader.place() == header.place());
                if (++records % RECORDS_A_CHECK == 0) {
                    checkBounds(table);
                }
            }
        }
    }

    private void take(DirectBuffer buffer, int offset, boolean first) {
        long firstSequence = RecordLayout.firstSequence(buffer, offset);
        if (RecordLayout.templateId(buffer, offset) == RecordLayout.GAP) {
            Epoch epoch = new Epoch(RecordLayout.term(buffer, offset), RecordLayout.deviceId(buffer, offset));
            if (!first || firstSequence > header.sequence() + 1 || epoch.compareTo(header.epoch()) > 0) {
                throw notHeld("the journal has a gap before sequence " + firstSequence);
            }
            return;
        }
        int outcome = applier.apply(buffer, offset);
        if (outcome == RecordOutcome.SEQUENCE_GAP || outcome == RecordOutcome.UNKNOWN_EPOCH) {
            throw notHeld(
                    "the journal has a hole between sequences " + applier.lastSequence() + " and " + firstSequence);
        }
    }

    private void checkBounds(NeighborTable restored) {
        if (restored.size() > tableConfig.maxNeighbors() || restored.status().refusedFull() > 0) {
            throw new StoreException(
                    Category.DEGRADED,
                    Code.HISTORY_TOO_LARGE,
                    "more than the " + tableConfig.maxNeighbors() + " neighbors that were allowed for");
        }
        if (!inTime.getAsBoolean()) {
            throw new StoreException(Category.RETRY, Code.HISTORY_TIMEOUT, "the time allowed was up");
        }
    }

    private static StoreException notHeld(String why) {
        return new StoreException(Category.DEGRADED, Code.HISTORY_NOT_HELD, why);
    }
}

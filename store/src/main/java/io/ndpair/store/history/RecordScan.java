package io.ndpair.store.history;

import io.ndpair.store.journal.JournalReader;
import io.ndpair.store.journal.Journals;
import io.ndpair.store.journal.RecordCheck;
import io.ndpair.store.model.RecordOutcome;
import java.io.IOException;
import org.agrona.DirectBuffer;

/** Reads one journal file record by record, believing none that was not checked. One thread. */
final class RecordScan implements AutoCloseable {
    /** Nothing more, for now. */
    static final int END = 0;

    /** What stands here is no record, or not the one that was written. */
    static final int CUT = -1;

    private final RecordCheck check;
    private final JournalReader reader;
    private final long generation;

    RecordScan(Journals journals, long generation, RecordCheck check) throws IOException {
        this.check = check;
        this.generation = generation;
        reader = journals.reader(generation);
    }

    long generation() {
        return generation;
    }

    void moveTo(long place) {
        reader.moveTo(place);
    }

    /** Length of the next record, {@link #END} or {@link #CUT}; the same again until it can be read. */
    int next() throws IOException {
        int length = reader.next();
        if (length > 0 && check.check(reader.buffer(), reader.offset(), length) != RecordOutcome.APPLIED) {
            reader.moveTo(reader.place());
            return CUT;
        }
        return length == JournalReader.BROKEN ? CUT : length;
    }

    DirectBuffer buffer() {
        return reader.buffer();
    }

    int offset() {
        return reader.offset();
    }

    long place() {
        return reader.place();
    }

    @Override
    public void close() {
        reader.close();
    }
}

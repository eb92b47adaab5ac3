package io.ndpair.store.journal;

import java.io.IOException;
import org.agrona.DirectBuffer;

/** Reads the records of one journal file in order, also while it is being appended to. Belongs to one thread. */
public interface JournalReader extends AutoCloseable {
    /** Answer of {@link #next}: nothing more, for now. */
    int END = 0;

    /** Answer of {@link #next}: what stands here is no record. */
    int BROKEN = -1;

    /** The next record read is the one at this place; 0 is the beginning of the file. */
    void moveTo(long place);

    /**
     * Reads on. Nothing moves when the answer is not a length.
     *
     * @return the length of a record that stands in {@link #buffer} until the next call, {@link #END} or {@link #BROKEN}
     */
    int next() throws IOException;

    /** Holds the record that was read. */
    DirectBuffer buffer();

    /** Where in {@link #buffer} it begins. */
    int offset();

    /** The place of the record that was read. */
    long place();

    @Override
    void close();
}

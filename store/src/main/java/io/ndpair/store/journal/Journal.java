package io.ndpair.store.journal;

import java.io.IOException;
import java.nio.file.Path;
import org.agrona.DirectBuffer;

/**
 * One file that records are appended to. Belongs to the journal agent's thread; {@link #file} and {@link #writtenBytes} may
 * be called by any. What {@link #append} has taken survives the death of the process, not a power cut.
 */
public interface Journal extends AutoCloseable {
    /**
     * Appends one record.
     *
     * @return its place, for {@link JournalReader#moveTo}
     * @throws IOException   when the disk does not take it
     * @throws InternalError when a mapped page cannot be had
     */
    long append(DirectBuffer record, int offset, int length) throws IOException;

    /** The file, for touching pages ahead and for syncing. */
    Path file();

    /** Where the next record will stand. */
    long writtenBytes();

    @Override
    void close();
}

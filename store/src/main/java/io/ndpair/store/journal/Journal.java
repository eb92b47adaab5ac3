package io.ndpair.store.journal;

import java.io.IOException;
import java.nio.file.Path;
import org.agrona.DirectBuffer;

/**
 * One file that records are appended to. Belongs to the journal agent's thread, but {@link #reserve}, {@link #file} and the
 * two lengths may be called by any. What {@link #append} has taken survives the death of the process, not a power cut.
 *
 * <p>A mapped page that the disk has no room for ends a process; so nothing is ever appended where the disk has not given
 * its room before, by ordinary writes that can be refused politely.
 */
public interface Journal extends AutoCloseable {
    /**
     * Appends one record. Reserves room first where there is not enough.
     *
     * @return its place, for {@link JournalReader#moveTo}
     * @throws NoRoomException when no room could be reserved: nothing has changed, the same record may be tried again
     * @throws IOException     when the disk does not take it
     * @throws InternalError   when a mapped page cannot be had
     */
    long append(DirectBuffer record, int offset, int length) throws IOException;

    /**
     * Takes room on the disk for so many bytes more behind what is reserved already. Any thread; waits for the disk.
     *
     * @return false if the journal is closed
     * @throws NoRoomException when the disk gives none; what was reserved before stays
     */
    boolean reserve(int lengthBytes) throws NoRoomException;

    /** Where the room ends that is surely there. Any thread. */
    long reservedBytes();

    /** The file, for syncing. */
    Path file();

    /** Where the next record will stand. */
    long writtenBytes();

    @Override
    void close();
}

package io.ndpair.store.model;

/**
 * Reads records in the order of their sequence: from memory while it holds them, from the journal when it does not, and from
 * memory again once caught up. Belongs to the writer's thread. Reading from memory allocates nothing and touches no disk;
 * reading from the journal waits for the disk, or for another thread that does, as the cursor was asked for.
 */
public interface RecordCursor extends AutoCloseable {
    /** Answer of {@link #poll}: what follows is no longer held, or lies in a gap. A batch backup is needed. */
    int LOST = -1;

    /**
     * Moves to the first record that reaches {@code sequence}: the batch that holds it, or a record without mutations that
     * stands right before it, whichever is first. One past the last sequence is allowed and waits for what comes.
     *
     * @return false when it is no longer held, lies in a gap or in the future; the cursor is then lost until the next seek
     */
    boolean seek(long sequence);

    /**
     * Moves behind everything that there is, records without mutations too: hands over what comes from now on. Never fails, also where nothing that
     * was before can be read any more.
     */
    void seekEnd();

    /**
     * Hands over what follows, at most {@code limit} records.
     *
     * @return the number of records taken, or {@link #LOST}
     */
    int poll(RecordHandler handler, int limit);

    /** The sequence that the next mutation delivered will have, as far as known. */
    long nextSequence();

    /** Whether the last read was from memory. */
    boolean fromMemory();

    /** Whether the last poll went no further because another thread is still reading from the disk what follows. */
    boolean waiting();

    @Override
    void close();
}

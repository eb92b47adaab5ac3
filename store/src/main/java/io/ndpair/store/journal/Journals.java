package io.ndpair.store.journal;

import java.io.IOException;

/**
 * The journal files of one store, numbered by generation. A generation is appended to by one process in one life and never
 * again: so no lock of a dead writer is waited for, and nothing is ever appended past a hole.
 */
public interface Journals {
    /** The generations that exist, oldest first. */
    long[] generations() throws IOException;

    /** Makes a new, empty generation. The first call in a process may take a second. */
    Journal create(long generation) throws IOException;

    /** Opens a generation for reading. */
    JournalReader reader(long generation) throws IOException;

    /**
     * Whether the making of a generation came to its end, so that it may have held records. One that was killed in the middle of being made
     * never did, and is no damage.
     */
    boolean begun(long generation) throws IOException;

    /** Bytes on disk of a generation. */
    long bytes(long generation) throws IOException;

    /** When a generation was last written to, by the wall clock of the file system. */
    long lastWrittenMs(long generation) throws IOException;

    /** Lets go of a generation. */
    void remove(long generation) throws IOException;

    /** Bytes that may still be written where the journals are. */
    long usableBytes() throws IOException;
}

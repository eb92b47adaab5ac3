package io.ndpair.store.journal;

import io.ndpair.store.model.StoreConfig;
import java.io.IOException;
import java.util.function.LongSupplier;

/**
 * Who may take room on a disk that is nearly full. The journal grows, and only a checkpoint lets its files go: so the journal
 * stops growing while there is still room for a checkpoint, and for what must be journaled before that checkpoint is whole.
 * Otherwise the two would wait for each other for ever. Any thread; {@link #draw} belongs to the maintenance agent's.
 */
public final class DiskSpace {
    // A new generation's first room, and what may be taken between two looks at the file system.
    private static final long BETWEEN_LOOKS_BYTES = 4 << 20;

    private final StoreConfig config;
    private final Journals journals;
    private final LongSupplier tableBytes;
    private volatile boolean drawing;

    /** For one store; tableBytes is the most that a checkpoint can take, read from any thread. */
    public DiskSpace(StoreConfig config, Journals journals, LongSupplier tableBytes) {
        this.config = config;
        this.journals = journals;
        this.tableBytes = tableBytes;
    }

    /** Whether the journal may use what it has taken already: not below the reserve. */
    public boolean mayAppend() throws IOException {
        return journals.usableBytes() >= config.reserveBytes();
    }

    /** Whether the journal may take more. */
    public boolean mayGrow() throws IOException {
        return journals.usableBytes() >= leastToGrowBytes();
    }

    /** Usable bytes below which the journal does not take more. */
    public long leastToGrowBytes() {
        return drawing
                ? config.reserveBytes()
                : leastForCheckpointBytes() + config.ringBytes() + config.touchAheadBytes() + BETWEEN_LOOKS_BYTES;
    }

    /** A checkpoint is going to let files go: until it is done the journal may grow into what was kept for that. */
    public void draw(boolean draws) {
        drawing = draws;
    }

    /** Refuses a checkpoint that would fail for want of room, having taken it from the journal first. */
    public void requireRoomForCheckpoint() throws IOException {
        long needed = leastForCheckpointBytes();
        long usable = journals.usableBytes();
        if (usable < needed) {
            throw new IOException("checkpoint waits: " + needed + " bytes should be free in " + config.directory()
                    + " but " + usable + " are");
        }
    }

    private long leastForCheckpointBytes() {
        return tableBytes.getAsLong() + config.reserveBytes();
    }
}

package io.ndpair.store.journal;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A reader that never waits for the disk: a file is opened, read into a chunk of bounded size and closed by {@link CatchUpAgent}, and its records are
 * handed out from the chunk.
 *
 * <table>
 * <caption>Who may touch the chunk and the reader behind it</caption>
 * <tr><th>state</th><th>owner</th><th>event</th><th>next</th></tr>
 * <tr><td>IDLE</td><td>cursor</td><td>{@link #next}, and the agent has room</td><td>WANTED</td></tr>
 * <tr><td>WANTED</td><td>agent</td><td>it has read, or could not</td><td>READ</td></tr>
 * <tr><td>READ</td><td>cursor</td><td>all handed out, or {@link #moveTo}</td><td>IDLE</td></tr>
 * <tr><td>any of these</td><td></td><td>{@link #close}</td><td>ABANDONED</td></tr>
 * <tr><td>ABANDONED</td><td>agent; the cursor when the agent has ended or has no room</td><td>closes what is behind it</td><td>CLOSED</td></tr>
 * </table>
 */
final class ReadAhead implements JournalReader {
    /** Answer of {@link #next}: what follows is being read. */
    static final int PENDING = -2;

    /** Answer of {@link #next}: there is no such file, or it cannot be opened now. */
    static final int NOT_OPENED = -4;

    private static final int CHUNK_BYTES = 1 << 20;
    private static final int PLACE_OFFSET = Long.BYTES;
    private static final int HEADER_BYTES = 2 * Long.BYTES;
    private static final int ALIGNMENT = Long.BYTES;

    private static final int IDLE = 0;
    private static final int WANTED = 1;
    private static final int READ = 2;
    private static final int ABANDONED = 3;
    private static final int CLOSED = 4;

    private static final int MORE = 1;
    private static final int FAILED = -3;

    private final Journals journals;
    private final long generation;
    private final CatchUpAgent agent;
    private final LongSupplier newestGeneration;
    private final AtomicInteger state = new AtomicInteger(IDLE);
    private final UnsafeBuffer chunk = new UnsafeBuffer(0, 0);
    private JournalReader source;
    private long from;
    private boolean moved;
    private int filled;
    private int ending;
    private int at;
    private int offset;
    private long place;
    private long newest;

    /**
     * Opens and reads nothing before it is asked.
     *
     * @param generation of the file
     */
    ReadAhead(Journals journals, long generation, CatchUpAgent agent, LongSupplier newestGeneration) {
        this.journals = journals;
        this.generation = generation;
        this.agent = agent;
        this.newestGeneration = newestGeneration;
    }

    /** Only between {@link #next} and {@link #next} that answered otherwise than {@link #PENDING}. */
    @Override
    public void moveTo(long newPlace) {
        from = newPlace;
        moved = true;
        state.set(IDLE);
    }

    /** {@link #PENDING} and {@link #NOT_OPENED} too. What was appended after the reading began is not seen before the next one. */
    @Override
    public int next() throws IOException {
        if (state.get() == READ) {
            if (at < filled) {
                return handOut();
            }
            state.set(IDLE);
            if (ending == FAILED) {
                throw new IOException("journal cannot be read");
            }
            if (ending != MORE) {
                return ending;
            }
        }
        if (state.get() == IDLE) {
            // Asked before reading: what was written before a newer generation was made has then been written.
            newest = newestGeneration.getAsLong();
            state.set(WANTED);
            if (!agent.want(this)) {
                state.set(IDLE);
            }
        }
        return PENDING;
    }

    private int handOut() {
        int length = chunk.getInt(at);
        place = chunk.getLong(at + PLACE_OFFSET);
        offset = at + HEADER_BYTES;
        at = BitUtil.align(offset + length, ALIGNMENT);
        return length;
    }

    /** The newest generation as of the moment before what was handed out last was read. */
    long newest() {
        return newest;
    }

    /** Fills the chunk, or closes what was abandoned. The agent's thread; waits for the disk. */
    void read() {
        if (state.get() == WANTED) {
            fill();
        }
        if (!state.compareAndSet(WANTED, READ)) {
            closeSource();
        }
    }

    private void fill() {
        at = 0;
        filled = 0;
        ending = MORE;
        try {
            if (source == null) {
                ending = NOT_OPENED;
                source = journals.reader(generation);
                // Not before: a file that cannot be opened is asked for again and again.
                chunk.wrap(new byte[CHUNK_BYTES]);
                ending = MORE;
            }
            if (moved) {
                moved = false;
                source.moveTo(from);
            }
            while (ending == MORE && filled + HEADER_BYTES + RecordLayout.MAX_RECORD_BYTES <= CHUNK_BYTES) {
                int length = source.next();
                if (length <= 0) {
                    ending = length;
                } else {
                    chunk.putInt(filled, length);
                    chunk.putLong(filled + PLACE_OFFSET, source.place());
                    chunk.putBytes(filled + HEADER_BYTES, source.buffer(), source.offset(), length);
                    filled = BitUtil.align(filled + HEADER_BYTES + length, ALIGNMENT);
                }
            }
        } catch (IOException | RuntimeException e) {
            ending = ending == NOT_OPENED ? NOT_OPENED : FAILED;
        }
    }

    /** The agent reads nothing any more. */
    void refuse() {
        if (!state.compareAndSet(WANTED, IDLE)) {
            closeSource();
        }
    }

    private void closeSource() {
        if (state.getAndSet(CLOSED) != CLOSED && source != null) {
            source.close();
        }
    }

    @Override
    public DirectBuffer buffer() {
        return chunk;
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public long place() {
        return place;
    }

    /** Never waits, unless the agent has ended: closing the last that holds a removed file gives its blocks back to the file system. */
    @Override
    public void close() {
        int was = state.get();
        while (was != CLOSED && !state.compareAndSet(was, ABANDONED)) {
            was = state.get();
        }
        // The agent has it in any case while it is wanted; else only what was opened is worth its while.
        boolean agentsTurn = was == WANTED || (was != CLOSED && source != null && agent.want(this));
        if (!agentsTurn || agent.closed()) {
            closeSource();
        }
    }
}

package io.ndpair.store.journal;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A reader that never waits for the disk: records are read by {@link CatchUpAgent} into a chunk of bounded size, and handed out from there.
 *
 * <table>
 * <caption>Who may touch the chunk and the reader behind it</caption>
 * <tr><th>state</th><th>owner</th><th>event</th><th>next</th></tr>
 * <tr><td>IDLE</td><td>cursor</td><td>{@link #next}, and the agent has room</td><td>WANTED</td></tr>
 * <tr><td>WANTED</td><td>agent</td><td>it has read, or could not</td><td>READ</td></tr>
 * <tr><td>WANTED</td><td>agent</td><td>{@link #close}</td><td>ABANDONED: the agent closes what is behind it</td></tr>
 * <tr><td>READ</td><td>cursor</td><td>all handed out, or {@link #moveTo}</td><td>IDLE</td></tr>
 * </table>
 */
final class ReadAhead implements JournalReader {
    /** Answer of {@link #next}: what follows is being read. */
    static final int PENDING = -2;

    private static final int CHUNK_BYTES = 1 << 20;
    private static final int PLACE_OFFSET = Long.BYTES;
    private static final int HEADER_BYTES = 2 * Long.BYTES;
    private static final int ALIGNMENT = Long.BYTES;

    private static final int IDLE = 0;
    private static final int WANTED = 1;
    private static final int READ = 2;
    private static final int ABANDONED = 3;

    private static final int MORE = 1;
    private static final int FAILED = -3;

    private final JournalReader source;
    private final CatchUpAgent agent;
    private final LongSupplier newestGeneration;
    private final AtomicInteger state = new AtomicInteger(IDLE);
    private final UnsafeBuffer chunk = new UnsafeBuffer(new byte[CHUNK_BYTES]);
    private long from;
    private boolean moved;
    private int filled;
    private int ending;
    private int at;
    private int offset;
    private long place;
    private long newest;

    /**
     * Reads nothing before it is asked.
     *
     * @param source belongs to the agent while it reads
     */
    ReadAhead(JournalReader source, CatchUpAgent agent, LongSupplier newestGeneration) {
        this.source = source;
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

    /** {@link #PENDING} too. What was appended after the reading began is not seen before the next one. */
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

    /** Fills the chunk. The agent's thread; waits for the disk. */
    void read() {
        if (state.get() == WANTED) {
            fill();
        }
        if (!state.compareAndSet(WANTED, READ)) {
            source.close();
        }
    }

    private void fill() {
        at = 0;
        filled = 0;
        ending = MORE;
        try {
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
            ending = FAILED;
        }
    }

    /** The agent reads nothing any more. */
    void refuse() {
        if (!state.compareAndSet(WANTED, IDLE)) {
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

    /** Never waits: what is being read is closed when that is over. */
    @Override
    public void close() {
        if (!state.compareAndSet(WANTED, ABANDONED) || agent.closed()) {
            source.close();
        }
    }
}

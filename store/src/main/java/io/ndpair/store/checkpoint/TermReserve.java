package io.ndpair.store.checkpoint;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Terms that this device may use. A term is used once, even if the process dies the moment after; so they are reserved on
 * disk, synced, ahead of use, and after a restart everything that had been reserved counts as used. The file has two slots
 * that are written in turn, in place: that needs no new space, so a full disk hinders no promotion, and a torn write leaves
 * the other slot. {@link #next} belongs to the writer, {@link #extendAhead} to the maintenance agent.
 */
public final class TermReserve implements AutoCloseable {
    /** Terms reserved at a time. */
    public static final int AHEAD = 64;

    private static final int SLOT_BYTES = 4096;
    private static final int USED_BYTES = 20;
    private static final long MAGIC = 0x314d524554_444eL;

    // Only when the file is lost although the directory is not empty: further than any device gets by restarts.
    private static final long LEAP = 1 << 20;

    private final FileChannel channel;
    private final ByteBuffer view = ByteBuffer.allocateDirect(SLOT_BYTES);
    private final UnsafeBuffer buffer = new UnsafeBuffer(view);
    private final CRC32C crc = new CRC32C();
    private final boolean found;
    private long used;
    private volatile long reserved;
    private int slot;
    private final AtomicLong inlineExtensions = new AtomicLong();

    private TermReserve(FileChannel channel) throws IOException {
        this.channel = channel;
        long first = read(0);
        long second = read(1);
        found = first >= 0 || second >= 0;
        used = Math.max(0, Math.max(first, second));
        reserved = used;
        slot = first >= second ? 1 : 0;
    }

    /**
     * Opens or makes the file, and reserves ahead.
     *
     * @param seen  the greatest term known from the journal
     * @param fresh whether the directory is new, so that nothing can have been used
     */
    public static TermReserve open(Path file, long seen, boolean fresh) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            takeRoom(channel);
            TermReserve terms = new TermReserve(channel);
            if (!terms.found && !fresh) {
                terms.used = seen + LEAP;
            }
            terms.extend(Math.max(seen, terms.used) + AHEAD);
            return terms;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Both slots get their room at the first start, so that no later one needs any. */
    private static void takeRoom(FileChannel channel) throws IOException {
        long length = channel.size();
        if (length < 2 * SLOT_BYTES) {
            ByteBuffer zeros = ByteBuffer.allocate((int) (2 * SLOT_BYTES - length));
            while (zeros.hasRemaining()) {
                channel.write(zeros, length + zeros.position());
            }
        }
    }

    private long read(int index) throws IOException {
        view.clear().limit(USED_BYTES + 4);
        if (channel.read(view, (long) index * SLOT_BYTES) < USED_BYTES + 4
                || buffer.getLong(0, LITTLE_ENDIAN) != MAGIC
                || buffer.getInt(USED_BYTES, LITTLE_ENDIAN) != crc()) {
            return -1;
        }
        return buffer.getLong(8, LITTLE_ENDIAN);
    }

    private int crc() {
        crc.reset();
        view.clear().limit(USED_BYTES);
        crc.update(view);
        view.clear();
        return (int) crc.getValue();
    }

    /** The greatest term that may be used without touching the disk. Any thread. */
    public long reserved() {
        return reserved;
    }

    /** Promotions that had to wait for a sync. Any thread. */
    public long inlineExtensions() {
        return inlineExtensions.get();
    }

    /**
     * A term greater than any seen and any ever given out. Waits for the disk only if more than {@value #AHEAD} terms were
     * used or seen since the maintenance agent last ran.
     */
    public long next(long seen) throws IOException {
        long term = Math.max(seen, used) + 1;
        if (term > reserved) {
            extend(term + AHEAD);
            inlineExtensions.incrementAndGet();
        }
        used = term;
        return term;
    }

    /** Reserves more when half is used; answers whether there was something to do. */
    public boolean extendAhead(long seen) throws IOException {
        if (seen + AHEAD / 2 < reserved) {
            return false;
        }
        extend(seen + AHEAD);
        return true;
    }

    // The writer and the maintenance agent may both come here; neither does on a steady path.
    private synchronized void extend(long upTo) throws IOException {
        if (upTo <= reserved) {
            return;
        }
        view.clear();
        buffer.putLong(0, MAGIC, LITTLE_ENDIAN);
        buffer.putLong(8, upTo, LITTLE_ENDIAN);
        buffer.putInt(16, 0, LITTLE_ENDIAN);
        buffer.putInt(USED_BYTES, crc(), LITTLE_ENDIAN);
        view.clear();
        channel.write(view, (long) slot * SLOT_BYTES);
        channel.force(true);
        slot = 1 - slot;
        reserved = upTo;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

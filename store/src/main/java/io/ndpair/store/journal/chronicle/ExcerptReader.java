package io.ndpair.store.journal.chronicle;

import io.ndpair.store.journal.JournalReader;
import io.ndpair.store.journal.RecordLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads the excerpts of a queue file by plain reads, without the library. A tailer would cost a start after a crash the second
 * that the library takes to load, could wait for a lock of the dead, maps pages that end in a fault where a file was cut
 * short, and says nothing where a tail is lost. The format is small: excerpts follow each other, aligned to four bytes, each
 * with a header of four bytes, little endian: 30 bits length, one bit "metadata" (an index page: passed over), one bit "not
 * complete". A test holds this alike with what a tailer reads.
 */
final class ExcerptReader implements JournalReader {
    private static final int LENGTH_MASK = 0x3FFF_FFFF;
    private static final int METADATA = 0x4000_0000;
    private static final int NOT_COMPLETE = 0x8000_0000;
    private static final int HEADER_BYTES = 4;
    private static final int WINDOW_BYTES = 4 * RecordLayout.MAX_RECORD_BYTES;

    private final ByteBuffer window = ByteBuffer.allocateDirect(WINDOW_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final UnsafeBuffer buffer = new UnsafeBuffer(window);
    private final FileChannel channel;
    private long windowStart;
    private int windowBytes;
    private long next;
    private long place;
    private int offset;

    ExcerptReader(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    @Override
    public void moveTo(long newPlace) {
        next = newPlace;
        // Whatever the window holds may have been read before the writer got that far.
        windowBytes = 0;
    }

    @Override
    public int next() throws IOException {
        while (true) {
            int at = ensure(next, HEADER_BYTES);
            int header = at < 0 ? 0 : window.getInt(at);
            if (header == 0 || (header & NOT_COMPLETE) != 0) {
                windowBytes = 0;
                return END;
            }
            int length = header & LENGTH_MASK;
            if ((header & METADATA) != 0) {
                next = align(next + HEADER_BYTES + length);
                continue;
            }
            if (length == 0 || length > RecordLayout.MAX_RECORD_BYTES) {
                return BROKEN;
            }
            at = ensure(next, HEADER_BYTES + length);
            if (at < 0) {
                windowBytes = 0;
                return END;
            }
            place = next;
            offset = at + HEADER_BYTES;
            next = align(next + HEADER_BYTES + length);
            return length;
        }
    }

    private static long align(long position) {
        return (position + 3) & ~3L;
    }

    /** Where in the window the bytes stand, negative where the file ends before. */
    private int ensure(long position, int length) throws IOException {
        if (position < windowStart || position + length > windowStart + windowBytes) {
            windowStart = position;
            window.clear();
            do {
                int read = channel.read(window, windowStart + window.position());
                if (read <= 0) {
                    break;
                }
            } while (window.hasRemaining());
            windowBytes = window.position();
            window.clear();
        }
        return position + length <= windowStart + windowBytes ? (int) (position - windowStart) : -1;
    }

    @Override
    public DirectBuffer buffer() {
        return buffer;
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public long place() {
        return place;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Closing what was only read loses nothing, and there is nothing to be done about it.
            windowBytes = 0;
        }
    }
}

package io.ndpair.store.journal.chronicle;

import io.ndpair.store.journal.NoRoomException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Takes room for a file that the library is going to map: by writing zeros where the file is still a hole, which the kernel
 * refuses with an error when there is no room, where touching a mapped page would raise a signal. Zeros are only ever written
 * behind everything that was reserved before, where nobody appends yet. Any thread, one at a time.
 */
final class Room implements AutoCloseable {
    private static final int BLOCK_BYTES = 256 << 10;

    private final ByteBuffer zeros = ByteBuffer.allocateDirect(BLOCK_BYTES);
    private final Path file;
    private final FileChannel channel;
    private volatile long reservedBytes;
    private boolean closed;

    /** Opens or makes the file; nothing is reserved yet. */
    Room(Path file) throws IOException {
        this.file = file;
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    long reservedBytes() {
        return reservedBytes;
    }

    /** Reserves so many bytes more; false if closed. What of it was written before an error is written again next time. */
    synchronized boolean reserve(int lengthBytes) throws NoRoomException {
        if (closed) {
            return false;
        }
        long end = reservedBytes + lengthBytes;
        try {
            for (long at = reservedBytes; at < end; ) {
                zeros.clear().limit((int) Math.min(BLOCK_BYTES, end - at));
                at += channel.write(zeros, at);
            }
        } catch (IOException e) {
            throw new NoRoomException(
                    "no room for " + lengthBytes + " bytes more in " + file + ": " + e.getMessage(), e);
        }
        reservedBytes = end;
        return true;
    }

    /** Gives back what lies behind a length, 0 meaning that nothing is known. Nobody appends any more. */
    synchronized void close(long writtenBytes) throws IOException {
        if (!closed) {
            closed = true;
            try (channel) {
                if (writtenBytes > 0) {
                    channel.truncate(writtenBytes);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        close(0);
    }
}

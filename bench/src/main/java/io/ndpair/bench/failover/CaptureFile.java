package io.ndpair.bench.failover;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Reads a capture while it is being written: libpcap's format with microseconds, as tcpdump writes it here. Confined to one thread. */
final class CaptureFile implements AutoCloseable {
    private static final int FILE_HEADER_BYTES = 24;
    private static final int RECORD_HEADER_BYTES = 16;
    private static final int MAGIC = 0xA1B2C3D4;
    private static final int MOST_FRAME_BYTES = 262_144;
    private static final int BUFFER_BYTES = 2 * MOST_FRAME_BYTES;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private boolean isHeaderRead;

    CaptureFile(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    /**
     * The frames that were written since the last call; of one that is not wholly there yet, none.
     *
     * @throws IOException when it is no such capture.
     */
    List<Frame> poll() throws IOException {
        final List<Frame> frames = new ArrayList<>();
        while (channel.read(buffer) > 0) {
            buffer.flip();
            take(frames);
            buffer.compact();
        }
        return frames;
    }

    private void take(List<Frame> frames) throws IOException {
        if (!isHeaderRead) {
            if (buffer.remaining() < FILE_HEADER_BYTES) {
                return;
            }
            if (buffer.getInt(buffer.position()) != MAGIC) {
                throw new IOException("not a capture of tcpdump with microseconds");
            }
            buffer.position(buffer.position() + FILE_HEADER_BYTES);
            isHeaderRead = true;
        }
        while (buffer.remaining() >= RECORD_HEADER_BYTES) {
            final int at = buffer.position();
            final int lengthBytes = buffer.getInt(at + 8);
            if (lengthBytes < 0 || lengthBytes > MOST_FRAME_BYTES) {
                throw new IOException("a frame of " + lengthBytes + " bytes in the capture");
            }
            if (buffer.remaining() < RECORD_HEADER_BYTES + lengthBytes) {
                return;
            }
            final double atMs = (buffer.getInt(at) & 0xFFFF_FFFFL) * 1e3 + buffer.getInt(at + 4) / 1e3;
            final byte[] bytes = new byte[lengthBytes];
            buffer.position(at + RECORD_HEADER_BYTES).get(bytes);
            frames.add(new Frame(atMs, bytes));
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

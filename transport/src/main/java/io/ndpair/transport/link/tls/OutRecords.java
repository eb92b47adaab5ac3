package io.ndpair.transport.link.tls;

import io.ndpair.transport.link.PeerLink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Frames that wait for room in the link below, in a buffer of a fixed size. It holds what one message becomes, or a flight of a handshake;
 * a message is taken only when it is empty, so that back-pressure reaches the session above.
 */
final class OutRecords {
    /** Longest record that the JDK produces, and some. */
    static final int MAX_RECORD_BYTES = 17 * 1024;

    private static final int LENGTH_BYTES = Integer.BYTES;
    private static final int CAPACITY_BYTES = 128 * 1024;

    private final ByteBuffer bytes = ByteBuffer.allocate(CAPACITY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final UnsafeBuffer view = new UnsafeBuffer(bytes.array());
    private int readIndex;

    boolean isEmpty() {
        return readIndex == bytes.position();
    }

    boolean hasRoom() {
        return bytes.remaining() >= LENGTH_BYTES + TlsFrame.HEADER_BYTES + MAX_RECORD_BYTES;
    }

    void clear() {
        bytes.clear();
        readIndex = 0;
    }

    /** Where the next record goes; the caller writes it there and calls {@link #end}. Only with {@link #hasRoom}. */
    ByteBuffer begin() {
        return bytes.position(bytes.position() + LENGTH_BYTES + TlsFrame.HEADER_BYTES);
    }

    /** Puts the frame around what was written since {@link #begin}. */
    void end(int start, byte kind, long attempt) {
        int length = bytes.position() - start - LENGTH_BYTES;
        bytes.putInt(start, length);
        TlsFrame.write(view, start + LENGTH_BYTES, kind, attempt);
    }

    int position() {
        return bytes.position();
    }

    /** Takes back what was begun. */
    void abandon(int start) {
        bytes.position(start);
    }

    /** Offers what waits; true when all of it was taken. */
    boolean flush(PeerLink link) {
        while (readIndex < bytes.position()) {
            int length = bytes.getInt(readIndex);
            if (link.offer(view, readIndex + LENGTH_BYTES, length) != PeerLink.OK) {
                return false;
            }
            readIndex += LENGTH_BYTES + length;
        }
        clear();
        return true;
    }
}

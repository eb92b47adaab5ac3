package io.ndpair.transport.link.tls;

import io.ndpair.transport.link.MessageHandler;
import io.ndpair.transport.link.PeerLink;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What was opened and is not delivered yet. The contents of all records of a session, one behind the other, are messages, each after its length in
 * four bytes, little endian: a record may hold many, and a message may be parts of several. A record is opened only when no whole message is
 * left, so one message and one record find room for certain.
 */
final class InMessages {
    private static final int LENGTH_BYTES = Integer.BYTES;
    /** The engine asks for room for as much as a record can hold with its header and seal. */
    private static final int CAPACITY_BYTES = LENGTH_BYTES + PeerLink.MAX_MESSAGE_BYTES + OutRecords.MAX_RECORD_BYTES;

    private final ByteBuffer bytes = ByteBuffer.allocate(CAPACITY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final UnsafeBuffer view = new UnsafeBuffer(bytes.array());
    private int readIndex;

    void clear() {
        bytes.clear();
        readIndex = 0;
    }

    boolean isEmpty() {
        return readIndex == bytes.position();
    }

    /** Where the content of the next record goes. */
    ByteBuffer room() {
        if (readIndex > 0) {
            bytes.limit(bytes.position()).position(readIndex);
            bytes.compact();
            readIndex = 0;
        }
        return bytes;
    }

    /** Whether the length of the next message is here. */
    boolean hasLength() {
        return bytes.position() - readIndex >= LENGTH_BYTES;
    }

    /** What the peer says the next message's length is, unchecked. */
    int length() {
        return bytes.getInt(readIndex);
    }

    /** Whether all of the next message is here, whose length was found good. */
    boolean isWhole() {
        return bytes.position() - readIndex - LENGTH_BYTES >= length();
    }

    /** Takes the next message, which is whole, out and delivers it. */
    void deliver(MessageHandler handler) {
        int length = length();
        int at = readIndex + LENGTH_BYTES;
        readIndex = at + length;
        handler.onMessage(view, at, length);
    }

    /** Takes an empty message out. */
    void skipEmpty() {
        readIndex += LENGTH_BYTES;
    }
}

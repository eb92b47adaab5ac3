package io.ndpair.transport.link.tls;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The frame around a TLS record on the link below. Little endian, 16 bytes before the record:
 *
 * <pre>
 *   0 magic "ndTL"   4 version   5 kind   6 zero (2)   8 attempt (8)   16 record, if the kind has one
 * </pre>
 *
 * <p>The attempt is a number that the client draws for each handshake; every frame bears the one it belongs to, so that what is left from
 * an attempt that is over is passed over instead of spoiling the next one. It is no secret and proves nothing: the records do. The first
 * four bytes can begin no plain message of a session, whose schema id stands elsewhere and whose block length is short.
 */
final class TlsFrame {
    static final int MAGIC = 0x4C54_646E;
    static final int VERSION = 1;
    static final int MAGIC_OFFSET = 0;
    static final int VERSION_OFFSET = 4;
    static final int KIND_OFFSET = 5;
    static final int ZERO_OFFSET = 6;
    static final int ATTEMPT_OFFSET = 8;
    static final int HEADER_BYTES = 16;

    /** The server asks the client to begin; bears the attempt that it takes part in, 0 if none. */
    static final byte REQUEST = 1;
    /** The first record of an attempt, from the client. */
    static final byte BEGIN = 2;
    /** Any other record. */
    static final byte RECORD = 3;

    /** {@link #check}: a frame of ours. */
    static final int GOOD = 0;
    /** {@link #check}: something else. */
    static final int PLAIN = 1;
    /** {@link #check}: a frame of a version that is not known here. */
    static final int UNKNOWN_VERSION = 2;

    private TlsFrame() {}

    static void write(MutableDirectBuffer buffer, int offset, byte kind, long attempt) {
        buffer.putInt(offset + MAGIC_OFFSET, MAGIC, ByteOrder.LITTLE_ENDIAN);
        buffer.putByte(offset + VERSION_OFFSET, (byte) VERSION);
        buffer.putByte(offset + KIND_OFFSET, kind);
        buffer.putShort(offset + ZERO_OFFSET, (short) 0);
        buffer.putLong(offset + ATTEMPT_OFFSET, attempt, ByteOrder.LITTLE_ENDIAN);
    }

    static int check(DirectBuffer buffer, int offset, int length) {
        if (length < HEADER_BYTES || buffer.getInt(offset + MAGIC_OFFSET, ByteOrder.LITTLE_ENDIAN) != MAGIC) {
            return PLAIN;
        }
        return buffer.getByte(offset + VERSION_OFFSET) == VERSION ? GOOD : UNKNOWN_VERSION;
    }

    static byte kind(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + KIND_OFFSET);
    }

    static long attempt(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + ATTEMPT_OFFSET, ByteOrder.LITTLE_ENDIAN);
    }
}

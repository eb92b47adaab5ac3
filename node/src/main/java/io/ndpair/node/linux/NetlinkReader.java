package io.ndpair.node.linux;

import org.agrona.DirectBuffer;

/**
 * Walks the messages of one netlink datagram. Pure: bytes in, positions out; every length is bounded by what was received before it
 * is used, each step moves forward, and a message that does not fit ends the walk as malformed. Reusable; one thread.
 */
final class NetlinkReader {
    private DirectBuffer buffer;
    private int limit;
    private int next;
    private int message;
    private int messageLengthBytes;
    private boolean malformed;

    /** Starts at the first message; {@code lengthBytes} beyond the buffer's capacity (a truncated datagram) is cut and malformed. */
    NetlinkReader wrap(final DirectBuffer bytes, final int lengthBytes) {
        buffer = bytes;
        limit = Math.max(0, Math.min(lengthBytes, bytes.capacity()));
        malformed = lengthBytes != limit;
        next = 0;
        message = 0;
        messageLengthBytes = 0;
        return this;
    }

    /** Steps to the next whole message; false at the end or where the bytes stop making sense. */
    boolean next() {
        if (limit - next < NetlinkLayout.HEADER_BYTES) {
            malformed |= next < limit;
            next = limit;
            return false;
        }
        final int length = buffer.getInt(next);
        if (length < NetlinkLayout.HEADER_BYTES || length > limit - next) {
            malformed = true;
            next = limit;
            return false;
        }
        message = next;
        messageLengthBytes = length;
        next = Math.min(limit, next + NetlinkLayout.aligned(length));
        return true;
    }

    /** True once a length did not fit; what stood before it is good. */
    boolean malformed() {
        return malformed;
    }

    int type() {
        return buffer.getShort(message + 4) & 0xFFFF;
    }

    int flags() {
        return buffer.getShort(message + 6) & 0xFFFF;
    }

    int sequence() {
        return buffer.getInt(message + 8);
    }

    int payloadOffset() {
        return message + NetlinkLayout.HEADER_BYTES;
    }

    int payloadLengthBytes() {
        return messageLengthBytes - NetlinkLayout.HEADER_BYTES;
    }

    /** The errno (positive) of an error message or end of dump; 0 = success. A message too short to carry one is success. */
    int errno() {
        if (payloadLengthBytes() < Integer.BYTES) {
            return 0;
        }
        final int error = buffer.getInt(payloadOffset());
        return error >= 0 ? 0 : error == Integer.MIN_VALUE ? Integer.MAX_VALUE : -error;
    }
}

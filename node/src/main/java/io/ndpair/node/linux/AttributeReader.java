package io.ndpair.node.linux;

import org.agrona.DirectBuffer;

/** Walks the attributes of one netlink message, bounded by the message. Reusable; one thread. */
final class AttributeReader {
    /** The two high bits of a type say nested and network order; they are no part of its number. */
    private static final int TYPE_MASK = 0x3FFF;

    private DirectBuffer buffer;
    private int limit;
    private int next;
    private int offset;
    private int lengthBytes;
    private int type;
    private boolean malformed;

    /** The attributes stand from {@code start} to {@code end}, both inside the buffer. */
    AttributeReader wrap(final DirectBuffer bytes, final int start, final int end) {
        buffer = bytes;
        limit = end;
        next = start;
        malformed = start > end;
        return this;
    }

    boolean next() {
        if (limit - next < NetlinkLayout.ATTRIBUTE_HEADER_BYTES) {
            malformed |= next < limit;
            return false;
        }
        final int length = buffer.getShort(next) & 0xFFFF;
        if (length < NetlinkLayout.ATTRIBUTE_HEADER_BYTES || length > limit - next) {
            malformed = true;
            next = limit;
            return false;
        }
        type = buffer.getShort(next + 2) & TYPE_MASK;
        offset = next + NetlinkLayout.ATTRIBUTE_HEADER_BYTES;
        lengthBytes = length - NetlinkLayout.ATTRIBUTE_HEADER_BYTES;
        next = Math.min(limit, next + NetlinkLayout.aligned(length));
        return true;
    }

    boolean malformed() {
        return malformed;
    }

    int type() {
        return type;
    }

    /** Where the payload starts. */
    int offset() {
        return offset;
    }

    /** How long the payload is. */
    int lengthBytes() {
        return lengthBytes;
    }
}

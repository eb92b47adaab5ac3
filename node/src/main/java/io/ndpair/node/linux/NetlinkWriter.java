package io.ndpair.node.linux;

import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/** Builds netlink requests one after the other in a buffer. The callers keep within its capacity. Reusable; one thread. */
final class NetlinkWriter {
    private final MutableDirectBuffer buffer;
    private int message;
    private int position;

    NetlinkWriter(final MutableDirectBuffer buffer) {
        this.buffer = buffer;
    }

    /** Forgets what was written. */
    NetlinkWriter clear() {
        position = 0;
        message = 0;
        return this;
    }

    /** Starts a message with a fixed header of so many bytes, all zero, and answers where that header stands. */
    int begin(final int type, final int flags, final int sequence, final int fixedHeaderBytes) {
        message = position;
        buffer.putInt(message, 0);
        buffer.putShort(message + 4, (short) type);
        buffer.putShort(message + 6, (short) (flags | NetlinkLayout.NLM_F_REQUEST));
        buffer.putInt(message + 8, sequence);
        buffer.putInt(message + 12, 0);
        final int header = message + NetlinkLayout.HEADER_BYTES;
        buffer.setMemory(header, NetlinkLayout.aligned(fixedHeaderBytes), (byte) 0);
        position = header + NetlinkLayout.aligned(fixedHeaderBytes);
        return header;
    }

    /** Ends the message: its length is now known. */
    void end() {
        buffer.putInt(message, position - message);
    }

    /** Adds flags to the message that was ended last, for instance to ask for an answer to the last one of a batch. */
    void addFlags(final int flags) {
        buffer.putShort(message + 6, (short) (buffer.getShort(message + 6) | flags));
    }

    void address(final int type, final long high, final long low) {
        final int payload = attribute(type, 16);
        buffer.putLong(payload, high, ByteOrder.BIG_ENDIAN);
        buffer.putLong(payload + 8, low, ByteOrder.BIG_ENDIAN);
    }

    void mac(final int type, final long mac) {
        final int payload = attribute(type, 6);
        buffer.putShort(payload, (short) (mac >>> 32), ByteOrder.BIG_ENDIAN);
        buffer.putInt(payload + 2, (int) mac, ByteOrder.BIG_ENDIAN);
    }

    void uint8(final int type, final int value) {
        buffer.putByte(attribute(type, 1), (byte) value);
    }

    void uint32(final int type, final int value) {
        buffer.putInt(attribute(type, 4), value);
    }

    /** Text with the zero byte that the kernel wants at its end. */
    void text(final int type, final String value) {
        final int payload = attribute(type, value.length() + 1);
        buffer.putStringWithoutLengthAscii(payload, value);
    }

    /** Opens an attribute that holds attributes; what is written until {@link #endNested} belongs to it. */
    int beginNested(final int type) {
        return attribute(type, 0) - NetlinkLayout.ATTRIBUTE_HEADER_BYTES;
    }

    /** Ends the attribute that {@link #beginNested} has answered. */
    void endNested(final int header) {
        buffer.putShort(header, (short) (position - header));
    }

    /** Room for an attribute's payload, zeroed; answers where it stands. */
    int attribute(final int type, final int payloadBytes) {
        final int header = position;
        buffer.setMemory(header, NetlinkLayout.ATTRIBUTE_HEADER_BYTES + NetlinkLayout.aligned(payloadBytes), (byte) 0);
        buffer.putShort(header, (short) (NetlinkLayout.ATTRIBUTE_HEADER_BYTES + payloadBytes));
        buffer.putShort(header + 2, (short) type);
        position = header + NetlinkLayout.ATTRIBUTE_HEADER_BYTES + NetlinkLayout.aligned(payloadBytes);
        return header + NetlinkLayout.ATTRIBUTE_HEADER_BYTES;
    }

    int lengthBytes() {
        return position;
    }

    MutableDirectBuffer buffer() {
        return buffer;
    }
}

package io.ndpair.node.linux;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/** One IPv6 address of an interface as netlink tells it. Reusable; one thread. */
final class AddressMessage {
    private final AttributeReader attributes = new AttributeReader();
    private int interfaceIndex;
    private int prefixLength;
    private int flags;
    private int protocol;
    private long high;
    private long low;

    /** Reads the payload of RTM_NEWADDR or RTM_DELADDR; false = not IPv6, or malformed. */
    boolean decode(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        if (lengthBytes < NetlinkLayout.ADDRESS_HEADER_BYTES || buffer.getByte(offset) != LinuxConstants.AF_INET6) {
            return false;
        }
        prefixLength = buffer.getByte(offset + 1) & 0xFF;
        flags = buffer.getByte(offset + 2) & 0xFF;
        interfaceIndex = buffer.getInt(offset + 4);
        protocol = 0;
        boolean hasAddress = false;
        boolean local = false;
        attributes.wrap(buffer, offset + NetlinkLayout.ADDRESS_HEADER_BYTES, offset + lengthBytes);
        while (attributes.next()) {
            final int value = attributes.offset();
            final int valueBytes = attributes.lengthBytes();
            switch (attributes.type()) {
                case NetlinkLayout.IFA_ADDRESS, NetlinkLayout.IFA_LOCAL -> {
                    if (valueBytes != 16) {
                        return false;
                    }
                    // On a point-to-point link IFA_ADDRESS is the other end's and IFA_LOCAL ours.
                    if (!local) {
                        high = buffer.getLong(value, ByteOrder.BIG_ENDIAN);
                        low = buffer.getLong(value + 8, ByteOrder.BIG_ENDIAN);
                        hasAddress = true;
                        local = attributes.type() == NetlinkLayout.IFA_LOCAL;
                    }
                }
                case NetlinkLayout.IFA_FLAGS -> {
                    if (valueBytes >= 4) {
                        flags = buffer.getInt(value);
                    }
                }
                case NetlinkLayout.IFA_PROTO -> {
                    if (valueBytes >= 1) {
                        protocol = buffer.getByte(value) & 0xFF;
                    }
                }
                default -> {
                    // Lifetimes and what newer kernels add.
                }
            }
        }
        return hasAddress && !attributes.malformed() && interfaceIndex > 0 && prefixLength <= 128;
    }

    int interfaceIndex() {
        return interfaceIndex;
    }

    int prefixLength() {
        return prefixLength;
    }

    /** IFA_F_ bits. */
    int flags() {
        return flags;
    }

    /** IFA_PROTO; 0 = not told (kernels before 5.18). */
    int protocol() {
        return protocol;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    /**
     * Writes RTM_NEWADDR or RTM_DELADDR.
     *
     * @param preferred false = deprecated from the start: it answers, but is never chosen as the source of a new connection.
     */
    static void encode(
            final NetlinkWriter writer,
            final int type,
            final int requestFlags,
            final int sequence,
            final int interfaceIndex,
            final long high,
            final long low,
            final int prefixLength,
            final int addressFlags,
            final int addressProtocol,
            final boolean preferred) {
        final int header = writer.begin(type, requestFlags, sequence, NetlinkLayout.ADDRESS_HEADER_BYTES);
        writer.buffer().putByte(header, (byte) LinuxConstants.AF_INET6);
        writer.buffer().putByte(header + 1, (byte) prefixLength);
        writer.buffer().putByte(header + 2, (byte) addressFlags);
        writer.buffer().putByte(header + 3, (byte) NetlinkLayout.RT_SCOPE_UNIVERSE);
        writer.buffer().putInt(header + 4, interfaceIndex);
        writer.address(NetlinkLayout.IFA_LOCAL, high, low);
        writer.address(NetlinkLayout.IFA_ADDRESS, high, low);
        if (type == NetlinkLayout.RTM_NEWADDR) {
            writer.uint32(NetlinkLayout.IFA_FLAGS, addressFlags);
            writer.uint8(NetlinkLayout.IFA_PROTO, addressProtocol);
            final int lifetimes = writer.attribute(NetlinkLayout.IFA_CACHEINFO, 16);
            writer.buffer().putInt(lifetimes, preferred ? -1 : 0);
            writer.buffer().putInt(lifetimes + 4, -1);
        }
        writer.end();
    }
}

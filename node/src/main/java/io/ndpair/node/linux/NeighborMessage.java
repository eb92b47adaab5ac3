package io.ndpair.node.linux;

import io.ndpair.store.table.EntryFlags;
import io.ndpair.store.table.NeighborState;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * One IPv6 entry of the kernel's neighbor table as netlink tells it, decoded into fields. Reusable; one thread.
 *
 * <p>{@link #decode} refuses what is not IPv6 or not whole; it neither throws nor reads outside the message.
 */
final class NeighborMessage {
    private final AttributeReader attributes = new AttributeReader();
    private int interfaceIndex;
    private int kernelState;
    private int kernelFlags;
    private int routeType;
    private long addressHigh;
    private long addressLow;
    private long mac;
    private boolean hasMac;
    private int protocol;
    private long confirmedAgoTicks;

    /** Reads the payload of RTM_NEWNEIGH or RTM_DELNEIGH; false = not an IPv6 neighbor, or malformed. */
    boolean decode(final DirectBuffer buffer, final int offset, final int lengthBytes) {
        if (lengthBytes < NetlinkLayout.NEIGHBOR_HEADER_BYTES || buffer.getByte(offset) != LinuxConstants.AF_INET6) {
            return false;
        }
        interfaceIndex = buffer.getInt(offset + 4);
        kernelState = buffer.getShort(offset + 8) & 0xFFFF;
        kernelFlags = buffer.getByte(offset + 10) & 0xFF;
        routeType = buffer.getByte(offset + 11) & 0xFF;
        mac = 0;
        hasMac = false;
        protocol = 0;
        confirmedAgoTicks = 0;
        boolean hasAddress = false;
        attributes.wrap(buffer, offset + NetlinkLayout.NEIGHBOR_HEADER_BYTES, offset + lengthBytes);
        while (attributes.next()) {
            final int value = attributes.offset();
            final int valueBytes = attributes.lengthBytes();
            switch (attributes.type()) {
                case NetlinkLayout.NDA_DST -> {
                    if (valueBytes != 16) {
                        return false;
                    }
                    addressHigh = buffer.getLong(value, ByteOrder.BIG_ENDIAN);
                    addressLow = buffer.getLong(value + 8, ByteOrder.BIG_ENDIAN);
                    hasAddress = true;
                }
                case NetlinkLayout.NDA_LLADDR -> {
                    if (valueBytes == 6) {
                        mac = macAt(buffer, value);
                        hasMac = mac != 0;
                    }
                }
                case NetlinkLayout.NDA_CACHEINFO -> {
                    if (valueBytes >= 4) {
                        confirmedAgoTicks = buffer.getInt(value) & 0xFFFF_FFFFL;
                    }
                }
                case NetlinkLayout.NDA_PROTOCOL -> {
                    if (valueBytes >= 1) {
                        protocol = buffer.getByte(value) & 0xFF;
                    }
                }
                default -> {
                    // Attributes of newer kernels are no concern of ours.
                }
            }
        }
        return hasAddress && !attributes.malformed() && interfaceIndex > 0;
    }

    static long macAt(final DirectBuffer buffer, final int offset) {
        return ((buffer.getShort(offset, ByteOrder.BIG_ENDIAN) & 0xFFFFL) << 32)
                | (buffer.getInt(offset + 2, ByteOrder.BIG_ENDIAN) & 0xFFFF_FFFFL);
    }

    int interfaceIndex() {
        return interfaceIndex;
    }

    /** NUD_ bits. */
    int kernelState() {
        return kernelState;
    }

    long addressHigh() {
        return addressHigh;
    }

    long addressLow() {
        return addressLow;
    }

    /** 0 when the entry has none. */
    long mac() {
        return mac;
    }

    /** Milliseconds since the kernel last saw it confirmed; the kernel counts in hundredths of seconds. */
    long confirmedAgoMs() {
        return confirmedAgoTicks * 10;
    }

    /** Has a MAC that may be sent to; neither failed nor unfinished. */
    boolean usable() {
        return hasMac && (kernelState & (NetlinkLayout.NUD_FAILED | NetlinkLayout.NUD_INCOMPLETE)) == 0;
    }

    /** Installed by us for the peer: externally learned, and by our protocol number. */
    boolean ours() {
        return protocol == NetlinkLayout.PROTOCOL_NDPAIR && (kernelFlags & NetlinkLayout.NTF_EXT_LEARNED) != 0;
    }

    /** True for what must be left alone by us: configured, proxied, or put there by another program. */
    boolean fixedByOthers() {
        return (kernelState & (NetlinkLayout.NUD_PERMANENT | NetlinkLayout.NUD_NOARP)) != 0
                || (kernelFlags & NetlinkLayout.NTF_PROXY) != 0
                || ((kernelFlags & NetlinkLayout.NTF_EXT_LEARNED) != 0 && protocol != NetlinkLayout.PROTOCOL_NDPAIR);
    }

    /**
     * True for what the kernel has learned itself and can use: with a MAC of one station, not failed, of a unicast address and
     * not {@link #fixedByOthers} or externally learned.
     */
    boolean learnedHere() {
        final int usable = NetlinkLayout.NUD_REACHABLE
                | NetlinkLayout.NUD_STALE
                | NetlinkLayout.NUD_DELAY
                | NetlinkLayout.NUD_PROBE;
        return hasMac
                && (kernelState & usable) != 0
                && !fixedByOthers()
                && (kernelFlags & NetlinkLayout.NTF_EXT_LEARNED) == 0
                && routeType != NetlinkLayout.RTN_MULTICAST
                && (mac & 0x0100_0000_0000L) == 0
                && (addressHigh >>> 56) != 0xFF
                && (addressHigh | addressLow) != 0;
    }

    /** True while the kernel itself has reason to believe in the entry, or is asking: such an entry beats one of the peer's. */
    boolean vouchedFor() {
        final int vouched = NetlinkLayout.NUD_REACHABLE | NetlinkLayout.NUD_DELAY | NetlinkLayout.NUD_PROBE;
        return hasMac && (kernelState & vouched) != 0;
    }

    /**
     * True for what was found not to be there: asked about in vain, or deleted by somebody, which the kernel marks alike. What it only has
     * no room for, or was idle, or is on an interface that went down, it lets go in the state that it was in.
     */
    boolean failed() {
        return (kernelState & NetlinkLayout.NUD_FAILED) != 0 && !fixedByOthers();
    }

    /** The state in the words of the table; NONE for what it does not know. */
    int state() {
        return switch (kernelState) {
            case NetlinkLayout.NUD_INCOMPLETE -> NeighborState.INCOMPLETE;
            case NetlinkLayout.NUD_REACHABLE -> NeighborState.REACHABLE;
            case NetlinkLayout.NUD_STALE -> NeighborState.STALE;
            case NetlinkLayout.NUD_DELAY -> NeighborState.DELAY;
            case NetlinkLayout.NUD_PROBE -> NeighborState.PROBE;
            default -> NeighborState.NONE;
        };
    }

    /** The flags in the bits of the table. */
    int flags() {
        return (kernelFlags & NetlinkLayout.NTF_ROUTER) != 0 ? EntryFlags.ROUTER : 0;
    }

    /** Writes a request that carries one neighbor: RTM_NEWNEIGH, or with a MAC of 0 RTM_DELNEIGH or RTM_GETNEIGH. */
    static void encode(
            final NetlinkWriter writer,
            final int type,
            final int requestFlags,
            final int sequence,
            final int interfaceIndex,
            final long addressHigh,
            final long addressLow,
            final long mac,
            final int kernelState,
            final int kernelFlags) {
        final int header = writer.begin(type, requestFlags, sequence, NetlinkLayout.NEIGHBOR_HEADER_BYTES);
        writer.buffer().putByte(header, (byte) LinuxConstants.AF_INET6);
        writer.buffer().putInt(header + 4, interfaceIndex);
        writer.buffer().putShort(header + 8, (short) kernelState);
        writer.buffer().putByte(header + 10, (byte) kernelFlags);
        writer.address(NetlinkLayout.NDA_DST, addressHigh, addressLow);
        if (mac != 0) {
            writer.mac(NetlinkLayout.NDA_LLADDR, mac);
            writer.uint8(NetlinkLayout.NDA_PROTOCOL, NetlinkLayout.PROTOCOL_NDPAIR);
        }
        writer.end();
    }

    /** The longest that {@link #encode} writes. */
    static final int MAX_REQUEST_BYTES = 16 + 12 + 20 + 12 + 8;
}

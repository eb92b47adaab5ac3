package io.ndpair.node.linux;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The unsolicited Neighbor Advertisement of a new master (RFC 4861 4.4, RFC 9568 6.4.2): Router and Override set, Solicited not,
 * from the virtual address itself to all nodes, with the target link-layer address.
 *
 * <pre>
 * 0 type 136 | 1 code 0 | 2 checksum | 4 flags R S O + reserved | 8 target address | 24 option 2, length 1 (x 8) | 26 MAC    32 bytes
 * </pre>
 */
final class NeighborAdvertisement {
    static final int LENGTH_BYTES = 32;
    static final long ALL_NODES_HIGH = 0xFF02_0000_0000_0000L;
    static final long ALL_NODES_LOW = 1;

    private static final int TYPE = 136;
    private static final int ROUTER_AND_OVERRIDE = 0xA000_0000;
    private static final int TARGET_LINK_LAYER_ADDRESS = 2;

    private NeighborAdvertisement() {}

    /** Writes the message, checksum included, for the target as source and all nodes as destination. */
    static void encode(
            final MutableDirectBuffer buffer, final int offset, final long high, final long low, final long mac) {
        buffer.putInt(offset, TYPE << 24, ByteOrder.BIG_ENDIAN);
        buffer.putInt(offset + 4, ROUTER_AND_OVERRIDE, ByteOrder.BIG_ENDIAN);
        buffer.putLong(offset + 8, high, ByteOrder.BIG_ENDIAN);
        buffer.putLong(offset + 16, low, ByteOrder.BIG_ENDIAN);
        buffer.putByte(offset + 24, (byte) TARGET_LINK_LAYER_ADDRESS);
        buffer.putByte(offset + 25, (byte) 1);
        buffer.putShort(offset + 26, (short) (mac >>> 32), ByteOrder.BIG_ENDIAN);
        buffer.putInt(offset + 28, (int) mac, ByteOrder.BIG_ENDIAN);
        buffer.putShort(offset + 2, (short) checksum(buffer, offset, LENGTH_BYTES, high, low), ByteOrder.BIG_ENDIAN);
    }

    /** Of an ICMPv6 message to all nodes whose checksum field is zero. */
    static int checksum(
            final DirectBuffer buffer, final int offset, final int lengthBytes, final long high, final long low) {
        long sum = words(high) + words(low) + words(ALL_NODES_HIGH) + words(ALL_NODES_LOW);
        sum += lengthBytes + LinuxConstants.IPPROTO_ICMPV6;
        for (int at = offset; at < offset + lengthBytes; at += 2) {
            sum += buffer.getShort(at, ByteOrder.BIG_ENDIAN) & 0xFFFF;
        }
        while (sum > 0xFFFF) {
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return (int) ~sum & 0xFFFF;
    }

    private static long words(final long half) {
        return (half >>> 48) + ((half >>> 32) & 0xFFFF) + ((half >>> 16) & 0xFFFF) + (half & 0xFFFF);
    }
}

package io.ndpair.node.linux;

import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/**
 * The Router Advertisement of a virtual router (RFC 4861 4.2, RFC 9568 rule M6), from its link-local virtual address to all nodes. Says who
 * is a router and for how long, and nothing of prefixes, which are the business of whoever configures the segment.
 *
 * <pre>
 * 0 type 134 | 1 code 0 | 2 checksum | 4 hop limit | 5 flags | 6 lifetime s | 8 reachable | 12 retransmit | 16 option 1, length 1 (x 8) |
 * 18 MAC                                                                                                                      24 bytes
 * </pre>
 */
final class RouterAdvertisement {
    static final int LENGTH_BYTES = 24;

    private static final int TYPE = 134;
    private static final int HOP_LIMIT_OF_HOSTS = 64;
    private static final int SOURCE_LINK_LAYER_ADDRESS = 1;
    private static final int MAX_LIFETIME_S = 0xFFFF;

    private RouterAdvertisement() {}

    /** Writes the message, checksum included. */
    static void encode(
            final MutableDirectBuffer buffer,
            final int offset,
            final long sourceHigh,
            final long sourceLow,
            final long mac,
            final int lifetimeS) {
        buffer.setMemory(offset, LENGTH_BYTES, (byte) 0);
        buffer.putByte(offset, (byte) TYPE);
        buffer.putByte(offset + 4, (byte) HOP_LIMIT_OF_HOSTS);
        buffer.putShort(offset + 6, (short) Math.max(0, Math.min(lifetimeS, MAX_LIFETIME_S)), ByteOrder.BIG_ENDIAN);
        buffer.putByte(offset + 16, (byte) SOURCE_LINK_LAYER_ADDRESS);
        buffer.putByte(offset + 17, (byte) 1);
        buffer.putShort(offset + 18, (short) (mac >>> 32), ByteOrder.BIG_ENDIAN);
        buffer.putInt(offset + 20, (int) mac, ByteOrder.BIG_ENDIAN);
        buffer.putShort(
                offset + 2,
                (short) NeighborAdvertisement.checksum(buffer, offset, LENGTH_BYTES, sourceHigh, sourceLow),
                ByteOrder.BIG_ENDIAN);
    }
}

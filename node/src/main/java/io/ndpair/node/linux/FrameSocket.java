package io.ndpair.node.linux;

import java.nio.ByteOrder;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sends IPv6 packets to multicast groups in Ethernet frames of its own making, so that they bear the virtual MAC whatever state the
 * interface with that MAC is in: the first advertisement of a master goes out before its addresses are in place. Receives nothing.
 * Non-blocking; one thread; sending allocates nothing.
 *
 * <pre>
 * msghdr 0, sockaddr_ll 64 {family u16, protocol u16 be, interface s32, hardware u16, type u8, address length u8, address 8}, iovec 96
 * frame at 128: 0 destination MAC | 6 source MAC | 12 type 86dd | 14 IPv6 header (40) | 54 message
 * </pre>
 */
final class FrameSocket implements AutoCloseable {
    private static final int NAME = 64;
    private static final int NAME_BYTES = 20;
    private static final int IOVEC = 96;
    private static final int FRAME = 128;
    private static final int IPV6 = FRAME + 14;
    private static final int MESSAGE = IPV6 + 40;
    private static final int MAX_MESSAGE_BYTES = 1280 - 40;
    private static final int ETHERTYPE_IPV6 = 0x86DD;
    private static final int VERSION_AND_CS6 = 0x6C00_0000;
    private static final int VERSION = 0x6000_0000;
    private static final int HOP_LIMIT = 255;
    private static final short MULTICAST_PREFIX = 0x3333;

    private final int descriptor;
    private final UnsafeBuffer out =
            new UnsafeBuffer(BufferUtil.allocateDirectAligned(MESSAGE + MAX_MESSAGE_BYTES, 64));

    private FrameSocket(final int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Opens a socket.
     *
     * @throws LinuxException when that is not allowed or not possible.
     */
    static FrameSocket open() {
        final int descriptor = LibC.socket(LinuxConstants.AF_PACKET, LinuxConstants.SOCK_RAW, 0);
        if (descriptor == -Errno.EPERM || descriptor == -Errno.EACCES) {
            throw new LinuxException(-descriptor, "no permission for packet sockets (needs root or CAP_NET_RAW)");
        }
        if (descriptor < 0) {
            throw new LinuxException(-descriptor, "cannot open a packet socket: " + Errno.text(-descriptor));
        }
        return new FrameSocket(descriptor);
    }

    /**
     * Sends one message, whose checksum is filled, with hop limit 255 to a multicast group.
     *
     * @param protocol next header; VRRP goes in class CS6.
     * @return 0, or the negated errno.
     */
    int send(
            final DirectBuffer bytes,
            final int offset,
            final int lengthBytes,
            final int protocol,
            final long sourceMac,
            final long sourceHigh,
            final long sourceLow,
            final long groupHigh,
            final long groupLow,
            final int index) {
        if (lengthBytes > MAX_MESSAGE_BYTES) {
            return -Errno.EMSGSIZE;
        }
        out.setMemory(0, FRAME, (byte) 0);
        out.putShort(NAME, (short) LinuxConstants.AF_PACKET);
        out.putShort(NAME + 2, (short) ETHERTYPE_IPV6, ByteOrder.BIG_ENDIAN);
        out.putInt(NAME + 4, index);
        out.putShort(FRAME, MULTICAST_PREFIX, ByteOrder.BIG_ENDIAN);
        out.putInt(FRAME + 2, (int) groupLow, ByteOrder.BIG_ENDIAN);
        out.putShort(FRAME + 6, (short) (sourceMac >>> 32), ByteOrder.BIG_ENDIAN);
        out.putInt(FRAME + 8, (int) sourceMac, ByteOrder.BIG_ENDIAN);
        out.putShort(FRAME + 12, (short) ETHERTYPE_IPV6, ByteOrder.BIG_ENDIAN);
        out.putInt(IPV6, protocol == LinuxConstants.IPPROTO_VRRP ? VERSION_AND_CS6 : VERSION, ByteOrder.BIG_ENDIAN);
        out.putShort(IPV6 + 4, (short) lengthBytes, ByteOrder.BIG_ENDIAN);
        out.putByte(IPV6 + 6, (byte) protocol);
        out.putByte(IPV6 + 7, (byte) HOP_LIMIT);
        out.putLong(IPV6 + 8, sourceHigh, ByteOrder.BIG_ENDIAN);
        out.putLong(IPV6 + 16, sourceLow, ByteOrder.BIG_ENDIAN);
        out.putLong(IPV6 + 24, groupHigh, ByteOrder.BIG_ENDIAN);
        out.putLong(IPV6 + 32, groupLow, ByteOrder.BIG_ENDIAN);
        out.putBytes(MESSAGE, bytes, offset, lengthBytes);
        final long base = out.addressOffset();
        out.putLong(0, base + NAME);
        out.putLong(8, NAME_BYTES);
        out.putLong(16, base + IOVEC);
        out.putLong(24, 1);
        out.putLong(IOVEC, base + FRAME);
        out.putLong(IOVEC + 8, MESSAGE - FRAME + lengthBytes);
        return Math.min(0, LibC.sendmsg(descriptor, out));
    }

    @Override
    public void close() {
        LibC.close(descriptor);
    }
}

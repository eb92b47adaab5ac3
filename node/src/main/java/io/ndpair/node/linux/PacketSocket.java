package io.ndpair.node.linux;

import java.nio.ByteOrder;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A raw, non-blocking IPv6 socket of one protocol: sends whole messages from a chosen address out of a chosen interface with hop limit 255
 * and traffic class CS6, and receives with hop limit, destination, interface and the time of arrival. One thread; sending and receiving allocate nothing.
 *
 * <pre>
 * msghdr        0 name* | 8 name length u32 | 16 iovec* | 24 iovecs | 32 control* | 40 control length | 48 flags s32      56 bytes
 * cmsghdr       0 length u64 (with these 16) | 8 level s32 | 12 type s32 | data, aligned to 8
 * sockaddr_in6  0 family u16 | 2 port u16 | 4 flow u32 | 8 address | 24 scope u32                                         28 bytes
 * in6_pktinfo   0 address | 16 interface s32                                                                              20 bytes
 * timespec      0 seconds s64 | 8 nanoseconds s64                                                                         16 bytes
 * </pre>
 */
final class PacketSocket implements AutoCloseable {
    /** More than any message that we send or understand; a longer one that is received is cut, and its checksum is wrong. */
    static final int MAX_MESSAGE_BYTES = 2048;

    private static final int HOP_LIMIT = 255;
    private static final int CLASS_CS6 = 0xC0;
    private static final int NAME = 64;
    private static final int IOVEC = 96;
    private static final int CONTROL = 128;
    private static final int CONTROL_BYTES = 256;
    private static final int MESSAGE = CONTROL + CONTROL_BYTES;
    private static final int CMSG_HEADER_BYTES = 16;
    private static final long NS_PER_S = 1_000_000_000L;

    private final int descriptor;
    private final UnsafeBuffer out;
    private final UnsafeBuffer in;
    private final UnsafeBuffer message;
    private int hopLimit;
    private int interfaceIndex;
    private long destinationHigh;
    private long destinationLow;
    private long arrivedNs;

    private PacketSocket(final int descriptor) {
        this.descriptor = descriptor;
        out = new UnsafeBuffer(BufferUtil.allocateDirectAligned(MESSAGE + MAX_MESSAGE_BYTES, 64));
        in = new UnsafeBuffer(BufferUtil.allocateDirectAligned(MESSAGE + MAX_MESSAGE_BYTES, 64));
        message = new UnsafeBuffer(in, MESSAGE, MAX_MESSAGE_BYTES);
    }

    /**
     * Opens a socket.
     *
     * @throws LinuxException when that is not allowed or not possible.
     */
    static PacketSocket open(final int protocol) {
        final int descriptor = LibC.socket(LinuxConstants.AF_INET6, LinuxConstants.SOCK_RAW, protocol);
        if (descriptor == -Errno.EPERM || descriptor == -Errno.EACCES) {
            throw new LinuxException(-descriptor, "no permission for raw sockets (needs root or CAP_NET_RAW)");
        }
        if (descriptor < 0) {
            throw new LinuxException(-descriptor, "cannot open a raw IPv6 socket: " + Errno.text(-descriptor));
        }
        final PacketSocket socket = new PacketSocket(descriptor);
        socket.option(LinuxConstants.SOL_IPV6, LinuxConstants.IPV6_MULTICAST_HOPS, HOP_LIMIT);
        socket.option(LinuxConstants.SOL_IPV6, LinuxConstants.IPV6_MULTICAST_LOOP, 0);
        socket.option(LinuxConstants.SOL_IPV6, LinuxConstants.IPV6_RECVPKTINFO, 1);
        socket.option(LinuxConstants.SOL_IPV6, LinuxConstants.IPV6_RECVHOPLIMIT, 1);
        socket.option(LinuxConstants.SOL_SOCKET, LinuxConstants.SO_TIMESTAMPNS, 1);
        return socket;
    }

    private int option(final int level, final int name, final int value) {
        out.putInt(0, value);
        return LibC.setsockopt(descriptor, level, name, out, Integer.BYTES);
    }

    /** How much the kernel may hold for us, with its overhead; forced where we may, else up to the machine's limit. */
    void receiveQueue(final int bytes) {
        if (option(LinuxConstants.SOL_SOCKET, LinuxConstants.SO_RCVBUFFORCE, bytes) < 0) {
            option(LinuxConstants.SOL_SOCKET, LinuxConstants.SO_RCVBUF, bytes);
        }
    }

    /** From now on only packets of this interface; 0 or the negated errno. */
    int bindToInterface(final String name) {
        final int length = out.putStringWithoutLengthAscii(0, name);
        return LibC.setsockopt(descriptor, LinuxConstants.SOL_SOCKET, LinuxConstants.SO_BINDTODEVICE, out, length);
    }

    /** Joins a group on an interface; 0 or the negated errno. */
    int join(final long groupHigh, final long groupLow, final int index) {
        out.putLong(0, groupHigh, ByteOrder.BIG_ENDIAN);
        out.putLong(8, groupLow, ByteOrder.BIG_ENDIAN);
        out.putInt(16, index);
        return LibC.setsockopt(descriptor, LinuxConstants.SOL_IPV6, LinuxConstants.IPV6_JOIN_GROUP, out, 20);
    }

    /** Receives nothing: every ICMPv6 type is blocked. */
    void receiveNoIcmp() {
        out.setMemory(0, 32, (byte) 0xFF);
        LibC.setsockopt(descriptor, LinuxConstants.SOL_ICMPV6, LinuxConstants.ICMPV6_FILTER, out, 32);
    }

    /** Lets a source address be used that is on no interface yet. */
    void anySource() {
        option(LinuxConstants.SOL_IPV6, LinuxConstants.IPV6_FREEBIND, 1);
    }

    /**
     * Sends one message.
     *
     * @return 0, or the negated errno.
     */
    int send(
            final DirectBuffer bytes,
            final int offset,
            final int lengthBytes,
            final long sourceHigh,
            final long sourceLow,
            final long toHigh,
            final long toLow,
            final int index) {
        if (lengthBytes > MAX_MESSAGE_BYTES) {
            return -Errno.EMSGSIZE;
        }
        out.setMemory(0, MESSAGE, (byte) 0);
        out.putBytes(MESSAGE, bytes, offset, lengthBytes);
        out.putShort(NAME, (short) LinuxConstants.AF_INET6);
        out.putLong(NAME + 8, toHigh, ByteOrder.BIG_ENDIAN);
        out.putLong(NAME + 16, toLow, ByteOrder.BIG_ENDIAN);
        out.putInt(NAME + 24, index);
        int control = CONTROL;
        control = controlHeader(control, LinuxConstants.IPV6_PKTINFO, 20);
        out.putLong(control, sourceHigh, ByteOrder.BIG_ENDIAN);
        out.putLong(control + 8, sourceLow, ByteOrder.BIG_ENDIAN);
        out.putInt(control + 16, index);
        control = controlHeader(control + 24, LinuxConstants.IPV6_HOPLIMIT, 4);
        out.putInt(control, HOP_LIMIT);
        control = controlHeader(control + 8, LinuxConstants.IPV6_TCLASS, 4);
        out.putInt(control, CLASS_CS6);
        header(out, lengthBytes, control + 8 - CONTROL);
        return Math.min(0, LibC.sendmsg(descriptor, out));
    }

    private int controlHeader(final int at, final int type, final int dataBytes) {
        out.putLong(at, CMSG_HEADER_BYTES + dataBytes);
        out.putInt(at + 8, LinuxConstants.SOL_IPV6);
        out.putInt(at + 12, type);
        return at + CMSG_HEADER_BYTES;
    }

    private static void header(final UnsafeBuffer buffer, final int messageBytes, final int controlBytes) {
        final long base = buffer.addressOffset();
        buffer.putLong(0, base + NAME);
        buffer.putLong(8, 28);
        buffer.putLong(16, base + IOVEC);
        buffer.putLong(24, 1);
        buffer.putLong(32, base + CONTROL);
        buffer.putLong(40, controlBytes);
        buffer.putLong(48, 0);
        buffer.putLong(IOVEC, base + MESSAGE);
        buffer.putLong(IOVEC + 8, messageBytes);
    }

    /**
     * Receives one message into {@link #message()}.
     *
     * @return its length, -EAGAIN when nothing waits, or another negated errno. 0 is an empty message.
     */
    int receive() {
        header(in, MAX_MESSAGE_BYTES, CONTROL_BYTES);
        final int length = LibC.recvmsg(descriptor, in);
        if (length < 0) {
            return length == -Errno.EINTR ? -Errno.EAGAIN : length;
        }
        hopLimit = -1;
        interfaceIndex = 0;
        destinationHigh = 0;
        destinationLow = 0;
        arrivedNs = 0;
        readControl((int) Math.min(CONTROL_BYTES, Math.max(0, in.getLong(40))));
        return length;
    }

    private void readControl(final int controlBytes) {
        int at = CONTROL;
        final int end = CONTROL + controlBytes;
        while (end - at >= CMSG_HEADER_BYTES) {
            final long length = in.getLong(at);
            if (length < CMSG_HEADER_BYTES || length > end - at) {
                return;
            }
            final int data = at + CMSG_HEADER_BYTES;
            final int dataBytes = (int) length - CMSG_HEADER_BYTES;
            if (in.getInt(at + 8) == LinuxConstants.SOL_IPV6) {
                if (in.getInt(at + 12) == LinuxConstants.IPV6_PKTINFO && dataBytes >= 20) {
                    destinationHigh = in.getLong(data, ByteOrder.BIG_ENDIAN);
                    destinationLow = in.getLong(data + 8, ByteOrder.BIG_ENDIAN);
                    interfaceIndex = in.getInt(data + 16);
                } else if (in.getInt(at + 12) == LinuxConstants.IPV6_HOPLIMIT && dataBytes >= 4) {
                    hopLimit = in.getInt(data);
                }
            } else if (in.getInt(at + 8) == LinuxConstants.SOL_SOCKET
                    && in.getInt(at + 12) == LinuxConstants.SO_TIMESTAMPNS
                    && dataBytes >= 16) {
                arrivedNs = in.getLong(data) * NS_PER_S + in.getLong(data + 8);
            }
            at += ((int) length + 7) & ~7;
        }
    }

    DirectBuffer message() {
        return message;
    }

    long sourceHigh() {
        return in.getLong(NAME + 8, ByteOrder.BIG_ENDIAN);
    }

    long sourceLow() {
        return in.getLong(NAME + 16, ByteOrder.BIG_ENDIAN);
    }

    /** -1 = the kernel did not tell. */
    int hopLimit() {
        return hopLimit;
    }

    int interfaceIndex() {
        return interfaceIndex;
    }

    /** How long ago it arrived by the kernel's wall clock, which may have been set meanwhile; 0 when it does not say. */
    long arrivedAgoNs() {
        if (arrivedNs == 0 || LibC.clock_gettime(LinuxConstants.CLOCK_REALTIME, out, 0) < 0) {
            return 0;
        }
        return out.getLong(0) * NS_PER_S + out.getLong(8) - arrivedNs;
    }

    long destinationHigh() {
        return destinationHigh;
    }

    long destinationLow() {
        return destinationLow;
    }

    @Override
    public void close() {
        LibC.close(descriptor);
    }
}

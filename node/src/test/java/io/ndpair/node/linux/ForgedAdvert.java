package io.ndpair.node.linux;

import io.ndpair.election.vrrp.DropReason;
import java.nio.ByteBuffer;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A VRRP frame of somebody hostile: good but for one thing, and of a priority that every router would yield to. Sent as it is, as fast as
 * the kernel takes it.
 */
final class ForgedAdvert {
    private static final int IPV6 = 14;
    private static final int MESSAGE = 54;
    private static final int MESSAGE_BYTES = 24;
    private static final int PRIORITY = 254;
    private static final int LEAST_PRIORITY = 1;
    private static final int VRRP = 112;

    private final byte[] frame;

    private ForgedAdvert(final byte[] frame) {
        this.frame = frame;
    }

    /** An advertisement of a group with one address that is refused for just this reason. */
    static ForgedAdvert refusedFor(final DropReason reason, final int vrid, final int intervalCs) {
        final int length =
                switch (reason) {
                    case TRUNCATED -> 6;
                    case EXCESS -> MESSAGE_BYTES + 8;
                    default -> MESSAGE_BYTES;
                };
        final ByteBuffer frame = ByteBuffer.allocate(MESSAGE + length);
        frame.putShort(0, (short) 0x3333).putInt(2, 0x12);
        frame.putShort(6, (short) 0x0200).putInt(8, 0xBAD).putShort(12, (short) 0x86DD);
        frame.putInt(IPV6, 0x6C00_0000).putShort(IPV6 + 4, (short) length).put(IPV6 + 6, (byte) VRRP);
        frame.put(IPV6 + 7, (byte) (reason == DropReason.HOP_LIMIT ? 254 : 255));
        frame.putLong(IPV6 + 8, reason == DropReason.SOURCE ? 0x2001_0DB8_0001_0000L : 0xFE80L << 48);
        frame.putLong(IPV6 + 16, 0xFFFF);
        frame.putLong(IPV6 + 24, 0xFF02L << 48).putLong(IPV6 + 32, 0x12);
        final byte[] message = new byte[MESSAGE_BYTES + 8];
        ByteBuffer.wrap(message)
                .put(0, (byte) (reason == DropReason.VERSION ? 0x21 : reason == DropReason.TYPE ? 0x32 : 0x31))
                .put(1, (byte) (reason == DropReason.VRID ? vrid + 1 : vrid))
                .put(2, (byte) (reason == DropReason.OWNER_CLAIM ? 255 : PRIORITY))
                .put(3, (byte) (reason == DropReason.COUNT ? 0 : reason == DropReason.LENGTH ? 2 : 1))
                .putShort(4, (short) (reason == DropReason.INTERVAL ? 0 : intervalCs))
                .putLong(8, reason == DropReason.FIRST_ADDRESS ? 0x2001_0DB8_0001_0000L : 0xFE80L << 48)
                .putLong(16, 0x51);
        frame.put(MESSAGE, message, 0, length);
        if (reason != DropReason.TRUNCATED) {
            final int sum = checksum(frame.array(), length);
            frame.putShort(MESSAGE + 6, (short) (reason == DropReason.CHECKSUM ? sum ^ 1 : sum));
        }
        return new ForgedAdvert(frame.array());
    }

    /** One that is right in everything and of the least priority: a stranger who claims to be master as well. */
    static ForgedAdvert weaker(final int vrid, final int intervalCs) {
        final byte[] frame = refusedFor(DropReason.MEMBER, vrid, intervalCs).frame;
        frame[MESSAGE + 2] = LEAST_PRIORITY;
        ByteBuffer.wrap(frame).putShort(MESSAGE + 6, (short) 0);
        ByteBuffer.wrap(frame).putShort(MESSAGE + 6, (short) checksum(frame, MESSAGE_BYTES));
        return new ForgedAdvert(frame);
    }

    private static int checksum(final byte[] frame, final int length) {
        final ByteBuffer words = ByteBuffer.wrap(frame);
        long sum = (long) VRRP + length;
        for (int at = IPV6 + 8; at < MESSAGE + length; at += 2) {
            sum += words.getShort(at) & 0xFFFF;
        }
        while (sum > 0xFFFF) {
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return (int) ~sum & 0xFFFF;
    }

    /** Sends so many of them out of an interface of the calling thread's namespace. */
    void send(final int index, final int count) {
        final UnsafeBuffer out = new UnsafeBuffer(BufferUtil.allocateDirectAligned(128 + frame.length, 64));
        final long base = out.addressOffset();
        out.putLong(0, base + 64);
        out.putLong(8, 20);
        out.putLong(16, base + 96);
        out.putLong(24, 1);
        out.putShort(64, (short) LinuxConstants.AF_PACKET);
        out.putInt(68, index);
        out.putLong(96, base + 128);
        out.putLong(104, frame.length);
        out.putBytes(128, frame);
        final int descriptor = LibC.socket(LinuxConstants.AF_PACKET, LinuxConstants.SOCK_RAW, 0);
        for (int i = 0; i < count; i++) {
            LibC.sendmsg(descriptor, out);
        }
        LibC.close(descriptor);
    }
}

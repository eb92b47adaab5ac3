package io.ndpair.election.vrrp;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Flyweight over one VRRP version 3 advertisement for IPv6 (RFC 9568 section 5.1), the message that follows the IPv6 header.
 * Not checked by itself: read through an {@link AdvertGuard} first. Allocates nothing; owned by one thread.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-------+-------+---------------+---------------+---------------+
 *  |  3    |  1    |     VRID      |   priority    |     count     |
 *  +-------+-------+---------------+---------------+---------------+
 *  |  0    |  interval in cs (12)  |           checksum            |
 *  +-------+-----------------------+-------------------------------+
 *  |  count addresses of 16 bytes, the first link-local            |
 * </pre>
 *
 * <p>The checksum is the Internet checksum over the IPv6 pseudo-header (source, destination ff02::12, 32-bit length, next
 * header 112) and the message.
 */
public final class VrrpAdvertisement {
    /** The part before the addresses. */
    public static final int HEADER_BYTES = 8;

    /** The longest message that this side sends. */
    public static final int MAX_SENT_BYTES = HEADER_BYTES + 16 * VrrpGroupConfig.MAX_ADDRESSES;

    /** The longest message that can be valid: 255 addresses. */
    public static final int MAX_RECEIVED_BYTES = HEADER_BYTES + 16 * 255;

    /** ff02::12, high half. */
    public static final long ALL_ROUTERS_HIGH = 0xff02_0000_0000_0000L;

    /** ff02::12, low half. */
    public static final long ALL_ROUTERS_LOW = 0x12L;

    static final int VERSION = 3;
    static final int TYPE_ADVERTISEMENT = 1;

    private static final int NEXT_HEADER = 112;
    private static final int VRID_OFFSET = 1;
    private static final int PRIORITY_OFFSET = 2;
    private static final int COUNT_OFFSET = 3;
    private static final int INTERVAL_OFFSET = 4;
    private static final int CHECKSUM_OFFSET = 6;

    private DirectBuffer buffer;
    private int offset;

    /** Lays the flyweight over a message of at least {@link #HEADER_BYTES}. */
    public VrrpAdvertisement wrap(DirectBuffer message, int messageOffset) {
        buffer = message;
        offset = messageOffset;
        return this;
    }

    public int version() {
        return (buffer.getByte(offset) & 0xf0) >>> 4;
    }

    public int type() {
        return buffer.getByte(offset) & 0x0f;
    }

    public int vrid() {
        return buffer.getByte(offset + VRID_OFFSET) & 0xff;
    }

    public int priority() {
        return buffer.getByte(offset + PRIORITY_OFFSET) & 0xff;
    }

    public int addressCount() {
        return buffer.getByte(offset + COUNT_OFFSET) & 0xff;
    }

    /** Interval in centiseconds; the four reserved bits before it are ignored (rule R12). */
    public int intervalCs() {
        return buffer.getShort(offset + INTERVAL_OFFSET, BIG_ENDIAN) & 0x0fff;
    }

    public int checksum() {
        return buffer.getShort(offset + CHECKSUM_OFFSET, BIG_ENDIAN) & 0xffff;
    }

    /** High half of an address; the caller has checked that the message holds it. */
    public long addressHigh(int index) {
        return buffer.getLong(offset + HEADER_BYTES + 16 * index, BIG_ENDIAN);
    }

    /** Low half of an address. */
    public long addressLow(int index) {
        return buffer.getLong(offset + HEADER_BYTES + 16 * index + 8, BIG_ENDIAN);
    }

    /** Whether the list of addresses is this one, in this order. */
    boolean advertises(List<VirtualAddress> addresses) {
        boolean same = addressCount() == addresses.size();
        for (int i = 0; same && i < addresses.size(); i++) {
            final VirtualAddress address = addresses.get(i);
            same = addressHigh(i) == address.high() && addressLow(i) == address.low();
        }
        return same;
    }

    /**
     * Writes an advertisement of a group, checksum included.
     *
     * @param priority   0 to resign, otherwise the priority in force
     * @param sourceHigh high half of the link-local address that it will be sent from
     * @param sourceLow  low half of it
     * @return its length in bytes, at most {@link #MAX_SENT_BYTES}
     */
    public static int encode(
            MutableDirectBuffer buffer,
            int offset,
            VrrpGroupConfig group,
            int priority,
            long sourceHigh,
            long sourceLow) {
        final List<VirtualAddress> addresses = group.addresses();
        final int length = HEADER_BYTES + 16 * addresses.size();
        buffer.putByte(offset, (byte) (VERSION << 4 | TYPE_ADVERTISEMENT));
        buffer.putByte(offset + VRID_OFFSET, (byte) group.vrid());
        buffer.putByte(offset + PRIORITY_OFFSET, (byte) priority);
        buffer.putByte(offset + COUNT_OFFSET, (byte) addresses.size());
        buffer.putShort(offset + INTERVAL_OFFSET, (short) group.advertIntervalCs(), BIG_ENDIAN);
        buffer.putShort(offset + CHECKSUM_OFFSET, (short) 0, BIG_ENDIAN);
        for (int i = 0; i < addresses.size(); i++) {
            final VirtualAddress address = addresses.get(i);
            buffer.putLong(offset + HEADER_BYTES + 16 * i, address.high(), BIG_ENDIAN);
            buffer.putLong(offset + HEADER_BYTES + 16 * i + 8, address.low(), BIG_ENDIAN);
        }
        final int sum = sum(buffer, offset, length, sourceHigh, sourceLow);
        buffer.putShort(offset + CHECKSUM_OFFSET, (short) ~sum, BIG_ENDIAN);
        return length;
    }

    /** Whether the checksum of a message from this source to ff02::12 is right (rules R4, R5). */
    static boolean checksumRight(DirectBuffer buffer, int offset, int length, long sourceHigh, long sourceLow) {
        return sum(buffer, offset, length, sourceHigh, sourceLow) == 0xffff;
    }

    /** One's complement sum of pseudo-header and message, folded to 16 bits; a last odd byte counts as its high half. */
    private static int sum(DirectBuffer buffer, int offset, int length, long sourceHigh, long sourceLow) {
        long sum = words(sourceHigh) + words(sourceLow) + words(ALL_ROUTERS_HIGH) + words(ALL_ROUTERS_LOW);
        sum += words(length) + NEXT_HEADER;
        int position = 0;
        for (; position + 1 < length; position += 2) {
            sum += buffer.getShort(offset + position, BIG_ENDIAN) & 0xffff;
        }
        if (position < length) {
            sum += (buffer.getByte(offset + position) & 0xff) << 8;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (int) sum;
    }

    private static long words(long value) {
        return (value >>> 48) + (value >>> 32 & 0xffff) + (value >>> 16 & 0xffff) + (value & 0xffff);
    }
}

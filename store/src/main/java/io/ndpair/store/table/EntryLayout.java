package io.ndpair.store.table;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * Where the fields of an entry stand: 32 bytes, the same in a table's slot, a journal record and a wire frame.
 *
 * <pre>
 *  0               8               16      20      24          30  31
 * +---------------+---------------+-------+-------+-----------+---+---+
 * | address high  | address low   | link  | last  | MAC       |o s| f |
 * | network order | network order | id LE | c. LE | network o.|   |   |
 * +---------------+---------------+-------+-------+-----------+---+---+
 *       w0              w1              w2               w3
 * </pre>
 *
 * o = operation (high 4 bits of byte 30), s = state (low 4 bits), f = flags. Inside the table an entry is handled as four
 * little-endian words w0 to w3; a free slot is four zero words, and w3 of an entry is never zero because its state is not. The
 * bits of the operation are no entry's own: where there is no record, a {@link Segment} keeps something else in them.
 */
public final class EntryLayout {
    /** Bytes of an entry. */
    public static final int ENTRY_BYTES = 32;

    /** Offset of the address' first 64 bits, network order. */
    public static final int ADDRESS_HIGH_OFFSET = 0;

    /** Offset of the address' last 64 bits, network order. */
    public static final int ADDRESS_LOW_OFFSET = 8;

    /** Offset of the link id, little endian. */
    public static final int LINK_ID_OFFSET = 16;

    /** Offset of the last confirmation in table time, little endian. */
    public static final int LAST_CONFIRMED_OFFSET = 20;

    /** Offset of the MAC's six bytes. */
    public static final int MAC_OFFSET = 24;

    /** Offset of the byte that holds the operation (high) and the state (low). */
    public static final int STATE_OFFSET = 30;

    /** Offset of the flags. */
    public static final int FLAGS_OFFSET = 31;

    /** Bits of w3 that hold the operation. */
    static final long OPERATION_MASK = 0x00F0_0000_0000_0000L;

    private static final int OPERATION_SHIFT = 52;
    private static final int STATE_SHIFT = 48;
    private static final int FLAGS_SHIFT = 56;
    private static final long MAC_MASK = 0xFFFF_FFFF_FFFFL;
    private static final long UNSIGNED_INT_MASK = 0xFFFF_FFFFL;

    private EntryLayout() {}

    /**
     * A word of an entry in a buffer.
     *
     * @param buffer that holds the entry
     * @param offset of the word
     * @return the eight bytes as a little-endian number
     */
    static long word(final DirectBuffer buffer, final int offset) {
        return buffer.getLong(offset, ByteOrder.LITTLE_ENDIAN);
    }

    /** Half an address between its number and its word; the same both ways. */
    static long swapped(final long addressHalf) {
        return Long.reverseBytes(addressHalf);
    }

    static long linkWord(final int linkId, final int lastConfirmedTicks) {
        return (linkId & UNSIGNED_INT_MASK) | ((long) lastConfirmedTicks << 32);
    }

    static int linkIdOf(final long w2) {
        return (int) w2;
    }

    static int lastConfirmedOf(final long w2) {
        return (int) (w2 >>> 32);
    }

    static long stateWord(final long mac, final int operation, final int state, final int flags) {
        return (Long.reverseBytes(mac) >>> 16)
                | ((long) (state & 0xF) << STATE_SHIFT)
                | ((long) (operation & 0xF) << OPERATION_SHIFT)
                | ((long) (flags & EntryFlags.MASK) << FLAGS_SHIFT);
    }

    static long macOf(final long w3) {
        return Long.reverseBytes(w3 << 16) & MAC_MASK;
    }

    static int operationOf(final long w3) {
        return (int) (w3 >>> OPERATION_SHIFT) & 0xF;
    }

    static int stateOf(final long w3) {
        return (int) (w3 >>> STATE_SHIFT) & 0xF;
    }

    static int flagsOf(final long w3) {
        return (int) (w3 >>> FLAGS_SHIFT);
    }
}

package io.ndpair.store.journal;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.ndpair.store.model.Epoch;
import io.ndpair.store.table.EntryLayout;
import io.ndpair.store.table.HashKey;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Offsets of the records that {@code journal.xml} specifies, read and written in place; a test holds both alike. Reading
 * takes for granted that {@link RecordCheck} has bounded the record.
 *
 * <pre>
 *  0        2          4        6       8    16             24          32        36       40     44
 * +--------+----------+--------+-------+----+--------------+-----------+---------+--------+------+----
 * | block  | template | schema | ver-  |term| first        | wall      | table   | device | CRC- | body
 * | length | id       | id     | sion  |    | sequence     | clock ms  | time    | id     | 32C  |
 * +--------+----------+--------+-------+----+--------------+-----------+---------+--------+------+----
 * </pre>
 */
public final class RecordLayout {
    /** Id of the schema. */
    public static final int SCHEMA_ID = 20;

    /** Template of a batch of mutations. */
    public static final int BATCH = 1;

    /** Template of the begin of an epoch. */
    public static final int EPOCH_START = 2;

    /** Template of a link's id and name. */
    public static final int LINK_DEFINITION = 3;

    /** Template of the hash key. */
    public static final int SETTINGS = 4;

    /** Template of a gap in a journal. */
    public static final int GAP = 5;

    /** Bytes that every record begins with. */
    public static final int HEADER_BYTES = 44;

    /** Bytes before the first mutation of a batch. */
    public static final int BATCH_HEADER_BYTES = HEADER_BYTES + 4;

    /** Bytes of a link definition without its name. */
    public static final int LINK_HEADER_BYTES = HEADER_BYTES + 6;

    /** Bytes of a settings record. */
    public static final int SETTINGS_BYTES = HEADER_BYTES + 32;

    /** Bytes of a gap record. */
    public static final int GAP_BYTES = HEADER_BYTES + 1;

    /** Longest name of a link, in bytes of UTF-8. */
    public static final int MAX_NAME_BYTES = 255;

    /** Longest record that is written or taken. */
    public static final int MAX_RECORD_BYTES = 64 << 10;

    /** A gap because the journal fell behind the ring. */
    public static final int GAP_RING_OVERRUN = 1;

    /** A gap because the disk failed or was full. */
    public static final int GAP_DISK_FAILED = 2;

    /** A gap because a batch backup has begun. */
    public static final int GAP_BATCH_BACKUP = 3;

    static final int CRC_OFFSET = 40;

    private static final int SBE_HEADER_BYTES = 8;
    private static final int TERM_OFFSET = 8;
    private static final int FIRST_SEQUENCE_OFFSET = 16;
    private static final int WALL_CLOCK_OFFSET = 24;
    private static final int TABLE_TIME_OFFSET = 32;
    private static final int DEVICE_ID_OFFSET = 36;

    private RecordLayout() {}

    static int blockLength(DirectBuffer buffer, int offset) {
        return buffer.getShort(offset, LITTLE_ENDIAN) & 0xFFFF;
    }

    /** Kind of the record. */
    public static int templateId(DirectBuffer buffer, int offset) {
        return buffer.getShort(offset + 2, LITTLE_ENDIAN) & 0xFFFF;
    }

    static int schemaId(DirectBuffer buffer, int offset) {
        return buffer.getShort(offset + 4, LITTLE_ENDIAN) & 0xFFFF;
    }

    /** Term of the epoch. */
    public static long term(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + TERM_OFFSET, LITTLE_ENDIAN);
    }

    /** Device of the epoch. */
    public static int deviceId(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + DEVICE_ID_OFFSET, LITTLE_ENDIAN);
    }

    /** Sequence of the first mutation, or the next sequence where there is none. */
    public static long firstSequence(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + FIRST_SEQUENCE_OFFSET, LITTLE_ENDIAN);
    }

    /** When the master sealed it, by its wall clock. */
    public static long wallClockMs(DirectBuffer buffer, int offset) {
        return buffer.getLong(offset + WALL_CLOCK_OFFSET, LITTLE_ENDIAN);
    }

    /** When the master sealed it, in table time. */
    public static int tableTime(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + TABLE_TIME_OFFSET, LITTLE_ENDIAN);
    }

    /** The checksum that the record carries. */
    public static int crc(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + CRC_OFFSET, LITTLE_ENDIAN);
    }

    static void crc(MutableDirectBuffer buffer, int offset, int crc) {
        buffer.putInt(offset + CRC_OFFSET, crc, LITTLE_ENDIAN);
    }

    private static int body(DirectBuffer buffer, int offset) {
        return offset + SBE_HEADER_BYTES + blockLength(buffer, offset);
    }

    /** Number of mutations; 0 where the record is no batch. */
    public static int count(DirectBuffer buffer, int offset) {
        return templateId(buffer, offset) == BATCH
                ? buffer.getShort(body(buffer, offset) + 2, LITTLE_ENDIAN) & 0xFFFF
                : 0;
    }

    /** The last sequence of a batch; where there are no mutations, the next sequence. */
    public static long reach(DirectBuffer buffer, int offset) {
        int count = count(buffer, offset);
        return firstSequence(buffer, offset) + Math.max(count - 1, 0);
    }

    /** Offset of the first mutation. */
    public static int mutationsOffset(DirectBuffer buffer, int offset) {
        return body(buffer, offset) + 4;
    }

    /** Bytes from one mutation to the next. */
    public static int mutationStride(DirectBuffer buffer, int offset) {
        return buffer.getShort(body(buffer, offset), LITTLE_ENDIAN) & 0xFFFF;
    }

    /** The link id of a link definition. */
    public static int linkId(DirectBuffer buffer, int offset) {
        return buffer.getInt(offset + HEADER_BYTES, LITTLE_ENDIAN);
    }

    static int nameLength(DirectBuffer buffer, int offset) {
        return buffer.getShort(body(buffer, offset), LITTLE_ENDIAN) & 0xFFFF;
    }

    /** The name of a link definition. Allocates. */
    public static String linkName(DirectBuffer buffer, int offset) {
        return buffer.getStringWithoutLengthUtf8(body(buffer, offset) + 2, nameLength(buffer, offset));
    }

    /** The key of a settings record. Allocates. */
    public static HashKey hashKey(DirectBuffer buffer, int offset) {
        int at = offset + HEADER_BYTES;
        return new HashKey(
                buffer.getLong(at, LITTLE_ENDIAN),
                buffer.getLong(at + 8, LITTLE_ENDIAN),
                buffer.getLong(at + 16, LITTLE_ENDIAN),
                buffer.getLong(at + 24, LITTLE_ENDIAN));
    }

    /** Why there is a gap. */
    public static int gapReason(DirectBuffer buffer, int offset) {
        return buffer.getByte(offset + HEADER_BYTES);
    }

    static int headerOf(
            MutableDirectBuffer buffer,
            int offset,
            int templateId,
            int length,
            Epoch epoch,
            long firstSequence,
            int tableTime,
            long wallClockMs) {
        buffer.putShort(offset, (short) (length - SBE_HEADER_BYTES), LITTLE_ENDIAN);
        buffer.putShort(offset + 2, (short) templateId, LITTLE_ENDIAN);
        buffer.putShort(offset + 4, (short) SCHEMA_ID, LITTLE_ENDIAN);
        buffer.putShort(offset + 6, (short) 0, LITTLE_ENDIAN);
        buffer.putLong(offset + TERM_OFFSET, epoch.term(), LITTLE_ENDIAN);
        buffer.putLong(offset + FIRST_SEQUENCE_OFFSET, firstSequence, LITTLE_ENDIAN);
        buffer.putLong(offset + WALL_CLOCK_OFFSET, wallClockMs, LITTLE_ENDIAN);
        buffer.putInt(offset + TABLE_TIME_OFFSET, tableTime, LITTLE_ENDIAN);
        buffer.putInt(offset + DEVICE_ID_OFFSET, epoch.deviceId(), LITTLE_ENDIAN);
        return length;
    }

    /** Header of a batch whose mutations already stand in their places. Answers the length of the record. */
    static int batch(
            MutableDirectBuffer buffer,
            int offset,
            Epoch epoch,
            long firstSequence,
            int tableTime,
            long wallClockMs,
            int count) {
        headerOf(buffer, offset, BATCH, HEADER_BYTES, epoch, firstSequence, tableTime, wallClockMs);
        buffer.putShort(offset + HEADER_BYTES, (short) EntryLayout.ENTRY_BYTES, LITTLE_ENDIAN);
        buffer.putShort(offset + HEADER_BYTES + 2, (short) count, LITTLE_ENDIAN);
        return BATCH_HEADER_BYTES + count * EntryLayout.ENTRY_BYTES;
    }

    /** Body of a link definition after its header of {@link #LINK_HEADER_BYTES}. Answers the length of the record. */
    static int linkBody(MutableDirectBuffer buffer, int offset, int linkId, byte[] name) {
        buffer.putInt(offset + HEADER_BYTES, linkId, LITTLE_ENDIAN);
        buffer.putShort(offset + HEADER_BYTES + 4, (short) name.length, LITTLE_ENDIAN);
        buffer.putBytes(offset + LINK_HEADER_BYTES, name);
        return LINK_HEADER_BYTES + name.length;
    }

    static void settingsBody(MutableDirectBuffer buffer, int offset, HashKey key) {
        int at = offset + HEADER_BYTES;
        buffer.putLong(at, key.key0(), LITTLE_ENDIAN);
        buffer.putLong(at + 8, key.key1(), LITTLE_ENDIAN);
        buffer.putLong(at + 16, key.key2(), LITTLE_ENDIAN);
        buffer.putLong(at + 24, key.key3(), LITTLE_ENDIAN);
    }
}

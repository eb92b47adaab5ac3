package io.ndpair.store.journal;

import java.util.Arrays;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * CRC32C of a record, its own four bytes taken as zero. One per thread; allocates nothing after construction. The bytes are
 * copied first, so that a buffer of any kind will do.
 */
public final class RecordCrc {
    private final CRC32C crc = new CRC32C();
    private final byte[] scratch = new byte[RecordLayout.MAX_RECORD_BYTES];

    /** The checksum that the record should carry. */
    public int of(DirectBuffer buffer, int offset, int length) {
        buffer.getBytes(offset, scratch, 0, length);
        Arrays.fill(scratch, RecordLayout.CRC_OFFSET, RecordLayout.HEADER_BYTES, (byte) 0);
        crc.reset();
        crc.update(scratch, 0, length);
        return (int) crc.getValue();
    }

    /** Computes the checksum and writes it into the record. */
    public void seal(MutableDirectBuffer buffer, int offset, int length) {
        RecordLayout.crc(buffer, offset, of(buffer, offset, length));
    }
}

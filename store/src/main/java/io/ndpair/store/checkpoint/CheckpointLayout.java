package io.ndpair.store.checkpoint;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.agrona.MutableDirectBuffer;

/**
 * The format of a checkpoint file: frames, each {kind, payload length, CRC32C, 0} of 4 bytes each, little endian, and the
 * payload. The CRC covers kind, length and payload. In this order: one header, links, ranges, places of the journal index, one
 * footer. A file without a good footer is no checkpoint.
 *
 * <pre>
 * header  version 4, device 4, term 8, sequence 8, table time 4, flags 4 (1 key agreed, 2 contiguous), key 4 x 8, greatest
 *         term 8, generation 8, place 8, wall clock 8, epochs 4, and of each {term 8, device 4, first sequence 8}
 * link    link id 4, bytes of the name
 * range   prefix 8, as of 8, depth 4, count 4, entries of 32
 * places  of each {sequence 8, generation 8, place 8}
 * footer  ranges 8, entries 8, greatest as-of 8
 * </pre>
 */
final class CheckpointLayout {
    static final int VERSION = 1;
    static final int HEADER = 0x4e445031;
    static final int LINK = 0x4e445032;
    static final int RANGE = 0x4e445033;
    static final int PLACES = 0x4e445034;
    static final int FOOTER = 0x4e445035;

    static final int FRAME_HEADER_BYTES = 16;
    static final int MAX_PAYLOAD_BYTES = 64 << 10;
    static final int MAX_FRAME_BYTES = FRAME_HEADER_BYTES + MAX_PAYLOAD_BYTES;
    static final int RANGE_HEADER_BYTES = 24;
    static final int PLACE_BYTES = 24;
    static final int FOOTER_BYTES = 24;
    static final int HEADER_FIXED_BYTES = 108;
    static final int EPOCH_BYTES = 20;
    static final int KEY_AGREED = 1;
    static final int CONTIGUOUS = 2;

    private CheckpointLayout() {}

    /** Writes the frame's header before a payload that stands at its place already. Answers the length of the frame. */
    static int seal(MutableDirectBuffer buffer, ByteBuffer view, int offset, int kind, int payloadBytes, CRC32C crc) {
        buffer.putInt(offset, kind, LITTLE_ENDIAN);
        buffer.putInt(offset + 4, payloadBytes, LITTLE_ENDIAN);
        buffer.putInt(offset + 12, 0, LITTLE_ENDIAN);
        buffer.putInt(offset + 8, crc(view, offset, payloadBytes, crc), LITTLE_ENDIAN);
        return FRAME_HEADER_BYTES + payloadBytes;
    }

    static int crc(ByteBuffer view, int offset, int payloadBytes, CRC32C crc) {
        crc.reset();
        view.clear();
        view.position(offset).limit(offset + 8);
        crc.update(view);
        view.limit(offset + FRAME_HEADER_BYTES + payloadBytes).position(offset + FRAME_HEADER_BYTES);
        crc.update(view);
        view.clear();
        return (int) crc.getValue();
    }
}

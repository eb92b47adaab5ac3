package io.ndpair.transport.session;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.ndpair.store.model.History;
import io.ndpair.store.table.RangeImage;
import io.ndpair.store.table.RangePage;
import io.ndpair.transport.codec.AckDecoder;
import io.ndpair.transport.codec.BatchBackupEndDecoder;
import io.ndpair.transport.codec.BatchBackupRequestDecoder;
import io.ndpair.transport.codec.FactsDecoder;
import io.ndpair.transport.codec.GoodbyeDecoder;
import io.ndpair.transport.codec.HeartbeatDecoder;
import io.ndpair.transport.codec.HelloDecoder;
import io.ndpair.transport.codec.MergeLinkDecoder;
import io.ndpair.transport.codec.MergeOfferDecoder;
import io.ndpair.transport.codec.MergeRequestDecoder;
import io.ndpair.transport.codec.MessageHeaderDecoder;
import io.ndpair.transport.codec.RangeDifferencesDecoder;
import io.ndpair.transport.codec.RangeDigestsDecoder;
import io.ndpair.transport.codec.RangeImageDecoder;
import io.ndpair.transport.codec.StreamStartDecoder;
import org.agrona.DirectBuffer;

/**
 * Measures a session message against its schema before a decoder is laid over it: the generated decoders believe every length they read.
 *
 * <p>A message of this version has exactly the length that its counts say. One of a newer version may have longer blocks and
 * more behind; both are skipped.
 */
final class FrameCheck {

    static final int HEADER_BYTES = MessageHeaderDecoder.ENCODED_LENGTH;

    /** Most facts in one message that are read; more are refused. */
    static final int MAX_FACTS = 100;

    /** Most neighbors in a MergeOffer. */
    static final int MAX_OFFERED = 128;

    private static final int GROUP_HEADER_BYTES = 4;
    private static final int MAX_TEXT_BYTES = 255;

    private FrameCheck() {}

    static int blockLength(DirectBuffer buffer, int offset) {
        return buffer.getShort(offset, LITTLE_ENDIAN) & 0xFFFF;
    }

    static int templateId(DirectBuffer buffer, int offset) {
        return buffer.getShort(offset + 2, LITTLE_ENDIAN) & 0xFFFF;
    }

    static int schemaId(DirectBuffer buffer, int offset) {
        return buffer.getShort(offset + 4, LITTLE_ENDIAN) & 0xFFFF;
    }

    static int version(DirectBuffer buffer, int offset) {
        return buffer.getShort(offset + 6, LITTLE_ENDIAN) & 0xFFFF;
    }

    /**
     * What is wrong with the lengths of a message whose template this version knows.
     *
     * @return null when nothing is, otherwise what
     */
    static String complaint(DirectBuffer buffer, int offset, int length) {
        int template = templateId(buffer, offset);
        int known = knownBlockLength(template);
        int acting = blockLength(buffer, offset);
        if (template == HelloDecoder.TEMPLATE_ID && version(buffer, offset) < HelloDecoder.factsTotalSinceVersion()) {
            known = HelloDecoder.factsTotalEncodingOffset();
        }
        if (acting < known) {
            return "block length";
        }
        int end = HEADER_BYTES + acting;
        if (end > length) {
            return "length";
        }
        switch (template) {
            case HelloDecoder.TEMPLATE_ID:
                end = endOfGroup(
                        buffer, offset, length, end, HelloDecoder.HistoryDecoder.sbeBlockLength(), History.MAX_EPOCHS);
                end = end < 0 ? end : endOfFacts(buffer, offset, length, end);
                break;
            case FactsDecoder.TEMPLATE_ID:
                end = endOfFacts(buffer, offset, length, end);
                break;
            case RangeImageDecoder.TEMPLATE_ID:
                end = endOfEntries(buffer, offset, length, end, RangeImage.MAX_ENTRIES);
                break;
            case MergeOfferDecoder.TEMPLATE_ID:
                end = endOfEntries(buffer, offset, length, end, MAX_OFFERED);
                break;
            case MergeLinkDecoder.TEMPLATE_ID:
                end = endOfText(buffer, offset, length, end);
                break;
            case BatchBackupEndDecoder.TEMPLATE_ID:
                end = endOfGroup(
                        buffer,
                        offset,
                        length,
                        end,
                        BatchBackupEndDecoder.HistoryDecoder.sbeBlockLength(),
                        History.MAX_EPOCHS);
                break;
            case RangeDigestsDecoder.TEMPLATE_ID:
                end = endOfGroup(
                        buffer,
                        offset,
                        length,
                        end,
                        RangeDigestsDecoder.DigestsDecoder.sbeBlockLength(),
                        RangePage.MAX_RANGES);
                break;
            case RangeDifferencesDecoder.TEMPLATE_ID:
                end = endOfGroup(
                        buffer,
                        offset,
                        length,
                        end,
                        RangeDifferencesDecoder.WordsDecoder.sbeBlockLength(),
                        RangePage.MAX_RANGES / Long.SIZE);
                break;
            default:
                break;
        }
        if (end < 0) {
            return "count or length of a group";
        }
        boolean newer = version(buffer, offset) > MessageHeaderDecoder.SCHEMA_VERSION;
        return end == length || newer ? null : "bytes behind the end";
    }

    /** The block length of a template that this version knows, -1 for others. */
    static int knownBlockLength(int template) {
        switch (template) {
            case HelloDecoder.TEMPLATE_ID:
                return HelloDecoder.BLOCK_LENGTH;
            case StreamStartDecoder.TEMPLATE_ID:
                return StreamStartDecoder.BLOCK_LENGTH;
            case BatchBackupRequestDecoder.TEMPLATE_ID:
                return BatchBackupRequestDecoder.BLOCK_LENGTH;
            case RangeImageDecoder.TEMPLATE_ID:
                return RangeImageDecoder.BLOCK_LENGTH;
            case BatchBackupEndDecoder.TEMPLATE_ID:
                return BatchBackupEndDecoder.BLOCK_LENGTH;
            case HeartbeatDecoder.TEMPLATE_ID:
                return HeartbeatDecoder.BLOCK_LENGTH;
            case AckDecoder.TEMPLATE_ID:
                return AckDecoder.BLOCK_LENGTH;
            case MergeRequestDecoder.TEMPLATE_ID:
                return MergeRequestDecoder.BLOCK_LENGTH;
            case MergeLinkDecoder.TEMPLATE_ID:
                return MergeLinkDecoder.BLOCK_LENGTH;
            case MergeOfferDecoder.TEMPLATE_ID:
                return MergeOfferDecoder.BLOCK_LENGTH;
            case RangeDigestsDecoder.TEMPLATE_ID:
                return RangeDigestsDecoder.BLOCK_LENGTH;
            case RangeDifferencesDecoder.TEMPLATE_ID:
                return RangeDifferencesDecoder.BLOCK_LENGTH;
            case FactsDecoder.TEMPLATE_ID:
                return FactsDecoder.BLOCK_LENGTH;
            case GoodbyeDecoder.TEMPLATE_ID:
                return GoodbyeDecoder.BLOCK_LENGTH;
            default:
                return -1;
        }
    }

    private static int endOfGroup(
            DirectBuffer buffer, int offset, int length, int at, int knownBlock, int mostElements) {
        if (at + GROUP_HEADER_BYTES > length) {
            return -1;
        }
        int block = buffer.getShort(offset + at, LITTLE_ENDIAN) & 0xFFFF;
        int elements = buffer.getShort(offset + at + 2, LITTLE_ENDIAN) & 0xFFFF;
        // Both factors have 16 bits and elements is bounded: no overflow.
        int end = at + GROUP_HEADER_BYTES + block * Math.min(elements, mostElements);
        return block < knownBlock || elements > mostElements || end > length ? -1 : end;
    }

    /** Entries are copied as they stand, so theirs is the one block that must not be longer in a newer version either. */
    private static int endOfEntries(DirectBuffer buffer, int offset, int length, int at, int mostEntries) {
        int entryBytes = RangeImageDecoder.EntriesDecoder.sbeBlockLength();
        int end = endOfGroup(buffer, offset, length, at, entryBytes, mostEntries);
        return end < 0 || (buffer.getShort(offset + at, LITTLE_ENDIAN) & 0xFFFF) != entryBytes ? -1 : end;
    }

    private static int endOfFacts(DirectBuffer buffer, int offset, int length, int at) {
        if (at + GROUP_HEADER_BYTES > length) {
            return -1;
        }
        int block = buffer.getShort(offset + at, LITTLE_ENDIAN) & 0xFFFF;
        int elements = buffer.getShort(offset + at + 2, LITTLE_ENDIAN) & 0xFFFF;
        if (elements > MAX_FACTS) {
            return -1;
        }
        int end = at + GROUP_HEADER_BYTES;
        for (int i = 0; i < elements; i++) {
            end = endOfText(buffer, offset, length, end + block);
            end = end < 0 ? end : endOfText(buffer, offset, length, end);
            if (end < 0) {
                return -1;
            }
        }
        return end;
    }

    private static int endOfText(DirectBuffer buffer, int offset, int length, int at) {
        if (at + Short.BYTES > length) {
            return -1;
        }
        int bytes = buffer.getShort(offset + at, LITTLE_ENDIAN) & 0xFFFF;
        int end = at + Short.BYTES + bytes;
        return bytes > MAX_TEXT_BYTES || end > length ? -1 : end;
    }
}

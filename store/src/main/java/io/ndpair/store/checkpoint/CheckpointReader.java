package io.ndpair.store.checkpoint;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.ndpair.store.journal.Links;
import io.ndpair.store.journal.RecordLayout;
import io.ndpair.store.journal.SequenceIndex;
import io.ndpair.store.model.Outcome;
import io.ndpair.store.table.EntryLayout;
import io.ndpair.store.table.NeighborTable;
import io.ndpair.store.table.TableConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads a checkpoint from beginning to end, once. Nothing is believed before its CRC is; nothing is allocated by a length that
 * stands in the file. A file is whole when its footer counts what was read.
 */
final class CheckpointReader {
    private static final int BUFFER_BYTES = 1 << 20;

    private final ByteBuffer view = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final UnsafeBuffer buffer = new UnsafeBuffer(view);
    private final CRC32C crc = new CRC32C();
    private final Links links = new Links();
    private final SequenceIndex index = new SequenceIndex();
    private final TableConfig tableConfig;
    private CheckpointHeader header;
    private NeighborTable table;
    private long ranges;
    private long entries;
    private long greatestAsOf;
    private Consumer<NeighborTable> afterRange;
    private double covered;
    private boolean whole;
    private boolean headerOnly;
    private int bufferStart;
    private int bufferEnd;

    private CheckpointReader(TableConfig tableConfig) {
        this.tableConfig = tableConfig;
    }

    /** Checks that a file is whole without keeping what it holds; answers what is wrong, or null. */
    static String verify(Path file) throws IOException {
        return new CheckpointReader(null).read(file);
    }

    /**
     * Loads a file into a new table.
     *
     * @throws IOException saying what is wrong with it; nothing is left open then
     */
    static CheckpointReader load(Path file, TableConfig tableConfig) throws IOException {
        return load(file, tableConfig, table -> {});
    }

    /** The same; the check is shown the table after every range, and ends it by throwing. */
    static CheckpointReader load(Path file, TableConfig tableConfig, Consumer<NeighborTable> check) throws IOException {
        CheckpointReader reader = new CheckpointReader(tableConfig);
        reader.afterRange = check;
        String fault;
        try {
            fault = reader.read(file);
        } catch (IOException | RuntimeException e) {
            reader.closeTable();
            throw e;
        }
        if (fault != null) {
            reader.closeTable();
            throw new IOException(file.getFileName() + ": " + fault);
        }
        return reader;
    }

    /**
     * Reads only the header of a file; null if there is none that can be believed.
     *
     * @throws IOException when it cannot be read
     */
    static CheckpointHeader header(Path file) throws IOException {
        CheckpointReader reader = new CheckpointReader(null);
        reader.headerOnly = true;
        reader.read(file);
        return reader.header;
    }

    private void closeTable() {
        if (table != null) {
            table.close();
        }
    }

    CheckpointHeader header() {
        return header;
    }

    NeighborTable table() {
        return table;
    }

    Links links() {
        return links;
    }

    SequenceIndex index() {
        return index;
    }

    long entries() {
        return entries;
    }

    /** The journal must reach this sequence before the ranges are of one moment. */
    long greatestAsOf() {
        return greatestAsOf;
    }

    private String read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long frames = 0;
            while (!whole && !(headerOnly && header != null)) {
                if (!fill(channel, CheckpointLayout.FRAME_HEADER_BYTES)) {
                    return "ends after " + frames + " frames without a footer";
                }
                int kind = buffer.getInt(bufferStart, LITTLE_ENDIAN);
                int payloadBytes = buffer.getInt(bufferStart + 4, LITTLE_ENDIAN);
                if (payloadBytes < 0 || payloadBytes > CheckpointLayout.MAX_PAYLOAD_BYTES) {
                    return "frame " + frames + " has an impossible length of " + payloadBytes;
                }
                int frameBytes = CheckpointLayout.FRAME_HEADER_BYTES + payloadBytes;
                if (!fill(channel, frameBytes)) {
                    return "ends within frame " + frames;
                }
                if (buffer.getInt(bufferStart + 8, LITTLE_ENDIAN)
                        != CheckpointLayout.crc(view, bufferStart, payloadBytes, crc)) {
                    return "frame " + frames + " has a wrong CRC";
                }
                String fault = take(kind, bufferStart + CheckpointLayout.FRAME_HEADER_BYTES, payloadBytes);
                if (fault != null) {
                    return "frame " + frames + ": " + fault;
                }
                bufferStart += frameBytes;
                frames++;
            }
            return null;
        }
    }

    private boolean fill(FileChannel channel, int length) throws IOException {
        if (bufferEnd - bufferStart >= length) {
            return true;
        }
        view.limit(bufferEnd).position(bufferStart);
        view.compact();
        bufferStart = 0;
        bufferEnd = view.position();
        while (bufferEnd < length) {
            int read = channel.read(view);
            if (read < 0) {
                view.clear();
                return false;
            }
            bufferEnd = view.position();
        }
        view.clear();
        return true;
    }

    private String take(int kind, int offset, int length) {
        if (header == null) {
            header = kind == CheckpointLayout.HEADER ? CheckpointHeader.read(buffer, offset, length) : null;
            if (header == null) {
                return "is no header that this version can read";
            }
            greatestAsOf = header.sequence();
            if (tableConfig != null) {
                table = new NeighborTable(tableConfig, header.key());
            }
            return null;
        }
        switch (kind) {
            case CheckpointLayout.LINK:
                return takeLink(offset, length);
            case CheckpointLayout.RANGE:
                return takeRange(offset, length);
            case CheckpointLayout.PLACES:
                return takePlaces(offset, length);
            case CheckpointLayout.FOOTER:
                return takeFooter(offset, length);
            default:
                return "has the unknown kind 0x" + Integer.toHexString(kind);
        }
    }

    private String takeLink(int offset, int length) {
        int linkId = length < 5 ? 0 : buffer.getInt(offset, LITTLE_ENDIAN);
        if (linkId <= 0 || length - 4 > RecordLayout.MAX_NAME_BYTES || links.size() >= Links.MAX_LINKS) {
            return "is no link";
        }
        links.define(linkId, buffer.getStringWithoutLengthUtf8(offset + 4, length - 4));
        return null;
    }

    private String takeRange(int offset, int length) {
        if (length < CheckpointLayout.RANGE_HEADER_BYTES) {
            return "is too short for a range";
        }
        long prefix = buffer.getLong(offset, LITTLE_ENDIAN);
        long asOf = buffer.getLong(offset + 8, LITTLE_ENDIAN);
        int depth = buffer.getInt(offset + 16, LITTLE_ENDIAN);
        int count = buffer.getInt(offset + 20, LITTLE_ENDIAN);
        int entriesBytes = length - CheckpointLayout.RANGE_HEADER_BYTES;
        if (depth < 0
                || depth > TableConfig.MAX_DEPTH
                || asOf < header.sequence()
                || (long) count * EntryLayout.ENTRY_BYTES != entriesBytes) {
            return "is no range: depth " + depth + ", as of " + asOf + ", count " + count;
        }
        if (table != null) {
            int outcome = table.installRange(
                    prefix, depth, asOf, buffer, offset + CheckpointLayout.RANGE_HEADER_BYTES, count);
            if (outcome < 0) {
                return "range refused by the table: " + Outcome.nameOf(outcome);
            }
            afterRange.accept(table);
        }
        greatestAsOf = Math.max(greatestAsOf, asOf);
        ranges++;
        entries += count;
        covered += Math.scalb(1.0, -depth);
        return null;
    }

    private String takePlaces(int offset, int length) {
        for (int at = offset;
                at + CheckpointLayout.PLACE_BYTES <= offset + length;
                at += CheckpointLayout.PLACE_BYTES) {
            index.add(
                    buffer.getLong(at, LITTLE_ENDIAN),
                    buffer.getLong(at + 8, LITTLE_ENDIAN),
                    buffer.getLong(at + 16, LITTLE_ENDIAN));
        }
        return null;
    }

    private String takeFooter(int offset, int length) {
        if (length < CheckpointLayout.FOOTER_BYTES
                || buffer.getLong(offset, LITTLE_ENDIAN) != ranges
                || buffer.getLong(offset + 8, LITTLE_ENDIAN) != entries
                || buffer.getLong(offset + 16, LITTLE_ENDIAN) != greatestAsOf
                || covered != 1.0) {
            return "does not count what stands before it";
        }
        whole = true;
        return null;
    }
}

package io.ndpair.store.history;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.zip.CRC32C;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The summary of up to {@link OpenChunk#MAX_BLOCKS} blocks in a file: a header and the table of blocks, which are kept in
 * memory, and the filters, of which a question reads one stretch. Every part has a CRC32C of its own and no length in the file
 * is believed before. What cannot be read makes every block a candidate.
 *
 * <pre>
 *  0       8         12       16           24           32           36        40
 * +-------+---------+--------+------------+------------+------------+---------+-------+--------------------
 * | magic | version | blocks | generation | last place | its CRC    | unused  | CRC   | table, CRC | 96 lines:
 * +-------+---------+--------+------------+------------+------------+---------+-------+ of 64 bytes each block, CRC
 * </pre>
 */
final class StoredChunk implements Blocks {
    private static final long MAGIC = 0x3178_6469_7068_646EL;
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 48;
    private static final int HEADER_CRC = 40;
    private static final int CRC_BYTES = 8;

    private final Path file;
    private final long generation;
    private final long lastPlace;
    private final int lastCrc;
    private final Block[] blocks;
    private volatile boolean damaged;

    private StoredChunk(Path file, long generation, long lastPlace, int lastCrc, Block[] blocks) {
        this.file = file;
        this.generation = generation;
        this.lastPlace = lastPlace;
        this.lastCrc = lastCrc;
        this.blocks = blocks;
    }

    /** Writes a file, whole or not at all; it is not synced, because what a power cut leaves of it is found by its CRCs. */
    static StoredChunk write(Path file, long generation, long lastPlace, int lastCrc, OpenChunk.Sealed sealed)
            throws IOException {
        int count = sealed.count();
        Path unfinished = file.resolveSibling("unfinished");
        Block[] blocks = new Block[count];
        UnsafeBuffer head = new UnsafeBuffer(new byte[tableEnd(count)]);
        head.putLong(0, MAGIC, LITTLE_ENDIAN);
        head.putInt(8, VERSION, LITTLE_ENDIAN);
        head.putInt(12, count, LITTLE_ENDIAN);
        head.putLong(16, generation, LITTLE_ENDIAN);
        head.putLong(24, lastPlace, LITTLE_ENDIAN);
        head.putInt(32, lastCrc, LITTLE_ENDIAN);
        head.putLong(HEADER_CRC, crc(head.byteArray(), 0, HEADER_CRC), LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            blocks[i] = sealed.block(i);
            blocks[i].writeTo(head, HEADER_BYTES + i * Block.BYTES);
        }
        int tableBytes = count * Block.BYTES;
        head.putLong(HEADER_BYTES + tableBytes, crc(head.byteArray(), HEADER_BYTES, tableBytes), LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            writeFully(channel, ByteBuffer.wrap(head.byteArray()));
            UnsafeBuffer line = new UnsafeBuffer(new byte[count * KeyFilter.LINE_BYTES + CRC_BYTES]);
            for (int i = 0; i < KeyFilter.LINES; i++) {
                int start = sealed.lineStart(i);
                int words = count * KeyFilter.WORDS_A_LINE;
                for (int word = 0; word < words; word++) {
                    line.putLong(word * Long.BYTES, sealed.word(start + word), LITTLE_ENDIAN);
                }
                line.putLong(words * Long.BYTES, crc(line.byteArray(), 0, words * Long.BYTES), LITTLE_ENDIAN);
                writeFully(channel, ByteBuffer.wrap(line.byteArray()));
            }
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        return new StoredChunk(file, generation, lastPlace, lastCrc, blocks);
    }

    /** Reads a file's header and table; null if they are not those of this generation. */
    static StoredChunk load(Path file, long generation) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            UnsafeBuffer header = new UnsafeBuffer(new byte[HEADER_BYTES]);
            if (!readFully(channel, header.byteArray(), 0)
                    || header.getLong(HEADER_CRC, LITTLE_ENDIAN) != crc(header.byteArray(), 0, HEADER_CRC)
                    || header.getLong(0, LITTLE_ENDIAN) != MAGIC
                    || header.getInt(8, LITTLE_ENDIAN) != VERSION
                    || header.getLong(16, LITTLE_ENDIAN) != generation) {
                return null;
            }
            int count = header.getInt(12, LITTLE_ENDIAN);
            if (count < 1 || count > OpenChunk.MAX_BLOCKS) {
                return null;
            }
            UnsafeBuffer table = new UnsafeBuffer(new byte[count * Block.BYTES + CRC_BYTES]);
            if (!readFully(channel, table.byteArray(), HEADER_BYTES)
                    || table.getLong(count * Block.BYTES, LITTLE_ENDIAN)
                            != crc(table.byteArray(), 0, count * Block.BYTES)) {
                return null;
            }
            Block[] blocks = new Block[count];
            for (int i = 0; i < count; i++) {
                blocks[i] = Block.readFrom(table, i * Block.BYTES);
            }
            return new StoredChunk(
                    file, generation, header.getLong(24, LITTLE_ENDIAN), header.getInt(32, LITTLE_ENDIAN), blocks);
        }
    }

    Path file() {
        return file;
    }

    long generation() {
        return generation;
    }

    /** Where the last record of it stands. */
    long lastPlace() {
        return lastPlace;
    }

    /** The checksum of that record, by which the journal is known to be the one that was summed up. */
    int lastCrc() {
        return lastCrc;
    }

    /** Whether a question found it damaged. */
    boolean damaged() {
        return damaged;
    }

    @Override
    public int count() {
        return blocks.length;
    }

    @Override
    public Block block(int index) {
        return blocks[index];
    }

    @Override
    public BitSet candidates(long hash) {
        int count = blocks.length;
        BitSet candidates = new BitSet(count);
        byte[] bytes = new byte[count * KeyFilter.LINE_BYTES + CRC_BYTES];
        if (!readLine(KeyFilter.line(hash), bytes)) {
            damaged = true;
            candidates.set(0, count);
            return candidates;
        }
        long[] words = new long[count * KeyFilter.WORDS_A_LINE];
        ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN).asLongBuffer().get(words);
        for (int i = 0; i < count; i++) {
            if (KeyFilter.mayHold(words, i * KeyFilter.WORDS_A_LINE, hash)) {
                candidates.set(i);
            }
        }
        return candidates;
    }

    private boolean readLine(int line, byte[] bytes) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            int lengthBytes = bytes.length - CRC_BYTES;
            return readFully(channel, bytes, tableEnd(blocks.length) + (long) line * bytes.length)
                    && new UnsafeBuffer(bytes).getLong(lengthBytes, LITTLE_ENDIAN) == crc(bytes, 0, lengthBytes);
        } catch (IOException e) {
            return false;
        }
    }

    private static int tableEnd(int count) {
        return HEADER_BYTES + count * Block.BYTES + CRC_BYTES;
    }

    private static long crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return crc.getValue();
    }

    private static boolean readFully(FileChannel channel, byte[] bytes, long position) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) <= 0) {
                return false;
            }
        }
        return true;
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}

package io.ndpair.bench.pair;

import io.ndpair.store.table.EntryLayout;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * This process's own memory as a file, to find the slot of an entry and to alter it as failing memory would: behind the back of everything that
 * is told of changes. Needs Linux and no right that a process does not have over itself. Confined to one thread.
 */
final class OwnMemory implements AutoCloseable {
    private static final Path MAPS = Path.of("/proc/self/maps");
    private static final int PIECE_BYTES = 1 << 20;
    private static final int FIELDS_OF_ANONYMOUS = 5;

    private final RandomAccessFile memory;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    OwnMemory() throws IOException {
        memory = new RandomAccessFile("/proc/self/mem", "rw");
    }

    /**
     * Addresses of anonymous memory at which an address' two halves stand in network order, followed by a link's id: where a table has its slot, and
     * perhaps where a copy was left behind.
     */
    List<Long> find(long high, long low, int link) throws IOException {
        final List<Long> found = new ArrayList<>();
        for (final String line : Files.readAllLines(MAPS, StandardCharsets.US_ASCII)) {
            final String[] words = line.split(" +", -1);
            if (words[1].startsWith("rw") && words[FIELDS_OF_ANONYMOUS].isEmpty()) {
                final int dash = words[0].indexOf('-');
                scan(
                        Long.parseLong(words[0], 0, dash, 16),
                        Long.parseLong(words[0], dash + 1, words[0].length(), 16),
                        new long[] {Long.reverseBytes(high), Long.reverseBytes(low), link},
                        found);
            }
        }
        return found;
    }

    private void scan(long from, long to, long[] words, List<Long> found) throws IOException {
        // Slots are aligned to their length; pages to more than that.
        for (long at = from; at < to; at += PIECE_BYTES) {
            memory.seek(at);
            final int length = (int) Math.min(PIECE_BYTES, to - at);
            try {
                memory.readFully(piece.array(), 0, length);
            } catch (final IOException e) {
                // Unmapped meanwhile, or never readable.
                return;
            }
            for (int offset = 0; offset + EntryLayout.ENTRY_BYTES <= length; offset += Long.BYTES) {
                if (piece.getLong(offset) == words[0]
                        && piece.getLong(offset + EntryLayout.ADDRESS_LOW_OFFSET) == words[1]
                        && piece.getInt(offset + EntryLayout.LINK_ID_OFFSET) == (int) words[2]) {
                    found.add(at + offset);
                }
            }
        }
    }

    /** Inverts bits of one byte of an entry's MAC; answers what stands there now. */
    int flipMac(long entry, int bits) throws IOException {
        final int flipped = lastOfMac(entry) ^ bits;
        memory.seek(lastOfMacAt(entry));
        memory.write(flipped);
        return flipped;
    }

    /** Puts bits back, unless somebody else has written there since. */
    void putBack(long entry, int bits, int flipped) throws IOException {
        if (lastOfMac(entry) == flipped) {
            flipMac(entry, bits);
        }
    }

    private int lastOfMac(long entry) throws IOException {
        memory.seek(lastOfMacAt(entry));
        return memory.readUnsignedByte();
    }

    private static long lastOfMacAt(long entry) {
        return entry + EntryLayout.STATE_OFFSET - 1;
    }

    @Override
    public void close() throws IOException {
        memory.close();
    }
}

package io.ndpair.store.journal;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * How far the journal has come, kept apart from it: a journal that was cut at its very end looks like one that never got there,
 * and only this tells the difference. Two marks, what was journaled and what was synced, each written before anybody is told;
 * each has two slots that are written in turn with a CRC, so that one is whole whenever the process dies. In a file of fixed
 * size that is mapped: a mark costs some tens of nanoseconds and no room.
 *
 * <p>After a power cut a mark may be ahead of the journal's bytes, by what was not synced: then that loss is told, as it should.
 */
public final class JournalMarks implements AutoCloseable {
    /**
     * One mark.
     *
     * @param generation of the journal
     * @param place      of the last record in it, negative where there is none
     * @param sequence   reached by it
     */
    public record Mark(long generation, long place, long sequence) {
        /** Nothing was ever journaled. */
        public static final Mark NONE = new Mark(0, -1, 0);
    }

    private static final int FILE_BYTES = 4096;
    private static final int SLOT_BYTES = 512;
    private static final int JOURNALED_SLOT = 0;
    private static final int SYNCED_SLOT = 2;
    private static final int CRC_OFFSET = 32;

    /** One mark's writer, used by one thread. */
    private static final class Slots {
        private final CRC32C crc = new CRC32C();
        private final byte[] bytes = new byte[CRC_OFFSET];
        private final UnsafeBuffer slot = new UnsafeBuffer(bytes);
        private final int first;
        private long number;

        private Slots(int first) {
            this.first = first;
        }

        private void write(UnsafeBuffer file, long generation, long place, long sequence) {
            number++;
            slot.putLong(0, number, LITTLE_ENDIAN);
            slot.putLong(8, generation, LITTLE_ENDIAN);
            slot.putLong(16, place, LITTLE_ENDIAN);
            slot.putLong(24, sequence, LITTLE_ENDIAN);
            crc.reset();
            crc.update(bytes, 0, CRC_OFFSET);
            int at = (first + (int) (number & 1)) * SLOT_BYTES;
            file.putBytes(at, bytes);
            file.putInt(at + CRC_OFFSET, (int) crc.getValue(), LITTLE_ENDIAN);
        }

        /** The newest whole slot; goes on counting from there. */
        private Mark read(UnsafeBuffer file) {
            Mark newest = Mark.NONE;
            for (int i = 0; i < 2; i++) {
                int at = (first + i) * SLOT_BYTES;
                file.getBytes(at, bytes);
                crc.reset();
                crc.update(bytes, 0, CRC_OFFSET);
                long found = slot.getLong(0, LITTLE_ENDIAN);
                if (file.getInt(at + CRC_OFFSET, LITTLE_ENDIAN) == (int) crc.getValue() && found > number) {
                    number = found;
                    newest = new Mark(
                            slot.getLong(8, LITTLE_ENDIAN),
                            slot.getLong(16, LITTLE_ENDIAN),
                            slot.getLong(24, LITTLE_ENDIAN));
                }
            }
            return newest;
        }
    }

    private final Slots journaled = new Slots(JOURNALED_SLOT);
    private final Slots synced = new Slots(SYNCED_SLOT);
    private final MappedByteBuffer map;
    private final UnsafeBuffer file;
    private final Mark foundJournaled;
    private final Mark foundSynced;

    /** Opens or makes the file. */
    public JournalMarks(Path path) throws IOException {
        try (FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            takeRoom(channel);
            map = channel.map(FileChannel.MapMode.READ_WRITE, 0, FILE_BYTES);
        }
        file = new UnsafeBuffer(map);
        foundJournaled = journaled.read(file);
        foundSynced = synced.read(file);
    }

    /**
     * Writes what the file holds once more, zeros where it holds nothing: by ordinary writes, which a full disk refuses politely,
     * where touching a mapped hole would raise a signal. A file may be short or have holes after a first start without room, or a
     * copy.
     */
    private static void takeRoom(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(FILE_BYTES);
        long at = 0;
        while (at < FILE_BYTES && channel.read(content, at) > 0) {
            at = content.position();
        }
        content.clear();
        while (content.hasRemaining()) {
            channel.write(content, content.position());
        }
        if (at < FILE_BYTES) {
            channel.force(true);
        }
    }

    /** The mark that stood in the file when it was opened. */
    public Mark foundJournaled() {
        return foundJournaled;
    }

    /** The mark that stood in the file when it was opened. */
    public Mark foundSynced() {
        return foundSynced;
    }

    /** Everything up to this record is in the journal's mapped pages. The journal agent. */
    public void journaled(long generation, long place, long sequence) {
        journaled.write(file, generation, place, sequence);
    }

    /** Everything up to this record is on the medium. The maintenance agent. */
    public void synced(long generation, long place, long sequence) {
        synced.write(file, generation, place, sequence);
    }

    @Override
    public void close() {
        // Whoever is told too late writes nowhere rather than into memory that is gone.
        file.wrap(new byte[FILE_BYTES]);
        IoUtil.unmap(map);
    }
}

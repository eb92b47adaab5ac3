package io.ndpair.store.journal.chronicle;

import io.ndpair.store.journal.Journal;
import io.ndpair.store.journal.NoRoomException;
import io.ndpair.store.journal.RecordLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One generation: a queue in a directory of its own with one file, one excerpt a record, raw bytes. */
final class ChronicleJournal implements Journal {
    static final String SUFFIX = ".cq4";

    private static final String DAY = "19700102";

    // The library takes a file of this name for the one that it is about to make.
    private static final String PRECREATED = ".precreated";
    private static final String METADATA_FILE = "metadata.cq4t";
    private static final int METADATA_BYTES = 128 << 10;
    private static final int RESERVE_BYTES = 1 << 20;

    // What one append may touch at most: a record, and the two index pages of 64 KiB that the library puts before the
    // first.
    private static final int APPEND_BYTES = RecordLayout.MAX_RECORD_BYTES + (192 << 10);
    private static final int EXCERPT_HEADER_BYTES = 4;

    private final UnsafeBuffer copy = new UnsafeBuffer(ByteBuffer.allocateDirect(RecordLayout.MAX_RECORD_BYTES));
    private final PointerBytesStore copyStore = BytesStore.nativePointer();
    private final ChronicleQueue queue;
    private final ExcerptAppender appender;
    private final Path file;
    private final Room room;
    private volatile long writtenBytes;

    /** Makes the queue and its file, which is on disk when this returns. */
    ChronicleJournal(Path directory) throws IOException {
        ChronicleSettings.apply();
        // Both files have their first room before the library maps them.
        reserveMetadata(directory.resolve(METADATA_FILE));
        file = directory.resolve(DAY + SUFFIX);
        Path precreated = directory.resolve(DAY + PRECREATED);
        room = new Room(precreated);
        copyStore.set(BufferUtil.address(copy.byteBuffer()), RecordLayout.MAX_RECORD_BYTES);
        ChronicleQueue made = null;
        try {
            room.reserve(RESERVE_BYTES);
            made = ChronicleSettings.builder(directory.toFile()).build();
            queue = made;
            appender = queue.createAppender();
            // An excerpt that is begun and taken back makes the file, which the first record would otherwise wait for.
            try (DocumentContext context = appender.writingDocument()) {
                context.rollbackOnClose();
            }
            if (Files.exists(precreated) || !Files.exists(file)) {
                throw new IOException("the library did not take " + precreated + " for its file");
            }
        } catch (IOException | RuntimeException | Error e) {
            if (made != null) {
                made.close();
            }
            room.close();
            throw e;
        }
    }

    private static void reserveMetadata(Path file) throws IOException {
        try (Room metadata = new Room(file)) {
            metadata.reserve(METADATA_BYTES);
        }
    }

    static boolean hasFile(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(path -> path.toString().endsWith(SUFFIX));
        }
    }

    static Path onlyFile(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(path -> path.toString().endsWith(SUFFIX))
                    .findFirst()
                    .orElseThrow(() -> new NoSuchFileException(directory + "/*" + SUFFIX));
        }
    }

    @Override
    public long append(DirectBuffer record, int offset, int length) throws IOException {
        while (room.reservedBytes() - writtenBytes < APPEND_BYTES) {
            if (!room.reserve(RESERVE_BYTES)) {
                throw new IOException("journal " + file + " is closed");
            }
        }
        copy.putBytes(0, record, offset, length);
        long place;
        try (DocumentContext context = appender.writingDocument()) {
            Bytes<?> bytes = context.wire().bytes();
            place = bytes.writePosition() - EXCERPT_HEADER_BYTES;
            try {
                bytes.write(copyStore, 0L, (long) length);
            } catch (RuntimeException | Error e) {
                context.rollbackOnClose();
                throw e;
            }
        } catch (IllegalStateException e) {
            throw new IOException("journal " + file + " does not take a record: " + e.getMessage(), e);
        }
        writtenBytes = place + EXCERPT_HEADER_BYTES + length;
        return place;
    }

    @Override
    public boolean reserve(int lengthBytes) throws NoRoomException {
        return room.reserve(lengthBytes);
    }

    @Override
    public long reservedBytes() {
        return room.reservedBytes();
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public long writtenBytes() {
        return writtenBytes;
    }

    /** Nothing is appended to this file again, so that the space mapped and touched ahead can be given back. */
    @Override
    public void close() {
        appender.close();
        queue.close();
        try {
            room.close(writtenBytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

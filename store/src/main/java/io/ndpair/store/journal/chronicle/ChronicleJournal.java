package io.ndpair.store.journal.chronicle;

import io.ndpair.store.journal.Journal;
import io.ndpair.store.journal.RecordLayout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

    private static final int EXCERPT_HEADER_BYTES = 4;

    private final UnsafeBuffer copy = new UnsafeBuffer(ByteBuffer.allocateDirect(RecordLayout.MAX_RECORD_BYTES));
    private final PointerBytesStore copyStore = BytesStore.nativePointer();
    private final ChronicleQueue queue;
    private final ExcerptAppender appender;
    private final Path file;
    private volatile long writtenBytes;

    /** Makes the queue and its file, which is on disk when this returns. */
    ChronicleJournal(Path directory) throws IOException {
        ChronicleSettings.apply();
        copyStore.set(BufferUtil.address(copy.byteBuffer()), RecordLayout.MAX_RECORD_BYTES);
        queue = ChronicleSettings.builder(directory.toFile()).build();
        try {
            appender = queue.createAppender();
            // An excerpt that is begun and taken back makes the file, which the first record would otherwise wait for.
            try (DocumentContext context = appender.writingDocument()) {
                context.rollbackOnClose();
            }
            file = onlyFile(directory);
        } catch (IOException | RuntimeException | Error e) {
            queue.close();
            throw e;
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
                    .orElseThrow(() -> new IOException("no journal file in " + directory));
        }
    }

    @Override
    public long append(DirectBuffer record, int offset, int length) throws IOException {
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
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (writtenBytes > 0) {
                channel.truncate(writtenBytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

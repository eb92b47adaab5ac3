package io.ndpair.node.simulation;

import io.ndpair.store.journal.Journal;
import io.ndpair.store.journal.JournalReader;
import io.ndpair.store.journal.Journals;
import io.ndpair.store.journal.NoRoomException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The journal behind the store on a simulated disk: a generation is one file, a record is its length and its bytes. */
final class SimJournals implements Journals {
    private static final String PREFIX = "/journal-";
    private static final String FILE = "/records";
    private static final int MOST_RECORD_BYTES = 64 << 10;

    private final SimDisk disk;
    private final Path directory;

    SimJournals(SimDisk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    private String name(long generation) {
        return directory + PREFIX + generation;
    }

    @Override
    public long[] generations() {
        String prefix = directory + PREFIX;
        return disk.directories.stream()
                .filter(name -> name.startsWith(prefix))
                .mapToLong(name -> Long.parseLong(name.substring(prefix.length())))
                .sorted()
                .toArray();
    }

    @Override
    public Journal create(long generation) throws IOException {
        disk.createDirectory(name(generation));
        String name = name(generation) + FILE;
        SimFile file = disk.create(name);
        file.force();
        return new Writer(name, file);
    }

    @Override
    public JournalReader reader(long generation) throws IOException {
        return new Reader(disk.file(name(generation) + FILE));
    }

    @Override
    public boolean begun(long generation) {
        return disk.files.containsKey(name(generation) + FILE);
    }

    @Override
    public long bytes(long generation) throws IOException {
        return disk.file(name(generation) + FILE).size();
    }

    @Override
    public long lastWrittenMs(long generation) throws IOException {
        return disk.file(name(generation) + FILE).modifiedMs;
    }

    @Override
    public void remove(long generation) {
        disk.files.remove(name(generation) + FILE);
        disk.directories.remove(name(generation));
    }

    @Override
    public long usableBytes() {
        return disk.usableBytes();
    }

    private final class Writer implements Journal {
        private final ByteBuffer frame = ByteBuffer.allocate(Integer.BYTES + MOST_RECORD_BYTES);
        private final String name;
        private final SimFile file;
        private boolean closed;

        private Writer(String name, SimFile file) {
            this.name = name;
            this.file = file;
        }

        @Override
        public long append(DirectBuffer record, int offset, int length) throws IOException {
            if (disk.broken) {
                throw new IOException("the simulated disk fails");
            }
            room(length + Integer.BYTES);
            long place = file.size();
            frame.clear().putInt(length);
            record.getBytes(offset, frame, length);
            file.write((int) place, frame.flip());
            file.modifiedMs = disk.wallMs.getAsLong();
            return place;
        }

        private void room(long bytes) throws NoRoomException {
            try {
                disk.requireRoom(bytes);
            } catch (IOException e) {
                throw new NoRoomException(e.getMessage(), e);
            }
        }

        @Override
        public boolean reserve(int lengthBytes) throws NoRoomException {
            room(0);
            return !closed;
        }

        @Override
        public long reservedBytes() {
            return Long.MAX_VALUE;
        }

        @Override
        public Path file() {
            return disk.path(name);
        }

        @Override
        public long writtenBytes() {
            return file.size();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static final class Reader implements JournalReader {
        private final SimFile file;
        private byte[] bytes = new byte[4096];
        private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        private long next;
        private long place;

        private Reader(SimFile file) {
            this.file = file;
        }

        @Override
        public void moveTo(long at) {
            next = at;
        }

        @Override
        public int next() {
            int length = file.readInt((int) next);
            if (length == 0) {
                return END;
            }
            if (length < 0 || length > MOST_RECORD_BYTES || next + Integer.BYTES + length > file.size()) {
                return BROKEN;
            }
            if (bytes.length < length) {
                bytes = new byte[MOST_RECORD_BYTES];
                buffer.wrap(bytes);
            }
            file.read((int) next + Integer.BYTES, ByteBuffer.wrap(bytes, 0, length));
            place = next;
            next += Integer.BYTES + length;
            return length;
        }

        @Override
        public DirectBuffer buffer() {
            return buffer;
        }

        @Override
        public int offset() {
            return 0;
        }

        @Override
        public long place() {
            return place;
        }

        @Override
        public void close() {}
    }
}

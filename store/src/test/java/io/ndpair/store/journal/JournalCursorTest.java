package io.ndpair.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.model.Epoch;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.Operation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A cursor over files that come and go as a disk that fails lets them. */
class JournalCursorTest {

    private final BatchRing ring = new BatchRing(1 << 18);
    private final SequenceIndex index = new SequenceIndex();
    private final Files files = new Files();
    private final List<Long> taken = new ArrayList<>();
    private long newest = 2;
    private final JournalCursor cursor = new JournalCursor(ring, index, files, () -> 100, () -> newest, null);

    @Test
    void shouldWaitWhereTheNextFileCouldNotBeMade() {
        ring.discontinue(101, true);
        index.add(0, 1, 0);
        files.empty.add(1L);
        assertThat(cursor.seek(1)).isTrue();
        // The first poll finds that file 2 cannot be opened; those behind it stand there without any file.
        for (int i = 0; i < 3; i++) {
            assertThat(cursor.poll(this::take, 10)).as("poll %d", i).isZero();
        }
        newest = 3;
        files.withRecord = 3;
        for (int i = 0; i < 3 && taken.isEmpty(); i++) {
            cursor.poll(this::take, 10);
        }
        assertThat(taken).containsExactly(1L);
        assertThat(cursor.nextSequence()).isEqualTo(2);
    }

    /** What stood at the present place before a restart is on disk alone, and no index leads there until something is learned. */
    @Test
    void shouldGoOnAtTheEndThoughNothingBeforeItCanBeRead() {
        ring.discontinue(101, false);
        assertThat(cursor.seek(101)).isFalse();
        cursor.seekEnd();
        assertThat(cursor.poll(this::take, 10)).isZero();
        assertThat(cursor.nextSequence()).isEqualTo(101);
        BatchAppender appender = new BatchAppender(ring, 2000);
        appender.add(new NeighborEntry().set(1L << 61, 1, 1, 0, 0x0200_0000_0000L, 2, 0), Operation.UPSERT);
        appender.seal(new Epoch(1, 1), 101, 0, 0);
        assertThat(cursor.poll(this::take, 10)).isEqualTo(1);
        assertThat(taken).containsExactly(101L);
    }

    private boolean take(DirectBuffer buffer, int offset, int length, long firstSequence, int count) {
        return taken.add(firstSequence);
    }

    /** Files without a record, one with one, and others that cannot be opened. */
    private static final class Files implements Journals {
        private final List<Long> empty = new ArrayList<>();
        private long withRecord;

        @Override
        public JournalReader reader(long generation) throws IOException {
            if (generation != withRecord && !empty.contains(generation)) {
                throw new IOException("no file " + generation);
            }
            return new Reader(generation == withRecord);
        }

        @Override
        public long[] generations() {
            return new long[0];
        }

        @Override
        public Journal create(long generation) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean begun(long generation) {
            return true;
        }

        @Override
        public long bytes(long generation) {
            return 0;
        }

        @Override
        public long lastWrittenMs(long generation) {
            return 0;
        }

        @Override
        public void remove(long generation) {}

        @Override
        public long usableBytes() {
            return 0;
        }
    }

    private static final class Reader implements JournalReader {
        private final UnsafeBuffer record = new UnsafeBuffer(new byte[RecordLayout.MAX_RECORD_BYTES]);
        private final int length;
        private boolean read;

        private Reader(boolean hasRecord) {
            read = !hasRecord;
            BatchRing source = new BatchRing(1 << 18);
            source.discontinue(1, true);
            BatchAppender appender = new BatchAppender(source, 2000);
            appender.add(new NeighborEntry().set(1L << 61, 1, 1, 0, 0x0200_0000_0000L, 2, 0), Operation.UPSERT);
            appender.seal(new Epoch(1, 1), 1, 0, 0);
            length = source.read(0, record);
        }

        @Override
        public void moveTo(long place) {}

        @Override
        public int next() {
            int next = read ? END : length;
            read = true;
            return next;
        }

        @Override
        public DirectBuffer buffer() {
            return record;
        }

        @Override
        public int offset() {
            return 0;
        }

        @Override
        public long place() {
            return 0;
        }

        @Override
        public void close() {}
    }
}

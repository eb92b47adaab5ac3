package io.ndpair.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.RecordCursor;
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
    private final CatchUpAgent agent = new CatchUpAgent();
    private final JournalCursor cursor = new JournalCursor(ring, index, files, () -> 100, () -> newest, null);
    private final JournalCursor ahead = new JournalCursor(ring, index, files, () -> 100, () -> newest, agent);

    @Test
    void shouldWaitWhereTheNextFileCouldNotBeMade() {
        shouldWaitWhereTheNextFileCouldNotBeMade(cursor);
    }

    @Test
    void shouldWaitWhereTheNextFileCouldNotBeMadeAlsoWhenReadAhead() {
        shouldWaitWhereTheNextFileCouldNotBeMade(ahead);
    }

    private void shouldWaitWhereTheNextFileCouldNotBeMade(JournalCursor cursor) {
        ring.discontinue(101, true);
        index.add(0, 1, 0);
        files.empty.add(1L);
        assertThat(cursor.seek(1)).isTrue();
        // The first poll finds that file 2 cannot be opened; those behind it stand there without any file.
        for (int i = 0; i < 20; i++) {
            assertThat(cursor.poll(this::take, 10)).as("poll %d", i).isZero();
            agentsTurn();
        }
        newest = 3;
        files.withRecord = 3;
        for (int i = 0; i < 9 && taken.isEmpty(); i++) {
            cursor.poll(this::take, 10);
            agentsTurn();
        }
        assertThat(taken).containsExactly(1L);
        assertThat(cursor.nextSequence()).isEqualTo(2);
        cursor.close();
        agentsTurn();
        assertThat(files.open).isZero();
    }

    /** A disk that holds up whoever opens, reads or closes a file holds up the agent alone. */
    @Test
    void shouldLeaveFilesToTheAgent() {
        ring.discontinue(101, true);
        index.add(0, 1, 0);
        newest = 1;
        files.withRecord = 1;
        files.agentsOnly = true;
        assertThat(ahead.seek(1)).isTrue();
        for (int i = 0; i < 9 && taken.isEmpty(); i++) {
            ahead.poll(this::take, 10);
            agentsTurn();
        }
        assertThat(taken).containsExactly(1L);
        assertThat(files.open).isEqualTo(1);
        ahead.seek(101);
        assertThat(files.open).isEqualTo(1);
        agentsTurn();
        assertThat(files.open).isZero();
    }

    @Test
    void shouldBeLostWithoutTheFileThatItBeginsWith() {
        ring.discontinue(101, true);
        index.add(0, 1, 0);
        assertThat(cursor.seek(1)).isFalse();
        assertThat(ahead.seek(1)).isTrue();
        assertThat(ahead.poll(this::take, 10)).isZero();
        assertThat(ahead.waiting()).isTrue();
        agentsTurn();
        assertThat(ahead.poll(this::take, 10)).isEqualTo(RecordCursor.LOST);
    }

    /** What never comes is given up after a while, that what comes late is not. */
    @Test
    void shouldBeLostWhenTheNextFileIsNeverMade() {
        ring.discontinue(101, true);
        index.add(0, 1, 0);
        files.empty.add(1L);
        assertThat(ahead.seek(1)).isTrue();
        int polls = 0;
        while (ahead.poll(this::take, 10) != RecordCursor.LOST) {
            assertThat(++polls).isLessThan(1_000);
            agentsTurn();
        }
        assertThat(polls).isGreaterThan(100);
    }

    @Test
    void shouldCloseWhatTheAgentDoesNotGetToAnyMore() {
        ring.discontinue(101, true);
        index.add(0, 1, 0);
        files.withRecord = 1;
        ahead.seek(1);
        ahead.poll(this::take, 10);
        agentsTurn();
        assertThat(files.open).isEqualTo(1);
        ahead.close();
        agent.onClose();
        assertThat(files.open).isZero();
        final JournalCursor late = new JournalCursor(ring, index, files, () -> 100, () -> newest, agent);
        late.seek(1);
        assertThat(late.poll(this::take, 10)).isZero();
        late.close();
        assertThat(files.open).isZero();
    }

    private void agentsTurn() {
        files.isAgents = true;
        while (agent.doWork() > 0) {
            // One piece of work at a time.
        }
        files.isAgents = false;
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
        private boolean agentsOnly;
        private boolean isAgents;
        private int open;

        private void touched() {
            assertThat(agentsOnly && !isAgents)
                    .as("the cursor's thread at the disk")
                    .isFalse();
        }

        @Override
        public JournalReader reader(long generation) throws IOException {
            touched();
            if (generation != withRecord && !empty.contains(generation)) {
                throw new IOException("no file " + generation);
            }
            open++;
            return new Reader(generation == withRecord) {
                @Override
                public int next() {
                    touched();
                    return super.next();
                }

                @Override
                public void close() {
                    touched();
                    open--;
                }
            };
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

    private static class Reader implements JournalReader {
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

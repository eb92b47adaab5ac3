package io.ndpair.transport;

import io.ndpair.store.journal.Journal;
import io.ndpair.store.journal.JournalReader;
import io.ndpair.store.journal.Journals;
import java.io.IOException;
import org.agrona.DirectBuffer;

/** Journals whose bytes only agents may wait for: whoever opens, reads or closes a file on the thread that serves the sessions counts as one who held all of them up. */
final class AgentsDisk implements Journals {
    private final Journals real;
    /** Set when recovery is over, which reads on whatever thread opens the store. */
    boolean opened;
    /** Agents are at work. */
    boolean isAgents;
    /** What the catch-up agent began to read does not come. */
    boolean stuck;

    int heldUp;

    AgentsDisk(Journals real) {
        this.real = real;
    }

    @Override
    public JournalReader reader(long generation) throws IOException {
        touched();
        JournalReader reader = real.reader(generation);
        return new JournalReader() {
            @Override
            public void moveTo(long place) {
                reader.moveTo(place);
            }

            @Override
            public int next() throws IOException {
                touched();
                return reader.next();
            }

            @Override
            public DirectBuffer buffer() {
                return reader.buffer();
            }

            @Override
            public int offset() {
                return reader.offset();
            }

            @Override
            public long place() {
                return reader.place();
            }

            @Override
            public void close() {
                touched();
                reader.close();
            }
        };
    }

    private void touched() {
        heldUp += opened && !isAgents ? 1 : 0;
    }

    @Override
    public long[] generations() throws IOException {
        return real.generations();
    }

    @Override
    public Journal create(long generation) throws IOException {
        return real.create(generation);
    }

    @Override
    public boolean begun(long generation) throws IOException {
        return real.begun(generation);
    }

    @Override
    public long bytes(long generation) throws IOException {
        return real.bytes(generation);
    }

    @Override
    public long lastWrittenMs(long generation) throws IOException {
        return real.lastWrittenMs(generation);
    }

    @Override
    public void remove(long generation) throws IOException {
        real.remove(generation);
    }

    @Override
    public long usableBytes() throws IOException {
        return real.usableBytes();
    }
}

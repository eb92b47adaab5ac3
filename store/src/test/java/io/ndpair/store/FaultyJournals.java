package io.ndpair.store;

import io.ndpair.store.journal.Journal;
import io.ndpair.store.journal.JournalReader;
import io.ndpair.store.journal.Journals;
import io.ndpair.store.journal.NoRoomException;
import java.io.IOException;
import java.nio.file.Path;
import org.agrona.DirectBuffer;

/** A disk that can be told to fail, to be full, and to take a record and say that it did not. */
final class FaultyJournals implements Journals {
    private final Journals real;
    boolean failCreate;
    boolean failAppend;
    boolean faultAppend;
    boolean failAfterAppend;
    boolean failSync;
    long usableBytes = Long.MAX_VALUE;
    int attempts;

    FaultyJournals(Journals real) {
        this.real = real;
    }

    @Override
    public long[] generations() throws IOException {
        return real.generations();
    }

    @Override
    public Journal create(long generation) throws IOException {
        attempts++;
        if (failCreate) {
            throw new IOException("no file for you");
        }
        Journal journal = real.create(generation);
        return new Journal() {
            @Override
            public long append(DirectBuffer record, int offset, int length) throws IOException {
                attempts++;
                if (failAppend) {
                    throw new IOException("no bytes for you");
                }
                if (faultAppend) {
                    throw new InternalError("a fault occurred in an unsafe memory access operation");
                }
                long place = journal.append(record, offset, length);
                if (failAfterAppend) {
                    failAfterAppend = false;
                    throw new IOException("it is there all the same");
                }
                return place;
            }

            @Override
            public boolean reserve(int lengthBytes) throws NoRoomException {
                return journal.reserve(lengthBytes);
            }

            @Override
            public long reservedBytes() {
                return journal.reservedBytes();
            }

            @Override
            public Path file() {
                return failSync ? Path.of("/nowhere/at/all") : journal.file();
            }

            @Override
            public long writtenBytes() {
                return journal.writtenBytes();
            }

            @Override
            public void close() {
                journal.close();
            }
        };
    }

    @Override
    public JournalReader reader(long generation) throws IOException {
        return real.reader(generation);
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
    public long usableBytes() {
        return usableBytes;
    }
}

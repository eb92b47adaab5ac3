package io.ndpair.store.journal.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChronicleJournalsTest {
    private static final int SIZE_BYTES = 1_000;
    private static final int RENAMES = 200;
    private static final long PAUSE_NS = 200_000;

    @TempDir
    Path directory;

    /** Retention asks for sizes and times on one thread while another makes a file by its first name and gives it its second. */
    @Test
    void shouldTellSizeAndTimeOfAFileThatIsRenamedMeanwhile() throws IOException, InterruptedException {
        ChronicleJournals journals = new ChronicleJournals(directory);
        Path generation = Files.createDirectory(directory.resolve("journal-1"));
        Path first = Files.write(generation.resolve("a.precreated"), new byte[SIZE_BYTES]);
        Path second = generation.resolve("a.cq4");
        long writtenMs = Files.getLastModifiedTime(first).toMillis();
        AtomicBoolean running = new AtomicBoolean(true);
        AtomicInteger renames = new AtomicInteger();
        Thread renamer = new Thread(() -> {
            while (running.get()) {
                boolean there = renames.get() % 2 == 0;
                assertThat((there ? first : second).toFile().renameTo((there ? second : first).toFile()))
                        .isTrue();
                renames.incrementAndGet();
                LockSupport.parkNanos(PAUSE_NS);
            }
        });
        renamer.start();
        try {
            while (renames.get() < RENAMES) {
                // A listing may meet a file under both names or, between them, under none.
                assertThat(journals.bytes(1)).isIn(0L, (long) SIZE_BYTES, 2L * SIZE_BYTES);
                assertThat(journals.lastWrittenMs(1)).isIn(0L, writtenMs);
            }
        } finally {
            running.set(false);
            renamer.join();
        }
    }
}

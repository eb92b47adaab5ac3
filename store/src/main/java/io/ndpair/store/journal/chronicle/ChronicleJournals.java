package io.ndpair.store.journal.chronicle;

import io.ndpair.store.journal.Journal;
import io.ndpair.store.journal.JournalReader;
import io.ndpair.store.journal.Journals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Generations as directories {@code journal-<n>}, each a Chronicle Queue. */
public final class ChronicleJournals implements Journals {
    private static final String PREFIX = "journal-";
    private static final String BEGUN = "begun";
    /** A file changes its name once in its life. */
    private static final int LISTINGS = 10;

    private final Path directory;

    public ChronicleJournals(Path directory) {
        this.directory = directory;
    }

    @Override
    public long[] generations() throws IOException {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.map(path -> path.getFileName().toString())
                    .filter(name -> name.matches(PREFIX + "\\d{1,18}"))
                    .mapToLong(name -> Long.parseLong(name.substring(PREFIX.length())))
                    .sorted()
                    .toArray();
        }
    }

    private Path path(long generation) {
        return directory.resolve(PREFIX + generation);
    }

    @Override
    public Journal create(long generation) throws IOException {
        ChronicleJournal journal = null;
        Path path = Files.createDirectory(path(generation));
        try {
            journal = new ChronicleJournal(path);
            // Tells a file that was lost later from one that was never made.
            Files.createFile(path.resolve(BEGUN));
            return journal;
        } catch (IOException | RuntimeException | Error e) {
            undo(generation, journal, e);
            throw e;
        }
    }

    /** A full disk is tried again and again: no attempt may leave anything behind. */
    private void undo(long generation, ChronicleJournal journal, Throwable error) {
        try {
            if (journal != null) {
                journal.close();
            }
            remove(generation);
        } catch (IOException | RuntimeException e) {
            error.addSuppressed(e);
        }
    }

    @Override
    public boolean begun(long generation) throws IOException {
        return Files.exists(path(generation).resolve(BEGUN)) || ChronicleJournal.hasFile(path(generation));
    }

    @Override
    public JournalReader reader(long generation) throws IOException {
        return new ExcerptReader(ChronicleJournal.onlyFile(path(generation)));
    }

    @Override
    public long bytes(long generation) throws IOException {
        long bytes = 0;
        for (BasicFileAttributes file : attributes(generation)) {
            bytes += file.size();
        }
        return bytes;
    }

    @Override
    public long lastWrittenMs(long generation) throws IOException {
        long newest = 0;
        for (BasicFileAttributes file : attributes(generation)) {
            newest = Math.max(newest, file.lastModifiedTime().toMillis());
        }
        return newest;
    }

    /**
     * What the checkpoint's agent asks for while the journal's makes the newest generation, whose file changes its name then: a file that
     * is gone since it was listed is looked for again under the other name.
     */
    private List<BasicFileAttributes> attributes(long generation) throws IOException {
        for (int tries = LISTINGS; ; tries--) {
            List<BasicFileAttributes> attributes = new ArrayList<>();
            try {
                for (Path file : files(generation)) {
                    attributes.add(Files.readAttributes(file, BasicFileAttributes.class));
                }
                return attributes;
            } catch (NoSuchFileException e) {
                if (tries == 1) {
                    throw e;
                }
            }
        }
    }

    private List<Path> files(long generation) throws IOException {
        try (Stream<Path> files = Files.list(path(generation))) {
            return files.toList();
        }
    }

    @Override
    public void remove(long generation) throws IOException {
        for (Path file : files(generation)) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(path(generation));
    }

    @Override
    public long usableBytes() throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }
}

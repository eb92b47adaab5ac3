package io.ndpair.store;

import io.ndpair.store.model.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/** The directory of a store: held by one opener at a time, and of a format that we know. */
final class StoreDirectory implements AutoCloseable {
    private static final String LOCK_FILE = "LOCK";
    private static final String FORMAT_FILE = "FORMAT";
    private static final String FORMAT = "ndpair-store 1";
    private static final int MOST_FORMAT_BYTES = 256;

    private final Path path;
    private final FileChannel lockChannel;
    private final boolean fresh;

    private StoreDirectory(Path path, FileChannel lockChannel, boolean fresh) {
        this.path = path;
        this.lockChannel = lockChannel;
        this.fresh = fresh;
    }

    static StoreDirectory open(Path path) {
        FileChannel channel = null;
        try {
            Files.createDirectories(path);
            channel = FileChannel.open(path.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            lock(path, channel);
            StoreDirectory directory = new StoreDirectory(path, channel, checkFormat(path));
            channel = null;
            return directory;
        } catch (IOException e) {
            throw new StoreException(
                    StoreException.Category.FATAL,
                    StoreException.Code.DIRECTORY_UNUSABLE,
                    "data directory " + path + " cannot be used: " + e,
                    e);
        } finally {
            close(channel);
        }
    }

    // The lock lives as long as its channel, which the directory object keeps; the operating system drops it with the
    // process.
    private static void lock(Path path, FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new StoreException(
                    StoreException.Category.FATAL,
                    StoreException.Code.DIRECTORY_IN_USE,
                    "data directory in use by another process: " + path);
        }
    }

    /** Answers whether the directory is new. */
    private static boolean checkFormat(Path path) throws IOException {
        Path file = path.resolve(FORMAT_FILE);
        if (!Files.exists(file)) {
            if (holdsData(path)) {
                throw unknownFormat(path, "no file " + FORMAT_FILE);
            }
            Path unfinished = path.resolve(FORMAT_FILE + ".unfinished");
            Files.writeString(unfinished, FORMAT + "\n");
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            return true;
        }
        String found = Files.size(file) > MOST_FORMAT_BYTES
                ? "a file " + FORMAT_FILE + " of " + Files.size(file) + " bytes"
                : new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
        if (!found.equals(FORMAT)) {
            throw unknownFormat(path, "\"" + found + "\"");
        }
        return !holdsData(path);
    }

    private static boolean holdsData(Path path) throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString())
                    .anyMatch(name -> name.startsWith("journal-") || name.startsWith("checkpoint-"));
        }
    }

    private static StoreException unknownFormat(Path path, String found) {
        return new StoreException(
                StoreException.Category.FATAL,
                StoreException.Code.FORMAT_UNKNOWN,
                "data directory " + path + " has " + found + " where this version expects \"" + FORMAT
                        + "\": start the version that wrote it, or move the directory away; an empty one is filled by the peer");
    }

    Path path() {
        return path;
    }

    /** Whether nothing has ever been stored here. */
    boolean fresh() {
        return fresh;
    }

    @Override
    public void close() {
        close(lockChannel);
    }

    private static void close(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

package io.ndpair.store.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The names of checkpoints in a directory: {@code checkpoint-<n>}, the greatest is the newest; the two newest are kept. */
final class CheckpointFiles {
    private static final String PREFIX = "checkpoint-";
    private static final int KEPT = 2;

    private final Path directory;

    CheckpointFiles(Path directory) {
        this.directory = directory;
    }

    /** Where a checkpoint is written before it is one. */
    Path unfinished() {
        return directory.resolve("checkpoint.unfinished");
    }

    /** Newest first. */
    long[] numbers() throws IOException {
        try (Stream<Path> paths = Files.list(directory)) {
            LongStream found = paths.map(path -> path.getFileName().toString())
                    .filter(name -> name.matches(PREFIX + "\\d{1,18}"))
                    .mapToLong(name -> -Long.parseLong(name.substring(PREFIX.length())));
            return found.sorted().map(negative -> -negative).toArray();
        }
    }

    Path path(long number) {
        return directory.resolve(PREFIX + number);
    }

    /** Makes the unfinished file, which is whole and synced, the newest checkpoint; older ones but one go. */
    void publish() throws IOException {
        long[] numbers = numbers();
        long number = numbers.length == 0 ? 1 : numbers[0] + 1;
        Files.move(unfinished(), path(number), StandardCopyOption.ATOMIC_MOVE);
        syncDirectory();
        for (int i = KEPT - 1; i < numbers.length; i++) {
            Files.deleteIfExists(path(numbers[i]));
        }
    }

    void discard() throws IOException {
        Files.deleteIfExists(unfinished());
    }

    private void syncDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

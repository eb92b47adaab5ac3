package io.ndpair.bench.environment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What Linux tells about itself in files. Where there is no such file, the answers are 0 and "unknown". */
public final class ProcFiles {
    private static final String UNKNOWN = "unknown";
    private static final long KIB = 1024;

    private ProcFiles() {}

    /** The first line's text after a label such as "model name", "unknown" if there is none. */
    public static String field(Path file, String label) {
        for (final String line : lines(file)) {
            if (line.startsWith(label)) {
                return line.substring(label.length())
                        .replaceFirst("^[\\s:]+", "")
                        .strip();
            }
        }
        return UNKNOWN;
    }

    /** The number that such a text begins with, 0 if there is none. */
    public static long number(Path file, String label) {
        final String text = field(file, label).replaceFirst("\\D.*", "");
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    /** All of a one-line file, "unknown" if there is none. */
    public static String line(Path file) {
        final List<String> lines = lines(file);
        return lines.isEmpty() ? UNKNOWN : lines.get(0).strip();
    }

    /** Resident bytes of this process. */
    public static long residentBytes() {
        return number(Path.of("/proc/self/smaps_rollup"), "Rss:") * KIB;
    }

    /** Of them, those on huge pages that the kernel gives to anonymous memory. */
    public static long hugePageBytes() {
        return number(Path.of("/proc/self/smaps_rollup"), "AnonHugePages:") * KIB;
    }

    /** Sum of a counter over the threads of a process, by its directory. */
    static long sumOverThreads(Path process, String label) {
        long sum = 0;
        try (Stream<Path> threads = Files.list(process.resolve("task"))) {
            for (final Path thread : threads.toList()) {
                sum += number(thread.resolve("status"), label);
            }
        } catch (final IOException | UncheckedIOException e) {
            return sum;
        }
        return sum;
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (final IOException e) {
            // Not this system, or a thread that has just ended.
            return List.of();
        }
    }
}

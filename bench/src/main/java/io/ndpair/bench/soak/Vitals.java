package io.ndpair.bench.soak;

import io.ndpair.bench.environment.ProcFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a device process holds at a moment of health.
 *
 * @param atNs monotonic clock
 * @param residentBytes RSS
 * @param otherBytes anonymous memory besides the table
 * @param tableBytes memory of the table
 * @param heapBytes what is left after a collection
 * @param threads of the process
 * @param handles open files, sockets and the like
 * @param diskBytes blocks that its files take
 * @param files of its own
 */
record Vitals(
        long atNs,
        long residentBytes,
        long otherBytes,
        long tableBytes,
        long heapBytes,
        long threads,
        long handles,
        long diskBytes,
        long files) {
    private static final long KIB = 1024;

    /** Of a device that runs. */
    static Vitals of(Member member, Map<String, Long> status) throws IOException {
        final Path process = Path.of("/proc/" + member.handle().pid());
        final long tableBytes = status.get("tableBytes");
        return new Vitals(
                System.nanoTime(),
                ProcFiles.number(process.resolve("status"), "VmRSS:") * KIB,
                ProcFiles.number(process.resolve("status"), "RssAnon:") * KIB - tableBytes,
                tableBytes,
                status.get("heapBytes"),
                status.get("threads"),
                count(process.resolve("fd")),
                diskBytes(member.data()),
                files(member.data()));
    }

    private static long count(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }

    private static long files(Path directory) throws IOException {
        // A file that goes while it is counted is no error: the journal lets go of files all the time.
        final Process find = new ProcessBuilder("find", directory.toString(), "-type", "f")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(find.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .count();
    }

    /** Blocks, not lengths: journal files are sparse. */
    private static long diskBytes(Path directory) throws IOException {
        final Process du = new ProcessBuilder("du", "-s", "-k", directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        final String text = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        final String digits = text.replaceFirst("(?s)\\D.*", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits) * KIB;
    }
}

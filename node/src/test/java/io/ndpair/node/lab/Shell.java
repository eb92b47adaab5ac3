package io.ndpair.node.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** Commands of the machine, run by tests; a failure of one fails the test with what it printed. */
final class Shell {
    private static final long COMMAND_TIMEOUT_S = 60;

    private Shell() {}

    record Result(int status, String output) {}

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    static boolean has(String command) {
        return Pattern.compile(":")
                .splitAsStream(System.getenv("PATH"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
    }

    /** Runs a command line that is split at spaces, and answers what it printed. */
    static String run(String line) {
        final Result result = tryRun(line);
        if (result.status() != 0) {
            throw new AssertionError(line + " ended with status " + result.status() + ": " + result.output());
        }
        return result.output();
    }

    /** The words of a line, parted by white space. */
    static List<String> words(String line) {
        return Pattern.compile("\\s+")
                .splitAsStream(line.strip())
                .filter(word -> !word.isEmpty())
                .toList();
    }

    static Result tryRun(String line) {
        return tryRun(words(line));
    }

    static Result tryRun(List<String> words) {
        try {
            final Path output = Files.createTempFile("ndpair-lab", ".out");
            try {
                final Process process = new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                if (!process.waitFor(COMMAND_TIMEOUT_S, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(words + " took longer than " + COMMAND_TIMEOUT_S + " s");
                }
                return new Result(process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
            } finally {
                Files.delete(output);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    static void await(String what, long seconds, BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNs >= 0) {
                throw new AssertionError("waited " + seconds + " s for " + what);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }
}

package io.ndpair.bench.failover;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** Commands of the machine. Any thread. */
final class Tool {
    private static final Pattern SPACES = Pattern.compile(" +");
    private static final long LONGEST_COMMAND_S = 120;
    private static final long POLL_NS = 2_000_000;
    private static final Object STARTS = new Object();
    private static boolean isEnding;

    private Tool() {}

    /** What a condition waits for. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException;
    }

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    static boolean has(String command) {
        return Pattern.compile(":")
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
    }

    static List<String> words(String line) {
        return SPACES.splitAsStream(line.strip()).toList();
    }

    /**
     * Runs a command to its end.
     *
     * @return what it printed.
     * @throws IOException when it ends with an error, with what it printed.
     */
    static String run(String line) throws IOException {
        final Path output = Files.createTempFile("ndpair-bench-", ".out");
        try {
            final Process process = start(
                    new ProcessBuilder(words(line)).redirectErrorStream(true).redirectOutput(output.toFile()));
            final boolean ended = awaitEnd(process, LONGEST_COMMAND_S);
            final String printed = Files.readString(output, StandardCharsets.ISO_8859_1);
            if (!ended || process.exitValue() != 0) {
                throw new IOException(line + (ended ? ": " : " does not end: ") + printed.strip());
            }
            return printed;
        } finally {
            Files.delete(output);
        }
    }

    /**
     * Starts a process, unless the bench is ending.
     *
     * @throws IOException when it cannot be started.
     */
    static Process start(ProcessBuilder builder) throws IOException {
        synchronized (STARTS) {
            if (!isEnding) {
                return builder.start();
            }
        }
        throw new IOException("the bench is ending: nothing is started any more");
    }

    /** From now on. When it returns, every process that was started is a child of this one, and none is about to be. */
    static void startNoMore() {
        synchronized (STARTS) {
            isEnding = true;
        }
    }

    /** The same when it does not matter whether there was anything to do. */
    static void tryRun(String line) {
        try {
            run(line);
        } catch (final IOException ignored) {
            // Mostly there was nothing to take away.
        }
    }

    /** Whether the process has ended; it is killed when it has not. */
    static boolean awaitEnd(Process process, long seconds) throws IOException {
        try {
            if (process.waitFor(seconds, TimeUnit.SECONDS)) {
                return true;
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        if (Thread.currentThread().isInterrupted()) {
            throw new IOException("interrupted");
        }
        return false;
    }

    static void await(String what, long seconds, Condition condition) throws IOException {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.holds()) {
            if (System.nanoTime() - deadlineNs >= 0) {
                throw new IOException("waited " + seconds + " s for " + what);
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new IOException("interrupted while waiting for " + what);
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }
}

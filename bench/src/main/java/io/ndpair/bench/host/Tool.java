package io.ndpair.bench.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** Commands of the machine. Any thread. */
public final class Tool {
    private static final Pattern SPACES = Pattern.compile(" +");
    private static final long LONGEST_COMMAND_S = 120;
    private static final long POLL_NS = 2_000_000;
    private static final Object STARTS = new Object();
    private static boolean isEnding;

    private Tool() {}

    /** What a condition waits for. */
    @FunctionalInterface
    public interface Condition {
        /** Whether it holds. */
        boolean holds() throws IOException;
    }

    /** Whether namespaces can be made. */
    public static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Whether there is such a command on the path. */
    public static boolean has(String command) {
        return Pattern.compile(":")
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
    }

    /** The words of a line. */
    public static List<String> words(String line) {
        return SPACES.splitAsStream(line.strip()).toList();
    }

    /**
     * Runs a command to its end.
     *
     * @return what it printed.
     * @throws IOException when it ends with an error, with what it printed.
     */
    public static String run(String line) throws IOException {
        return run(words(line));
    }

    /** The same with words that may have spaces in them. */
    public static String run(List<String> command) throws IOException {
        final Path output = Files.createTempFile("ndpair-bench-", ".out");
        try {
            final Process process =
                    start(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()));
            final boolean ended = awaitEnd(process, LONGEST_COMMAND_S);
            final String printed = Files.readString(output, StandardCharsets.ISO_8859_1);
            if (!ended || process.exitValue() != 0) {
                throw new IOException(String.join(" ", command) + (ended ? ": " : " does not end: ") + printed.strip());
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
    public static Process start(ProcessBuilder builder) throws IOException {
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
    public static void tryRun(String line) {
        try {
            run(line);
        } catch (final IOException ignored) {
            // Mostly there was nothing to take away.
        }
    }

    /** Whether the process has ended; it is killed when it has not. */
    public static boolean awaitEnd(Process process, long seconds) throws IOException {
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

    /**
     * Waits for something that nobody tells.
     *
     * @throws IOException when it took longer, or the thread was interrupted.
     */
    public static void await(String what, long seconds, Condition condition) throws IOException {
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

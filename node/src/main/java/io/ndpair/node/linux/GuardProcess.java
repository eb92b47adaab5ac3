package io.ndpair.node.linux;

import io.ndpair.store.JvmFlags;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Starts the guard of a device; see {@link Guard}. Closing it ends the guard, as the death of this process would. Any thread. */
public final class GuardProcess implements AutoCloseable {
    private static final int UNSAFE_FLAG_FROM = 24;
    private static final int RUNS = 1;

    private final Process process;
    private volatile boolean isClosed;

    private GuardProcess(final Process process) {
        this.process = process;
    }

    /**
     * Starts a guard in the network namespace of the calling thread. It takes a few 10 MB of memory and no processor time.
     *
     * @param dataDirectory of the device, which exists.
     * @param ended called when the guard ends before it is closed, on a thread that is not the caller's.
     * @throws IOException when the java of this process cannot be started again.
     */
    public static GuardProcess start(final Path dataDirectory, final Runnable ended) throws IOException {
        final List<String> words = new ArrayList<>();
        words.add(ProcessHandle.current().info().command().orElse("java"));
        words.addAll(JvmFlags.required());
        if (Runtime.version().feature() >= UNSAFE_FLAG_FROM) {
            words.add("--sun-misc-unsafe-memory-access=allow");
        }
        words.addAll(List.of(
                "-Xms4m",
                "-Xmx16m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=8m",
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                Guard.class.getName(),
                dataDirectory.toAbsolutePath().toString()));
        final Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
        final GuardProcess guard = new GuardProcess(process);
        final CompletableFuture<Process> unused = process.onExit().whenComplete((exited, error) -> {
            if (!guard.isClosed) {
                ended.run();
            }
        });
        return guard;
    }

    /** The device runs: the guard says in the log that it watches. One whose device could not start has nothing to say. */
    public void deviceRuns() {
        try {
            final OutputStream toGuard = process.getOutputStream();
            toGuard.write(RUNS);
            toGuard.flush();
        } catch (final IOException ignored) {
            // It has ended, which is told elsewhere.
        }
    }

    /** Tells the guard that the device has ended; it does its work and ends by itself. */
    @Override
    public void close() {
        isClosed = true;
        try {
            process.getOutputStream().close();
        } catch (final IOException ignored) {
            // It ended before.
        }
    }
}

package io.ndpair.bench.host;

import io.ndpair.node.device.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.agrona.IoUtil;

/**
 * What happens when the bench is told to end in the middle (SIGTERM, Ctrl-C): its processes are killed, its namespaces and files go. From
 * that moment no further process is started, or one of them would be missed. {@link #disarm} when nothing is left to take away.
 */
public final class Ending {
    private static final long LONGEST_END_S = 10;
    private static final long POLL_NS = 2_000_000;
    private static final int DEEPEST_DATA = 2;

    private final Path work;
    private final Runnable last;
    private final Thread hook = new Thread(this::takeAway, "bench-ending");

    /**
     * From now on.
     *
     * @param work all files are below it, and the directories of devices not deeper than two levels
     * @param last what is done when the processes are gone; it cannot start any by {@link Tool}
     */
    public Ending(Path work, Runnable last) {
        this.work = work;
        this.last = last;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void takeAway() {
        Tool.startNoMore();
        final List<ProcessHandle> children =
                ProcessHandle.current().descendants().toList();
        children.forEach(ProcessHandle::destroyForcibly);
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_END_S);
        while (children.stream().anyMatch(ProcessHandle::isAlive) && System.nanoTime() - deadlineNs < 0) {
            LockSupport.parkNanos(POLL_NS);
        }
        last.run();
        try (Stream<Path> directories = Files.walk(work, DEEPEST_DATA)) {
            for (final Path data : directories.filter(Files::isDirectory).toList()) {
                IoUtil.delete(Device.driverDirectory(data).toFile(), true);
            }
        } catch (final IOException | UncheckedIOException e) {
            // The command's thread, whose processes are gone as well, may be quicker at taking the same away.
            if (Files.exists(work)) {
                System.err.println("bench: " + work + " is left: " + e.getMessage());
            }
        }
        IoUtil.delete(work.toFile(), true);
    }

    /** All has been taken away in the usual way. */
    public void disarm() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (final IllegalStateException ending) {
            // It is being done already, and the machine ends with it.
            return;
        }
    }
}

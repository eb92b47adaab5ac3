package io.ndpair.node.linux;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Whoever changes the kernel on behalf of a data directory holds this: the device while it lives, then the guard or a cleanup, then the
 * next device. It goes with its process. So a device that is restarted at once waits until the guard of the old one has done its work, and
 * a guard that comes late leaves everything to the new device.
 */
final class KernelLock implements AutoCloseable {
    static final String FILE_NAME = "kernel-lock";

    private static final long RETRY_NS = 2_000_000L;

    private final FileChannel channel;
    private final FileLock lock;

    private KernelLock(final FileChannel channel, final FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Takes the lock.
     *
     * @param waitMs how long to wait for whoever has it.
     * @return null when another has it for longer.
     */
    static KernelLock take(final Path directory, final long waitMs) throws IOException {
        final FileChannel channel =
                FileChannel.open(directory.resolve(FILE_NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        final long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
        while (true) {
            final FileLock lock = tryLock(channel);
            if (lock != null) {
                return new KernelLock(channel, lock);
            }
            if (deadlineNs - System.nanoTime() <= 0) {
                channel.close();
                return null;
            }
            LockSupport.parkNanos(RETRY_NS);
        }
    }

    private static FileLock tryLock(final FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (final OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (final IOException ignored) {
            // The lock goes with the process at the latest.
        }
    }
}

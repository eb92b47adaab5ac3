package io.ndpair.node.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;

/**
 * The data directory of a device, locked against any other process for as long as this object is open. The lock goes with the process,
 * however it ends.
 */
final class DataDirectory implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataDirectory(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Creates the directory if it is not there, and locks it.
     *
     * @throws DeviceException when it cannot be used or another process has it; one line.
     */
    static DataDirectory open(Path path) {
        FileChannel channel = null;
        try {
            Files.createDirectories(path);
            channel = FileChannel.open(
                    path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            final FileLock lock = channel.tryLock();
            if (lock == null) {
                final String holder = holder(channel);
                channel.close();
                throw inUse(path, holder);
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new DataDirectory(path.toRealPath(), channel, lock);
        } catch (final OverlappingFileLockException e) {
            closeQuietly(channel);
            throw inUse(path, "this process");
        } catch (final IOException e) {
            closeQuietly(channel);
            throw new DeviceException("data directory " + path + " cannot be used: " + reason(e), e);
        }
    }

    private static DeviceException inUse(Path path, String holder) {
        return new DeviceException("data directory " + path + " is in use by " + holder);
    }

    private static String holder(FileChannel channel) throws IOException {
        final ByteBuffer text = ByteBuffer.allocate(20);
        channel.read(text, 0);
        final String pid = new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
        return pid.matches("\\d+") ? "process " + pid : "another process";
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replace("Exception", "") + " " + e.getMessage();
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (final IOException ignored) {
            // What led here is reported already.
        }
    }

    Path path() {
        return path;
    }

    /** Where the store of a profile is. */
    Path store(String profile) {
        return path.resolve("rbp-" + profile);
    }

    /**
     * Where the embedded media driver keeps its files: in memory where the machine has a file system for that, because they are mapped and
     * written all the time; one directory for each data directory, so that the next start finds what a killed process left.
     */
    Path driver() {
        return driverOf(path);
    }

    static Path driverOf(Path realPath) {
        final Path memory = Path.of("/dev/shm");
        if (Files.isDirectory(memory) && Files.isWritable(memory)) {
            return memory.resolve("ndpair-" + Long.toHexString(stableHash(realPath.toString())));
        }
        return realPath.resolve("driver");
    }

    private static long stableHash(String text) {
        long hash = 0xcbf2_9ce4_8422_2325L;
        for (final byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100_0000_01b3L;
        }
        return hash;
    }

    /** The id of a device that was configured none: drawn once, and kept. */
    int deviceId() {
        final Path file = path.resolve("device-id");
        try {
            if (Files.exists(file)) {
                return Integer.parseUnsignedInt(Files.readString(file).trim());
            }
            int drawn = 0;
            while (drawn == 0) {
                drawn = new SecureRandom().nextInt();
            }
            final Path fresh = path.resolve("device-id.new");
            Files.writeString(fresh, Integer.toUnsignedString(drawn) + "\n");
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return drawn;
        } catch (final IOException e) {
            throw new DeviceException("the device id in " + file + " cannot be read or written: " + reason(e), e);
        } catch (final NumberFormatException e) {
            throw new DeviceException("the device id in " + file + " is not a number", e);
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
        } catch (final IOException ignored) {
            // Closing the channel releases it too.
        }
        closeQuietly(channel);
    }
}

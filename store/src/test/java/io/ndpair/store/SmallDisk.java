package io.ndpair.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** A file system of its own, small enough to be filled. Needs root; a test is skipped without. */
final class SmallDisk implements AutoCloseable {
    private static final int BLOCK_BYTES = 64 << 10;

    final Path path;
    private final Path filler;

    private SmallDisk(Path path) {
        this.path = path;
        filler = path.resolve("filler");
    }

    /** In memory. */
    static SmallDisk tmpfs(Path at, int mib) throws IOException {
        Files.createDirectories(at);
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + mib + "m", "none", at.toString()),
                "mounting a file system needs root");
        return new SmallDisk(at);
    }

    /** A real one in an image file; any error makes it read-only. */
    static SmallDisk ext4(Path at, int mib) throws IOException {
        Files.createDirectories(at);
        Path image = at.resolveSibling(at.getFileName() + ".image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength((long) mib << 20);
        }
        assumeTrue(
                // Nothing is kept back for root, or a full disk would not be full for us.
                run("mkfs.ext4", "-q", "-F", "-m", "0", "-e", "remount-ro", image.toString())
                        && run("mount", "-o", "loop", image.toString(), at.toString()),
                "mounting an image needs root, loop devices and mkfs.ext4");
        return new SmallDisk(at);
    }

    private static boolean run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Somebody else's file takes all but so many bytes of what is free. */
    void fillBut(long leftBytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                filler, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
            long left = usableBytes() - leftBytes;
            while (left > 0) {
                left -= channel.write(block.clear().limit((int) Math.min(BLOCK_BYTES, left)));
            }
        } catch (IOException e) {
            // Full: there was less left than the file system said.
            assertThat(usableBytes()).isLessThan(1 << 20);
        }
    }

    void free() throws IOException {
        Files.deleteIfExists(filler);
    }

    long usableBytes() throws IOException {
        return Files.getFileStore(path).getUsableSpace();
    }

    /** What the kernel does when it finds the file system damaged. Only for a real one. */
    void failNow() throws IOException {
        Process process = new ProcessBuilder("findmnt", "-n", "-o", "SOURCE", path.toString()).start();
        String device = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        Path trigger = Path.of("/sys/fs/ext4", Path.of(device).getFileName().toString(), "trigger_fs_error");
        assumeTrue(Files.exists(trigger), "the kernel cannot be told to fail the file system");
        Files.writeString(trigger, "a test");
    }

    /** As an administrator does. A closed journal's mapping goes in the background; until then the kernel says busy. */
    void remount(String option) {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!run("mount", "-o", "remount," + option, path.toString())) {
            assertThat(System.nanoTime() - deadlineNs)
                    .as("nanoseconds beyond the time given to remount " + option)
                    .isNegative();
        }
    }

    @Override
    public void close() {
        // What a failed test has left open does not hold the directory.
        assertThat(run("umount", path.toString()) || run("umount", "-l", path.toString()))
                .as("unmounted")
                .isTrue();
    }
}

package io.ndpair.bench.soak;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A file system of its own for the data of one device, so that it can be filled without harm to anybody: ext4 in an image file, or one in
 * memory where there are no loop devices. Needs root. Confined to one thread.
 */
final class BoundedDisk implements AutoCloseable {
    private static final long COMMAND_S = 60;
    private static final long KIB = 1024;

    private final Path path;
    private final Path image;
    private final Path eater;
    private final String kind;

    private BoundedDisk(Path path, Path image, String kind) {
        this.path = path;
        this.image = image;
        this.kind = kind;
        eater = path.resolve("eater");
    }

    /** Mounts one; null where this user or this machine cannot. */
    static BoundedDisk mount(Path at, long bytes) throws IOException {
        Files.createDirectories(at);
        final Path image = at.resolveSibling(at.getFileName() + ".image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(bytes);
        }
        if (run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString())
                && run("mount", "-o", "loop", image.toString(), at.toString())) {
            return new BoundedDisk(at, image, "ext4 in an image file");
        }
        Files.deleteIfExists(image);
        if (run("mount", "-t", "tmpfs", "-o", "size=" + bytes / KIB + "k", "none", at.toString())) {
            return new BoundedDisk(at, image, "tmpfs");
        }
        return null;
    }

    Path path() {
        return path;
    }

    String kind() {
        return kind;
    }

    /** Somebody else's file takes all but so many bytes of what is free. */
    void fillBut(long leftBytes) throws IOException {
        final long takenBytes = Files.getFileStore(path).getUsableSpace() - leftBytes;
        if (takenBytes <= 0 || !run("fallocate", "-l", Long.toString(takenBytes), eater.toString())) {
            throw new IOException("could not fill " + path + " with " + takenBytes + " bytes");
        }
    }

    void free() throws IOException {
        Files.deleteIfExists(eater);
    }

    private static boolean run(String... command) throws IOException {
        final Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (final IOException e) {
            // There is no such program here.
            return false;
        }
        try {
            return process.waitFor(COMMAND_S, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command[0] + " ran", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (!run("umount", path.toString()) && !run("umount", "-l", path.toString())) {
            throw new IOException("could not unmount " + path);
        }
        Files.deleteIfExists(image);
    }
}

package io.ndpair.node.linux;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A FIFO into which an elector outside writes lines, like keepalived's {@code vrrp_notify_fifo}. Made here if it is not there, readable and
 * writable by its owner alone; opened for both directions, so that it never ends when a writer goes; opened anew when somebody has
 * replaced it. Reading never blocks. A line that is too long is dropped. One thread.
 */
final class NotifyFifo implements AutoCloseable {
    private static final int OWNER_ONLY = 0600;
    private static final int MAX_LINE_BYTES = 512;
    private static final int MAX_BYTES_PER_CYCLE = 4096;
    private static final long LOOK_INTERVAL_NS = 500_000_000L;

    private final Path path;
    private final Consumer<String> lines;
    private final LinuxCounters counters = new LinuxCounters();
    private final byte[] read = new byte[MAX_BYTES_PER_CYCLE];
    private final byte[] line = new byte[MAX_LINE_BYTES];
    private int lineBytes;
    private RandomAccessFile file;
    private FileInputStream in;
    private Object fileKey;
    private boolean isLooked;
    private long lastLookNs;

    NotifyFifo(final Path path, final Consumer<String> lines) {
        this.path = path;
        this.lines = lines;
    }

    /** Takes what was written since; answers how many bytes. */
    int doWork(final long nowNs) {
        try {
            if (!isLooked || nowNs - lastLookNs >= LOOK_INTERVAL_NS) {
                isLooked = true;
                lastLookNs = nowNs;
                look();
            }
            if (in == null) {
                return 0;
            }
            final int waiting = Math.min(in.available(), read.length);
            final int count = waiting <= 0 ? 0 : in.read(read, 0, waiting);
            for (int i = 0; i < count; i++) {
                take(read[i]);
            }
            return Math.max(0, count);
        } catch (final IOException e) {
            counters.add(LinuxCounter.RECEIVE_FAILURES);
            close();
            return 0;
        }
    }

    private void look() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            close();
            final int error = -LibC.makeFifo(path.toString(), OWNER_ONLY);
            if (error > 0 && error != Errno.EEXIST) {
                counters.refusal(error);
                return;
            }
        }
        final BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (in != null && Objects.equals(attributes.fileKey(), fileKey)) {
            return;
        }
        close();
        if (!attributes.isOther()) {
            // A file or a link in its place is not ours to read or remove.
            counters.refusal(Errno.EINVAL);
            return;
        }
        file = new RandomAccessFile(path.toFile(), "rw");
        in = new FileInputStream(file.getFD());
        fileKey = attributes.fileKey();
        counters.add(LinuxCounter.REOPENED);
    }

    private void take(final byte next) {
        if (next != '\n') {
            if (lineBytes < MAX_LINE_BYTES) {
                line[lineBytes] = next;
            }
            lineBytes++;
            return;
        }
        final int length = lineBytes;
        lineBytes = 0;
        if (length > MAX_LINE_BYTES) {
            counters.add(LinuxCounter.MALFORMED);
            return;
        }
        counters.add(LinuxCounter.RECEIVED);
        lines.accept(new String(line, 0, length, StandardCharsets.ISO_8859_1));
    }

    LinuxCounters counters() {
        return counters;
    }

    /** Lets it go; the FIFO stays, so that a writer finds it. */
    @Override
    public void close() {
        lineBytes = 0;
        in = null;
        if (file != null) {
            try {
                file.close();
            } catch (final IOException ignored) {
                // Nothing was written.
            }
            file = null;
        }
    }
}

package io.ndpair.node.shell;

import io.ndpair.node.config.ConfigText;
import io.ndpair.node.config.DeviceConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * A configuration file: the commands that an operator would type. It begins in the system view, {@code system-view} may
 * stand first all the same. Lines that begin with {@code !} or with {@code #} and a text are comments; a lone {@code #} at
 * the beginning of a line ends a view. Every change has to be committed in the file.
 */
public final class ConfigFile {
    /** Largest file. */
    public static final int MAX_BYTES = 4 * 1024 * 1024;

    private ConfigFile() {}

    /**
     * Reads a file.
     *
     * @throws ConfigFileException with one line on what is wrong, and where
     */
    public static DeviceConfig read(Path file) throws ConfigFileException {
        final byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new ConfigFileException(file + ": no such file", 0, 0);
        } catch (AccessDeniedException e) {
            throw new ConfigFileException(file + ": no permission to read it", 0, 0);
        } catch (IOException e) {
            throw new ConfigFileException(file + ": cannot be read: " + e.getMessage(), 0, 0);
        }
        if (bytes.length > MAX_BYTES) {
            throw new ConfigFileException(file + ": larger than " + MAX_BYTES + " bytes", 0, 0);
        }
        return parse(file.toString(), new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /**
     * Reads the text of a file.
     *
     * @param name for messages
     * @param text the commands
     * @throws ConfigFileException with one line on what is wrong, and where
     */
    public static DeviceConfig parse(String name, String text) throws ConfigFileException {
        final FileDevice device = new FileDevice();
        try (ShellSession session = new ShellSession(device, new ShellGrammar(), ZoneOffset.UTC, false)) {
            new Reader(name, session).read(text);
        }
        return device.runningConfig();
    }

    /**
     * Writes a configuration in the place of a file: whole or not at all, also when the machine stops meanwhile. A file that
     * was there keeps its permissions, a new one is for its owner alone.
     *
     * @throws IOException when it cannot be written; the file is then what it was
     */
    public static void write(Path file, DeviceConfig config) throws IOException {
        final Path target = file.toAbsolutePath();
        final Path draft = Files.createTempFile(target.getParent(), target.getFileName() + ".", ".tmp");
        try {
            final String text = String.join("\n", ConfigText.file(config)) + "\n";
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                final ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            if (Files.exists(target)) {
                Files.setPosixFilePermissions(draft, Files.getPosixFilePermissions(target));
            }
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
        // The rename itself is durable only when the directory is.
        try (FileChannel directory = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /** Feeds the lines of a text to a session, and knows where it is. */
    private static final class Reader {
        private final String name;
        private final ShellSession session;
        private final StringBuilder ignored = new StringBuilder();
        private int lineNumber;
        private boolean begun;
        private boolean viewEnded;

        Reader(String name, ShellSession session) {
            this.name = name;
            this.session = session;
        }

        void read(String text) throws ConfigFileException {
            int at = 0;
            while (at < text.length()) {
                int end = text.indexOf('\n', at);
                if (end < 0) {
                    end = text.length();
                }
                lineNumber++;
                final int last = end > at && text.charAt(end - 1) == '\r' ? end - 1 : end;
                line(text.substring(at, last));
                at = end + 1;
            }
            if (session.hasUncommittedChanges()) {
                throw refused(0, "the file ends with uncommitted changes; 'commit' is missing");
            }
        }

        private void line(String raw) throws ConfigFileException {
            final String text = raw.strip();
            final boolean comment = text.startsWith("!") || (text.startsWith("#") && !"#".equals(raw));
            if (text.isEmpty() || comment) {
                return;
            }
            if (!begun) {
                begun = true;
                submit("system-view");
                if (text.length() > 1 && "system-view".startsWith(text)) {
                    return;
                }
            }
            if ("#".equals(raw)) {
                viewEnded = !session.inSystemView() && !session.inUserView();
                submit(raw);
                return;
            }
            if (viewEnded && "quit".equals(text)) {
                // Both signs of the end of a view, one after the other, mean it once.
                viewEnded = false;
                return;
            }
            viewEnded = false;
            if (text.indexOf('?') >= 0) {
                throw refused(raw.indexOf('?') + 1, "'?' is not a command of a configuration file");
            }
            final Optional<Command.Kind> kind = session.kindOf(raw);
            if (kind.isPresent() && kind.get() == Command.Kind.OPERATOR) {
                throw refused(column(raw), "this command cannot stand in a configuration file");
            }
            submit(raw);
            if (session.isClosed()) {
                throw refused(column(raw), "'quit' leaves the user view, where the file would end");
            }
        }

        private static int column(String raw) {
            return raw.length() - raw.stripLeading().length() + 1;
        }

        private void submit(String raw) throws ConfigFileException {
            ignored.setLength(0);
            final Optional<CommandError> error = session.submit(raw, ignored);
            if (error.isPresent()) {
                final CommandError found = error.get();
                final String expected =
                        found.expected().isEmpty() ? "" : " Expected: " + String.join(" | ", found.expected());
                final int column = found.column() == CommandError.NO_COLUMN ? column(raw) : found.column() + 1;
                throw refused(column, found.message() + expected);
            }
        }

        private ConfigFileException refused(int column, String what) {
            return new ConfigFileException(
                    name + ":" + lineNumber + (column == 0 ? "" : ":" + column) + ": " + what, lineNumber, column);
        }
    }
}

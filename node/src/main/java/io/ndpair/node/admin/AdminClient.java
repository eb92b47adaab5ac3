package io.ndpair.node.admin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A connection to the device that runs on a data directory. Blocking; for one thread, except {@link #interrupt()}, which any
 * thread may call.
 */
public final class AdminClient implements AutoCloseable {
    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(Frame.PREFIX_BYTES + Frame.MAX_BYTES);

    private AdminClient(SocketChannel channel) {
        this.channel = channel;
    }

    /**
     * Connects.
     *
     * @param directory the data directory of the device
     * @throws AdminException in one line why not, for instance because no device runs there
     */
    public static AdminClient connect(Path directory) throws AdminException {
        return new AdminClient(AdminSocket.connect(directory.resolve(AdminConfig.SOCKET)));
    }

    /**
     * Executes commands in one session, which begins in the user view, and stops at the first error.
     *
     * @param directory the data directory of the device
     * @param commands parted by semicolons or line feeds
     * @param out takes the text of the commands as it comes
     * @param errors takes the text of errors
     * @return exit status, 0 when all commands succeeded, else 1
     * @throws AdminException when the device cannot be reached or ends the session
     */
    public static int exec(Path directory, String commands, Consumer<String> out, Consumer<String> errors)
            throws AdminException {
        try (AdminClient client = connect(directory)) {
            client.send(Frame.Type.OPEN_EXEC, Frame.VERSION);
            client.send(Frame.Type.EXEC, commands);
            return client.answer(out, errors).status();
        }
    }

    /**
     * How an answer ended.
     *
     * @param prompt what stands before the next line, empty when the session is over
     * @param status the exit status when the session is over
     */
    record Answer(Optional<String> prompt, int status) {}

    /** Begins a session for an operator; the answer is the first prompt. */
    Answer openShell(Consumer<String> out, Consumer<String> errors) throws AdminException {
        send(Frame.Type.OPEN_SHELL, Frame.VERSION);
        return answer(out, errors);
    }

    /** Executes a line of an operator. */
    Answer line(String line, Consumer<String> out, Consumer<String> errors) throws AdminException {
        send(Frame.Type.LINE, line);
        return answer(out, errors);
    }

    /** What could come next after the beginning of a line. */
    String help(String line) throws AdminException {
        send(Frame.Type.HELP, line);
        return expect(Frame.Type.HELP_TEXT);
    }

    /** What the last word of the beginning of a line could become. */
    List<String> candidates(String line) throws AdminException {
        send(Frame.Type.COMPLETE, line);
        final String words = expect(Frame.Type.CANDIDATES);
        return words.isEmpty() ? List.of() : List.of(words.split("\n"));
    }

    /** Ends a long display in the middle; from any thread. */
    void interrupt() throws AdminException {
        send(Frame.Type.INTERRUPT, "");
    }

    private Answer answer(Consumer<String> out, Consumer<String> errors) throws AdminException {
        while (true) {
            final Frame frame = receive();
            switch (frame.type()) {
                case OUTPUT -> out.accept(frame.text());
                case ERROR -> errors.accept(frame.text());
                case PROMPT -> {
                    return new Answer(Optional.of(frame.text()), 0);
                }
                case END -> {
                    return new Answer(Optional.empty(), "0".equals(frame.text()) ? 0 : 1);
                }
                default -> throw unexpected(frame);
            }
        }
    }

    private String expect(Frame.Type type) throws AdminException {
        final Frame frame = receive();
        if (frame.type() != type) {
            throw unexpected(frame);
        }
        return frame.text();
    }

    private static AdminException unexpected(Frame frame) {
        return frame.type() == Frame.Type.REFUSED
                ? new AdminException("the device ended the session: " + frame.text())
                : new AdminException("the device answered with an unexpected frame " + frame.type());
    }

    private void send(Frame.Type type, String text) throws AdminException {
        final ByteBuffer bytes;
        try {
            bytes = new Frame(type, text).encode();
        } catch (IllegalArgumentException e) {
            throw new AdminException("the text is longer than " + Frame.MAX_BYTES + " bytes", e);
        }
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            // What the device said before it closed the connection tells more than the broken connection does.
            if (!hasFarewell()) {
                throw new AdminException("the device closed the connection", e);
            }
        }
    }

    private boolean hasFarewell() {
        try {
            return in.position() > 0 || channel.read(in) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Frame receive() throws AdminException {
        while (true) {
            in.flip();
            final Optional<Frame> frame;
            try {
                frame = Frame.decode(in);
            } finally {
                in.compact();
            }
            if (frame.isPresent()) {
                return frame.get();
            }
            try {
                if (channel.read(in) < 0) {
                    throw new AdminException("the device closed the connection");
                }
            } catch (AdminException e) {
                throw e;
            } catch (IOException e) {
                throw new AdminException("the connection to the device broke: " + e.getMessage(), e);
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The process that asked is done with the device; the kernel frees the descriptor whatever close says.
            return;
        }
    }
}

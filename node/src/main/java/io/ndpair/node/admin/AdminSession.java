package io.ndpair.node.admin;

import io.ndpair.node.shell.CommandError;
import io.ndpair.node.shell.ShellSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The server's end of one connection. Confined to the admin agent. Both directions are bounded: a frame has a greatest
 * length, and nothing is read from the client or from the device while what was written has not been taken.
 */
final class AdminSession implements AutoCloseable {
    /** Text in one output frame; UTF-8 makes at most three bytes of a char, so a frame always has room. */
    private static final int CHUNK_CHARS = 16 * 1024;

    private static final int OUT_BYTES = 4 * Frame.MAX_BYTES;
    /** Room that must be there before another frame is handled: its whole answer, a long display aside. */
    private static final int ANSWER_BYTES = OUT_BYTES / 2;

    private static final int FRAMES_PER_CYCLE = 8;
    private static final int CHUNKS_PER_CYCLE = 4;

    private final SocketChannel channel;
    private final Supplier<ShellSession> interactiveShell;
    private final Supplier<ShellSession> batchShell;
    private final ByteBuffer in = ByteBuffer.allocate(Frame.PREFIX_BYTES + Frame.MAX_BYTES);
    private final ByteBuffer out = ByteBuffer.allocate(OUT_BYTES);
    private final StringBuilder text = new StringBuilder();
    private Optional<ShellSession> shell = Optional.empty();
    private Optional<ExecScript> script = Optional.empty();
    private boolean interactive;
    private boolean answering;
    private boolean ending;
    private boolean peerDone;
    private long lastActiveNs;
    private long lastTakenNs;

    AdminSession(
            SocketChannel channel,
            Supplier<ShellSession> interactiveShell,
            Supplier<ShellSession> batchShell,
            long nowNs) {
        this.channel = channel;
        this.interactiveShell = interactiveShell;
        this.batchShell = batchShell;
        lastActiveNs = nowNs;
        lastTakenNs = nowNs;
    }

    /**
     * Reads, works and writes as far as it goes without waiting.
     *
     * @return the work done
     * @throws IOException when the connection broke, or its bytes are no frames
     */
    int doWork(long nowNs) throws IOException {
        int work = receive(nowNs);
        int frames = 0;
        while (frames < FRAMES_PER_CYCLE && !ending && roomToAnswer()) {
            final Optional<Frame> frame = nextFrame();
            if (frame.isEmpty()) {
                break;
            }
            frames++;
            handle(frame.get());
        }
        work += frames + pour();
        work += send(nowNs);
        return work;
    }

    /** Whether nothing is left to do for this connection. */
    boolean isOver() {
        return out.position() == 0 && (ending || (peerDone && !answering));
    }

    /** Why the session should be ended, if it should. */
    Optional<String> overdue(long nowNs, long idleTimeoutNs, long stallTimeoutNs) {
        final boolean stalled = out.position() > 0 && nowNs - lastTakenNs > stallTimeoutNs;
        if (stalled) {
            return Optional.of("the client does not read");
        }
        if (shell.isEmpty() && nowNs - lastActiveNs > stallTimeoutNs) {
            return Optional.of("the client did not begin a session");
        }
        return nowNs - lastActiveNs > idleTimeoutNs ? Optional.of("the session was idle") : Optional.empty();
    }

    /** Tells the client why the session is refused, once what was written before is taken. */
    void refuse(String reason) {
        put(Frame.Type.REFUSED, reason);
        ending = true;
        answering = false;
    }

    /** Ends the session now; tells the client why as far as it takes that without waiting. */
    void end(String reason) {
        refuse(reason);
        try {
            out.flip();
            channel.write(out);
        } catch (IOException e) {
            peerDone = true;
        }
        out.clear();
    }

    private boolean roomToAnswer() {
        return out.remaining() >= ANSWER_BYTES;
    }

    private int receive(long nowNs) throws IOException {
        if (peerDone || !in.hasRemaining()) {
            return 0;
        }
        final int count = channel.read(in);
        if (count > 0) {
            lastActiveNs = nowNs;
        } else if (count < 0) {
            peerDone = true;
        }
        return Math.max(0, count);
    }

    private Optional<Frame> nextFrame() throws AdminException {
        in.flip();
        try {
            return Frame.decode(in);
        } finally {
            in.compact();
        }
    }

    private void handle(Frame frame) throws AdminException {
        final boolean opening = frame.type() == Frame.Type.OPEN_EXEC || frame.type() == Frame.Type.OPEN_SHELL;
        if (opening != shell.isEmpty()) {
            throw new AdminException("a frame " + frame.type() + " out of turn");
        }
        switch (frame.type()) {
            case OPEN_EXEC, OPEN_SHELL -> open(frame);
            case EXEC -> {
                script = Optional.of(new ExecScript(frame.text()));
                answering = true;
            }
            case LINE -> line(frame.text());
            case HELP -> put(Frame.Type.HELP_TEXT, bounded(shellOf().help(frame.text())));
            case COMPLETE ->
                put(Frame.Type.CANDIDATES, bounded(String.join("\n", shellOf().candidates(frame.text()))));
            case INTERRUPT -> shellOf().interrupt();
            default -> throw new AdminException("a frame " + frame.type() + " from a client");
        }
    }

    private ShellSession shellOf() {
        return shell.orElseThrow();
    }

    private void open(Frame frame) {
        if (!Frame.VERSION.equals(frame.text())) {
            refuse("the device speaks version " + Frame.VERSION + " of the local protocol");
            return;
        }
        interactive = frame.type() == Frame.Type.OPEN_SHELL;
        shell = Optional.of((interactive ? interactiveShell : batchShell).get());
        if (interactive) {
            put(Frame.Type.PROMPT, shellOf().prompt());
        }
    }

    private void line(String line) throws AdminException {
        if (!interactive) {
            throw new AdminException("a frame LINE in an exec session");
        }
        final int indent = shellOf().prompt().length();
        execute(line).ifPresent(error -> write(Frame.Type.ERROR, error.render(indent)));
        answering = true;
    }

    private Optional<CommandError> execute(String line) {
        text.setLength(0);
        final Optional<CommandError> error = shellOf().submit(line, text);
        write(Frame.Type.OUTPUT, text);
        return error;
    }

    /** Goes on with what was asked: a long display, the next command, at last the prompt or the end. */
    private int pour() {
        int work = 0;
        while (answering && !ending && work < CHUNKS_PER_CYCLE && roomToAnswer()) {
            work++;
            if (shellOf().hasMore()) {
                text.setLength(0);
                shellOf().more(text, CHUNK_CHARS);
                write(Frame.Type.OUTPUT, text);
            } else if (script.isPresent()) {
                nextCommand(script.get());
            } else if (shellOf().isClosed()) {
                end(0);
            } else {
                put(Frame.Type.PROMPT, shellOf().prompt());
                answering = false;
            }
        }
        return work;
    }

    private void nextCommand(ExecScript commands) {
        final Optional<String> command = shellOf().isClosed() ? Optional.empty() : commands.next();
        if (command.isEmpty()) {
            if (shellOf().hasUncommittedChanges()) {
                write(Frame.Type.ERROR, "Error: Uncommitted configurations were dropped; 'commit' is missing.\n");
                end(1);
            } else {
                end(0);
            }
            return;
        }
        execute(command.get()).ifPresent(error -> {
            // There is no echo above the caret, so the command is said again.
            write(
                    Frame.Type.ERROR,
                    (error.column() == CommandError.NO_COLUMN ? "" : command.get() + "\n") + error.render(0));
            end(1);
        });
    }

    private void end(int status) {
        put(Frame.Type.END, Integer.toString(status));
        ending = true;
        answering = false;
    }

    /** Writes text in frames of a bounded length. */
    private void write(Frame.Type type, CharSequence what) {
        for (int at = 0; at < what.length(); at += CHUNK_CHARS) {
            put(
                    type,
                    what.subSequence(at, Math.min(what.length(), at + CHUNK_CHARS))
                            .toString());
        }
    }

    private static String bounded(String what) {
        return what.length() <= CHUNK_CHARS ? what : what.substring(0, CHUNK_CHARS);
    }

    /** Queues a frame. The room was made sure of before the command ran; what still has none ends the session. */
    private void put(Frame.Type type, String what) {
        final ByteBuffer bytes = new Frame(type, printable(what)).encode();
        if (bytes.remaining() > out.remaining()) {
            ending = true;
            return;
        }
        out.put(bytes);
    }

    /** Nothing that a terminal would obey leaves the device, wherever a text came from. */
    private static String printable(String what) {
        final StringBuilder clean = new StringBuilder(what.length());
        for (int i = 0; i < what.length(); i++) {
            final char c = what.charAt(i);
            clean.append(c == '\n' || (c >= ' ' && c <= '~') ? c : '?');
        }
        return clean.toString();
    }

    private int send(long nowNs) throws IOException {
        if (out.position() == 0) {
            lastTakenNs = nowNs;
            return 0;
        }
        out.flip();
        final int count;
        try {
            count = channel.write(out);
        } finally {
            out.compact();
        }
        if (count > 0) {
            lastTakenNs = nowNs;
            lastActiveNs = nowNs;
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        shell.ifPresent(ShellSession::close);
        channel.close();
    }
}

package io.ndpair.node.admin;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Reference;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** A line editor whose Tab and {@code ?} are answered by the device. Used by one thread. */
final class LineEditor implements AutoCloseable {
    private static final String HELP_WIDGET = "ndpair-help";
    private static final int MAX_HISTORY_LINES = 500;

    private final AdminClient client;
    private final Terminal terminal;
    private final LineReader reader;
    private String prompt = "";
    private volatile Optional<AdminException> broken = Optional.empty();

    LineEditor(AdminClient client, Terminal terminal) {
        this.client = client;
        this.terminal = terminal;
        reader = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("ndpair")
                .parser(new DefaultParser().quoteChars(new char[0]).escapeChars(new char[0]))
                .completer((ignored, line, candidates) -> complete(line, candidates))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .variable(LineReader.HISTORY_SIZE, MAX_HISTORY_LINES)
                .build();
        reader.getWidgets().put(HELP_WIDGET, this::help);
        reader.getKeyMaps().get(LineReader.MAIN).bind(new Reference(HELP_WIDGET), "?");
        terminal.handle(Terminal.Signal.INT, signal -> interrupt());
    }

    /** The editor of this process's terminal, or empty when that cannot edit lines. */
    static Optional<LineEditor> open(AdminClient client) throws AdminException {
        try {
            final Terminal terminal =
                    TerminalBuilder.builder().system(true).dumb(true).build();
            if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
                terminal.close();
                return Optional.empty();
            }
            return Optional.of(new LineEditor(client, terminal));
        } catch (IOException e) {
            throw new AdminException("the terminal cannot be used: " + e.getMessage(), e);
        }
    }

    int run() throws AdminException {
        AdminClient.Answer answer = client.openShell(this::print, this::print);
        while (answer.prompt().isPresent()) {
            prompt = answer.prompt().get();
            final String line;
            try {
                line = reader.readLine(prompt);
            } catch (UserInterruptException e) {
                continue;
            } catch (EndOfFileException e) {
                return 0;
            }
            if (broken.isPresent()) {
                throw broken.get();
            }
            answer = client.line(line, this::print, this::print);
        }
        return answer.status();
    }

    private void print(String text) {
        terminal.writer().print(text);
        terminal.flush();
    }

    private void complete(ParsedLine line, List<Candidate> candidates) {
        try {
            for (final String word : client.candidates(line.line().substring(0, line.cursor()))) {
                candidates.add(new Candidate(word));
            }
        } catch (AdminException e) {
            broken = Optional.of(e);
        }
    }

    private boolean help() {
        final String begun = reader.getBuffer().substring(0, reader.getBuffer().cursor());
        try {
            reader.printAbove(prompt + begun + "?\n" + client.help(begun));
        } catch (AdminException e) {
            broken = Optional.of(e);
        }
        return true;
    }

    /** Ctrl-C while the device answers; while a line is edited, the editor takes it itself. */
    private void interrupt() {
        try {
            client.interrupt();
        } catch (AdminException e) {
            broken = Optional.of(e);
        }
    }

    @Override
    public void close() throws AdminException {
        try {
            terminal.close();
        } catch (IOException e) {
            throw new AdminException("the terminal cannot be given back: " + e.getMessage(), e);
        }
    }
}

package io.ndpair.node.shell;

import java.time.ZoneOffset;
import java.util.Optional;

/** Types lines into a session as an operator would, and keeps what came back. */
final class Terminal {
    private static final ShellGrammar GRAMMAR = new ShellGrammar();

    final FakeDevice device = new FakeDevice();
    final ShellSession session = new ShellSession(device, GRAMMAR, ZoneOffset.UTC, true);

    /** Everything that comes back for the lines, errors included. */
    String type(String... lines) {
        final StringBuilder out = new StringBuilder();
        for (final String line : lines) {
            final int indent = session.prompt().length();
            session.submit(line, out).ifPresent(error -> out.append(error.render(indent)));
            while (session.hasMore()) {
                session.more(out, 64);
            }
        }
        return out.toString();
    }

    /** The error of one line. */
    Optional<CommandError> error(String line) {
        return session.submit(line, new StringBuilder());
    }

    static Terminal inInterface() {
        final Terminal terminal = new Terminal();
        terminal.ok("system-view", "interface GigabitEthernet0/1/0.1", "ipv6 enable");
        return terminal;
    }

    /** Lines that must neither fail nor answer, but for a warning. */
    void ok(String... lines) {
        for (final String line : lines) {
            final String text = type(line);
            if (!text.isEmpty() && !text.startsWith("Warning: ")) {
                throw new AssertionError("'" + line + "' answered: " + text);
            }
        }
    }
}

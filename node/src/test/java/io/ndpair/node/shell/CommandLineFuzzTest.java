package io.ndpair.node.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ndpair.node.config.ConfigText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Any lines typed by an operator: answered or refused with a message and a column inside the line, never thrown; what was committed reads
 * back from its own text as the same configuration.
 */
class CommandLineFuzzTest {
    private static final int MOST_LINES = 60;
    private static final int MOST_PARTS = 10_000;

    @FuzzTest(maxDuration = "10m")
    void shouldAnswerAnyLines(byte[] bytes) throws ConfigFileException {
        final Terminal terminal = new Terminal();
        final String[] lines = new String(bytes, StandardCharsets.ISO_8859_1).split("\n", MOST_LINES);
        for (final String line : lines) {
            type(terminal, line);
        }
        final String text = String.join("\n", ConfigText.file(terminal.device.runningConfig()));
        assertThat(ConfigFile.parse("again", text)).isEqualTo(terminal.device.runningConfig());
    }

    private static void type(Terminal terminal, String line) {
        final ShellSession session = terminal.session;
        assertThat(session.help(line)).isNotNull();
        assertThat(session.candidates(line)).doesNotContainNull();
        final int indent = session.prompt().length();
        final StringBuilder out = new StringBuilder();
        final Optional<CommandError> error = session.submit(line, out);
        error.ifPresent(found -> {
            assertThat(found.message()).isNotBlank();
            assertThat(found.column()).isBetween(CommandError.NO_COLUMN, line.length());
            assertThat(found.render(indent)).isNotBlank();
        });
        for (int parts = 0; session.hasMore(); parts++) {
            session.more(out, 4096);
            assertThat(parts).isLessThan(MOST_PARTS);
        }
        assertThat(session.prompt()).isNotBlank();
    }
}

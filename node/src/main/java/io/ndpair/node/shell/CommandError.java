package io.ndpair.node.shell;

import java.util.List;

/**
 * Why a line was refused.
 *
 * @param column where, 0 = the first character of the line; {@link #NO_COLUMN} when it is not about one place
 * @param message one line, without {@code Error: } before it
 * @param expected what could have stood there, may be empty
 */
public record CommandError(int column, String message, List<String> expected) {
    /** The error is about the whole line. */
    public static final int NO_COLUMN = -1;

    /** Copies the list. */
    public CommandError {
        expected = List.copyOf(expected);
    }

    static CommandError of(String message) {
        return new CommandError(NO_COLUMN, message, List.of());
    }

    /** Why a line could not be read, in the vendor's words. */
    enum Kind {
        UNRECOGNIZED("Unrecognized command"),
        WRONG_PARAMETER("Wrong parameter"),
        TOO_MANY("Too many parameters"),
        INCOMPLETE("Incomplete command"),
        AMBIGUOUS("Ambiguous command"),
        UNPRINTABLE("Character that is not printable ASCII"),
        TOO_LONG("Line too long");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        CommandError at(int column, List<String> expected) {
            return new CommandError(column, text + " found at '^' position.", expected);
        }
    }

    /**
     * The error as a terminal shows it: the caret under the place, the message, what was expected.
     *
     * @param indent columns before the line on the terminal, the prompt
     */
    public String render(int indent) {
        final StringBuilder text = new StringBuilder();
        if (column != NO_COLUMN) {
            text.append(" ".repeat(indent + column)).append("^\n");
        }
        text.append("Error: ").append(message).append('\n');
        if (!expected.isEmpty()) {
            text.append("       Expected: ")
                    .append(String.join(" | ", expected))
                    .append('\n');
        }
        return text.toString();
    }
}

package io.ndpair.node.shell;

/**
 * A configuration file that was refused. The message names the file, and the place where there is one:
 * {@code FILE:LINE:COLUMN: what is wrong; expected ...}. Nothing of the file was applied.
 */
public final class ConfigFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    ConfigFileException(String message, int line, int column) {
        super(message);
        this.line = line;
        this.column = column;
    }

    /** The line, 1 = the first; 0 when it is not about one line. */
    public int line() {
        return line;
    }

    /** The column, 1 = the first; 0 when it is not about one place of the line. */
    public int column() {
        return column;
    }
}

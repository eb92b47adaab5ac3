package io.ndpair.node.shell;

/** A command that was understood, and refused. */
final class CommandException extends Exception {
    private static final long serialVersionUID = 1L;

    CommandException(String message) {
        super(message);
    }
}

package io.ndpair.node.shell;

/**
 * A command of the table.
 *
 * @param pattern how it is written, in the language of {@link Pattern}
 * @param kind what it touches
 * @param action what it does
 */
record Command(String pattern, Kind kind, Action action) {
    /** What a command touches, which says where it may stand. */
    enum Kind {
        /** Changes the candidate or the running configuration, or the view; may stand in a file. */
        CONFIGURATION,
        /** Does something once; a file may have it, though there is nothing to do it to yet. */
        ACTION,
        /** Only for an operator: shows or stores. */
        OPERATOR
    }

    /** What a command does. */
    interface Action {
        /**
         * @throws CommandException when the line is refused
         * @throws ApplyException when the device refuses
         */
        void run(CommandContext context, Arguments arguments) throws CommandException, ApplyException;
    }
}

package io.ndpair.node.shell;

/** All commands. Immutable; one is enough for all sessions, and building it takes a few milliseconds. */
public final class ShellGrammar {
    private final Grammar table = new Grammar();

    Grammar table() {
        return table;
    }
}

package io.ndpair.node.admin;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** The commands of one {@code exec}, parted by line feeds or semicolons, in order. */
final class ExecScript {
    private final Queue<String> commands = new ArrayDeque<>();

    ExecScript(String text) {
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '\n' || text.charAt(i) == ';') {
                final String command = text.substring(start, i);
                if (!command.isBlank()) {
                    commands.add(command.strip());
                }
                start = i + 1;
            }
        }
    }

    Optional<String> next() {
        return Optional.ofNullable(commands.poll());
    }
}

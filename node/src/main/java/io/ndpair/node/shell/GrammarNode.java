package io.ndpair.node.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A place in a grammar: the words that may come next, and the command that ends here. */
final class GrammarNode {
    private final List<Edge> keywords = new ArrayList<>();
    private final List<Edge> arguments = new ArrayList<>();
    private Optional<Command> command = Optional.empty();

    /**
     * A word that may come next.
     *
     * @param label the keyword, or the name of the argument
     * @param help what it is
     * @param type the type of an argument, empty for a keyword
     * @param next where it leads
     */
    record Edge(String label, String help, Optional<ArgumentType> type, GrammarNode next) {
        /** The word as help shows it. */
        String form() {
            return type.map(ArgumentType::form).orElse(label);
        }
    }

    List<Edge> keywords() {
        return keywords;
    }

    List<Edge> arguments() {
        return arguments;
    }

    Optional<Command> command() {
        return command;
    }

    boolean isLeaf() {
        return keywords.isEmpty() && arguments.isEmpty();
    }

    GrammarNode keyword(String word, String help) {
        return edge(keywords, word, help, Optional.empty());
    }

    GrammarNode argument(String name, Lexicon.Argument argument) {
        return edge(arguments, name, argument.help(), Optional.of(argument.type()));
    }

    void end(Command here) {
        if (command.isPresent() && !command.get().equals(here)) {
            throw new IllegalStateException("two commands read alike: " + here.pattern());
        }
        command = Optional.of(here);
    }

    private static GrammarNode edge(List<Edge> edges, String label, String help, Optional<ArgumentType> type) {
        for (final Edge edge : edges) {
            if (edge.label().equals(label)) {
                return edge.next();
            }
        }
        final Edge edge = new Edge(label, help, type, new GrammarNode());
        edges.add(edge);
        return edge.next();
    }
}

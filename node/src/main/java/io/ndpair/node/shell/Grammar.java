package io.ndpair.node.shell;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The table of all commands by view, and the reading of lines by it. Immutable once built; sessions share one. */
final class Grammar {
    /** Longest line; longer ones are refused before they are looked at. */
    static final int MAX_LINE = 512;

    private final Lexicon lexicon = new Lexicon();
    private final Map<View, GrammarNode> roots = new EnumMap<>(View.class);

    /** A line that was read: its command with its arguments, or an error. */
    sealed interface Reading permits Understood, Refused {}

    /** A line that is a command. */
    record Understood(Command command, Arguments arguments) implements Reading {}

    /** A line that is none. */
    record Refused(CommandError.Kind kind, CommandError error) implements Reading {}

    Grammar() {
        for (final View view : View.values()) {
            roots.put(view, new GrammarNode());
        }
        MoveCommands.addTo(this);
        SystemCommands.addTo(this);
        InterfaceCommands.addTo(this);
        VrrpCommands.addTo(this);
        ServiceCommands.addTo(this);
        ProfileCommands.addTo(this);
        DisplayCommands.addTo(this);
    }

    void add(Set<View> views, String pattern, Command.Kind kind, Command.Action action) {
        final Command command = new Command(pattern, kind, action);
        final List<List<String>> sequences = Pattern.expand(pattern);
        for (final View view : views) {
            for (final List<String> sequence : sequences) {
                GrammarNode node = roots.get(view);
                for (final String word : sequence) {
                    node = word.charAt(0) == '<'
                            ? node.argument(
                                    word.substring(1, word.length() - 1),
                                    lexicon.argument(word.substring(1, word.length() - 1)))
                            : node.keyword(word, lexicon.keywordHelp(word));
                }
                node.end(command);
            }
        }
    }

    GrammarNode root(View view) {
        return roots.get(view);
    }

    /** What is wrong with a line before any of its words is read, if anything. */
    static Optional<CommandError> malformed(String line) {
        if (line.length() > MAX_LINE) {
            return Optional.of(CommandError.Kind.TOO_LONG.at(MAX_LINE, List.of("at most " + MAX_LINE + " characters")));
        }
        for (int i = 0; i < line.length(); i++) {
            final char c = line.charAt(i);
            if (c != '\t' && (c < ' ' || c > '~')) {
                return Optional.of(CommandError.Kind.UNPRINTABLE.at(i, List.of()));
            }
        }
        return Optional.empty();
    }

    /**
     * Reads a line in a view. Below the system view, what is no command there is tried as one of the system view, so that
     * one object can be entered from another.
     */
    Reading read(View view, String line) {
        final Reading here = readFrom(roots.get(view), line);
        if (view.belowSystem() && here instanceof Refused refused && refused.kind() == CommandError.Kind.UNRECOGNIZED) {
            final Reading above = readFrom(roots.get(View.SYSTEM), line);
            final boolean better = above instanceof Understood
                    || (above instanceof Refused other
                            && other.error().column() > refused.error().column());
            return better ? above : here;
        }
        return here;
    }

    private static Reading readFrom(GrammarNode root, String line) {
        final Arguments arguments = new Arguments();
        GrammarNode node = root;
        for (final Token token : Token.split(line)) {
            final Step step = step(node, token, arguments);
            if (step.next.isEmpty()) {
                return new Refused(step.kind, step.kind.at(token.column(), step.expected));
            }
            node = step.next.get();
        }
        if (node.command().isEmpty()) {
            return new Refused(CommandError.Kind.INCOMPLETE, CommandError.Kind.INCOMPLETE.at(endOf(line), forms(node)));
        }
        return new Understood(node.command().get(), arguments);
    }

    private static int endOf(String line) {
        int end = line.length();
        while (end > 0 && Token.isBlank(line.charAt(end - 1))) {
            end--;
        }
        return end == line.length() ? end : end + 1;
    }

    private record Step(Optional<GrammarNode> next, CommandError.Kind kind, List<String> expected) {
        static Step to(GrammarNode node) {
            return new Step(Optional.of(node), CommandError.Kind.UNRECOGNIZED, List.of());
        }

        static Step refused(CommandError.Kind kind, List<String> expected) {
            return new Step(Optional.empty(), kind, expected);
        }
    }

    /** One word: a keyword in full, an abbreviation that fits one keyword alone, or an argument. */
    private static Step step(GrammarNode node, Token token, Arguments arguments) {
        final List<GrammarNode.Edge> fitting = new ArrayList<>();
        for (final GrammarNode.Edge edge : node.keywords()) {
            if (edge.label().equals(token.text())) {
                arguments.keyword(edge.label());
                return Step.to(edge.next());
            }
            if (edge.label().startsWith(token.text())) {
                fitting.add(edge);
            }
        }
        if (fitting.size() == 1) {
            arguments.keyword(fitting.get(0).label());
            return Step.to(fitting.get(0).next());
        }
        for (final GrammarNode.Edge edge : node.arguments()) {
            final Optional<Object> value = edge.type().flatMap(type -> type.value(token.text()));
            if (value.isPresent()) {
                arguments.value(edge.label(), value.get());
                return Step.to(edge.next());
            }
        }
        if (!fitting.isEmpty()) {
            return Step.refused(
                    CommandError.Kind.AMBIGUOUS,
                    fitting.stream().map(GrammarNode.Edge::label).toList());
        }
        if (node.isLeaf()) {
            return Step.refused(CommandError.Kind.TOO_MANY, List.of());
        }
        return node.arguments().isEmpty()
                ? Step.refused(CommandError.Kind.UNRECOGNIZED, List.of())
                : Step.refused(CommandError.Kind.WRONG_PARAMETER, forms(node));
    }

    /** The place that the words lead to, if they lead anywhere. */
    static Optional<GrammarNode> walk(GrammarNode root, List<Token> tokens) {
        GrammarNode node = root;
        for (final Token token : tokens) {
            final Optional<GrammarNode> next = step(node, token, new Arguments()).next;
            if (next.isEmpty()) {
                return Optional.empty();
            }
            node = next.get();
        }
        return Optional.of(node);
    }

    private static List<String> forms(GrammarNode node) {
        final List<String> forms = new ArrayList<>();
        node.keywords().forEach(edge -> forms.add(edge.form()));
        node.arguments().forEach(edge -> forms.add(edge.form()));
        return forms;
    }
}

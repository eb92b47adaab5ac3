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
        NdCommands.addTo(this);
        VrrpCommands.addTo(this);
        TrackCommands.addTo(this);
        AdminVrrpCommands.addTo(this);
        ServiceCommands.addTo(this);
        SslPolicyCommands.addTo(this);
        ProfileCommands.addTo(this);
        ETrunkCommands.addTo(this);
        EthTrunkCommands.addTo(this);
        DisplayCommands.addTo(this);
        TrunkDisplayCommands.addTo(this);
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
        return readFrom(root, Token.split(line), line, new Arguments());
    }

    /**
     * Reads the rest of a line. Where several arguments fit a word, as {@code gi} may be an interface or the type of one, the
     * first that leads to a command counts, or else the one that leads furthest.
     */
    private static Reading readFrom(GrammarNode node, List<Token> tokens, String line, Arguments arguments) {
        if (tokens.isEmpty()) {
            return node.command().isPresent()
                    ? new Understood(node.command().get(), arguments)
                    : new Refused(
                            CommandError.Kind.INCOMPLETE, CommandError.Kind.INCOMPLETE.at(endOf(line), forms(node)));
        }
        final Token token = tokens.get(0);
        final List<Fit> fits = fits(node, token);
        if (fits.isEmpty()) {
            return refusal(node, token);
        }
        Reading best = null;
        for (final Fit fit : fits) {
            final Reading reading =
                    readFrom(fit.edge().next(), tokens.subList(1, tokens.size()), line, arguments.with(fit));
            if (reading instanceof Understood) {
                return reading;
            }
            if (best == null
                    || ((Refused) reading).error().column()
                            >= ((Refused) best).error().column()) {
                best = reading;
            }
        }
        return best;
    }

    private static int endOf(String line) {
        int end = line.length();
        while (end > 0 && Token.isBlank(line.charAt(end - 1))) {
            end--;
        }
        return end == line.length() ? end : end + 1;
    }

    /** A word that fits: the edge, and the value of an argument. */
    record Fit(GrammarNode.Edge edge, Optional<Object> value) {}

    /** One word: a keyword in full, an abbreviation that fits one keyword alone, or else what it may be as an argument. */
    private static List<Fit> fits(GrammarNode node, Token token) {
        final List<GrammarNode.Edge> begun = begunBy(node, token);
        for (final GrammarNode.Edge edge : begun) {
            if (edge.label().equals(token.text())) {
                return List.of(new Fit(edge, Optional.empty()));
            }
        }
        if (begun.size() == 1) {
            return List.of(new Fit(begun.get(0), Optional.empty()));
        }
        final List<Fit> fits = new ArrayList<>();
        for (final GrammarNode.Edge edge : node.arguments()) {
            final Optional<Object> value = edge.type().flatMap(type -> type.value(token.text()));
            if (value.isPresent()) {
                fits.add(new Fit(edge, value));
            }
        }
        return fits;
    }

    private static List<GrammarNode.Edge> begunBy(GrammarNode node, Token token) {
        return node.keywords().stream()
                .filter(edge -> edge.label().startsWith(token.text()))
                .toList();
    }

    private static Refused refusal(GrammarNode node, Token token) {
        final List<GrammarNode.Edge> begun = begunBy(node, token);
        final CommandError.Kind kind;
        List<String> expected = List.of();
        if (!begun.isEmpty()) {
            kind = CommandError.Kind.AMBIGUOUS;
            expected = begun.stream().map(GrammarNode.Edge::label).toList();
        } else if (node.isLeaf()) {
            kind = CommandError.Kind.TOO_MANY;
        } else if (node.arguments().isEmpty()) {
            kind = CommandError.Kind.UNRECOGNIZED;
        } else {
            kind = CommandError.Kind.WRONG_PARAMETER;
            expected = forms(node);
        }
        return new Refused(kind, kind.at(token.column(), expected));
    }

    /** The places that the words may lead to; none when they lead nowhere. */
    static List<GrammarNode> walk(GrammarNode root, List<Token> tokens) {
        List<GrammarNode> places = List.of(root);
        for (final Token token : tokens) {
            final List<GrammarNode> next = new ArrayList<>();
            for (final GrammarNode place : places) {
                fits(place, token).forEach(fit -> next.add(fit.edge().next()));
            }
            places = next;
        }
        return places;
    }

    private static List<String> forms(GrammarNode node) {
        final List<String> forms = new ArrayList<>();
        node.keywords().forEach(edge -> forms.add(edge.form()));
        node.arguments().forEach(edge -> forms.add(edge.form()));
        return forms;
    }
}

package io.ndpair.node.shell;

import io.ndpair.node.config.DeviceConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What could come next: the answer to {@code ?} and to Tab. */
final class Help {
    private static final int MAX_CANDIDATES = 100;
    private static final String END = "<cr>";

    private final Grammar grammar;

    Help(Grammar grammar) {
        this.grammar = grammar;
    }

    /** The words that could come next, or that the last word could become, each with what it is. */
    String text(View view, String line) {
        final Optional<CommandError> malformed = Grammar.malformed(line);
        if (malformed.isPresent()) {
            return malformed.get().render(0);
        }
        final Place place = new Place(line);
        final List<String[]> rows = new ArrayList<>();
        Grammar.walk(grammar.root(view), place.before).forEach(node -> rows(node, place.partial, rows));
        if (rows.isEmpty() && view.belowSystem()) {
            Grammar.walk(grammar.root(View.SYSTEM), place.before).forEach(node -> rows(node, place.partial, rows));
        }
        if (rows.isEmpty()) {
            final Grammar.Reading reading = grammar.read(view, line);
            return reading instanceof Grammar.Refused refused ? refused.error().render(0) : END + "\n";
        }
        final int width = rows.stream().mapToInt(row -> row[0].length()).max().orElse(0);
        final StringBuilder text = new StringBuilder();
        for (final String[] row : rows) {
            text.append("  ").append(row[0]);
            if (!row[1].isEmpty()) {
                text.append(" ".repeat(width - row[0].length() + 2)).append(row[1]);
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static void rows(GrammarNode node, String partial, List<String[]> rows) {
        node.keywords().stream()
                .filter(edge -> edge.label().startsWith(partial))
                .sorted(Comparator.comparing(GrammarNode.Edge::label))
                .forEach(edge -> rows.add(new String[] {edge.label(), edge.help()}));
        for (final GrammarNode.Edge edge : node.arguments()) {
            if (partial.isEmpty()
                    || edge.type().flatMap(type -> type.value(partial)).isPresent()) {
                rows.add(new String[] {edge.form(), edge.help()});
            }
        }
        if (partial.isEmpty() && node.command().isPresent()) {
            rows.add(new String[] {END, ""});
        }
    }

    /** What the last word of the line could become; whole words, sorted. */
    List<String> candidates(View view, DeviceConfig config, String line) {
        if (Grammar.malformed(line).isPresent()) {
            return List.of();
        }
        final Place place = new Place(line);
        final Set<String> found = new TreeSet<>();
        Grammar.walk(grammar.root(view), place.before).forEach(node -> collect(node, config, place.partial, found));
        if (found.isEmpty() && view.belowSystem()) {
            Grammar.walk(grammar.root(View.SYSTEM), place.before)
                    .forEach(node -> collect(node, config, place.partial, found));
        }
        return found.stream().limit(MAX_CANDIDATES).toList();
    }

    private static void collect(GrammarNode node, DeviceConfig config, String partial, Set<String> found) {
        for (final GrammarNode.Edge edge : node.keywords()) {
            if (edge.label().startsWith(partial)) {
                found.add(edge.label());
            }
        }
        for (final GrammarNode.Edge edge : node.arguments()) {
            for (final String candidate :
                    edge.type().map(type -> type.candidates(config)).orElse(List.of())) {
                if (candidate.regionMatches(true, 0, partial, 0, partial.length())) {
                    found.add(candidate);
                }
            }
        }
    }

    /** A line taken apart: whole words, and the one that is being written. */
    private static final class Place {
        final List<Token> before;
        final String partial;

        Place(String line) {
            final List<Token> tokens = Token.split(line);
            final boolean between = line.isEmpty() || Token.isBlank(line.charAt(line.length() - 1));
            before = between ? tokens : tokens.subList(0, tokens.size() - 1);
            partial = between ? "" : tokens.get(tokens.size() - 1).text();
        }
    }
}

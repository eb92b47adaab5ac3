package io.ndpair.node.shell;

import java.util.ArrayList;
import java.util.List;

/**
 * How a command is written: words, {@code <arguments>}, {@code [ what may be left out ]}, {@code { one | of | these }}.
 * {@code <interface>} stands for both ways to write an interface. Pattern texts are part of the program; a malformed one is
 * a defect.
 */
final class Pattern {
    private static final String ANY_INTERFACE = "<interface>";
    private final List<Token> words;
    private int at;

    private Pattern(String text) {
        words = Token.split(text);
    }

    /** Every sequence of words that the pattern stands for. */
    static List<List<String>> expand(String text) {
        final Pattern pattern = new Pattern(text);
        final List<List<String>> sequences = pattern.sequence();
        if (pattern.at != pattern.words.size()) {
            throw new IllegalStateException("malformed pattern: " + text);
        }
        return sequences;
    }

    /** Reads up to the end or a closing sign. */
    private List<List<String>> sequence() {
        List<List<String>> heads = List.of(List.of());
        while (at < words.size()) {
            final String word = words.get(at).text();
            if ("]".equals(word) || "}".equals(word) || "|".equals(word)) {
                return heads;
            }
            at++;
            final List<List<String>> tails = new ArrayList<>();
            if ("[".equals(word)) {
                tails.addAll(choices("]"));
                tails.add(List.of());
            } else if ("{".equals(word)) {
                tails.addAll(choices("}"));
            } else if (ANY_INTERFACE.equals(word)) {
                tails.add(List.of("<" + Lexicon.INTERFACE + ">"));
                tails.add(List.of("<" + Lexicon.INTERFACE_TYPE + ">", "<" + Lexicon.INTERFACE_NUMBER + ">"));
            } else {
                tails.add(List.of(word));
            }
            heads = product(heads, tails);
        }
        return heads;
    }

    private List<List<String>> choices(String end) {
        final List<List<String>> all = new ArrayList<>();
        while (true) {
            all.addAll(sequence());
            final String sign = words.get(at++).text();
            if (sign.equals(end)) {
                return all;
            }
        }
    }

    private static List<List<String>> product(List<List<String>> heads, List<List<String>> tails) {
        final List<List<String>> all = new ArrayList<>();
        for (final List<String> head : heads) {
            for (final List<String> tail : tails) {
                final List<String> both = new ArrayList<>(head);
                both.addAll(tail);
                all.add(both);
            }
        }
        return all;
    }
}

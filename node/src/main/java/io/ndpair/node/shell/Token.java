package io.ndpair.node.shell;

import java.util.ArrayList;
import java.util.List;

/**
 * A word of a line.
 *
 * @param text the word
 * @param column where it begins, 0 = the first character of the line
 */
record Token(String text, int column) {
    /** The words of a line, parted by blanks and tabs. */
    static List<Token> split(String line) {
        final List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < line.length()) {
            if (isBlank(line.charAt(at))) {
                at++;
                continue;
            }
            int end = at;
            while (end < line.length() && !isBlank(line.charAt(end))) {
                end++;
            }
            tokens.add(new Token(line.substring(at, end), at));
            at = end;
        }
        return tokens;
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}

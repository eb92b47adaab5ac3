package io.ndpair.bench.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The command line that a reader types to repeat a report: its words, without the files that the report went to. */
public final class CommandText {
    private static final Set<String> REPORT_FILES = Set.of("--json", "--html");

    private CommandText() {}

    /**
     * A line for a shell.
     *
     * @param program what stands before the words
     * @param words as they were typed
     */
    public static String of(String program, List<String> words) {
        final List<String> kept = new ArrayList<>(List.of(program));
        for (int i = 0; i < words.size(); i++) {
            final String word = words.get(i);
            if (REPORT_FILES.contains(word)) {
                i++;
            } else if (REPORT_FILES.stream().noneMatch(option -> word.startsWith(option + '='))) {
                kept.add(quoted(word));
            }
        }
        return String.join(" ", kept);
    }

    private static String quoted(String word) {
        return word.matches("[\\w%+,./:=@-]+") ? word : '\'' + word.replace("'", "'\\''") + '\'';
    }
}

package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every rule of docs/VRRP6.md has a test that bears its number in its display name, in {@code election} or here. */
class VrrpRuleNamesTest {
    private static final Pattern DISPLAY_NAME = Pattern.compile("@DisplayName\\(\\s*\"([^\"]*)\"");
    private static final Pattern RULE = Pattern.compile("\\b([A-Z])(\\d+)(b?)\\b");

    private static List<String> rules() {
        final Map<String, Integer> families = new LinkedHashMap<>();
        families.put("S", 5);
        families.put("T", 12);
        families.put("B", 9);
        families.put("P", 6);
        families.put("M", 7);
        families.put("E", 5);
        families.put("O", 4);
        families.put("N", 10);
        families.put("R", 20);
        families.put("L", 5);
        families.put("K", 4);
        families.put("H", 2);
        final List<String> rules = new ArrayList<>(List.of("A1", "R0", "R0b"));
        families.forEach((family, last) -> {
            for (int i = 1; i <= last; i++) {
                rules.add(family + i);
            }
        });
        return rules;
    }

    @Test
    void shouldFindATestForEveryRule() throws IOException {
        final TreeSet<String> named = new TreeSet<>();
        for (final String sources : List.of("../election/src/test/java", "src/test/java")) {
            try (Stream<Path> files = Files.walk(Path.of(sources))) {
                for (final Path file :
                        files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    final Matcher names = DISPLAY_NAME.matcher(Files.readString(file));
                    while (names.find()) {
                        final Matcher rules = RULE.matcher(names.group(1));
                        while (rules.find()) {
                            named.add(rules.group());
                        }
                    }
                }
            }
        }
        assertThat(rules()).allMatch(named::contains);
    }
}

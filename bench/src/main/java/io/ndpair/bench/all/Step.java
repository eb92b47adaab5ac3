package io.ndpair.bench.all;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A benchmark as part of a larger one.
 *
 * @param name of its command
 * @param words of its own, such as the sections to measure
 * @param mostNeighbors that it takes; with more asked for it is measured with these
 * @param section of the larger one that it belongs to; empty if that has none
 */
public record Step(String name, List<String> words, int mostNeighbors, String section) {
    private static final String NEIGHBORS = "--neighbors";

    /** Copies the words. */
    public Step {
        words = List.copyOf(words);
    }

    /** All of a benchmark. */
    public static Step of(String name, String... words) {
        return new Step(name, List.of(words), Integer.MAX_VALUE, "");
    }

    /** The same with no more neighbors than these. */
    public Step atMost(int neighbors) {
        return new Step(name, words, neighbors, section);
    }

    /** The same as a part of a section that can be chosen. */
    public Step in(String chosen) {
        return new Step(name, words, mostNeighbors, chosen);
    }

    /** The same benchmark with each of these numbers of neighbors. */
    public static Step[] sizes(String name, String sections, int... sizes) {
        return Arrays.stream(sizes)
                .mapToObj(size -> of(name, "--only", sections, NEIGHBORS, Integer.toString(size)))
                .toArray(Step[]::new);
    }

    /** Whether it is to be measured with no more neighbors than these; those without a number of their own always are. */
    boolean isUpTo(int most) {
        final int at = words.indexOf(NEIGHBORS);
        return at < 0 || Integer.parseInt(words.get(at + 1)) <= most;
    }

    /** The words of a command line. */
    List<String> line(Integer neighbors, Integer runs, boolean quick, String json, String directory) {
        final List<String> line = new ArrayList<>(List.of(name));
        line.addAll(words);
        if (neighbors != null && !words.contains(NEIGHBORS)) {
            line.addAll(List.of(NEIGHBORS, Integer.toString(Math.min(neighbors, mostNeighbors))));
        }
        if (runs != null) {
            line.addAll(List.of("--runs", runs.toString()));
        }
        if (quick) {
            line.add("--quick");
        }
        line.addAll(List.of("--json", json));
        if (!directory.isEmpty()) {
            line.addAll(List.of("--directory", directory));
        }
        return line;
    }
}

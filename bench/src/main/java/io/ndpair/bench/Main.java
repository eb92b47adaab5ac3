package io.ndpair.bench;

import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** {@code ./ndpair bench jmh [PATTERN]}: runs the micro-benchmarks whose names match. */
public final class Main {
    private static final String USAGE = "Usage: ndpair bench jmh [PATTERN]";

    private Main() {}

    /** Runs what the words say; exit status 2 when they say nothing that is known. */
    public static void main(String[] words) throws RunnerException {
        final List<String> line = Arrays.asList(words);
        if (line.isEmpty() || !line.get(0).equals("jmh") || line.size() > 2) {
            System.err.println(USAGE);
            System.exit(2);
        }
        final ChainedOptionsBuilder options = new OptionsBuilder().shouldFailOnError(true);
        new Runner(options.include(line.size() > 1 ? line.get(1) : "io\\.ndpair\\.bench\\.")
                        .build())
                .run();
    }
}

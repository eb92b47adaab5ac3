package io.ndpair.bench.figure;

import io.ndpair.bench.environment.Machine;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Everything that one run of a benchmark found.
 *
 * @param benchmark its name, "store"
 * @param command the command line to repeat it
 * @param startedAt wall clock
 * @param tookSeconds how long all of it took
 * @param machine what it ran on
 * @param settings sizes, runs, seed and the like, in order
 * @param figures in the order in which they are to be read
 * @param wrong results that are wrong, whatever the speed; empty when all is right
 * @param charts curves that no single figure shows
 */
public record Report(
        String benchmark,
        String command,
        Instant startedAt,
        double tookSeconds,
        Machine machine,
        Map<String, String> settings,
        List<Figure> figures,
        List<String> wrong,
        List<Chart> charts) {

    /** A report without curves. */
    public Report(
            String benchmark,
            String command,
            Instant startedAt,
            double tookSeconds,
            Machine machine,
            Map<String, String> settings,
            List<Figure> figures,
            List<String> wrong) {
        this(benchmark, command, startedAt, tookSeconds, machine, settings, figures, wrong, List.of());
    }

    /** How many figures have a goal. */
    public long goals() {
        return figures.stream().filter(figure -> figure.goal() != null).count();
    }

    /** How many of them miss it. */
    public long missed() {
        return figures.stream().filter(Figure::isMissed).count();
    }

    /** Of the process: 0 whatever the figures, 1 if a result is wrong. */
    public int exitStatus() {
        return wrong.isEmpty() ? 0 : 1;
    }
}

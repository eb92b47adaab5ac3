package io.ndpair.bench.child;

import java.nio.file.Path;
import java.util.List;

/**
 * What a measuring process is to do.
 *
 * @param measurement name of the measurement, with what it needs to know after colons ("peer:hashMap")
 * @param neighbors how many neighbors
 * @param runs how many runs
 * @param quick whether fewer operations will do: results are checked all the same, but no figure is worth much
 * @param directory where to put files; exists and is the process's own
 */
public record Task(String measurement, int neighbors, int runs, boolean quick, Path directory) {
    /** As arguments of {@link ChildCommand}. */
    List<String> arguments() {
        return List.of(
                measurement,
                Integer.toString(neighbors),
                Integer.toString(runs),
                Boolean.toString(quick),
                directory.toString());
    }

    /** The measurement's name before the first colon. */
    public String name() {
        final int colon = measurement.indexOf(':');
        return colon < 0 ? measurement : measurement.substring(0, colon);
    }

    /** What comes after it, empty if nothing does. */
    public String detail() {
        final int colon = measurement.indexOf(':');
        return colon < 0 ? "" : measurement.substring(colon + 1);
    }

    /** How many operations a run has: an eighth of them when quick will do, in whole thousands. */
    public int operations(int operations) {
        return quick ? Math.max(1_000, operations / 8_000 * 1_000) : operations;
    }
}

package io.ndpair.bench.child;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A measuring process; started by {@link ChildJvm}, of no use to people. */
@Command(name = ChildCommand.NAME, hidden = true)
public final class ChildCommand implements Callable<Integer> {
    static final String NAME = "measure";

    private final Map<String, Supplier<Measurement>> measurements;

    @Parameters(index = "0")
    private String measurement;

    @Parameters(index = "1")
    private int neighbors;

    @Parameters(index = "2")
    private int runs;

    @Parameters(index = "3", arity = "1")
    private boolean quick;

    @Parameters(index = "4")
    private Path directory;

    /** A process that can measure these. */
    public ChildCommand(Map<String, Supplier<Measurement>> measurements) {
        this.measurements = Map.copyOf(measurements);
    }

    @Override
    public Integer call() throws Exception {
        final Task task = new Task(measurement, neighbors, runs, quick, directory);
        final Supplier<Measurement> known = measurements.get(task.name());
        if (known == null) {
            throw new IllegalArgumentException("no measurement is called " + task.name());
        }
        // Whatever else writes to standard output must not get between the lines.
        final SampleLines out = new SampleLines(System.out);
        System.setOut(System.err);
        known.get().run(task, out);
        return 0;
    }
}

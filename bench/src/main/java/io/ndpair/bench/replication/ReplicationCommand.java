package io.ndpair.bench.replication;

import io.ndpair.bench.child.ChildJvm;
import io.ndpair.bench.child.Samples;
import io.ndpair.bench.environment.Machine;
import io.ndpair.bench.figure.Figure;
import io.ndpair.bench.figure.Report;
import io.ndpair.bench.figure.ReportText;
import io.ndpair.bench.host.Ending;
import io.ndpair.bench.host.Namespaces;
import io.ndpair.bench.suite.CommandText;
import io.ndpair.bench.suite.ReportFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.agrona.IoUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ndpair bench replication}. Exit status: 0 measured, whatever the figures; 1 a result is wrong; 2 it could not be measured. */
@Command(
        name = "replication",
        sortOptions = false,
        description = "A pair's figures beside bare Aeron and the same device alone; see docs/BENCHMARKS.md.",
        mixinStandardHelpOptions = true)
public final class ReplicationCommand implements Callable<Integer> {
    private static final int LEAST_NEIGHBORS = 1_000;
    private static final int MOST_NEIGHBORS = 32_000_000;
    private static final int NEIGHBORS = 10_000_000;
    private static final int QUICK_NEIGHBORS = 50_000;
    private static final int JUDGED_NEIGHBORS = 1_000_000;
    private static final int MOST_RUNS = 100;
    private static final int RUNS = 5;
    private static final int QUICK_RUNS = 1;

    private final ChildJvm jvm;

    @Spec
    private CommandSpec spec;

    @Option(names = "--neighbors", paramLabel = "N", description = "in the tables (default: 10000000; 50000 if quick)")
    private Integer neighbors;

    @Option(names = "--runs", paramLabel = "R", description = "runs of each figure (default: 5; 1 if quick)")
    private Integer runs;

    @Option(names = "--quick", description = "check that everything works and is right, in less than a minute")
    private boolean quick;

    @Option(
            names = "--only",
            paramLabel = "PART",
            split = ",",
            description = "of ${COMPLETION-CANDIDATES} (default: all but profiles)")
    private Set<Part> only = Part.usual();

    @Mixin
    private ReportFiles files = new ReportFiles();

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "where journals are written for a while; its file system is measured (default: here)")
    private Path directory = Path.of("");

    /** Measures in such processes. */
    public ReplicationCommand(ChildJvm jvm) {
        this.jvm = jvm;
    }

    @Override
    public Integer call() throws IOException {
        final int size =
                check("--neighbors", neighbors, quick ? QUICK_NEIGHBORS : NEIGHBORS, LEAST_NEIGHBORS, MOST_NEIGHBORS);
        final int times = check("--runs", runs, quick ? QUICK_RUNS : RUNS, 1, MOST_RUNS);
        files.check();
        final Instant startedAt = Instant.now();
        final long startNs = System.nanoTime();
        final Machine machine = Machine.read();
        final Path work = Files.createTempDirectory(directory.toAbsolutePath(), ".ndpair-bench-");
        final Ending ending = new Ending(work, Namespaces::deleteAll);
        try {
            final ReplicationSuite suite = new ReplicationSuite(
                    jvm, new ReplicationSuite.Plan(size, times, quick, only, work, files.histograms()), System.err);
            final Samples samples = suite.run();
            final List<Figure> figures = new ReplicationFigures(samples, size).all();
            final Report report = new Report(
                    "replication",
                    CommandText.of(
                            "ndpair bench", spec.commandLine().getParseResult().originalArgs()),
                    startedAt,
                    (System.nanoTime() - startNs) / 1e9,
                    machine,
                    settings(size, times, work),
                    quick || size < JUDGED_NEIGHBORS
                            ? figures.stream().map(Figure::withoutGoal).toList()
                            : figures,
                    samples.wrong(),
                    suite.charts());
            System.out.print(ReportText.of(report));
            files.write(List.of(report));
            return report.exitStatus();
        } finally {
            ending.disarm();
            IoUtil.delete(work.toFile(), true);
        }
    }

    private Map<String, String> settings(int size, int times, Path work) throws IOException {
        final Map<String, String> settings = new LinkedHashMap<>();
        settings.put("neighbors", String.format(Locale.ROOT, "%,d", size));
        settings.put("runs", Integer.toString(times));
        settings.put("quick", quick ? "yes: no figure is worth anything" : "no");
        settings.put("parts", only.toString());
        settings.put("devices", "two processes on loopback, fed through the embedder's ring by a thread that yields");
        settings.put("directory", directory.toAbsolutePath() + " on " + Files.getFileStore(work));
        return settings;
    }

    private int check(String option, Integer given, int otherwise, int least, int most) {
        final int value = given == null ? otherwise : given;
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(), option + " is " + value + ", expected " + least + " to " + most);
        }
        return value;
    }
}

package io.ndpair.bench.store;

import io.ndpair.bench.child.ChildJvm;
import io.ndpair.bench.child.Samples;
import io.ndpair.bench.environment.Machine;
import io.ndpair.bench.figure.Report;
import io.ndpair.bench.figure.ReportText;
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

/** {@code ndpair bench store}. Exit status: 0 measured, whatever the figures; 1 a result is wrong; 2 it could not be measured. */
@Command(
        name = "store",
        sortOptions = false,
        description = "The store's figures beside the machine's limits and other maps; see docs/BENCHMARKS.md.",
        mixinStandardHelpOptions = true)
public final class StoreCommand implements Callable<Integer> {
    private static final int LEAST_NEIGHBORS = 1_000;
    private static final int MOST_NEIGHBORS = 32_000_000;
    private static final int MOST_RUNS = 100;
    private static final int QUICK_NEIGHBORS = 200_000;
    private static final int QUICK_RUNS = 2;
    private static final int NEIGHBORS = 16_000_000;
    private static final int RUNS = 5;

    private final ChildJvm child;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--neighbors",
            paramLabel = "N",
            description =
                    "measure at 1M, 4M and 16M neighbors up to this, and at this (default: 16000000; 200000 if quick)")
    private Integer neighbors;

    @Option(names = "--runs", paramLabel = "R", description = "runs of each figure (default: 5; 2 if quick)")
    private Integer runs;

    @Option(names = "--quick", description = "check that everything works and is right, in less than a minute")
    private boolean quick;

    @Option(
            names = "--only",
            paramLabel = "SECTION",
            split = ",",
            description = "of ${COMPLETION-CANDIDATES} (default: all but readers and churn)")
    private Set<Section> only = Section.usual();

    @Mixin
    private ReportFiles files = new ReportFiles();

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "where journals are written for a while; its file system is measured (default: here)")
    private Path directory = Path.of("");

    /** Measures in such processes. */
    public StoreCommand(ChildJvm child) {
        this.child = child;
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
        try {
            final StoreSuite suite = new StoreSuite(child, size, times, quick, only, work, System.err);
            final Samples samples = suite.run();
            final Report report = new Report(
                    "store",
                    CommandText.of(
                            "ndpair bench", spec.commandLine().getParseResult().originalArgs()),
                    startedAt,
                    (System.nanoTime() - startNs) / 1e9,
                    machine,
                    settings(size, times, work, samples),
                    suite.figures(),
                    samples.wrong());
            System.out.print(ReportText.of(report));
            files.write(List.of(report));
            return report.exitStatus();
        } finally {
            IoUtil.delete(work.toFile(), true);
        }
    }

    private Map<String, String> settings(int size, int times, Path work, Samples samples) throws IOException {
        final Map<String, String> settings = new LinkedHashMap<>();
        settings.put("neighbors", String.format(Locale.ROOT, "%,d", size));
        settings.put("runs", Integer.toString(times));
        settings.put("quick", quick ? "yes: no figure is worth anything" : "no");
        settings.put("sections", only.toString());
        settings.put("directory", directory.toAbsolutePath() + " on " + Files.getFileStore(work));
        samples.facts().forEach((name, text) -> {
            if (!name.equals("sink") && !name.startsWith("digest")) {
                settings.put(name, text);
            }
        });
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

package io.ndpair.bench.failover;

import io.ndpair.bench.child.Samples;
import io.ndpair.bench.environment.Machine;
import io.ndpair.bench.figure.Figure;
import io.ndpair.bench.figure.Report;
import io.ndpair.bench.figure.ReportText;
import io.ndpair.bench.host.Ending;
import io.ndpair.bench.host.Namespaces;
import io.ndpair.bench.host.Tool;
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
import java.util.concurrent.Callable;
import org.agrona.IoUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ndpair bench failover}. Exit status: 0 measured, whatever the figures; 1 entries were lost; 2 it could not be measured. */
@Command(
        name = "failover",
        sortOptions = false,
        description = "What a switchover costs when the master is killed, beside keepalived; see docs/BENCHMARKS.md.",
        mixinStandardHelpOptions = true)
public final class FailoverCommand implements Callable<Integer> {
    /** Two devices and two kernel tables of so many fit into a machine; more do not into most. */
    public static final int MOST_NEIGHBORS = 4_000_000;

    private static final int NEIGHBORS = 1_000_000;
    private static final int QUICK_NEIGHBORS = 10_000;
    private static final int MOST_RUNS = 1_000;
    private static final int RUNS = 20;
    private static final int QUICK_RUNS = 2;
    private static final List<Integer> INTERVALS_MS = List.of(10, 100, 1_000);
    private static final List<Integer> QUICK_INTERVALS_MS = List.of(100);
    private static final int MOST_INTERVAL_MS = 40_950;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--neighbors",
            paramLabel = "N",
            description = "neighbors in the table, " + FailoverSuite.USERS
                    + " of them users with traffic (default: 1000000; 10000 if quick)")
    private Integer neighbors;

    @Option(names = "--runs", paramLabel = "R", description = "kills with each interval (default: 20; 2 if quick)")
    private Integer runs;

    @Option(
            names = "--intervals",
            paramLabel = "MS",
            split = ",",
            description = "advertisement intervals in milliseconds (default: 10,100,1000; 100 if quick)")
    private List<Integer> intervals;

    @Option(names = "--no-peer", description = "leave keepalived out")
    private boolean hasNoPeer;

    @Option(
            names = "--loopback",
            description = "without root: no packets, only roles; what is done when there is no root")
    private boolean isLoopback;

    @Option(names = "--quick", description = "check that everything works, in less than a minute")
    private boolean quick;

    @Mixin
    private ReportFiles files = new ReportFiles();

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "where the devices' journals are for a while (default: here)")
    private Path directory = Path.of("");

    @Override
    public Integer call() throws IOException {
        final List<Integer> chosen = intervals != null ? intervals : quick ? QUICK_INTERVALS_MS : INTERVALS_MS;
        chosen.forEach(this::checkInterval);
        final boolean isOnWire = !isLoopback && Tool.isRoot() && Tool.has("ip") && Tool.has("tcpdump");
        final boolean hasPeer = isOnWire && !hasNoPeer && Tool.has(KeepalivedRouter.COMMAND);
        final FailoverSuite.Plan plan = new FailoverSuite.Plan(
                chosen,
                check(
                        "--neighbors",
                        neighbors,
                        quick ? QUICK_NEIGHBORS : NEIGHBORS,
                        FailoverSuite.USERS,
                        MOST_NEIGHBORS),
                check("--runs", runs, quick ? QUICK_RUNS : RUNS, 1, MOST_RUNS),
                hasPeer);
        files.check();
        final Instant startedAt = Instant.now();
        final long startNs = System.nanoTime();
        final Machine machine = Machine.read();
        final Path work = Files.createTempDirectory(directory.toAbsolutePath(), ".ndpair-bench-");
        final Ending ending = new Ending(work, Namespaces::deleteAll);
        try {
            final Samples samples = isOnWire
                    ? new FailoverSuite(plan, work, System.err).run()
                    : new LoopbackSuite(plan, work, System.err).run();
            final List<Figure> figures = FailoverFigures.of(samples, chosen);
            final Report report = new Report(
                    "failover",
                    CommandText.of(
                            "ndpair bench", spec.commandLine().getParseResult().originalArgs()),
                    startedAt,
                    (System.nanoTime() - startNs) / 1e9,
                    machine,
                    settings(plan, isOnWire),
                    quick ? figures.stream().map(Figure::withoutGoal).toList() : figures,
                    samples.wrong());
            System.out.print(ReportText.of(report));
            files.write(List.of(report));
            return report.exitStatus();
        } finally {
            IoUtil.delete(work.toFile(), true);
            ending.disarm();
        }
    }

    private Map<String, String> settings(FailoverSuite.Plan plan, boolean isOnWire) throws IOException {
        final Map<String, String> settings = new LinkedHashMap<>();
        settings.put("neighbors", String.format(Locale.ROOT, "%,d", plan.neighbors()));
        settings.put("runs", Integer.toString(plan.runs()));
        settings.put("intervals", plan.intervalsMs() + " ms");
        settings.put("quick", quick ? "yes: no figure is worth anything" : "no");
        settings.put(
                "network",
                isOnWire
                        ? "network namespaces"
                        : "loopback, without packets" + (isLoopback ? "" : ": no root, or no ip or tcpdump"));
        settings.put(
                "keepalived",
                plan.hasPeer()
                        ? Tool.run(KeepalivedRouter.COMMAND + " --version")
                                .lines()
                                .findFirst()
                                .orElse("?")
                        : hasNoPeer || !isOnWire ? "left out" : "not installed");
        return settings;
    }

    private void checkInterval(int intervalMs) {
        if (intervalMs < 10 || intervalMs > MOST_INTERVAL_MS || intervalMs % 10 != 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--intervals has " + intervalMs + ", expected multiples of 10 from 10 to " + MOST_INTERVAL_MS);
        }
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

package io.ndpair.bench.soak;

import io.ndpair.bench.child.ChildJvm;
import io.ndpair.bench.environment.Machine;
import io.ndpair.bench.figure.Report;
import io.ndpair.bench.figure.ReportText;
import io.ndpair.bench.suite.CommandText;
import io.ndpair.bench.suite.HistogramFile;
import io.ndpair.bench.suite.ReportFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.IoUtil;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code ndpair soak}. Exit status: 0 nothing was lost, wrong, diverged or leaked; 1 something was; 2 it could not be run. Ctrl-C ends it with
 * the last checks and a report.
 */
@Command(
        name = "soak",
        sortOptions = false,
        description = "Two device processes under faults, and an account outside of both of what was acked; see"
                + " docs/BENCHMARKS.md.",
        mixinStandardHelpOptions = true)
public final class SoakCommand implements Callable<Integer> {
    private static final int LEAST_NEIGHBORS = 1_000;
    private static final int MOST_RATE = 200_000;
    private static final long LAST_CHECKS_S = 300;
    private static final double NS_PER_S = 1e9;

    private final ChildJvm jvm;
    private final CountDownLatch reported = new CountDownLatch(1);
    private volatile Soak soak;
    private volatile int status = 2;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--duration",
            paramLabel = "D",
            defaultValue = "10m",
            description = "of the run: 90s, 10m, 1h (default: ${DEFAULT-VALUE})")
    private String duration;

    @Option(
            names = "--neighbors",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "users, each with one or two addresses (default: ${DEFAULT-VALUE})")
    private int neighbors;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "2000",
            description = "changes a second (default: ${DEFAULT-VALUE})")
    private int rate;

    @Option(
            names = "--faults",
            paramLabel = "FAULT",
            split = ",",
            description = "of ${COMPLETION-CANDIDATES} (default: all)")
    private Set<Fault> faults = EnumSet.complementOf(EnumSet.of(Fault.NONE));

    @Option(names = "--seed", paramLabel = "S", description = "of users and faults (default: drawn, and told)")
    private Long seed;

    @Option(
            names = "--plant-loss",
            description =
                    "forget a neighbor behind the account's back at the end, to see that it is found: exit status 1")
    private boolean isLossPlanted;

    @Mixin
    private ReportFiles files = new ReportFiles();

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "where the devices' data is while it lasts (default: here)")
    private Path directory = Path.of("");

    /** Runs devices in such processes. */
    public SoakCommand(ChildJvm jvm) {
        this.jvm = jvm;
    }

    @Override
    public Integer call() throws IOException {
        final long durationNs = DurationText.parseNs(duration);
        if (durationNs <= 0) {
            throw new ParameterException(
                    spec.commandLine(), "--duration is " + duration + ", expected something like 90s, 10m or 1h");
        }
        check("--neighbors", neighbors, LEAST_NEIGHBORS, Change.MOST_USERS);
        check("--rate", rate, 1, MOST_RATE);
        if (faults.contains(Fault.NONE) && faults.size() > 1) {
            throw new ParameterException(spec.commandLine(), "--faults has none besides others");
        }
        files.check();
        final long drawn = seed == null ? System.nanoTime() : seed;
        final Machine machine = Machine.read();
        final Path work = Files.createTempDirectory(directory.toAbsolutePath(), ".ndpair-soak-");
        final Plan plan = new Plan(durationNs, neighbors, rate, faults, drawn, isLossPlanted, work);
        jvm.beforeEnd(this::endInOrder);
        try {
            status = run(plan, machine);
        } finally {
            IoUtil.delete(work.toFile(), true);
            reported.countDown();
        }
        return status;
    }

    private int run(Plan plan, Machine machine) throws IOException {
        final Instant startedAt = Instant.now();
        final long startNs = System.nanoTime();
        final PrintStream progress = System.err;
        progress.println("soak: --seed " + plan.seed());
        final Report report;
        try (Soak running = new Soak(plan, jvm, progress)) {
            soak = running;
            running.run();
            report = report(running, plan, machine, startedAt, (System.nanoTime() - startNs) / NS_PER_S);
        }
        System.out.print(ReportText.of(report));
        files.write(List.of(report));
        keep(soak.load());
        return report.exitStatus();
    }

    private Report report(Soak ran, Plan plan, Machine machine, Instant startedAt, double tookS) {
        final SoakFigures figures = new SoakFigures(ran);
        return new Report(
                "soak",
                CommandText.of("ndpair", spec.commandLine().getParseResult().originalArgs()),
                startedAt,
                tookS,
                machine,
                settings(ran, plan),
                figures.all(),
                ran.checks().wrong(),
                figures.charts());
    }

    private void keep(UserLoad load) throws IOException {
        final Path kept = files.histograms();
        if (kept != null) {
            HistogramFile.write(kept.resolve("soak-ack-all.hlog"), "all", load.latencies());
            for (int quarter = 0; quarter < UserLoad.QUARTERS; quarter++) {
                HistogramFile.write(
                        kept.resolve("soak-ack-calm-" + (quarter + 1) + ".hlog"), "calm", load.calmLatencies(quarter));
            }
        }
    }

    private Map<String, String> settings(Soak ran, Plan plan) {
        final Map<String, String> settings = new LinkedHashMap<>();
        settings.put("duration", duration + (ran.isStopped() ? ", ended before by hand" : ""));
        settings.put("neighbors", String.format(Locale.ROOT, "%,d", neighbors));
        settings.put("rate", String.format(Locale.ROOT, "%,d/s", rate));
        settings.put("seed", Long.toString(plan.seed()));
        settings.put("faults", plan.faults().toString());
        settings.put("disks", ran.fullBy());
        settings.put("channel", "UDP on loopback through a proxy, which cuts it and loses datagrams");
        settings.put("roles", "by this program, as an elector outside");
        return settings;
    }

    private void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(), option + " is " + value + ", expected " + least + " to " + most);
        }
    }

    /** Ctrl-C, or a kill: the last checks and the report first. */
    private void endInOrder() {
        final Soak running = soak;
        if (running == null || reported.getCount() == 0) {
            return;
        }
        running.stop();
        try {
            if (reported.await(LAST_CHECKS_S, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(status);
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

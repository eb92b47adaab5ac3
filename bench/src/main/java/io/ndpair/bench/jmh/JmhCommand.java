package io.ndpair.bench.jmh;

import io.ndpair.bench.environment.Machine;
import io.ndpair.bench.figure.Figure;
import io.ndpair.bench.figure.Report;
import io.ndpair.bench.figure.Spread;
import io.ndpair.bench.suite.CommandText;
import io.ndpair.bench.suite.ReportFiles;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ndpair bench jmh [PATTERN]}. Exit status: 0 measured, 2 a benchmark failed or none matches. */
@Command(
        name = "jmh",
        sortOptions = false,
        description = "The micro-benchmarks whose names match.",
        mixinStandardHelpOptions = true)
public final class JmhCommand implements Callable<Integer> {
    private static final int QUICK_MS = 100;
    private static final int FAILED = 2;

    @Parameters(paramLabel = "PATTERN", description = "regular expression (default: all)", arity = "0..1")
    private String pattern = "io\\.ndpair\\.bench\\.";

    @Option(
            names = "--quick",
            description = "check that each runs, in a tenth of a second; no figure is worth anything")
    private boolean quick;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ReportFiles files = new ReportFiles();

    @Override
    public Integer call() throws RunnerException, IOException {
        files.check();
        final Instant startedAt = Instant.now();
        final long startNs = System.nanoTime();
        final ChainedOptionsBuilder options =
                new OptionsBuilder().shouldFailOnError(true).include(pattern);
        if (quick) {
            options.warmupIterations(1)
                    .warmupTime(TimeValue.milliseconds(QUICK_MS))
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(QUICK_MS));
        }
        final Collection<RunResult> results = new Runner(options.build()).run();
        files.write(List.of(new Report(
                "jmh",
                CommandText.of(
                        "ndpair bench", spec.commandLine().getParseResult().originalArgs()),
                startedAt,
                (System.nanoTime() - startNs) / 1e9,
                Machine.read(),
                Map.of("quick", quick ? "yes: no figure is worth anything" : "no"),
                results.stream().map(JmhCommand::figure).toList(),
                List.of())));
        return results.isEmpty() ? FAILED : 0;
    }

    /** Its runs are the iterations of the measurement. */
    private static Figure figure(RunResult result) {
        final String method = result.getParams().getBenchmark();
        final StringBuilder key = new StringBuilder("jmh").append(method.substring(method.lastIndexOf(".jmh.") + 4));
        for (final String parameter : result.getParams().getParamsKeys()) {
            key.append('.').append(result.getParams().getParam(parameter));
        }
        final List<Double> iterations = new ArrayList<>();
        result.getBenchmarkResults().forEach(fork -> fork.getIterationResults().stream()
                .map(IterationResult::getPrimaryResult)
                .forEach(found -> iterations.add(found.getScore())));
        return new Figure(
                key.toString(),
                key.substring("jmh.".length()),
                result.getPrimaryResult().getScoreUnit(),
                Spread.of(iterations),
                Map.of(),
                Map.of(),
                Double.NaN,
                null,
                null);
    }
}

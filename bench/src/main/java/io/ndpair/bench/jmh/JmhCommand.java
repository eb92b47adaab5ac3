package io.ndpair.bench.jmh;

import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ndpair bench jmh [PATTERN]}. */
@Command(name = "jmh", description = "The micro-benchmarks whose names match.", mixinStandardHelpOptions = true)
public final class JmhCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PATTERN", description = "regular expression (default: all)", arity = "0..1")
    private String pattern = "io\\.ndpair\\.bench\\.";

    @Override
    public Integer call() throws RunnerException {
        new Runner(new OptionsBuilder().shouldFailOnError(true).include(pattern).build()).run();
        return 0;
    }
}

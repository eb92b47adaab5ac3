package io.ndpair.bench;

import io.ndpair.bench.all.Step;
import io.ndpair.bench.all.StepsCommand;
import io.ndpair.bench.child.ChildCommand;
import io.ndpair.bench.child.ChildJvm;
import io.ndpair.bench.compare.CompareCommand;
import io.ndpair.bench.failover.DeviceProcess;
import io.ndpair.bench.failover.FailoverCommand;
import io.ndpair.bench.failover.Traffic;
import io.ndpair.bench.failover.Users;
import io.ndpair.bench.html.HtmlCommand;
import io.ndpair.bench.jmh.JmhCommand;
import io.ndpair.bench.markdown.MarkdownCommand;
import io.ndpair.bench.pair.PairDeviceCommand;
import io.ndpair.bench.replication.PingCommand;
import io.ndpair.bench.replication.ReplicationCommand;
import io.ndpair.bench.soak.SoakCommand;
import io.ndpair.bench.soak.SoakDeviceCommand;
import io.ndpair.bench.store.StoreCommand;
import io.ndpair.bench.store.StoreSuite;
import io.ndpair.store.JvmFlags;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code ./ndpair bench}. Exit status: 0 measured, 1 a result is wrong, 2 it could not be measured. */
@Command(
        name = "ndpair bench",
        description = "Measures ndpair beside the machine's limits and its peers.",
        mixinStandardHelpOptions = true)
public final class Main implements Runnable {
    private static final int COULD_NOT_BE_MEASURED = 2;

    @Spec
    private CommandSpec spec;

    @Option(names = "--stacktrace", description = "print the stack trace of an error", scope = ScopeType.INHERIT)
    private boolean isStackTraceWanted;

    private Main() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }

    /** Runs one command and ends the process with its status. */
    public static void main(String[] words) {
        final CommandLine line = commands(new ChildJvm(Main.class.getName()));
        try {
            JvmFlags.verify();
        } catch (final IllegalStateException e) {
            line.getErr().println("ndpair: " + e.getMessage());
            System.exit(COULD_NOT_BE_MEASURED);
        }
        System.exit(line.execute(words));
    }

    /** All that there is, what is made of other benchmarks included. */
    static CommandLine commands(ChildJvm jvm) {
        final CommandLine line = line(jvm);
        for (final CommandLine several : several(() -> line(jvm))) {
            several.setParameterExceptionHandler(line.getParameterExceptionHandler())
                    .setExecutionExceptionHandler(line.getExecutionExceptionHandler());
            line.addSubcommand(several);
        }
        return line;
    }

    private static CommandLine line(ChildJvm jvm) {
        final Main main = new Main();
        return new CommandLine(main)
                .addSubcommand(new StoreCommand(jvm))
                .addSubcommand(new ReplicationCommand(jvm))
                .addSubcommand(new CompareCommand())
                .addSubcommand(new HtmlCommand())
                .addSubcommand(new MarkdownCommand())
                .addSubcommand(new PairDeviceCommand())
                .addSubcommand(new PingCommand())
                .addSubcommand(new FailoverCommand())
                .addSubcommand(new DeviceProcess())
                .addSubcommand(new Traffic())
                .addSubcommand(new Users())
                .addSubcommand(new SoakCommand(jvm))
                .addSubcommand(new SoakDeviceCommand())
                .addSubcommand(new JmhCommand())
                .addSubcommand(new ChildCommand(StoreSuite.measurements()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((error, given) -> explain(error))
                .setExecutionExceptionHandler((error, command, parsed) -> main.report(error, command.getErr()));
    }

    /** What is made of other benchmarks; each of those is run by a command line of its own. */
    private static List<CommandLine> several(Supplier<CommandLine> root) {
        return List.of(
                StepsCommand.of(
                        "all",
                        "All benchmarks, in one report.",
                        root,
                        Step.of("store"),
                        Step.of("replication"),
                        Step.of("failover").atMost(FailoverCommand.MOST_NEIGHBORS)),
                StepsCommand.of(
                        "scaling",
                        "Cost over sizes up to --neighbors, over profiles, reader threads and churn.",
                        root,
                        scaling()),
                StepsCommand.of(
                        "journal",
                        "The journal: rate, and latency at a fixed rate on the disk.",
                        root,
                        Step.of("store", "--only", "journal,openloop")),
                StepsCommand.of(
                        "recovery",
                        "Opening a directory, from a checkpoint and by replay.",
                        root,
                        Step.of("store", "--only", "recovery")),
                StepsCommand.of(
                        "snapshot",
                        "Copying the table: ranges in memory, batch backup to a peer.",
                        root,
                        Step.of("store", "--only", "interference"),
                        Step.of("replication", "--only", "stream")));
    }

    private static Step[] scaling() {
        final String sections = "lookup,memory,recovery";
        final Stream<Step> sizes = Stream.of(
                        Stream.of(Step.sizes("store", sections, 10_000, 100_000)),
                        // From a million on, the store's benchmark takes the sizes below the greatest by itself.
                        Stream.of(Step.of("store", "--only", sections)),
                        Stream.of(Step.sizes(
                                "replication",
                                "stream",
                                10_000,
                                100_000,
                                1_000_000,
                                4_000_000,
                                16_000_000,
                                32_000_000)))
                .flatMap(steps -> steps)
                .map(step -> step.in("sizes"));
        return Stream.concat(
                        sizes,
                        Stream.of(
                                Step.of("replication", "--only", "profiles").in("profiles"),
                                Step.of("store", "--only", "readers").in("readers"),
                                Step.of("store", "--only", "churn").in("churn")))
                .toArray(Step[]::new);
    }

    /** What is wrong with the words, what may have been meant, and what there is. */
    private static int explain(ParameterException error) {
        final CommandLine command = error.getCommandLine();
        command.getErr().println(error.getMessage());
        UnmatchedArgumentException.printSuggestions(error, command.getErr());
        command.usage(command.getErr());
        return COULD_NOT_BE_MEASURED;
    }

    /** One clear line; where it came from only on request. */
    private int report(Exception error, PrintWriter err) {
        // The message of a file system's exception is only the file.
        final boolean isEnough = error.getMessage() != null && !(error instanceof FileSystemException);
        err.println("ndpair: " + (isEnough ? error.getMessage() : error));
        if (isStackTraceWanted) {
            error.printStackTrace(err);
        }
        err.flush();
        return COULD_NOT_BE_MEASURED;
    }
}

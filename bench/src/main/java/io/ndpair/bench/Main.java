package io.ndpair.bench;

import io.ndpair.bench.child.ChildCommand;
import io.ndpair.bench.child.ChildJvm;
import io.ndpair.bench.jmh.JmhCommand;
import io.ndpair.bench.store.StoreCommand;
import io.ndpair.bench.store.StoreSuite;
import io.ndpair.store.JvmFlags;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
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
        final Main main = new Main();
        final CommandLine line = new CommandLine(main)
                .addSubcommand(new StoreCommand(new ChildJvm(Main.class.getName())))
                .addSubcommand(new JmhCommand())
                .addSubcommand(new ChildCommand(StoreSuite.measurements()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((error, given) -> explain(error))
                .setExecutionExceptionHandler((error, command, parsed) -> main.report(error, command.getErr()));
        try {
            JvmFlags.verify();
        } catch (final IllegalStateException e) {
            line.getErr().println("ndpair: " + e.getMessage());
            System.exit(COULD_NOT_BE_MEASURED);
        }
        System.exit(line.execute(words));
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

package io.ndpair.node.cli;

import io.ndpair.node.cli.demo.DemoCommand;
import io.ndpair.node.cli.demo.DemoDeviceCommand;
import io.ndpair.store.JvmFlags;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of ndpair. Exit status: 0 done, 1 the command says no, 2 it could not be tried. */
@Command(
        name = "ndpair",
        description = "Hot backup of IPv6 neighbor entries between two routers.",
        mixinStandardHelpOptions = true,
        versionProvider = ProductVersion.class,
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            ExecCommand.class,
            ShellCommand.class,
            RoleCommand.class,
            CleanupCommand.class,
            JvmFlagsCommand.class,
            DemoDeviceCommand.class
        })
public final class Main implements Runnable {
    private static final int COULD_NOT_BE_TRIED = 2;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(
            names = "--stacktrace",
            description = "print the stack trace of an error",
            scope = CommandLine.ScopeType.INHERIT)
    private boolean isStackTraceWanted;

    private Main() {}

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Runs one command and ends the process with its status. */
    public static void main(String[] words) {
        final Main main = new Main();
        final CommandLine line = new CommandLine(main).setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((error, command, parsed) -> main.report(error, command.getErr()));
        try {
            JvmFlags.verify();
        } catch (final IllegalStateException e) {
            line.getErr().println("ndpair: " + e.getMessage());
            System.exit(COULD_NOT_BE_TRIED);
        }
        System.exit(line.execute(words));
    }

    /** One clear line; where it came from only on request. */
    private int report(Exception error, PrintWriter err) {
        final String message = error.getMessage() == null ? error.toString() : error.getMessage();
        err.println("ndpair: " + message);
        if (isStackTraceWanted) {
            error.printStackTrace(err);
        }
        err.flush();
        return COULD_NOT_BE_TRIED;
    }
}

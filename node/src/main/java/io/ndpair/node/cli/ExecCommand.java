package io.ndpair.node.cli;

import io.ndpair.node.admin.AdminClient;
import io.ndpair.node.admin.AdminException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ndpair exec}: commands for a running device, from a script. */
@Command(
        name = "exec",
        description = "Executes VRP commands on the device that runs on a data directory; stops at the first error.",
        mixinStandardHelpOptions = true)
public final class ExecCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "data directory of the device")
    private Path data;

    @Parameters(
            paramLabel = "COMMAND",
            description = "commands, parted by semicolons or line feeds; they begin in the user view")
    private String commands;

    @Override
    public Integer call() throws AdminException {
        final PrintWriter out = spec.commandLine().getOut();
        final PrintWriter err = spec.commandLine().getErr();
        final int status = AdminClient.exec(data, commands, out::print, err::print);
        out.flush();
        err.flush();
        return status;
    }
}

package io.ndpair.node.cli;

import io.ndpair.node.admin.AdminException;
import io.ndpair.node.admin.ShellClient;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ndpair shell}: the VRP command line of a running device. */
@Command(
        name = "shell",
        description = "Opens the VRP command line of the device that runs on a data directory.",
        mixinStandardHelpOptions = true)
public final class ShellCommand implements Callable<Integer> {
    @Option(names = "--data", required = true, paramLabel = "DIR", description = "data directory of the device")
    private Path data;

    @Override
    public Integer call() throws AdminException {
        return ShellClient.run(data);
    }
}

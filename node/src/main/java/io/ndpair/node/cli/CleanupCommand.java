package io.ndpair.node.cli;

import io.ndpair.node.linux.Leftovers;
import io.ndpair.node.linux.LinuxException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ndpair cleanup}: takes out of the kernel what a dead device has left there. */
@Command(
        name = "cleanup",
        description =
                "Takes out of the kernel what the device of a data directory has left there when it was killed: virtual"
                        + " addresses, macvlans, neighbors of the peer. Does nothing while a device runs on that directory.",
        mixinStandardHelpOptions = true)
public final class CleanupCommand implements Callable<Integer> {
    private static final long WAIT_MS = 2_000;

    @Spec
    private CommandSpec spec;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "data directory of the device")
    private Path data;

    @Override
    public Integer call() throws IOException, LinuxException {
        spec.commandLine().getOut().println(Leftovers.clean(data, WAIT_MS));
        return 0;
    }
}

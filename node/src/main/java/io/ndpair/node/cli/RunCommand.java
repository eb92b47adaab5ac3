package io.ndpair.node.cli;

import io.ndpair.node.admin.AdminException;
import io.ndpair.node.daemon.Daemon;
import io.ndpair.node.shell.ConfigFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ndpair run}: a device as a daemon, until SIGTERM or Ctrl-C. */
@Command(
        name = "run",
        description = "Runs a device from a file of VRP commands, until it is told to stop (Ctrl-C, SIGTERM).",
        mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {
    @Option(names = "--config", required = true, paramLabel = "FILE", description = "file of VRP commands")
    private Path config;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "directory of journals and checkpoints")
    private Path data;

    @Option(
            names = "--loopback",
            description =
                    "run without root and without the kernel: interfaces are only names, advertisements go over UDP"
                            + " between the addresses of the remote backup service")
    private boolean isLoopback;

    @Option(
            names = "--driver",
            paramLabel = "DIR",
            description = "directory of an Aeron media driver that runs already")
    private Path driver;

    @Option(
            names = "--mtu",
            paramLabel = "BYTES",
            description = "largest UDP payload to the peer (default: ${DEFAULT-VALUE})")
    private int mtuBytes = 1408;

    @Option(
            names = "--max-neighbors",
            paramLabel = "N",
            description = "most entries of one profile (default: ${DEFAULT-VALUE})")
    private int maxNeighbors = 4_000_000;

    @Option(
            names = "--peer-hold",
            paramLabel = "SECONDS",
            description =
                    "for so long after the channel to a peer that was heard once fell silent, preempt no master that lives;"
                            + " 10 to 86400 (default: ${DEFAULT-VALUE})")
    private int peerHoldS = 600;

    @Option(
            names = "--no-guard",
            description =
                    "start no guard, the small process that takes what a killed device has left out of the kernel; for"
                            + " where 'ndpair cleanup' is run after every end of the device (systemd: ExecStopPost)")
    private boolean hasNoGuard;

    @Override
    public Integer call() throws ConfigFileException, AdminException {
        Daemon.run(new Daemon.Settings(
                config,
                data,
                isLoopback,
                Optional.ofNullable(driver),
                mtuBytes,
                maxNeighbors,
                peerHoldS,
                !hasNoGuard,
                ProductVersion.text()));
        return 0;
    }
}

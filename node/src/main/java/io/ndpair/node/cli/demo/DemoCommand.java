package io.ndpair.node.cli.demo;

import io.ndpair.node.device.Device;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ndpair demo}. */
@Command(
        name = "demo",
        description =
                "Shows the main job: two devices on loopback, a late joiner, churn, SIGKILL of the master, and an account"
                        + " of every entry.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    private static final int MIN_NEIGHBORS = 16;
    private static final int MAX_NEIGHBORS = 16_000_000;
    private static final int MAX_CHURN = 10_000_000;
    private static final int MAX_SECONDS = 3_600;
    private static final int MIN_PORT = 1_024;
    private static final int MAX_PORT = 55_535;

    @Spec
    private CommandSpec spec;

    @Option(names = "--neighbors", paramLabel = "N", description = "neighbors to learn (default: ${DEFAULT-VALUE})")
    private int neighbors = 1_000_000;

    @Option(
            names = "--churn",
            paramLabel = "RATE",
            description = "mutations a second afterwards (default: ${DEFAULT-VALUE})")
    private int churn = 50_000;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "how long the churn goes on (default: ${DEFAULT-VALUE})")
    private int seconds = 10;

    @Option(names = "--seed", paramLabel = "SEED", description = "of the workload (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "UDP port on 127.0.0.1 and 127.0.0.2; the next one is used too (default: two free ones)")
    private int port;

    @Option(names = "--json", paramLabel = "FILE", description = "write the figures into a file")
    private Path json;

    @Option(names = "--keep", description = "keep the devices' directories")
    private boolean keep;

    @Override
    public Integer call() throws IOException {
        check("--neighbors", neighbors, MIN_NEIGHBORS, MAX_NEIGHBORS);
        check("--churn", churn, 1, MAX_CHURN);
        check("--seconds", seconds, 1, MAX_SECONDS);
        if (port != 0) {
            check("--port", port, MIN_PORT, MAX_PORT);
        }
        final PrintStream out = System.out;
        final Path directory = Files.createTempDirectory("ndpair-demo-");
        final Thread cleaner = new Thread(() -> clean(directory), "ndpair-demo-cleaner");
        Runtime.getRuntime().addShutdownHook(cleaner);
        final DemoReport report = new Demo(
                        directory,
                        neighbors,
                        churn,
                        seconds * 1_000_000_000L,
                        port == 0 ? freePort() : port,
                        seed,
                        new ProgressView(out, Ansi.AUTO.enabled()))
                .run();
        out.println();
        out.print(report.table());
        if (json != null) {
            Files.writeString(json, report.json(), StandardCharsets.US_ASCII);
        }
        if (keep) {
            out.println("  kept in " + directory);
        }
        return report.isGood() ? 0 : 1;
    }

    private void check(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ParameterException(
                    spec.commandLine(), option + " is " + value + ", expected " + least + " to " + most);
        }
    }

    private static int freePort() {
        try {
            return LoopbackPorts.free(List.of("127.0.0.1", "127.0.0.2"), 2);
        } catch (final IOException e) {
            throw new DemoFailure(e.getMessage() + "; name one with --port");
        }
    }

    private void clean(Path directory) {
        try {
            for (final String device : List.of("a", "b")) {
                final Path data = directory.resolve(device);
                if (Files.isDirectory(data)) {
                    remove(Device.driverDirectory(data));
                }
            }
            if (!keep) {
                remove(directory);
            }
        } catch (final IOException | UncheckedIOException e) {
            System.err.println("ndpair: " + directory + " could not be removed: " + e.getMessage());
        }
    }

    private static void remove(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(tree)) {
            for (final Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}

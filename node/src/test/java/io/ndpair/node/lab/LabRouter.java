package io.ndpair.node.lab;

import io.ndpair.node.TestJvm;
import io.ndpair.node.device.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.IoUtil;

/** One {@code ndpair run} in a host of the lab. */
final class LabRouter implements AutoCloseable {
    private final Lab lab;
    private final String host;
    private final Path data;
    private final Path log;
    private final Path config;
    private Process process;

    LabRouter(Lab lab, String host, Path directory, String configuration) throws IOException {
        this.lab = lab;
        this.host = host;
        data = directory.resolve(host + "-data");
        log = directory.resolve(host + ".log");
        config = Files.writeString(directory.resolve(host + ".cfg"), configuration);
    }

    void start() throws IOException {
        final List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", lab.ns(host)));
        words.addAll(TestJvm.ndpair());
        words.addAll(List.of("run", "--config", config.toString(), "--data", data.toString()));
        process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** SIGKILL of the JVM; {@code ip netns exec} has become it. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** SIGTERM. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new AssertionError(host + " does not stop");
        }
        return process.exitValue();
    }

    /** What {@code exec} prints; empty while the device does not answer yet. */
    String exec(String command) {
        final List<String> words = new ArrayList<>(TestJvm.ndpair());
        words.addAll(List.of("exec", "--data", data.toString(), command));
        final Shell.Result result = Shell.tryRun(words);
        return result.status() == 0 ? result.output() : "";
    }

    String log() throws IOException {
        return Files.exists(log) ? Files.readString(log) : "";
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    @Override
    public void close() {
        if (isAlive()) {
            kill();
        }
        try {
            if (Files.exists(data)) {
                IoUtil.delete(Device.driverDirectory(data).toFile(), true);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

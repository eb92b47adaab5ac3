package io.ndpair.node.cli.demo;

import io.ndpair.node.cli.demo.DemoLedger.Field;
import io.ndpair.node.device.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.IoUtil;

/** A device process of the demo, as the demo holds it: started like the demo itself, watched through its ledger, killed. */
final class DemoProcess implements AutoCloseable {
    private final String name;
    private final Process process;
    private final DemoLedger ledger;
    private final Path log;
    private final Path dataDirectory;

    private DemoProcess(DemoSettings settings, Process process, DemoLedger ledger, Path log) {
        this.name = settings.name();
        this.dataDirectory = settings.dataDirectory();
        this.process = process;
        this.ledger = ledger;
        this.log = log;
    }

    static DemoProcess start(DemoSettings settings) throws IOException {
        Files.createDirectories(settings.dataDirectory());
        // A device that is started again begins a new account.
        Files.deleteIfExists(settings.ledger());
        final DemoLedger ledger = DemoLedger.create(settings.ledger());
        final Path log = Path.of(settings.ledger() + ".log");
        final List<String> command = new ArrayList<>(OwnJvm.command());
        command.add("demo-device");
        command.addAll(settings.arguments());
        final Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        return new DemoProcess(settings, process, ledger, log);
    }

    DemoLedger ledger() {
        return ledger;
    }

    long value(Field field) {
        return ledger.value(field);
    }

    /** Fails the demo when the process ended by itself. */
    void checkAlive() throws IOException {
        if (!process.isAlive()) {
            throw new DemoFailure("device " + name + " ended with status " + process.exitValue() + ": " + tail());
        }
    }

    private String tail() throws IOException {
        final List<String> lines = Files.readAllLines(log);
        return String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    /** SIGKILL: the process has no chance to say anything. Returns when it is gone. */
    void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            ledger.ask(DemoLedger.Command.STOP);
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    kill();
                }
            } catch (final InterruptedException e) {
                kill();
                Thread.currentThread().interrupt();
            }
        }
        ledger.close();
        removeDriver();
    }

    /** What the media driver of a killed process has left in memory. */
    private void removeDriver() {
        try {
            IoUtil.delete(Device.driverDirectory(dataDirectory).toFile(), true);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.ndpair.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.node.TestJvm;
import io.ndpair.node.TestPorts;
import io.ndpair.node.device.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.IoUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two daemons with an E-Trunk, configured by {@code exec} and watched by its displays; the master is killed. */
class ETrunkProcessIT {
    private static final long PATIENCE_S = 60;

    @TempDir
    private Path directory;

    private final List<Process> processes = new ArrayList<>();
    private final List<Path> dataDirectories = new ArrayList<>();

    @AfterEach
    void endProcesses() throws InterruptedException, IOException {
        for (final Process process : processes) {
            process.destroyForcibly();
            assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
        }
        for (final Path data : dataDirectories) {
            IoUtil.delete(Device.driverDirectory(data).toFile(), true);
        }
    }

    private Process process(Path log, String... words) throws IOException {
        final List<String> line = new ArrayList<>(TestJvm.ndpair());
        line.addAll(List.of(words));
        final Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        processes.add(process);
        return process;
    }

    private String exec(Path data, String command) throws IOException, InterruptedException {
        final Path log = Files.createTempFile(directory, "exec", ".log");
        final Process process = process(log, "exec", "--data", data.toString(), command);
        assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
        return Files.readString(log);
    }

    private void await(Path data, String command, String text) throws IOException, InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        String shown = exec(data, command);
        while (!shown.contains(text)) {
            assertThat(System.nanoTime() - deadlineNs)
                    .as("waiting for '" + text + "' in: " + shown)
                    .isNegative();
            shown = exec(data, command);
        }
    }

    private Process device(String name, Path config, Path data) throws IOException {
        Files.writeString(config, "sysname " + name + "\ncommit\n");
        final Path log = directory.resolve(name + ".log");
        final Process process =
                process(log, "run", "--config", config.toString(), "--data", data.toString(), "--loopback");
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!Files.readString(log).contains(" runs: ")) {
            assertThat(System.nanoTime() - deadlineNs).as(Files.readString(log)).isNegative();
            LockSupport.parkNanos(20_000_000);
        }
        dataDirectories.add(data);
        return process;
    }

    private static String commands(int id, int priority, int port) {
        return """
                system-view
                e-trunk 1
                priority %d
                peer-address 127.0.0.%d source-address 127.0.0.%d
                e-trunk port %d
                timer hello 5
                timer hold-on-failure multiplier 4
                security-key simple not-for-everybody
                sequence enable
                quit
                interface Eth-Trunk 10
                e-trunk 1
                commit
                return
                save
                """.formatted(priority, 3 - id, id, port);
    }

    @Test
    void shouldElectByCommandsAndSucceedAKilledMaster() throws IOException, InterruptedException {
        final int port = TestPorts.free();
        final Path configA = directory.resolve("a.cfg");
        final Path dataA = directory.resolve("a");
        final Path dataB = directory.resolve("b");
        final Process a = device("DeviceA", configA, dataA);
        device("DeviceB", directory.resolve("b.cfg"), dataB);
        assertThat(exec(dataA, commands(1, 10, port))).doesNotContain("Error");
        assertThat(exec(dataB, commands(2, 20, port))).doesNotContain("Error");
        assertThat(Files.readString(configA))
                .contains("security-key cipher %^%#")
                .doesNotContain("not-for-everybody");

        await(dataA, "display e-trunk 1", "State                  : Master");
        await(dataB, "display e-trunk 1", "Causation              : PRI");
        assertThat(exec(dataB, "display e-trunk 1")).contains("State                  : Backup", "ETRUNK_BACKUP");

        a.destroyForcibly();
        await(dataB, "display e-trunk 1", "Causation              : TIMEOUT");
        assertThat(exec(dataB, "display e-trunk 1")).contains("State                  : Master", "ETRUNK_MASTER");
    }
}

package io.ndpair.node.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ndpair.node.TestJvm;
import io.ndpair.node.TestPorts;
import io.ndpair.node.device.Device;
import io.ndpair.node.shell.Procedure;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.IoUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ndpair run} and {@code exec} as processes: the written procedure, and everything that cannot be. */
class RunCommandIT {
    private static final long PATIENCE_S = 60;

    private static final String PROCEDURE = Procedure.TEXT;

    @TempDir
    private Path directory;

    private final List<Process> processes = new ArrayList<>();
    private final List<Path> dataDirectories = new ArrayList<>();

    private record Ended(int status, String output) {
        String onlyLine() {
            assertThat(output.strip().lines().toList())
                    .as("one clear line, no stack trace")
                    .hasSize(1);
            return output.strip();
        }
    }

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

    private Process start(Path log, List<String> before, String... words) throws IOException {
        final List<String> line = new ArrayList<>(before);
        line.addAll(TestJvm.ndpair());
        line.addAll(List.of(words));
        final Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        processes.add(process);
        return process;
    }

    private Ended run(List<String> before, String... words) throws IOException, InterruptedException {
        final Path log = Files.createTempFile(directory, "run", ".log");
        final Process process = start(log, before, words);
        assertThat(process.waitFor(PATIENCE_S, TimeUnit.SECONDS))
                .as("the process ends by itself")
                .isTrue();
        return new Ended(process.exitValue(), Files.readString(log));
    }

    private Ended exec(Path data, String command) throws IOException, InterruptedException {
        return run(List.of(), "exec", "--data", data.toString(), command);
    }

    private Path config(String text) throws IOException {
        return Files.writeString(Files.createTempFile(directory, "device", ".cfg"), text);
    }

    private Path startDevice(String name, String text) throws IOException {
        final Path data = directory.resolve(name);
        final Path log = directory.resolve(name + ".log");
        start(log, List.of(), "run", "--config", config(text).toString(), "--data", data.toString(), "--loopback");
        await(log, " runs: ");
        dataDirectories.add(data);
        return data;
    }

    private static void await(Path log, String text) throws IOException {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!Files.readString(log).contains(text)) {
            assertThat(System.nanoTime() - deadlineNs)
                    .as("waiting for '" + text + "' in: " + Files.readString(log))
                    .isNegative();
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static String withPeer(String source, String peer, int port) {
        return PROCEDURE.replace(
                "\n remote-backup-service rbs1\n",
                "\n remote-backup-service rbs1\n  peer " + peer + " source " + source + " port " + port + "\n");
    }

    private static InetAddress loopback(int last) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    }

    @Test
    void shouldRunTheWrittenProcedureAndShowItsRealState() throws IOException, InterruptedException {
        final int port = TestPorts.free();
        final Path a = startDevice("a", withPeer("127.0.0.1", "127.0.0.2", port));
        final Path b =
                startDevice("b", withPeer("127.0.0.2", "127.0.0.1", port).replace("priority 120", "priority 100"));
        awaitDisplay(a, "display remote-backup-profile rbp1", "State", "Master");
        awaitDisplay(b, "display remote-backup-profile rbp1", "State", "Slave");
        awaitDisplay(a, "display remote-backup-profile rbp1", "Peer State", "Slave");
        awaitDisplay(a, "display remote-backup-service rbs1", "TCP-State", "Connected");
        awaitDisplay(b, "display vrrp6 interface GigabitEthernet0/1/0.1 1 verbose", "State", "Backup");
        assertThat(exec(b, "display ipv6 neighbors").output()).contains("Total: 0");
        assertThat(exec(a, "display current-configuration").output())
                .contains("backup-id 10 remote-backup-service rbs1");

        final Ended typo = exec(a, "display remote-backup-prfile");
        assertThat(typo.status()).isEqualTo(1);
        assertThat(typo.output()).contains("Error: Unrecognized command found at '^' position.");
        assertThat(exec(a, "system-view; remote-backup-service rbs1; batch-backup service-type nd now")
                        .output())
                .contains("started");
    }

    @Test
    void shouldMoveTheChannelsToAnotherPeerOnTheSamePort() throws IOException, InterruptedException {
        final int port = TestPorts.free();
        final Path a = startDevice("a", withPeer("127.0.0.1", "127.0.0.3", port));
        awaitDisplay(a, "display vrrp6 interface GigabitEthernet0/1/0.1 1 verbose", "State", "Master");
        assertThat(exec(
                                a,
                                "system-view; remote-backup-service rbs1; peer 127.0.0.2 source 127.0.0.1 port " + port
                                        + "; commit")
                        .status())
                .isZero();
        final Path b =
                startDevice("b", withPeer("127.0.0.2", "127.0.0.1", port).replace("priority 120", "priority 100"));
        awaitDisplay(b, "display remote-backup-profile rbp1", "Peer State", "Master");
        awaitDisplay(b, "display vrrp6 interface GigabitEthernet0/1/0.1 1 verbose", "State", "Backup");
        awaitDisplay(a, "display remote-backup-profile rbp1", "State", "Master");
    }

    private void awaitDisplay(Path data, String command, String field, String value)
            throws IOException, InterruptedException {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        String seen = "";
        while (!seen.lines().anyMatch(line -> line.strip().matches(field + "\\s*: " + value))) {
            assertThat(System.nanoTime() - deadlineNs)
                    .as("waiting for " + field + ": " + value + " in " + seen)
                    .isNegative();
            seen = exec(data, command).output();
        }
    }

    @Test
    void shouldRefuseAConfigurationWithAnErrorAndStartNothing() throws IOException, InterruptedException {
        final Path file = config("remote-backup-service rbs1\n peer 127.0.0.2 source 127.0.0.1 port 99\n commit\n");
        final Path data = directory.resolve("untouched");
        final Ended ended = run(List.of(), "run", "--config", file.toString(), "--data", data.toString(), "--loopback");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.onlyLine()).contains(file + ":2:").contains("1024").contains("55535");
        assertThat(data).doesNotExist();
    }

    @Test
    void shouldRefuseASecondRunOnTheSameDataDirectory() throws IOException, InterruptedException {
        final Path data = startDevice("first", "sysname first\ncommit\n");
        final Ended second = run(
                List.of(),
                "run",
                "--config",
                config("sysname second\ncommit\n").toString(),
                "--data",
                data.toString(),
                "--loopback");
        assertThat(second.status()).isEqualTo(2);
        assertThat(second.onlyLine()).contains(data.toString()).contains("is in use by process");
        assertThat(exec(data, "display version").status())
                .as("the first goes on")
                .isZero();
    }

    @Test
    void shouldNameAPortThatIsTaken() throws IOException, InterruptedException {
        final int port = TestPorts.free();
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress(loopback(1), port))) {
            assertThat(taken.isBound()).isTrue();
            final Ended ended = run(
                    List.of(),
                    "run",
                    "--config",
                    config(withPeer("127.0.0.1", "127.0.0.2", port)).toString(),
                    "--data",
                    directory.resolve("data").toString(),
                    "--loopback");
            assertThat(ended.status()).isEqualTo(2);
            assertThat(ended.output().lines().filter(line -> line.startsWith("ndpair: ")))
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("127.0.0.1").contains(Integer.toString(port)));
            assertThat(ended.output()).doesNotContain("\tat ");
        }
    }

    @Test
    void shouldRefuseToFilterWhatItCannot() throws IOException, InterruptedException {
        final String procedure =
                PROCEDURE.replace("vrrp6 vrid 1 priority", "vrrp6 vrid 1 accept-mode disable\n vrrp6 vrid 1 priority");
        assertThat(procedure).isNotEqualTo(PROCEDURE);
        final Ended ended = run(
                List.of(),
                "run",
                "--config",
                config(procedure).toString(),
                "--data",
                directory.resolve("data").toString());
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.onlyLine()).contains("accept-mode disable of VRRP6 group 1 on GigabitEthernet0/1/0.1");
    }

    @Test
    void shouldNameAnUnknownInterface() throws IOException, InterruptedException {
        final Ended ended = run(
                List.of(),
                "run",
                "--config",
                config(PROCEDURE).toString(),
                "--data",
                directory.resolve("data").toString());
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.onlyLine()).contains("unknown interface GigabitEthernet0/1/0.1");
    }

    @Test
    @Tag("root")
    void shouldSayThatItMayNotOpenRawSockets() throws IOException, InterruptedException {
        assumeTrue(
                "root".equals(System.getProperty("user.name")) && Files.isExecutable(Path.of("/usr/bin/setpriv")),
                "needs root and setpriv to become somebody without rights");
        final Path open = Files.createTempDirectory(
                "ndpair-it", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwxrwx")));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        final Path file = Files.writeString(
                open.resolve("device.cfg"),
                PROCEDURE.replace("GigabitEthernet0/1/0.1", "lo"),
                StandardCharsets.US_ASCII);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        final Ended ended = run(
                List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
                "run",
                "--config",
                file.toString(),
                "--data",
                open.resolve("data").toString());
        IoUtil.delete(open.toFile(), false);
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.onlyLine()).contains("no permission for raw sockets").contains("CAP_NET_RAW");
    }

    @Test
    void shouldSayThatNoDeviceRunsWhereExecFindsNone() throws IOException, InterruptedException {
        final Ended ended = exec(directory, "display version");
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.onlyLine()).contains(directory.toString());
    }
}

package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ndpair.node.TestJvm;
import io.ndpair.node.device.Device;
import io.ndpair.node.linux.LinuxLab.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.IoUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The unit that docs/systemd ships, run by a real systemd that is the first process of namespaces of its own; only the paths are the
 * test's. What a killed device leaves is taken away before the unit is started again.
 */
@Tag("root")
class SystemdIT {
    private static final Path SYSTEMD = Path.of("/usr/lib/systemd/systemd");
    private static final Path UNIT = Path.of(System.getProperty("ndpair.root"), "docs", "systemd", "ndpair.service");
    private static final String CONFIGURATION = String.join(
            "\n",
            "sysname r",
            "interface eth0",
            " ipv6 enable",
            " ipv6 address 2001:db8::2/64",
            " vrrp6 vrid 1 virtual-ip fe80::1 link-local",
            " vrrp6 vrid 1 virtual-ip 2001:db8::1",
            " vrrp6 vrid 1 timer advertise millisecond 100",
            "commit",
            "");

    @TempDir
    private Path directory;

    private LinuxLab lab;
    private Namespace router;
    private Path data;
    private Path log;
    private Process systemd;

    @BeforeEach
    void boot() throws Exception {
        assumeTrue(Files.isExecutable(SYSTEMD), "systemd is not installed");
        lab = LinuxLab.open();
        router = lab.namespace("r");
        lab.cable(router, "eth0", lab.namespace("u"), "eth1");
        data = directory.resolve("data");
        log = directory.resolve("log");
        final Path config = directory.resolve("r.cfg");
        Files.writeString(config, CONFIGURATION);
        final Path units = Files.createDirectories(directory.resolve("units"));
        Files.writeString(
                units.resolve("ndpair.service"),
                Files.readString(UNIT)
                        .replace("/opt/ndpair/ndpair", absolute(String.join(" ", TestJvm.ndpair())))
                        .replace("/etc/ndpair.cfg", config.toString())
                        .replace("/var/lib/ndpair", data.toString()));
        // Without it systemd would start this machine's own units in our namespaces.
        final Path dropIn = Files.createDirectories(units.resolve("ndpair.service.d"));
        Files.writeString(
                dropIn.resolve("test.conf"),
                "[Unit]\nDefaultDependencies=no\n[Service]\nStandardOutput=append:" + log + "\nStandardError=append:"
                        + log + "\n");
        final Path script = directory.resolve("boot.sh");
        Files.writeString(
                script,
                String.join(
                        "\n",
                        "set -e",
                        "mount -t tmpfs tmpfs /run",
                        "mount -t tmpfs tmpfs /var/lib",
                        "mkdir -p /run/systemd/system",
                        "cp -r " + units + "/. /run/systemd/system/",
                        "mount -t cgroup2 cgroup2 /sys/fs/cgroup",
                        "export container=ndpair",
                        "exec " + SYSTEMD + " --system --unit=ndpair.service --log-target=console --show-status=0",
                        ""));
        systemd = router.start(
                "unshare --mount --pid --cgroup --ipc --uts --fork --kill-child --mount-proc --propagation private bash "
                        + script,
                directory.resolve("systemd.log"));
    }

    /** systemd does not look into PATH for what it was told without a slash. */
    private static String absolute(final String command) {
        return command.startsWith("/")
                ? command
                : Path.of("/usr/bin/").resolve(command).toString();
    }

    @AfterEach
    void takeDown() throws Exception {
        if (systemd != null) {
            systemd.destroyForcibly();
            assertThat(systemd.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        lab.close();
        if (data != null && Files.exists(data)) {
            IoUtil.delete(Device.driverDirectory(data).toFile(), true);
        }
    }

    private String read(final Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitAddresses() {
        LinuxLab.await("the virtual addresses", () -> {}, () -> {
            assertThat(systemd.isAlive())
                    .as(() -> read(directory.resolve("systemd.log")) + read(log))
                    .isTrue();
            final String shown = router.ip("-6 addr show dev eth0");
            return shown.contains("fe80::1/") && shown.contains("2001:db8::1/");
        });
    }

    private ProcessHandle device() {
        return systemd.descendants()
                .filter(process -> process.info()
                        .arguments()
                        .map(words -> String.join(" ", words).contains(" run --no-guard "))
                        .orElse(false))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldCleanUpAfterAKillBeforeTheNextStart() {
        awaitAddresses();
        final ProcessHandle first = device();
        assertThat(first.destroyForcibly()).isTrue();
        LinuxLab.await("ExecStopPost", () -> {}, () -> read(log).contains("removed 2 virtual addresses"));
        awaitAddresses();
        assertThat(device().pid()).isNotEqualTo(first.pid());
        // What the next start would find and say, had ExecStopPost not been there.
        assertThat(read(log)).doesNotContain("before the start: removed");
    }
}

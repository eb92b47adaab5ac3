package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.node.TestJvm;
import io.ndpair.node.device.Device;
import io.ndpair.node.linux.LinuxLab.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real device that starts before any way leads to its peer: it serves its users, and finds the peer once there is a way. */
@Tag("root")
class UnreachablePeerIT {
    private static final String CONFIGURATION = String.join(
            "\n",
            "sysname r",
            "interface eth0",
            " ipv6 enable",
            " vrrp6 vrid 1 virtual-ip fe80::1 link-local",
            " vrrp6 vrid 1 timer advertise millisecond 100",
            " quit",
            "remote-backup-service rbs1",
            " peer-ipv6 fd00:2::2 source-ipv6 fd00:1::1 port 7100",
            " quit",
            "remote-backup-profile rbp1",
            " peer-backup hot",
            " vrrp6-id 1 interface eth0",
            " backup-id 10 remote-backup-service rbs1",
            " service-type nd",
            " quit",
            "interface eth0",
            " remote-backup-profile rbp1",
            "commit",
            "");

    private static final String LOST = "peer fd00:2:0:0:0:0:0:2 port 7100: cannot be reached: Network is unreachable";
    private static final String BACK = "peer fd00:2:0:0:0:0:0:2 port 7100: can be reached again";

    @TempDir
    private Path directory;

    @Test
    void shouldServeWithoutAWayToThePeerAndUseOneThatComes() throws Exception {
        final Path data = directory.resolve("data");
        final Path log = directory.resolve("log");
        Files.writeString(directory.resolve("r.cfg"), CONFIGURATION);
        try (LinuxLab lab = LinuxLab.open()) {
            final Namespace router = lab.namespace("r");
            lab.cable(router, "eth0", lab.namespace("u"), "eth1");
            router.ip("addr add fd00:1::1/128 dev lo nodad");
            final Process device = router.start(
                    String.join(" ", TestJvm.ndpair()) + " run --config " + directory.resolve("r.cfg") + " --data "
                            + data,
                    log);
            try {
                LinuxLab.await("mastership", () -> {}, () -> {
                    assertThat(device.isAlive()).as(() -> read(log)).isTrue();
                    return router.ip("-6 addr show dev eth0").contains("fe80::1/");
                });
                LinuxLab.await(
                        "the reason in the log", () -> {}, () -> read(log).contains(LOST));
                assertThat(router.exec("ss -Hun dst [fd00:2::2]")).isBlank();
                router.ip("-6 route add fd00:2::/64 dev eth0");
                LinuxLab.await("a socket towards the peer", () -> {}, () -> router.exec("ss -Hun dst [fd00:2::2]")
                        .contains("7100"));
                LinuxLab.await(
                        "the end of it in the log", () -> {}, () -> read(log).contains(BACK));
                router.ip("-6 route del fd00:2::/64 dev eth0");
                LinuxLab.await("a second loss in the log", () -> {}, () -> count(LOST, log) == 2);
                assertThat(device.isAlive()).isTrue();
                assertThat(count(LOST, log)).isEqualTo(2);
                assertThat(count("\tat ", log)).as(() -> read(log)).isZero();
            } finally {
                // The guard outlives its device for a moment, and writes into the directory that is deleted next.
                final List<ProcessHandle> started = device.descendants().toList();
                device.destroyForcibly();
                assertThat(device.waitFor(20, TimeUnit.SECONDS)).isTrue();
                for (final ProcessHandle one : started) {
                    one.onExit().get(20, TimeUnit.SECONDS);
                }
                if (Files.exists(data)) {
                    IoUtil.delete(Device.driverDirectory(data).toFile(), true);
                }
            }
        }
    }

    private static int count(String text, Path log) {
        return read(log).split(Pattern.quote(text), -1).length - 1;
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }
}

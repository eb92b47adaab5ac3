package io.ndpair.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.role.Role;
import io.ndpair.node.TestPorts;
import io.ndpair.node.config.ETrunkConfig;
import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.node.config.Ipv6Address;
import io.ndpair.node.config.Ipv6Prefix;
import io.ndpair.node.device.Device;
import io.ndpair.node.device.DeviceBuilder;
import io.ndpair.node.device.LoopbackPlatform;
import io.ndpair.node.shell.ShellGrammar;
import io.ndpair.node.shell.ShellSession;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator types and reads when a VRRP6 group or a member of an E-Trunk is handed over, taken back, or not handed over. */
class SwitchoverShellIT {
    private static final int ADVERT_INTERVAL_CS = 50;
    private static final Ipv6Address VIRTUAL = Ipv6Address.parse("2001:db8::1");

    @TempDir
    private Path directory;

    private ShellSession session;

    @Test
    void shouldHandOverShowItAndTakeItBack() throws Exception {
        final int port = TestPorts.free();
        final int trunkPort = TestPorts.free();
        try (Device a = builder("a", 1, port, trunkPort).start();
                Device b = builder("b", 2, port, trunkPort).start()) {
            session = shell(a);
            await("a to be safe", () -> List.of("rbp1", "rbp2").stream()
                    .allMatch(profile -> role(a, profile) == Role.MASTER && safe(a, profile)));
            assertThat(type("undo switchover rbp1")).contains("is not handed over: lan0|1 elects as configured");
            assertThat(type("undo switchover rbp9")).contains("there is no running remote-backup-profile rbp9");
            assertThat(type("switchover rbp9")).contains("there is no running remote-backup-profile rbp9");
            assertThat(type("display vrrp6 interface lan0 1")).doesNotContain("handed over");

            assertThat(type("switchover rbp1"))
                    .isEqualTo("Info: Remote-backup-profile rbp1 was handed over: the peer has everything.\n");
            assertThat(type("switchover rbp2")).contains("Info: Remote-backup-profile rbp2 was handed over");
            await("b to be master", () -> role(b, "rbp1") == Role.MASTER && role(b, "rbp2") == Role.MASTER);
            await("a to be ready again", () -> safe(a, "rbp1") && safe(a, "rbp2"));
            await("the group to be shown", () -> type("display vrrp6 interface lan0 1")
                    .contains(
                            "handed over by command, until the master resigns or falls silent, or 'undo switchover'"));
            assertThat(type("display vrrp6 interface lan0 1"))
                    .containsPattern("State +: Backup")
                    .contains("handed over by command");
            await("the member to be shown", () -> type("display e-trunk 1")
                    .contains(
                            "handed over by command, until the peer's loses it or falls silent, or 'undo switchover'"));
            assertThat(type("display e-trunk 1")).contains("HANDED_OVER");
            assertThat(type("switchover rbp1"))
                    .contains("Remote-backup-profile rbp1 was not handed over: ")
                    .contains("this device is not master");

            assertThat(type("undo switchover rbp1"))
                    .isEqualTo("Info: What remote-backup-profile rbp1 follows preempts again as configured.\n");
            assertThat(type("undo switchover rbp2")).startsWith("Info: ");
            await("a to be master again", () -> role(a, "rbp1") == Role.MASTER && role(a, "rbp2") == Role.MASTER);
            await(
                    "the displays to say so",
                    () -> !type("display vrrp6 interface lan0 1").contains("undo switchover")
                            && !type("display e-trunk 1").contains("undo switchover"));
        }
    }

    @Test
    void shouldRefuseAnOwnerByName() throws Exception {
        try (Device a = builder("a", 1, TestPorts.free(), TestPorts.free()).start()) {
            session = shell(a);
            final InterfaceConfig lan = a.config().interfaces().get("lan0");
            a.apply(a.config().withInterface(lan.withAddresses(List.of(new Ipv6Prefix(VIRTUAL, 64, 0, false)))));
            await("the owner", () -> a.group("lan0", 1).orElseThrow().config().owner());
            assertThat(type("switchover rbp1"))
                    .contains("VRRP6 group lan0|1")
                    .contains("address owner (priority 255)")
                    .contains("take the virtual address off the interface first");
        }
    }

    private String type(String line) {
        final StringBuilder out = new StringBuilder();
        session.submit(line, out).ifPresent(error -> out.append(error.render(0)));
        while (session.hasMore()) {
            session.more(out, 64);
        }
        return out.toString();
    }

    private ShellSession shell(Device device) {
        return new ShellSession(
                new ShellDevice(device, new ConfigStore(directory.resolve("a.cfg")), "test"),
                new ShellGrammar(),
                ZoneOffset.UTC,
                true);
    }

    /** Device 1 is the stronger one. */
    private DeviceBuilder builder(String name, int id, int port, int trunkPort) {
        return Device.builder()
                .name(name)
                .deviceId(id)
                .dataDirectory(directory.resolve(name))
                .platform(new LoopbackPlatform())
                .service("rbs1", "127.0.0." + (3 - id), "127.0.0." + id, port)
                .profile("rbp1", 10, "rbs1", "lan0")
                .profile("rbp2", 20, "rbs1", "lan1")
                .vrrp6("lan0", 1, "fe80::1", group -> group.withPriority(id == 1 ? 200 : 100)
                        .withAdvertIntervalCs(ADVERT_INTERVAL_CS)
                        .withAddress(VIRTUAL))
                .follow("rbp1", "lan0", 1)
                .eTrunk(1, "127.0.0." + (3 - id), "127.0.0." + id, trunk -> trunk.withPriority(10 * id)
                        .withPort(trunkPort)
                        .withTimers(new ETrunkConfig.Timers(10, 20, true, 0, 0)))
                .eTrunkMember(1, 10)
                .followMember("rbp2", 1, 10);
    }

    private static Role role(Device device, String profile) {
        return device.neighbors(profile).orElseThrow().role();
    }

    private static boolean safe(Device device, String profile) {
        return device.reports().stream()
                .anyMatch(report -> report.name().equals(profile)
                        && report.replication().safety().safe());
    }

    private static void await(String what, BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs).as("waiting for " + what).isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }
}

package io.ndpair.node.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ndpair.election.role.Role;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two devices over Aeron on loopback, two profiles over one service, led from outside. */
class SwitchoverIT {
    private static final long HIGH = 0x2001_0db8_0000_0000L;
    private static final long MAC = 0x0200_0000_0000L;
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);

    @TempDir
    Path directory;

    private final NeighborEntry found = new NeighborEntry();

    @Test
    void shouldLeadOneProfileAndFollowAnotherOverOneServiceAndHandOverWithoutLoss() throws Exception {
        final int port = freePort();
        try (Device a = start("a", 1, port);
                Device b = start("b", 2, port)) {
            a.role("rbp1", Role.MASTER);
            b.role("rbp1", Role.BACKUP);
            a.role("rbp2", Role.BACKUP);
            b.role("rbp2", Role.MASTER);
            await("b to be safe for rbp1", () -> safe(a, "rbp1") && safe(b, "rbp1"));
            await("a to be safe for rbp2", () -> safe(b, "rbp2") && safe(a, "rbp2"));
            final long first = neighbors(a, "rbp1").learn(HIGH, 1, 0, MAC | 1, NeighborState.REACHABLE, 0);
            final long second = neighbors(b, "rbp2").learn(HIGH, 1, 0, MAC | 2, NeighborState.REACHABLE, 0);
            await(
                    "both directions",
                    () -> neighbors(a, "rbp1").isReplicated(first)
                            && neighbors(b, "rbp2").isReplicated(second));
            assertThat(knows(b, "rbp1", MAC | 1)).isTrue();
            assertThat(knows(a, "rbp2", MAC | 2)).isTrue();

            assertThat(b.switchover("rbp1", TIMEOUT_NS).get(20, TimeUnit.SECONDS))
                    .contains("not master");
            for (int i = 2; i < 5_000; i++) {
                neighbors(a, "rbp1").learn(HIGH, i, 0, MAC | i, NeighborState.REACHABLE, 0);
            }
            await("a to be safe", () -> safe(a, "rbp1"));
            assertThat(a.switchover("rbp1", TIMEOUT_NS).get(20, TimeUnit.SECONDS))
                    .isEmpty();
            assertThat(neighbors(a, "rbp1").role()).isEqualTo(Role.BACKUP);
            await("b to take over", () -> neighbors(b, "rbp1").role() == Role.MASTER);
            await("a to follow", () -> safe(a, "rbp1") && safe(b, "rbp1"));
            assertThat(neighbors(b, "rbp1").size())
                    .isEqualTo(neighbors(a, "rbp1").size());
            assertThat(b.digest("rbp1")).isEqualTo(a.digest("rbp1"));
            assertThat(neighbors(a, "rbp2").role())
                    .as("the other profile is left alone")
                    .isEqualTo(Role.BACKUP);
            final long third = neighbors(b, "rbp1").learn(HIGH, 9_999, 0, MAC | 9, NeighborState.REACHABLE, 0);
            await("the other way round", () -> neighbors(b, "rbp1").isReplicated(third));
            assertThatThrownBy(() -> a.switchover("none", TIMEOUT_NS)).isInstanceOf(DeviceException.class);
        }
    }

    @Test
    void shouldStayMasterWithoutAPeer() throws Exception {
        try (Device a = start("a", 1, freePort())) {
            a.role("rbp1", Role.MASTER);
            await("a to be master", () -> neighbors(a, "rbp1").role() == Role.MASTER);
            assertThat(a.switchover("rbp1", TIMEOUT_NS).get(20, TimeUnit.SECONDS))
                    .contains("no session");
            assertThat(neighbors(a, "rbp1").role()).isEqualTo(Role.MASTER);
            assertThat(neighbors(a, "rbp1").learn(HIGH, 1, 0, MAC, NeighborState.REACHABLE, 0))
                    .isPositive();
        }
    }

    private Device start(String name, int id, int port) throws IOException {
        return Device.builder()
                .name(name)
                .deviceId(id)
                .dataDirectory(directory.resolve(name))
                .platform(new LoopbackPlatform())
                .service("rbs1", "127.0.0." + (3 - id), "127.0.0." + id, port)
                .profile("rbp1", 10, "rbs1", "lan0")
                .profile("rbp2", 20, "rbs1", "lan1")
                .start();
    }

    private static boolean safe(Device device, String profile) {
        return device.reports().stream()
                .anyMatch(report -> report.name().equals(profile)
                        && report.replication().safety().safe());
    }

    private boolean knows(Device device, String profile, long mac) {
        return neighbors(device, profile).lookup(HIGH, 1, 0, found) && found.mac() == mac;
    }

    private static Neighbors neighbors(Device device, String profile) {
        return device.neighbors(profile).orElseThrow();
    }

    private static int freePort() throws IOException {
        try (DatagramSocket any = new DatagramSocket()) {
            return 1024 + any.getLocalPort() % 50_000;
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs).as("waiting for " + what).isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }
}

package io.ndpair.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.role.Role;
import io.ndpair.node.TestPorts;
import io.ndpair.node.config.Ipv6Address;
import io.ndpair.node.device.Device;
import io.ndpair.node.device.LoopbackPlatform;
import io.ndpair.node.device.Neighbors;
import io.ndpair.node.shell.ChangeStatus;
import io.ndpair.store.table.NeighborState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code display nd history} walks: two profiles' real journals, newest change first. */
class ChangeWalkIT {
    private static final Ipv6Address ADDRESS = Ipv6Address.parse("2001:db8::7");
    private static final long MAC = 0x0200_0000_0000L;

    @TempDir
    Path directory;

    @Test
    void shouldTellEachChangeAndWhereNothingWasEverLearned() throws Exception {
        try (Device device = start()) {
            device.role("rbp1", Role.MASTER);
            device.role("rbp2", Role.MASTER);
            final Neighbors one = device.neighbors("rbp1").orElseThrow();
            final Neighbors two = device.neighbors("rbp2").orElseThrow();
            learn(one, one.link("lan0"), MAC | 1);
            learn(one, one.link("lan0"), MAC | 2);
            learn(two, two.link("lan1"), MAC | 3);
            // The journal is written a moment after the table.
            await(() -> changes(device, Optional.empty()).size() == 3);
            assertThat(changes(device, Optional.empty()))
                    .extracting(ChangeStatus::mac)
                    .containsExactly(MAC | 2, MAC | 1, MAC | 3);
            assertThat(changes(device, Optional.of("lan1")))
                    .singleElement()
                    .satisfies(change -> assertThat(change.interfaceName()).isEqualTo("lan1"));
            assertThat(walk(device, Optional.of("lan1")))
                    .filteredOn(line -> line.profile().equals("rbp1"))
                    .singleElement()
                    .satisfies(
                            line -> assertThat(line.detail()).isEqualTo("nothing was ever learned on interface lan1"));
            assertThat(walk(device, Optional.of("lan9")))
                    .extracting(ChangeStatus::kind, ChangeStatus::profile, ChangeStatus::detail)
                    .containsExactly(nothing("rbp1", "lan9"), nothing("rbp2", "lan9"));
        }
    }

    private static Tuple nothing(String profile, String interfaceName) {
        return Tuple.tuple(
                ChangeStatus.Kind.MISSING, profile, "nothing was ever learned on interface " + interfaceName);
    }

    private static List<ChangeStatus> changes(Device device, Optional<String> interfaceName) {
        return walk(device, interfaceName).stream()
                .filter(line -> line.kind() == ChangeStatus.Kind.PUT)
                .toList();
    }

    private static List<ChangeStatus> walk(Device device, Optional<String> interfaceName) {
        final List<ChangeStatus> lines = new ArrayList<>();
        final List<Neighbors> tables = List.of(
                device.neighbors("rbp1").orElseThrow(), device.neighbors("rbp2").orElseThrow());
        try (ChangeWalk walk = new ChangeWalk(tables, ADDRESS, interfaceName)) {
            while (walk.poll(lines::add)) {
                assertThat(lines).hasSizeLessThan(100);
            }
        }
        return lines;
    }

    private static void learn(Neighbors table, int link, long mac) {
        await(() -> table.learn(ADDRESS.high(), ADDRESS.low(), link, mac, NeighborState.REACHABLE, 0) > 0);
    }

    private static void await(BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs).isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    private Device start() throws Exception {
        final int port = TestPorts.free();
        return Device.builder()
                .name("a")
                .deviceId(1)
                .dataDirectory(directory)
                .platform(new LoopbackPlatform())
                .service("rbs1", "127.0.0.2", "127.0.0.1", port)
                .profile("rbp1", 10, "rbs1", "lan0")
                .profile("rbp2", 20, "rbs1", "lan1")
                .start();
    }
}

package io.ndpair.node.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import io.ndpair.election.vrrp.VrrpCounter;
import io.ndpair.election.vrrp.VrrpGroupStatus;
import io.ndpair.node.TestPorts;
import io.ndpair.node.config.ETrunkConfig;
import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.node.config.Ipv6Address;
import io.ndpair.node.config.Ipv6Prefix;
import io.ndpair.node.config.Vrrp6Ref;
import io.ndpair.node.config.VrrpAdmin;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two devices over Aeron on loopback, several profiles over one service, led from outside or by electors of their own. */
class SwitchoverIT {
    private static final long HIGH = 0x2001_0db8_0000_0000L;
    private static final long MAC = 0x0200_0000_0000L;
    /** A machine that is busy for a second makes no other master. */
    private static final int ADVERT_INTERVAL_CS = 50;

    private static final Ipv6Address VIRTUAL = Ipv6Address.parse("2001:db8::1");
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);

    @TempDir
    Path directory;

    private final NeighborEntry found = new NeighborEntry();

    @Test
    void shouldLeadOneProfileAndFollowAnotherOverOneServiceAndHandOverWithoutLoss() throws Exception {
        final int port = TestPorts.free();
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

    /** Commands wait in the ring when a switchover begins, and more are offered while it goes on: none that was accepted is refused. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRefuseNothingThatWasAcceptedBefore(boolean elected) throws Exception {
        final int port = TestPorts.free();
        final int trunkPort = TestPorts.free();
        try (Device a = elected ? elected("a", 1, port, trunkPort).start() : start("a", 1, port);
                Device b = elected ? elected("b", 2, port, trunkPort).start() : start("b", 2, port)) {
            if (!elected) {
                a.role("rbp1", Role.MASTER);
                b.role("rbp1", Role.BACKUP);
            }
            await("a to be safe", () -> neighbors(a, "rbp1").role() == Role.MASTER && safe(a, "rbp1"));
            await("what goes with it to be safe", () -> !elected || safe(a, "rbp2"));
            final AtomicLong accepted = new AtomicLong();
            final AtomicLong busy = new AtomicLong();
            final Thread learning = new Thread(() -> learnWhileMaster(neighbors(a, "rbp1"), accepted, busy));
            learning.setDaemon(true);
            learning.start();
            await("much to be offered", () -> accepted.get() > 1_000);
            // Under such a flood the peer may be behind by more than is safe at the moment: then it is asked again.
            await(
                    "the switchover",
                    () -> a.switchover("rbp1", TIMEOUT_NS).join().isEmpty());
            learning.join(TimeUnit.SECONDS.toMillis(60));
            assertThat(learning.isAlive()).isFalse();
            await("b to be master", () -> neighbors(b, "rbp1").role() == Role.MASTER);
            await("a to follow", () -> safe(a, "rbp1"));
            assertThat(busy.get()).as("offers that were put off").isPositive();
            assertThat(report(a).commandsNotMaster()).isZero();
            assertThat(report(a).commandsRefused()).isZero();
            assertThat(neighbors(b, "rbp1").lookup(HIGH, 1, 0, found)).isTrue();
            assertThat(found.mac()).as("the last command that was accepted").isEqualTo(MAC | accepted.get());
        }
    }

    /** Each command says another MAC of the same neighbor: the last one tells whether any was lost. */
    private static void learnWhileMaster(Neighbors neighbors, AtomicLong accepted, AtomicLong busy) {
        long ticket;
        do {
            ticket = neighbors.learn(HIGH, 1, 0, MAC | (accepted.get() + 1), NeighborState.REACHABLE, 0);
            if (ticket > 0) {
                accepted.incrementAndGet();
            } else {
                busy.incrementAndGet();
                Thread.onSpinWait();
            }
        } while (ticket != Neighbors.NOT_MASTER);
    }

    private static ProfileReport report(Device device) {
        return device.reports().stream()
                .filter(report -> report.name().equals("rbp1"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldStayMasterWithoutAPeer() throws Exception {
        try (Device a = start("a", 1, TestPorts.free())) {
            a.role("rbp1", Role.MASTER);
            await("a to be master", () -> neighbors(a, "rbp1").role() == Role.MASTER);
            assertThat(a.switchover("rbp1", TIMEOUT_NS).get(20, TimeUnit.SECONDS))
                    .contains("no session");
            assertThat(neighbors(a, "rbp1").role()).isEqualTo(Role.MASTER);
            assertThat(neighbors(a, "rbp1").learn(HIGH, 1, 0, MAC, NeighborState.REACHABLE, 0))
                    .isPositive();
        }
    }

    /** An admin group with a member, and a member of an E-Trunk: what is stronger hands over, and does not come back by itself. */
    @Test
    void shouldHandOverWhatElectorsLeadAndNotTakeItBackUnasked() throws Exception {
        final int port = TestPorts.free();
        final int trunkPort = TestPorts.free();
        try (Device a = elected("a", 1, port, trunkPort).start();
                Device b = elected("b", 2, port, trunkPort).start()) {
            for (final String profile : List.of("rbp1", "rbp2", "rbp3")) {
                await(
                        "a to be safe as master of " + profile,
                        () -> neighbors(a, profile).role() == Role.MASTER && safe(a, profile));
            }
            for (int i = 1; i < 2_000; i++) {
                neighbors(a, "rbp1").learn(HIGH, i, 0, MAC | i, NeighborState.REACHABLE, 0);
                neighbors(a, "rbp2").learn(HIGH, i, 0, MAC | i, NeighborState.REACHABLE, 0);
            }
            await("a to be safe", () -> safe(a, "rbp1") && safe(a, "rbp2"));
            assertThatThrownBy(() -> a.takeBack("rbp1")).hasMessageContaining("not handed over");

            assertThat(a.switchover("rbp2", TIMEOUT_NS).get(20, TimeUnit.SECONDS))
                    .isEmpty();
            assertThat(neighbors(a, "rbp1").role())
                    .as("the profile of the admin group goes with its member's")
                    .isEqualTo(Role.BACKUP);
            assertThat(neighbors(a, "rbp2").role()).isEqualTo(Role.BACKUP);
            await(
                    "b to be master of both",
                    () -> neighbors(b, "rbp1").role() == Role.MASTER
                            && neighbors(b, "rbp2").role() == Role.MASTER);
            assertThat(neighbors(b, "rbp1").size()).as("nothing was lost").isEqualTo(1_999);
            assertThat(neighbors(b, "rbp2").size()).isEqualTo(1_999);
            assertThat(neighbors(a, "rbp3").role())
                    .as("what another elector leads is left alone")
                    .isEqualTo(Role.MASTER);

            assertThat(a.switchover("rbp3", TIMEOUT_NS).get(20, TimeUnit.SECONDS))
                    .isEmpty();
            await("b to be master of the third", () -> neighbors(b, "rbp3").role() == Role.MASTER);

            await("a to be ready", () -> group(a).ready() && safe(b, "rbp1") && safe(b, "rbp2"));
            final long heard = adverts(a);
            await("b to be heard for twice the down interval", () -> adverts(a) > heard + 8);
            assertThat(group(a).handedOver()).isTrue();
            assertThat(group(a).role()).isEqualTo(Role.BACKUP);
            assertThat(neighbors(a, "rbp3").role()).isEqualTo(Role.BACKUP);

            a.takeBack("rbp1");
            a.takeBack("rbp3");
            await("a to preempt again", () -> List.of("rbp1", "rbp2", "rbp3").stream()
                    .allMatch(profile -> neighbors(a, profile).role() == Role.MASTER));
        }
    }

    @Test
    void shouldBeMasterAgainWhenNobodyTakesOverAndRefuseAsAddressOwner() throws Exception {
        final int port = TestPorts.free();
        final List<String> alarms = new CopyOnWriteArrayList<>();
        final AdvertWire wire = new AdvertWire();
        try (Device a = grouped("a", 1, port, 3)
                        .platform(new WirePlatform(wire.one()))
                        .options(options -> options.withListener(new DeviceListener() {
                            @Override
                            public void onAlarm(String subject, String text) {
                                alarms.add(text);
                            }
                        }))
                        .start();
                // So patient that it does not become master by silence within the test.
                Device b = grouped("b", 2, port, 10)
                        .platform(new WirePlatform(wire.two()))
                        .start()) {
            await("a to be safe", () -> neighbors(a, "rbp1").role() == Role.MASTER && safe(a, "rbp1"));
            assertThat(neighbors(b, "rbp1").role()).isEqualTo(Role.BACKUP);
            wire.cut(true);
            assertThat(a.switchover("rbp1", TIMEOUT_NS).get(20, TimeUnit.SECONDS))
                    .isEmpty();
            await("a to be master again", () -> neighbors(a, "rbp1").role() == Role.MASTER);
            assertThat(group(a).reason()).isEqualTo(RoleReason.NOT_TAKEN_OVER);
            assertThat(group(a).handedOver()).isFalse();
            await("the alarm", () -> alarms.stream().anyMatch(alarm -> alarm.contains("handed over by command")));

            final InterfaceConfig lan = a.config().interfaces().get("lan0");
            a.apply(a.config().withInterface(lan.withAddresses(List.of(new Ipv6Prefix(VIRTUAL, 64, 0, false)))));
            await("the owner", () -> group(a).config().owner());
            assertThatThrownBy(() -> a.switchover("rbp1", TIMEOUT_NS))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("VRRP6 group lan0|1")
                    .hasMessageContaining("address owner (priority 255)");
        }
    }

    /** Device 1 is the stronger one everywhere. */
    private DeviceBuilder elected(String name, int id, int port, int trunkPort) {
        final int priority = id == 1 ? 200 : 100;
        return Device.builder()
                .name(name)
                .deviceId(id)
                .dataDirectory(directory.resolve(name))
                .platform(new LoopbackPlatform())
                .service("rbs1", "127.0.0." + (3 - id), "127.0.0." + id, port)
                .profile("rbp1", 10, "rbs1", "lan0")
                .profile("rbp2", 20, "rbs1", "lan1")
                .profile("rbp3", 30, "rbs1", "lan2")
                .vrrp6("lan0", 1, "fe80::1", group -> group.withPriority(priority)
                        .withAdvertIntervalCs(ADVERT_INTERVAL_CS)
                        .withAdmin(VrrpAdmin.group(false, 0)))
                .vrrp6("lan1", 2, "fe80::2", group -> group.withAdmin(VrrpAdmin.member(new Vrrp6Ref(1, "lan0"), true)))
                .follow("rbp1", "lan0", 1)
                .follow("rbp2", "lan1", 2)
                .eTrunk(1, "127.0.0." + (3 - id), "127.0.0." + id, trunk -> trunk.withPriority(10 * id)
                        .withPort(trunkPort)
                        .withTimers(new ETrunkConfig.Timers(10, 20, true, 0, 0)))
                .eTrunkMember(1, 10)
                .followMember("rbp3", 1, 10);
    }

    private DeviceBuilder grouped(String name, int id, int port, int holdingMultiplier) {
        return Device.builder()
                .name(name)
                .deviceId(id)
                .dataDirectory(directory.resolve(name))
                .service("rbs1", "127.0.0." + (3 - id), "127.0.0." + id, port)
                .profile("rbp1", 10, "rbs1", "lan0")
                .vrrp6("lan0", 1, "fe80::1", group -> group.withAdvertIntervalCs(ADVERT_INTERVAL_CS)
                        .withHoldingMultiplier(holdingMultiplier)
                        .withAddress(VIRTUAL))
                .follow("rbp1", "lan0", 1);
    }

    private static VrrpGroupStatus group(Device device) {
        return device.group("lan0", 1).orElseThrow();
    }

    private static long adverts(Device device) {
        return group(device).counters().getOrDefault(VrrpCounter.ADVERTS_RECEIVED, 0L);
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

    private static void await(String what, BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs).as("waiting for " + what).isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }
}

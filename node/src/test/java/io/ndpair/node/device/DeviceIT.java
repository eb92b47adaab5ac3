package io.ndpair.node.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import io.ndpair.node.TestPorts;
import io.ndpair.node.config.IpAddress;
import io.ndpair.node.config.RbsConfig;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;
import io.ndpair.transport.ReplicationState;
import io.ndpair.transport.ReplicatorStatus;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two devices of one process, over real Aeron on loopback, through the embedder's door alone. */
class DeviceIT {
    private static final long HIGH = 0x2001_0db8_0000_0001L;
    private static final long MAC = 0x0200_0000_0000L;
    private static final String PROFILE = "rbp1";
    private static final long PATIENCE_S = 30;

    @TempDir
    private Path directory;

    private final AdvertWire wire = new AdvertWire();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final NeighborEntry found = new NeighborEntry();
    private Device invoked;

    private void await(String what, BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs)
                    .as("waiting for " + what + "; heard " + heard)
                    .isNegative();
            if (invoked == null || invoked.doWork() == 0) {
                LockSupport.parkNanos(100_000);
            }
        }
    }

    private DeviceBuilder builder(String name, int id, int port) {
        return Device.builder()
                .name(name)
                .deviceId(id)
                .dataDirectory(directory.resolve(name))
                .platform(new WirePlatform(id == 1 ? wire.one() : wire.two()))
                .service("rbs1", "127.0.0." + (3 - id), "127.0.0." + id, port)
                .profile(PROFILE, 10, "rbs1", "lan0", "lan1")
                .options(options -> options.withListener(new DeviceListener() {
                    @Override
                    public void onRole(String profile, Role role, RoleReason reason, long nowNs) {
                        heard.add(name + " " + role.text());
                    }

                    @Override
                    public void onReady(String profile, boolean ready, String reason) {
                        heard.add(name + (ready ? " ready" : " not ready"));
                    }
                }));
    }

    private DeviceBuilder elected(String name, int id, int port, int priority) {
        return builder(name, id, port)
                .vrrp6("lan0", 1, "fe80::1", group -> group.withPriority(priority)
                        .withAdvertIntervalCs(5))
                .follow(PROFILE, "lan0", 1);
    }

    private static Neighbors neighbors(Device device) {
        return device.neighbors(PROFILE).orElseThrow();
    }

    private boolean knows(Device device, long low, String link, long mac) {
        final Neighbors neighbors = neighbors(device);
        return neighbors.lookup(HIGH, low, neighbors.link(link), found) && found.mac() == mac;
    }

    @Test
    void shouldReplicateToADeviceThatTheEmbedderInvokes() throws IOException, InterruptedException {
        final int port = TestPorts.free();
        try (Device a = builder("a", 1, port).start();
                Device b = builder("b", 2, port)
                        .options(o -> o.withThreading(DeviceOptions.Threading.INVOKED))
                        .start()) {
            invoked = b;
            assertThat(neighbors(a).learn(HIGH, 1, 0, MAC, NeighborState.REACHABLE, 0))
                    .as("without a role nothing is learned")
                    .isEqualTo(Neighbors.NOT_MASTER);
            a.role(PROFILE, Role.MASTER);
            b.role(PROFILE, Role.BACKUP);
            await("the roles", () -> heard.contains("a Master") && heard.contains("b Backup"));

            final Neighbors master = neighbors(a);
            assertThat(master.learn(HIGH, 1, 7, MAC, NeighborState.REACHABLE, 0))
                    .isEqualTo(Neighbors.UNKNOWN_LINK);
            assertThat(master.learn(HIGH, 1, 0, 0x0100_0000_0000L, NeighborState.REACHABLE, 0))
                    .isEqualTo(Neighbors.INVALID);
            assertThat(Neighbors.refusal(HIGH, 1, 0x0100_0000_0000L, NeighborState.REACHABLE, 0))
                    .containsIgnoringCase("mac");
            assertThat(neighbors(b).learn(HIGH, 1, 0, MAC, NeighborState.REACHABLE, 0))
                    .isEqualTo(Neighbors.NOT_MASTER);

            // The same address on two links is two entries.
            master.learn(HIGH, 1, master.link("lan0"), MAC | 1, NeighborState.REACHABLE, 0);
            final long second = master.learn(HIGH, 1, master.link("lan1"), MAC | 2, NeighborState.STALE, 0);
            assertThat(second).isPositive();
            await("both on the peer", () -> master.isReplicated(second));
            assertThat(knows(b, 1, "lan0", MAC | 1)).isTrue();
            assertThat(knows(b, 1, "lan1", MAC | 2)).isTrue();

            final long confirmed = master.confirm(HIGH, 1, master.link("lan1"));
            await("the confirmation", () -> master.isReplicated(confirmed));
            assertThat(knows(b, 1, "lan1", MAC | 2)).isTrue();
            assertThat(found.state()).isEqualTo(NeighborState.REACHABLE);

            final long removed = master.remove(HIGH, 1, master.link("lan0"));
            await("the removal", () -> master.isReplicated(removed));
            assertThat(knows(b, 1, "lan0", MAC | 1)).isFalse();
            assertThat(master.awaitReplicated(removed, 1, TimeUnit.SECONDS)).isTrue();
            assertThat(a.digest(PROFILE)).isEqualTo(b.digest(PROFILE));

            await("a digest to be compared", () -> replicationOf(b).digestsCompared() > 0);
            assertThat(replicationOf(b).divergences()).isZero();
            assertThat(replicationOf(b).batchBackupsEnded()).isEqualTo(1);
            assertThat(replicationOf(b).batchEndedMs())
                    .isGreaterThanOrEqualTo(replicationOf(b).batchBegunMs());
            assertThat(replicationOf(b).mutationsApplied()).isPositive();
            assertThat(replicationOf(a).mutationsSent())
                    .isGreaterThanOrEqualTo(replicationOf(b).mutationsApplied());
        }
    }

    private static ReplicatorStatus replicationOf(Device device) {
        return device.reports().get(0).replication();
    }

    @Test
    void shouldTellThatNothingIsReplicatedWithoutAPeer() throws IOException, InterruptedException {
        try (Device a = builder("a", 1, TestPorts.free()).start()) {
            a.role(PROFILE, Role.MASTER);
            await("the role", () -> heard.contains("a Master"));
            final long ticket = neighbors(a).learn(HIGH, 1, 0, MAC, NeighborState.REACHABLE, 0);
            assertThat(neighbors(a).awaitReplicated(ticket, 200, TimeUnit.MILLISECONDS))
                    .isFalse();
            assertThat(knows(a, 1, "lan0", MAC)).isTrue();
        }
    }

    /** TRAPS T1, where the returning device does not even hear that there is a master. */
    @Test
    void shouldYieldToTheMasterThatHasTheTableHoweverHighItsOwnPriority() throws IOException {
        final int port = TestPorts.free();
        wire.cut(true);
        try (Device b = elected("b", 2, port, 100).start()) {
            await("b to be master", () -> neighbors(b).role() == Role.MASTER);
            for (int i = 1; i <= 1000; i++) {
                assertThat(neighbors(b).learn(HIGH, i, 0, MAC | i, NeighborState.REACHABLE, 0))
                        .isPositive();
            }
            await("b to know all", () -> neighbors(b).size() == 1000);
            await("b to see that it is alone", () -> priorityOf(b) == 100);
            // Neither the advertisements nor the channel reach it at first, as behind a switch port that is still
            // blocked.
            try (Device a = elected("a", 1, port, 120).shutdown("rbs1").start()) {
                await(
                        "a to take over what it believes to be nobody's",
                        () -> neighbors(a).role() == Role.MASTER);
                assertThat(priorityOf(a))
                        .as("of a device whose table is not complete")
                        .isEqualTo(1);
                a.apply(a.config().withService(service(1, port)));
                await("the two to see that both are master", () -> stateOf(a) == ReplicationState.DUAL_MASTER);
                assertThat(priorityOf(a)).isEqualTo(1);
                heard.clear();
                wire.cut(false);
                await("a to have the table", () -> neighbors(a).size() == 1000);
                assertThat(heard).as("b never yields to the empty table").doesNotContain("b Backup");
                await("a to preempt when it is ready", () -> heard.contains("a Master"));
                assertThat(heard.indexOf("a ready")).isBetween(0, heard.indexOf("a Master"));
                assertThat(priorityOf(a)).isEqualTo(120);
                await("b to be backup", () -> neighbors(b).role() == Role.BACKUP);
                for (int i = 1; i <= 1000; i++) {
                    assertThat(knows(a, i, "lan0", MAC | i)).isTrue();
                    assertThat(knows(b, i, "lan0", MAC | i)).isTrue();
                }
            }
        }
    }

    private static ReplicationState stateOf(Device device) {
        return replicationOf(device).state();
    }

    private static int priorityOf(Device device) {
        return device.group("lan0", 1).orElseThrow().priorityRun();
    }

    @Test
    void shouldReconnectWhenTheServiceChangesAndKeepWhatItHadWhenAChangeIsRefused() throws IOException {
        final int port = TestPorts.free();
        final int other = TestPorts.free();
        try (Device a = builder("a", 1, port).start();
                Device b = builder("b", 2, port).start()) {
            a.role(PROFILE, Role.MASTER);
            b.role(PROFILE, Role.BACKUP);
            await("b to be ready", () -> neighbors(b).ready() && neighbors(a).role() == Role.MASTER);
            final long first = neighbors(a).learn(HIGH, 1, 0, MAC, NeighborState.REACHABLE, 0);
            await("the first", () -> neighbors(a).isReplicated(first));

            try (DatagramSocket taken = new DatagramSocket(
                    new InetSocketAddress(IpAddress.parse("127.0.0.1").toInetAddress(), other))) {
                assertThat(taken.isBound()).isTrue();
                assertThatThrownBy(() -> a.apply(a.config().withService(service(1, other))))
                        .isInstanceOf(DeviceException.class)
                        .hasMessageContaining(Integer.toString(other));
            }
            assertThat(a.config()
                            .services()
                            .get("rbs1")
                            .endpoints()
                            .orElseThrow()
                            .port())
                    .isEqualTo(port);
            final long second = neighbors(a).learn(HIGH, 2, 0, MAC, NeighborState.REACHABLE, 0);
            await("the channel to go on as it was", () -> neighbors(a).isReplicated(second));

            a.apply(a.config().withService(service(1, other)));
            b.apply(b.config().withService(service(2, other)));
            final long third = neighbors(a).learn(HIGH, 3, 0, MAC, NeighborState.REACHABLE, 0);
            await("the new channel", () -> neighbors(a).isReplicated(third));
            assertThat(neighbors(b).size()).isEqualTo(3);
        }
    }

    private static RbsConfig service(int id, int port) {
        return RbsConfig.of("rbs1")
                .withEndpoints(Optional.of(new RbsConfig.Endpoints(
                        IpAddress.parse("127.0.0." + (3 - id)), IpAddress.parse("127.0.0." + id), port)));
    }
}

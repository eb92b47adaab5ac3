package io.ndpair.node.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.etrunk.ETrunkCause;
import io.ndpair.election.etrunk.ETrunkStatus;
import io.ndpair.election.etrunk.MemberCause;
import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import io.ndpair.node.TestPorts;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.ETrunkConfig;
import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.node.config.Secret;
import io.ndpair.node.shell.ConfigFile;
import io.ndpair.node.shell.ConfigFileException;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two devices of one process with an E-Trunk each, hellos and replication over real sockets of the loopback. */
class ETrunkDeviceIT {
    private static final long HIGH = 0x2001_0db8_0000_0001L;
    private static final long MAC = 0x0200_0000_0000L;
    private static final String PROFILE = "rbp1";
    private static final long PATIENCE_S = 40;

    @TempDir
    private Path directory;

    private final List<String> alarms = new CopyOnWriteArrayList<>();
    private final NeighborEntry found = new NeighborEntry();

    /** A machine whose interfaces have carrier as the test says. */
    private static final class Carriers extends LoopbackPlatform {
        volatile boolean up = true;

        @Override
        public boolean isUp(InterfaceConfig link) {
            return up;
        }
    }

    private void await(String what, BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs)
                    .as("waiting for " + what + "; alarms " + alarms)
                    .isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static DeviceConfig config(int id, int priority, int rbsPort, int trunkPort) throws ConfigFileException {
        return ConfigFile.parse("device", """
                system-view
                sysname d%1$d
                device-id %1$d
                #
                e-trunk 1
                 priority %3$d
                 peer-address 127.0.0.%2$d source-address 127.0.0.%1$d
                 e-trunk port %5$d
                 timer hello 5
                 timer hold-on-failure multiplier 3
                 timer revert delay 1
                 security-key simple shared
                 sequence enable
                #
                interface Eth-Trunk10
                 e-trunk 1
                #
                interface Eth-Trunk10.1
                 ipv6 enable
                #
                remote-backup-service rbs1
                 peer 127.0.0.%2$d source 127.0.0.%1$d port %4$d
                #
                remote-backup-profile rbp1
                 e-trunk 1 eth-trunk 10
                 backup-id 10 remote-backup-service rbs1
                 service-type nd
                #
                interface Eth-Trunk10.1
                 remote-backup-profile rbp1
                #
                commit
                """.formatted(id, 3 - id, priority, rbsPort, trunkPort));
    }

    private Device start(int id, int priority, int rbsPort, int trunkPort, Platform machine)
            throws ConfigFileException {
        final Device device = new Device(
                id, DeviceOptions.of(directory.resolve("d" + id), machine).withListener(new DeviceListener() {
                    @Override
                    public void onAlarm(String subject, String text) {
                        alarms.add("d" + id + " " + subject + " " + text);
                    }
                }));
        device.start(config(id, priority, rbsPort, trunkPort));
        return device;
    }

    private static Neighbors neighbors(Device device) {
        return device.neighbors(PROFILE).orElseThrow();
    }

    private static ETrunkStatus.Member member(Device device) {
        return device.trunk(1).orElseThrow().members().get(0);
    }

    private boolean knows(Device device, long low) {
        return neighbors(device).lookup(HIGH, low, 0, found) && found.mac() == (MAC | low);
    }

    private void learn(Device device, long low) {
        assertThat(neighbors(device).learn(HIGH, low, 0, MAC | low, NeighborState.REACHABLE, 0))
                .isPositive();
    }

    @Test
    void shouldFollowTheMemberInThisAndInTheNextLife() throws IOException, ConfigFileException {
        final int rbsPort = TestPorts.free();
        final int trunkPort = TestPorts.free();
        final Carriers machine = new Carriers();
        final Device a = start(1, 10, rbsPort, trunkPort, machine);
        try (Device b = start(2, 20, rbsPort, trunkPort, new Carriers())) {
            await("a to be master", () -> neighbors(a).role() == Role.MASTER);
            await(
                    "b to be ready",
                    () -> neighbors(b).role() == Role.BACKUP && neighbors(b).ready());
            assertThat(a.trunk(1).orElseThrow().cause()).isEqualTo(ETrunkCause.PRI);
            for (int i = 1; i <= 500; i++) {
                learn(a, i);
            }
            await("b to have all", () -> neighbors(b).size() == 500);

            // C-41: the member alone moves, and comes back after the revert delay.
            machine.up = false;
            await("b to take the member over", () -> neighbors(b).role() == Role.MASTER);
            await("a to let it go", () -> neighbors(a).role() == Role.BACKUP);
            assertThat(member(b).cause()).isEqualTo(MemberCause.PEER_MEMBER_DOWN);
            assertThat(member(a).cause()).isEqualTo(MemberCause.PEER_MEMBER_UP);
            // C-42: entries reach a backup whose interface is down.
            learn(b, 501);
            await("the entry on a backup that is down", () -> knows(a, 501));
            machine.up = true;
            await("a to be master again", () -> neighbors(a).role() == Role.MASTER);
            await("b to be backup again", () -> neighbors(b).role() == Role.BACKUP);
            assertThat(knows(a, 501)).isTrue();

            // The master goes: an orderly leave is succeeded at once, and everything is served.
            a.close();
            await("b to succeed", () -> neighbors(b).role() == Role.MASTER);
            assertThat(b.trunk(1).orElseThrow().cause()).isEqualTo(ETrunkCause.PEER_NODE_DOWN);
            for (int i = 1; i <= 501; i++) {
                assertThat(knows(b, i)).isTrue();
            }
            learn(b, 502);
            assertThat(alarms)
                    .anyMatch(text -> text.contains("ETRUNK/4/STATE_CHG") && text.contains("Reason=PEER_NODE_DOWN"))
                    .anyMatch(text ->
                            text.contains("ETRUNK/4/MEMBER_STATE_CHG") && text.contains("Reason=PEER_MEMBER_DOWN"));

            // It comes back with the better priority, and takes over when its table is complete, not before.
            try (Device again = start(1, 10, rbsPort, trunkPort, new Carriers())) {
                await(
                        "the E-Trunk to be master by priority",
                        () -> again.trunk(1).orElseThrow().state() == Role.MASTER);
                await("a to be master", () -> neighbors(again).role() == Role.MASTER);
                assertThat(knows(again, 502))
                        .as("nothing was lost on the way back")
                        .isTrue();
                await("b to yield", () -> neighbors(b).role() == Role.BACKUP);
            }
        } finally {
            a.close();
        }
    }

    @Test
    void shouldTakeOverAfterTheFailTimeAndSplitOnAWrongKey() throws IOException, ConfigFileException {
        final int rbsPort = TestPorts.free();
        final int trunkPort = TestPorts.free();
        try (Device a = start(1, 10, rbsPort, trunkPort, new Carriers());
                Device b = start(2, 20, rbsPort, trunkPort, new Carriers())) {
            await("a to be master", () -> neighbors(a).role() == Role.MASTER);
            await("b to be backup", () -> neighbors(b).role() == Role.BACKUP);
            // Hellos of another port are hellos of nobody.
            a.apply(config(1, 10, rbsPort, trunkPort + 1));
            await("b to give a up or see it leave", () -> neighbors(b).role() == Role.MASTER);
            a.apply(config(1, 10, rbsPort, trunkPort));
            await(
                    "one master again",
                    () -> neighbors(a).role() == Role.MASTER && neighbors(b).role() == Role.BACKUP);
            final DeviceConfig config = a.config();
            final var trunk = config.etrunks().trunks().get(1);
            a.apply(config.withETrunks(config.etrunks()
                    .withTrunk(trunk.withSecurity(new ETrunkConfig.Security(
                            Optional.of(Secret.plain("wrong")), trunk.security().authentication(), true)))));
            await("the time-out of b", () -> b.trunk(1).orElseThrow().cause() == ETrunkCause.TIMEOUT);
            await("b to be master", () -> neighbors(b).role() == Role.MASTER);
            assertThat(alarms).anyMatch(text -> text.contains("hello dropped: wrong authentication code"));
            a.apply(config);
            await(
                    "one master",
                    () -> neighbors(a).role() == Role.MASTER && neighbors(b).role() == Role.BACKUP);
        }
    }

    private Device built(int id, int priority, int rbsPort, int trunkPort) {
        return Device.builder()
                .name("d" + id)
                .deviceId(id)
                .dataDirectory(directory.resolve("built" + id))
                .platform(new Carriers())
                .service("rbs1", "127.0.0." + (3 - id), "127.0.0." + id, rbsPort)
                .eTrunk(1, "127.0.0." + (3 - id), "127.0.0." + id, trunk -> trunk.withPriority(priority)
                        .withPort(trunkPort)
                        .withTimers(new ETrunkConfig.Timers(5, 10, true, 1, 0))
                        .withSecurity(new ETrunkConfig.Security(
                                Optional.of(Secret.plain("shared")), ETrunkConfig.Authentication.HMAC_SHA256, true)))
                .eTrunkMember(1, 10)
                .profile(PROFILE, 10, "rbs1", "Eth-Trunk10")
                .followMember(PROFILE, 1, 10)
                .options(options -> options.withListener(new DeviceListener() {
                    @Override
                    public void onRole(String profile, Role role, RoleReason reason, long nowNs) {
                        alarms.add("d" + id + " " + role.text());
                    }

                    @Override
                    public void onAlarm(String subject, String text) {
                        alarms.add("d" + id + " " + text);
                    }
                }))
                .start();
    }

    /** A pair that was described in Java; what a stranger sends, from the peer's own address and port too, moves nothing. */
    @Test
    void shouldStandWhateverIsSentToItsPort() throws IOException {
        final int rbsPort = TestPorts.free();
        final int trunkPort = TestPorts.free();
        try (Device b = built(2, 20, rbsPort, trunkPort)) {
            try (Device a = built(1, 10, rbsPort, trunkPort)) {
                await("a to be master", () -> neighbors(a).role() == Role.MASTER);
                await(
                        "b to be ready",
                        () -> neighbors(b).role() == Role.BACKUP && neighbors(b).ready());
                // The listener is told after the state can be read: what the start tells must not be taken for the
                // flood's.
                await("a to have told it", () -> alarms.contains("d1 Master"));
                alarms.clear();
                flood(3, 0, trunkPort);
                flood(1, 0, trunkPort);
                learn(a, 1);
                await("b to know what a learns meanwhile", () -> knows(b, 1));
                assertThat(alarms)
                        .noneMatch(text -> text.equals("d2 Master") || text.equals("d1 Backup"))
                        .noneMatch(text -> text.startsWith("d2 ") && text.contains("NewState=Master"));
            }
            await("b to succeed", () -> neighbors(b).role() == Role.MASTER && alarms.contains("d2 Master"));
            alarms.clear();
            flood(1, trunkPort, trunkPort);
            await("b to have counted it", () -> alarms.stream().anyMatch(text -> text.contains("hello dropped")));
            assertThat(neighbors(b).role()).isEqualTo(Role.MASTER);
            assertThat(alarms).noneMatch(text -> text.endsWith(" Backup") || text.contains("NewState=Backup"));
            assertThat(alarms.stream().filter(text -> text.contains("hello dropped")))
                    .as("at a limited rate for each reason")
                    .hasSizeLessThan(20);
        }
    }

    /** Nonsense for the port of b. */
    private static void flood(int from, int fromPort, int trunkPort) throws IOException {
        final Random random = new Random(Long.getLong("ndpair.seed", 20_261_123));
        final InetAddress target = InetAddress.getByAddress(new byte[] {127, 0, 0, 2});
        try (DatagramSocket stranger = new DatagramSocket(
                new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) from}), fromPort))) {
            for (int i = 0; i < 20_000; i++) {
                final byte[] bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);
                stranger.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress(target, trunkPort)));
            }
        }
    }
}

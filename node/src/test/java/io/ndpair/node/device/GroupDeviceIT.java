package io.ndpair.node.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ndpair.election.role.Role;
import io.ndpair.election.vrrp.TrackedState;
import io.ndpair.election.vrrp.VrrpGroupStatus;
import io.ndpair.node.TestPorts;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.node.config.VrrpConfig;
import io.ndpair.node.config.VrrpTracking;
import io.ndpair.store.table.NeighborState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a device makes of its groups' priority and readiness: tracked objects, why a group holds back, and the alarms. */
class GroupDeviceIT {
    private static final long HIGH = 0x2001_0db8_0000_0001L;
    private static final long MAC = 0x0200_0000_0000L;
    private static final String PROFILE = "rbp1";
    private static final long PATIENCE_S = 30;
    /** A machine that is busy for half a second makes no other master. */
    private static final int ADVERT_INTERVAL_CS = 20;

    @TempDir
    private Path directory;

    private final AdvertWire wire = new AdvertWire();
    private final List<String> alarms = new CopyOnWriteArrayList<>();

    /** One end of the wire, with a carrier and a key of the channel that a test changes. */
    private static final class Machine extends WirePlatform {
        volatile boolean isUplinkUp = true;
        volatile String key = "first";

        Machine(AdvertWire wire, int id) {
            super(id == 1 ? wire.one() : wire.two());
        }

        @Override
        public boolean isUp(InterfaceConfig link) {
            return isUplinkUp || !link.name().equals("uplink0");
        }

        @Override
        public String channelKey(InterfaceConfig link, DeviceConfig config) {
            return link.name() + key;
        }
    }

    private void await(String what, BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs)
                    .as("waiting for " + what + "; alarms " + alarms)
                    .isNegative();
            LockSupport.parkNanos(100_000);
        }
    }

    private DeviceBuilder builder(String name, int id, int port, Path data, Platform machine, int priority) {
        return Device.builder()
                .name(name)
                .deviceId(id)
                .dataDirectory(data)
                .platform(machine)
                .service("rbs1", "127.0.0." + (3 - id), "127.0.0." + id, port)
                .profile(PROFILE, 10, "rbs1", "lan0")
                .vrrp6("lan0", 1, "fe80::1", group -> group.withPriority(priority)
                        .withAdvertIntervalCs(ADVERT_INTERVAL_CS)
                        .withTracking(VrrpTracking.DEFAULT
                                .with(new VrrpTracking.Port("uplink0", false, 30))
                                .withJournalReducedBy(15)))
                .follow(PROFILE, "lan0", 1)
                .options(options -> options.withListener(new DeviceListener() {
                    @Override
                    public void onAlarm(String subject, String text) {
                        alarms.add(name + " " + subject + ": " + text);
                    }
                }));
    }

    private static VrrpGroupStatus group(Device device) {
        return device.group("lan0", 1).orElseThrow();
    }

    private static boolean isDown(Device device, String object) {
        return group(device).tracked().stream()
                .filter(state -> state.object().name().equals(object))
                .anyMatch(TrackedState::down);
    }

    private static Role roleOf(Device device) {
        return device.neighbors(PROFILE).orElseThrow().role();
    }

    /** K1 and K4 between two devices: whoever has lost its link to the network lets the other have the users. */
    @Test
    void shouldLowerThePriorityWhileATrackedLinkIsDown() throws IOException {
        final int port = TestPorts.free();
        final Machine machine = new Machine(wire, 1);
        try (Device a = builder("a", 1, port, directory.resolve("a"), machine, 120)
                        .start();
                Device b = builder("b", 2, port, directory.resolve("b"), new Machine(wire, 2), 100)
                        .start()) {
            await("a to be master", () -> roleOf(a) == Role.MASTER);
            await("both to be complete", () -> group(a).priorityRun() == 120 && group(b).priorityRun() == 100);
            await("b to be ready", () -> group(b).ready() && roleOf(b) == Role.BACKUP);

            machine.isUplinkUp = false;
            await("b to preempt", () -> roleOf(b) == Role.MASTER && roleOf(a) == Role.BACKUP);
            await("the lower priority", () -> group(a).priorityRun() == 90 && isDown(a, "interface uplink0"));
            await("the vendor's alarm with its reason", () -> alarms.stream()
                    .anyMatch(text -> text.startsWith(
                                    "a VRRP6 lan0|1: VRRP6/4/vrrp6MasterDown: Master to Backup (ifIndex=0, VrId=1,")
                            && text.contains("sysName=a, ifName=lan0, CurrentState=Backup")
                            && text.endsWith("ChangeReason=higher priority heard)")));

            machine.isUplinkUp = true;
            await("a to preempt again", () -> roleOf(a) == Role.MASTER && roleOf(b) == Role.BACKUP);
            await("its own priority", () -> group(a).priorityRun() == 120);
        }
    }

    /** A journal that cannot be written lowers the priority by what is configured, until it is whole again. */
    @Test
    void shouldLowerThePriorityWhileTheJournalFails() throws Exception {
        final Path disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=4g", "none", disk.toString()), "mounting needs root");
        try (Device a = builder("a", 1, TestPorts.free(), disk.resolve("a"), new Machine(wire, 1), 120)
                .start()) {
            final Neighbors neighbors = a.neighbors(PROFILE).orElseThrow();
            await(
                    "a to be master and to see that it is alone",
                    () -> roleOf(a) == Role.MASTER && group(a).priorityRun() == 120);
            assertThat(neighbors.learn(HIGH, 1, 0, MAC | 1, NeighborState.REACHABLE, 0))
                    .isPositive();
            await("it to be journaled", () -> a.reports().get(0).store().journaledSequence() > 0);

            final long usedKib = (Files.getFileStore(disk).getTotalSpace()
                            - Files.getFileStore(disk).getUsableSpace())
                    / 1024;
            assertThat(run("mount", "-o", "remount,size=" + (usedKib + 1024) + "k", disk.toString()))
                    .isTrue();
            for (int i = 2; group(a).priorityRun() == 120 && i < 5_000; i++) {
                neighbors.learn(HIGH, i, 0, MAC | i, NeighborState.REACHABLE, 0);
                LockSupport.parkNanos(1_000_000);
            }
            await("the reduced priority", () -> group(a).priorityRun() == 105);
            assertThat(isDown(a, "journal")).isTrue();
            assertThat(roleOf(a)).as("with nobody better it stays master").isEqualTo(Role.MASTER);

            assertThat(run("mount", "-o", "remount,size=4g", disk.toString())).isTrue();
            await("the whole priority again", () -> group(a).priorityRun() == 120);
            assertThat(isDown(a, "journal")).isFalse();
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    /** Why and since when a better device leaves a living master alone; and a group that is made anew is told where its table stands. */
    @Test
    void shouldSayWhyItHoldsBackAndForgetNothingWhenTheGroupIsMadeAnew() throws IOException {
        final int port = TestPorts.free();
        final Machine machine = new Machine(wire, 2);
        try (Device b = builder("b", 2, port, directory.resolve("b"), new Machine(wire, 1), 100)
                        .start();
                Device a = builder("a", 1, port, directory.resolve("a"), machine, 120)
                        .shutdown("rbs1")
                        .start()) {
            await("b to be master and complete", () -> roleOf(b) == Role.MASTER && group(b).priorityRun() == 100);
            await(
                    "a to hold back and to say why",
                    () -> !group(a).ready()
                            && group(a).role() == Role.BACKUP
                            && group(a).readyReason().equals("no session with the peer yet"));
            await("a to count the time", () -> group(a).readyForS() >= 1);
            assertThat(roleOf(a)).isEqualTo(Role.BACKUP);

            a.apply(a.config().withService(a.config().services().get("rbs1").withShutdown(false)));
            await("a to preempt when it has the table", () -> roleOf(a) == Role.MASTER && roleOf(b) == Role.BACKUP);
            await("its own priority", () -> group(a).priorityRun() == 120);

            machine.key = "second";
            final InterfaceConfig link = a.config().interfaces().get("lan0");
            final VrrpConfig group = link.group(1).orElseThrow();
            a.apply(a.config().withInterface(link.withGroup(group.withPriority(130))));
            await(
                    "the group that was made anew to know that the table is complete",
                    () -> group(a).priorityConfig() == 130 && group(a).priorityRun() == 130);
            await("a to be master again", () -> roleOf(a) == Role.MASTER);
        }
    }
}

package io.ndpair.node.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.AdvertChannel;
import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import io.ndpair.node.TestPorts;
import io.ndpair.store.table.NeighborState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TRAPS T11: the election has a thread of its own, and nothing else that a device does, or waits for, is on it. */
class ElectionThreadIT {
    private static final long HIGH = 0x2001_0db8_0000_0001L;
    private static final long MAC = 0x0200_0000_0000L;
    private static final String PROFILE = "rbp1";
    private static final long PATIENCE_S = 60;
    private static final int INTERVAL_CS = 10;
    private static final int NEIGHBORS = 300_000;
    private static final int INTERVALS = 20;
    /** Learned at every look, of which there are some thousands a second: far more than hosts do. */
    private static final int CHURN = 200;

    @TempDir
    private Path directory;

    private final AdvertWire wire = new AdvertWire();
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger standing = new AtomicInteger();

    /** A machine whose kernel does not answer any more once the test says so. */
    private final class Stuck extends WirePlatform {
        volatile boolean isStuck;

        Stuck(AdvertChannel channel) {
            super(channel);
        }

        @Override
        public int doWork(long nowNs) {
            if (isStuck) {
                stand();
            }
            return 0;
        }
    }

    private void stand() {
        standing.incrementAndGet();
        boolean isReleased = false;
        while (!isReleased) {
            try {
                isReleased = released.await(PATIENCE_S, TimeUnit.SECONDS);
            } catch (final InterruptedException e) {
                // A thread that nothing can move: that is the point.
                isReleased = false;
            }
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs).as("waiting for " + what).isNegative();
            LockSupport.parkNanos(200_000);
        }
    }

    private Device start(String name, int id, int port, int priority, Platform machine, DeviceListener listener) {
        return Device.builder()
                .name(name)
                .deviceId(id)
                .dataDirectory(directory.resolve(name))
                .platform(machine)
                .service("rbs1", "127.0.0." + (3 - id), "127.0.0." + id, port)
                .profile(PROFILE, 10, "rbs1", "lan0")
                .vrrp6("lan0", 1, "fe80::1", group -> group.withPriority(priority)
                        .withAdvertIntervalCs(INTERVAL_CS))
                .follow(PROFILE, "lan0", 1)
                .options(options -> options.withListener(listener))
                .start();
    }

    private static Role roleOf(Device device) {
        return device.group("lan0", 1).orElseThrow().role();
    }

    private static Neighbors neighbors(Device device) {
        return device.neighbors(PROFILE).orElseThrow();
    }

    /** The kernel stands, and so does the embedder, on the replication's thread: the advertisements go on, and a dead master is succeeded. */
    @Test
    void shouldElectWhileAllOtherThreadsStand() throws IOException {
        final Stuck machine = new Stuck(wire.one());
        final DeviceListener embedder = new DeviceListener() {
            @Override
            public void onRole(String profile, Role role, RoleReason reason, long nowNs) {
                if (role == Role.MASTER) {
                    stand();
                }
            }
        };
        try (Device a = start("a", 1, TestPorts.free(), 120, machine, embedder)) {
            machine.isStuck = true;
            await("both threads to stand", () -> standing.get() == 2);
            assertThat(roleOf(a)).isEqualTo(Role.MASTER);
            final AtomicInteger heard = new AtomicInteger();
            await("twenty advertisements more", () -> {
                wire.two().poll((buffer, offset, length, high, low, hops, toAll) -> heard.incrementAndGet(), 100);
                return heard.get() > 20;
            });
            released.countDown();
        } finally {
            released.countDown();
        }
    }

    /** A whole table goes to a new backup while the master learns, and goes on to: its advertisements keep their time, and the backup stays one. */
    @Test
    void shouldKeepItsTimeWhileReplicationIsBusy() throws IOException {
        final int port = TestPorts.free();
        final List<Role> rolesOfB = new ArrayList<>();
        final DeviceListener listener = new DeviceListener() {
            @Override
            public void onRole(String profile, Role role, RoleReason reason, long nowNs) {
                rolesOfB.add(role);
            }
        };
        try (Device a = start("a", 1, port, 120, new WirePlatform(wire.one()), DeviceListener.NONE)) {
            await("a to be master", () -> neighbors(a).role() == Role.MASTER);
            learn(neighbors(a), NEIGHBORS, 0);
            await("all to be known", () -> neighbors(a).size() == NEIGHBORS);
            wire.sentByOne().clear();
            try (Device b = start("b", 2, port, 100, new WirePlatform(wire.two()), listener)) {
                final int[] churn = {0};
                await("b to have the whole table", () -> {
                    learn(neighbors(a), CHURN, churn[0]++);
                    return neighbors(b).ready()
                            && neighbors(b).size() >= NEIGHBORS
                            && wire.sentByOne().size() > INTERVALS;
                });
                final List<Double> gapsMs = gapsMs(new ArrayList<>(wire.sentByOne()));
                System.out.printf(
                        Locale.ROOT,
                        "election beside a batch backup of %d neighbors and what follows: %d gaps of 100 ms, median %.2f, greatest %.2f%n",
                        NEIGHBORS,
                        gapsMs.size(),
                        gapsMs.get(gapsMs.size() / 2),
                        gapsMs.get(gapsMs.size() - 1));
                assertThat(gapsMs.get(gapsMs.size() / 2))
                        .as("within a tenth of the interval")
                        .isBetween(90.0, 110.0);
                assertThat(rolesOfB).as("no false takeover").doesNotContain(Role.MASTER);
                assertThat(roleOf(a)).isEqualTo(Role.MASTER);
            }
        }
    }

    private static List<Double> gapsMs(List<Long> sentNs) {
        final List<Double> gaps = new ArrayList<>();
        for (int i = 1; i < sentNs.size(); i++) {
            gaps.add((sentNs.get(i) - sentNs.get(i - 1)) / 1e6);
        }
        gaps.sort(null);
        return gaps;
    }

    private static void learn(Neighbors neighbors, int count, int round) {
        for (int i = 1; i <= count; ) {
            if (neighbors.learn(HIGH, i, 0, MAC | (i + round), NeighborState.REACHABLE, 0) != Neighbors.BUSY) {
                i++;
            }
        }
    }
}

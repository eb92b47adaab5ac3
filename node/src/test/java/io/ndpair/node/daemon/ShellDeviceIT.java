package io.ndpair.node.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ndpair.election.role.Role;
import io.ndpair.node.TestPorts;
import io.ndpair.node.config.Ipv6Address;
import io.ndpair.node.device.Device;
import io.ndpair.node.device.LoopbackPlatform;
import io.ndpair.node.device.Neighbors;
import io.ndpair.node.shell.ApplyException;
import io.ndpair.node.shell.NeighborQuery;
import io.ndpair.node.shell.NeighborStatus;
import io.ndpair.node.shell.PastCursor;
import io.ndpair.node.shell.PastQuery;
import io.ndpair.node.shell.PastStatus;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator is told of a device that runs, with two profiles and without a peer. */
class ShellDeviceIT {
    private static final long HIGH = 0x2001_0db8_0000_0000L;
    private static final long MAC = 0x0200_0000_0000L;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);

    @TempDir
    private Path directory;

    private final List<PastStatus> tables = new ArrayList<>();
    private final List<NeighborStatus> entries = new ArrayList<>();
    private final PastCursor.Reader reader = new PastCursor.Reader() {
        @Override
        public void table(PastStatus table) {
            tables.add(table);
        }

        @Override
        public void entry(NeighborStatus entry) {
            entries.add(entry);
        }
    };

    private Device device;
    private ShellDevice shell;

    @BeforeEach
    void start() throws IOException {
        final int port = TestPorts.free();
        device = Device.builder()
                .name("a")
                .deviceId(1)
                .dataDirectory(directory.resolve("a"))
                .platform(new LoopbackPlatform())
                .service("rbs1", "127.0.0.2", "127.0.0.1", port)
                .profile("rbp1", 10, "rbs1", "lan0", "lan1")
                .profile("rbp2", 20, "rbs1", "lan2")
                .start();
        shell = new ShellDevice(device, new ConfigStore(directory.resolve("a.cfg")), "test");
        device.role("rbp1", Role.MASTER);
        await("mastership", () -> table().role() == Role.MASTER);
    }

    @AfterEach
    void stop() {
        device.close();
    }

    @Test
    void shouldTellTheTableOfAPastMomentOfEveryProfile() throws ApplyException {
        learn(1, 1);
        learn(2, 2);
        final long then = System.currentTimeMillis();
        await("a later millisecond", () -> System.currentTimeMillis() > then + 1);
        assertThat(table().remove(HIGH, 1, 0)).isPositive();
        learn(2, 9);
        await("the removal", () -> table().size() == 1);
        awaitJournaled();

        read(then, 1_000, NeighborQuery.ALL);
        assertThat(tables).extracting(PastStatus::profile).containsExactly("rbp1", "rbp2");
        assertThat(tables.get(0).refusal()).isEmpty();
        assertThat(tables.get(0).neighbors()).isEqualTo(2);
        assertThat(tables.get(0).time()).isBeforeOrEqualTo(Instant.ofEpochMilli(then));
        assertThat(tables.get(0).ambiguous()).isFalse();
        assertThat(tables.get(1).refusal()).as("never had a master").isNotEmpty();
        assertThat(entries).extracting(NeighborStatus::mac).containsExactlyInAnyOrder(MAC | 1, MAC | 2);
        assertThat(entries).extracting(NeighborStatus::interfaceName).containsOnly("lan0");

        read(System.currentTimeMillis(), 1_000, NeighborQuery.ALL);
        assertThat(entries).extracting(NeighborStatus::mac).containsExactly(MAC | 9);
        read(then, 1_000, new NeighborQuery(Optional.of(new Ipv6Address(HIGH, 2)), Optional.empty()));
        assertThat(entries).extracting(NeighborStatus::mac).containsExactly(MAC | 2);
        read(then, 1_000, new NeighborQuery(Optional.empty(), Optional.of("lan1")));
        assertThat(tables.get(0).neighbors()).isEqualTo(2);
        assertThat(entries).isEmpty();
        read(then, 1, NeighborQuery.ALL);
        assertThat(tables.get(0).refusal()).contains("more than the 1 neighbors that were allowed for");
        read(0, 1_000, NeighborQuery.ALL);
        assertThat(tables.get(0).refusal()).contains("as old as that");
    }

    @Test
    void shouldHoldOneTableOfThePastAtATime() throws ApplyException {
        learn(1, 1);
        awaitJournaled();
        final PastQuery query = new PastQuery(Instant.now(), NeighborQuery.ALL, 10);
        final PastCursor first = shell.past(query);
        assertThatThrownBy(() -> shell.past(query))
                .isInstanceOf(ApplyException.class)
                .hasMessageContaining("for an operator");
        // Left in whatever state: not begun, while it is restored, between two entries, at the end.
        leave(first, () -> true);
        for (final int steps : new int[] {1, 2, 5}) {
            final PastCursor cursor = awaitPast(query);
            for (int i = 0; i < steps; i++) {
                cursor.poll(reader);
            }
            leave(cursor, () -> true);
        }
        final PastCursor last = awaitPast(query);
        tables.clear();
        leave(last, () -> !last.poll(reader));
        assertThat(tables).hasSize(2);
        leave(awaitPast(query), () -> true);
    }

    @Test
    void shouldTellHowMuchOfItsLimitALinkHasUsed() {
        learn(1, 1);
        assertThat(table().learn(HIGH, 2, 1, MAC | 2, NeighborState.REACHABLE, 0))
                .isPositive();
        assertThat(table().learn(HIGH, 3, 1, 0, NeighborState.INCOMPLETE, 0)).isPositive();
        await("all of them", () -> table().size() == 3);
        assertThat(shell.profiles().get(0).table().links())
                .containsExactly("lan0 1, 0 unresolved", "lan1 2, 1 unresolved");
        assertThat(shell.profiles().get(1).table().links()).containsExactly("lan2 0, 0 unresolved");
    }

    private void read(long epochMs, int most, NeighborQuery query) throws ApplyException {
        tables.clear();
        entries.clear();
        final PastCursor cursor = awaitPast(new PastQuery(Instant.ofEpochMilli(epochMs), query, most));
        leave(cursor, () -> !cursor.poll(reader));
    }

    /** The thread that restored the last one may still be on its way out. */
    private PastCursor awaitPast(PastQuery query) {
        final List<PastCursor> opened = new ArrayList<>();
        await("the table before to be let go", () -> {
            try {
                opened.add(shell.past(query));
                return true;
            } catch (final ApplyException e) {
                return false;
            }
        });
        return opened.get(0);
    }

    private static void leave(PastCursor cursor, BooleanSupplier done) {
        try (cursor) {
            await("the end of the answer", done);
        }
        cursor.close();
        assertThat(cursor.poll(null)).isFalse();
    }

    private void learn(int host, int mac) {
        assertThat(table().learn(HIGH, host, 0, MAC | mac, NeighborState.REACHABLE, 0))
                .isPositive();
        final NeighborEntry found = new NeighborEntry();
        await("neighbor " + host, () -> table().lookup(HIGH, host, 0, found) && found.mac() == (MAC | mac));
    }

    private void awaitJournaled() {
        await("the journal", () -> device.reports().stream()
                .filter(report -> report.name().equals("rbp1"))
                .allMatch(report -> report.store().journaledSequence() > 0
                        && report.store().journaledSequence() == report.store().lastSequence()));
    }

    private Neighbors table() {
        return device.neighbors("rbp1").orElseThrow();
    }

    private static void await(String what, BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadlineNs).as("waiting for " + what).isNegative();
            LockSupport.parkNanos(100_000);
        }
    }
}

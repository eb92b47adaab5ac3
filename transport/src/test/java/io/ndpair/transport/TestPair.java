package io.ndpair.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.model.StoreConfig;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** Two devices on one clock in one thread: a duty cycle of both is a millisecond. */
final class TestPair implements AutoCloseable {

    static final long CYCLE_NS = 1_000_000L;

    final long[] clock = {1_000_000_000L};
    final MemoryLinks links = new MemoryLinks();
    TestDevice a;
    final TestDevice b;
    /** Done in every duty cycle, before the devices work. */
    Runnable meanwhile = () -> {};

    TestPair(Path directory, long seed) {
        this(directory, seed, UnaryOperator.identity());
    }

    TestPair(Path directory, long seed, UnaryOperator<StoreConfig> storeConfig) {
        a = device(directory, 1, seed, storeConfig);
        b = device(directory, 2, seed, storeConfig);
    }

    private TestDevice device(Path directory, int id, long seed, UnaryOperator<StoreConfig> storeConfig) {
        // No pages touched ahead, no space held back: a test's disk is small.
        StoreConfig config = StoreConfig.of(directory.resolve("device-" + id), id)
                .withMaxNeighbors(200_000)
                .withRing(1 << 20, 256)
                .withDisk(0, 0, 100_000_000L, false);
        return new TestDevice(storeConfig.apply(config), clock, seed).openStore();
    }

    /** Both replicators, with the defaults. */
    TestPair connect() {
        a.connect(TestDevice.config(1), links.a);
        b.connect(TestDevice.config(2), links.b);
        return this;
    }

    /** a is master, b is backup, both in real time. */
    TestPair inRealTime() {
        a.becomeMaster();
        b.becomeBackup();
        awaitRealTime();
        return this;
    }

    void awaitRealTime() {
        await(this::alike);
    }

    boolean alike() {
        return a.state() == ReplicationState.REAL_TIME
                && b.state() == ReplicationState.REAL_TIME
                && a.store.lastSequence() == b.store.lastSequence();
    }

    void cycle() {
        clock[0] += CYCLE_NS;
        meanwhile.run();
        a.step();
        b.step();
    }

    /** One of them works, the other does not exist. */
    void cycleOf(TestDevice device, int count) {
        for (int i = 0; i < count; i++) {
            clock[0] += CYCLE_NS;
            device.step();
        }
    }

    /** Device a begins anew on an empty disk. */
    TestDevice replaceA(Path directory) {
        a = device(directory, 1, 99, UnaryOperator.identity());
        return a.connect(TestDevice.config(1), links.a);
    }

    void cycles(int count) {
        for (int i = 0; i < count; i++) {
            cycle();
        }
    }

    void await(BooleanSupplier condition) {
        await(condition, 20_000);
    }

    void await(BooleanSupplier condition, int mostCycles) {
        int left = mostCycles;
        while (!condition.getAsBoolean()) {
            assertThat(left--)
                    .as(
                            "a %s%n b %s",
                            a.replicator == null ? "-" : a.replicator.status(),
                            b.replicator == null ? "-" : b.replicator.status())
                    .isPositive();
            cycle();
        }
    }

    void assertAlike() {
        assertThat(b.store.lastSequence()).isEqualTo(a.store.lastSequence());
        assertThat(b.content()).isEqualTo(a.content());
        assertThat(b.store.digest()).isEqualTo(a.store.digest());
    }

    @Override
    public void close() {
        a.close();
        b.close();
    }
}

package io.ndpair.store.journal.chronicle;

import java.io.File;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.core.time.SetTimeProvider;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LegacyRollCycles;
import net.openhft.chronicle.wire.WireType;

/**
 * How Chronicle Queue is set up. Its defaults phone home, print adverts, start threads and wait ten seconds for a lock; they
 * are read from system properties when its first class is loaded, so everything that touches the library comes by here first.
 */
final class ChronicleSettings {
    /** A quarter of it bounds a record; small enough that a fresh file maps little. */
    static final int BLOCK_BYTES = 16 << 20;

    // Within a generation there is one file and nothing ever rolls by the clock: generations are rolled by size, by us.
    private static final TimeProvider FIXED_TIME = new SetTimeProvider(TimeUnit.DAYS.toNanos(1));
    private static final long LOCK_TIMEOUT_MS = 500;

    private ChronicleSettings() {}

    /** Sets what only system properties can, where an operator has not done so. */
    static void apply() {
        setIfAbsent("chronicle.analytics.disable", "true");
        setIfAbsent("chronicle.announcer.disable", "true");
        setIfAbsent("chronicle.disk.monitor.disable", "true");
        setIfAbsent("background.releaser", "false");
        setIfAbsent("disable.resource.warning", "true");
        setIfAbsent("jvm.resource.tracing", "false");
    }

    private static void setIfAbsent(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }

    static SingleChronicleQueueBuilder builder(File directory) {
        return SingleChronicleQueueBuilder.builder(directory, WireType.BINARY_LIGHT)
                .rollCycle(LegacyRollCycles.DAILY)
                .blockSize(BLOCK_BYTES)
                .timeProvider(FIXED_TIME)
                .timeoutMS(LOCK_TIMEOUT_MS)
                .checkInterrupts(false);
    }
}

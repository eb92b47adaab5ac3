package io.ndpair.bench.store;

import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;

/** How the threads of a device idle ({@code node.device.DeviceThreads}); the benchmarks' do the same. */
final class DeviceIdling {
    private static final int DISK_SLEEP_MS = 2;

    private static final long LEAST_PARK_NS = 50_000;
    private static final long MOST_PARK_NS = 1_000_000;

    private DeviceIdling() {}

    /** Of the thread that appends to journals. */
    static IdleStrategy journal() {
        return new BackoffIdleStrategy(1, 1, LEAST_PARK_NS, MOST_PARK_NS);
    }

    /** Of the thread that does what may take long. */
    static IdleStrategy disk() {
        return new SleepingMillisIdleStrategy(DISK_SLEEP_MS);
    }
}

package io.ndpair.bench.environment;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * A thread that sleeps a millisecond at a time and notes how late it wakes up: what a thread that is not busy suffers from the machine and
 * from the threads that are measured. Costs some half a percent of a core.
 */
public final class JitterProbe implements AutoCloseable {
    private static final long SLEEP_NS = 1_000_000;

    private final SingleWriterRecorder late = new SingleWriterRecorder(TimeUnit.MINUTES.toNanos(1), 2);
    private final Thread thread = new Thread(this::run, "jitter-probe");
    private volatile boolean isEnding;

    private JitterProbe() {
        thread.setDaemon(true);
    }

    /** Starts the thread. */
    public static JitterProbe start() {
        final JitterProbe probe = new JitterProbe();
        probe.thread.start();
        return probe;
    }

    private void run() {
        long before = System.nanoTime();
        while (!isEnding) {
            LockSupport.parkNanos(SLEEP_NS);
            final long now = System.nanoTime();
            late.recordValue(Math.min(Math.max(0, now - before - SLEEP_NS), TimeUnit.MINUTES.toNanos(1)));
            before = now;
        }
    }

    /** How late since this was last asked, in nanoseconds. */
    Histogram take() {
        return late.getIntervalHistogram();
    }

    @Override
    public void close() {
        isEnding = true;
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

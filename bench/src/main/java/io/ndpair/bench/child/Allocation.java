package io.ndpair.bench.child;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;

/** Counts the heap bytes that threads allocate, as the JVM itself counts them: to the byte, not by sampling. */
public final class Allocation {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Bytes that this thread allocates an operation. */
    public double perOperation(int operations, Interleaved.Loop loop) {
        // What the asking itself allocates is not the loop's.
        final long beforeAsking = bytes();
        final long before = bytes();
        loop.run(operations);
        return Math.max(0, (double) (bytes() - before - (before - beforeAsking)) / operations);
    }

    private long bytes() {
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    /** Bytes that threads whose names begin so have allocated so far. */
    public long bytesOf(String namePrefix) {
        long sum = 0;
        for (final long id : threads.getAllThreadIds()) {
            final ThreadInfo thread = threads.getThreadInfo(id);
            if (thread != null && thread.getThreadName().startsWith(namePrefix)) {
                sum += Math.max(0, threads.getThreadAllocatedBytes(id));
            }
        }
        return sum;
    }
}

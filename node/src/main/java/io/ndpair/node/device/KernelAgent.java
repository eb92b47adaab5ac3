package io.ndpair.node.device;

import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/** Gives something on the kernel thread its duty cycles; an error is reported and ends nothing. */
final class KernelAgent implements Agent {
    /** What is given duty cycles. */
    @FunctionalInterface
    interface Work {
        int doWork(long nowNs);
    }

    private final String name;
    private final Work work;
    private final NanoClock clock;
    private final ErrorHandler errors;

    KernelAgent(String name, Work work, NanoClock clock, ErrorHandler errors) {
        this.name = name;
        this.work = work;
        this.clock = clock;
        this.errors = errors;
    }

    @Override
    public int doWork() {
        try {
            return work.doWork(clock.nanoTime());
        } catch (final RuntimeException e) {
            errors.onError(e);
            return 0;
        }
    }

    @Override
    public String roleName() {
        return name;
    }
}

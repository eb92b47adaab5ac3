package io.ndpair.election;

import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/**
 * Sleeps to shortly before the elector's next deadline, but not longer than a bound, and spins for the rest: a sleep ends
 * some 60 microseconds late on Linux, and the advertisement timer shall not. Used by the elector's thread.
 */
final class DeadlineIdleStrategy implements IdleStrategy {
    private static final long SPIN_NS = 80_000L;

    private final Elector elector;
    private final NanoClock clock;
    private final long maxIdleNs;

    DeadlineIdleStrategy(Elector elector, NanoClock clock, long maxIdleNs) {
        this.elector = elector;
        this.clock = clock;
        this.maxIdleNs = maxIdleNs;
    }

    @Override
    public void idle(int workCount) {
        if (workCount <= 0) {
            idle();
        }
    }

    @Override
    public void idle() {
        final long nowNs = clock.nanoTime();
        final long remainingNs = elector.nextDeadlineNs(nowNs) - nowNs;
        if (remainingNs > SPIN_NS) {
            LockSupport.parkNanos(Math.min(maxIdleNs, remainingNs - SPIN_NS));
        } else {
            Thread.onSpinWait();
        }
    }

    @Override
    public void reset() {
        // There is no state: each sleep is reckoned anew.
    }

    @Override
    public String alias() {
        return "deadline";
    }
}

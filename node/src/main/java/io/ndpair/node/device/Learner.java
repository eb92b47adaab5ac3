package io.ndpair.node.device;

import java.util.concurrent.atomic.AtomicLong;

/** Hands what the machine's neighbor table tells to the profile's writer. Kernel thread. */
final class Learner implements NeighborEvents {
    private static final long TICK_MS = 100;

    private final Neighbors neighbors;
    private final AtomicLong refused = new AtomicLong();

    Learner(Neighbors neighbors) {
        this.neighbors = neighbors;
    }

    @Override
    public boolean learned(
            long addressHigh, long addressLow, String link, long mac, int state, int flags, long confirmedAgoMs) {
        final int agoTicks = (int) Math.min(Integer.MAX_VALUE, Math.max(0, confirmedAgoMs) / TICK_MS);
        return settled(neighbors.learn(addressHigh, addressLow, neighbors.link(link), mac, state, flags, agoTicks));
    }

    @Override
    public boolean removed(long addressHigh, long addressLow, String link) {
        return settled(neighbors.remove(addressHigh, addressLow, neighbors.link(link)));
    }

    private boolean settled(long answer) {
        if (answer == Neighbors.BUSY) {
            return false;
        }
        if (answer < 0) {
            refused.incrementAndGet();
        }
        return true;
    }

    /** Reports that no entry could be made of: invalid ones, and those that came when this device was master no more. */
    long refused() {
        return refused.get();
    }
}

package io.ndpair.store;

import io.ndpair.store.aging.Aging;

/**
 * Whether this store is master, and what goes with it: as master its neighbors age and its journal files may be kept for the
 * peer, in any other role neither. Belongs to the writer's thread; {@link #isHeld} may be asked by any.
 */
final class Mastership {
    private final Aging aging;
    private final Durability durability;
    private volatile boolean held;

    Mastership(Aging aging, Durability durability) {
        this.aging = aging;
        this.durability = durability;
    }

    boolean isHeld() {
        return held;
    }

    /** Master from now on, whose neighbors age. */
    void begin(long nowNs, int ticks) {
        aging.start(nowNs, ticks);
        held = true;
    }

    /** Master no longer, so no peer reads from this journal; the same again where it was none. */
    void end() {
        if (held) {
            aging.stop();
        }
        held = false;
        durability.peerHas(Long.MAX_VALUE);
    }
}

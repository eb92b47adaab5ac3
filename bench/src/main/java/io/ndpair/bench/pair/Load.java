package io.ndpair.bench.pair;

import io.ndpair.bench.workload.Chain;
import io.ndpair.bench.workload.Keys;
import io.ndpair.node.device.Neighbors;
import io.ndpair.store.table.NeighborState;
import java.util.concurrent.locks.LockSupport;

/**
 * Hands neighbors to a device as an embedder does: through its ring, from a thread of its own. Every mutation changes the MAC, so each makes a
 * sequence of its own. Confined to one thread.
 */
final class Load {
    private static final long FIRST_MAC = 0x0200_0000_0000L;
    private static final long MAC_MASK = 0xff_ffff_ffffL;
    private static final long BUSY_PARK_NS = 20_000;

    private final Neighbors[] profiles;
    private final int[] links = new int[Keys.LINKS];
    private final int linkMask;
    private long state = 1;
    private long made;

    /**
     * A load for profiles that share links out among them, as {@link PairDevice} does.
     *
     * @param linkCount how many links there are, a power of two
     */
    Load(Neighbors[] profiles, int linkCount) {
        this.profiles = profiles;
        linkMask = linkCount - 1;
        for (int link = 0; link < linkCount; link++) {
            links[link] = profiles[link & (profiles.length - 1)].link(PairDevice.linkName(link));
        }
    }

    /** Which profile a number belongs to. */
    int profile(long number) {
        return Keys.link(number) & linkMask & (profiles.length - 1);
    }

    /** The link of a number as a table and its entries know it. */
    int linkId(long number) {
        return profiles[profile(number)].linkId(PairDevice.linkName(Keys.link(number) & linkMask));
    }

    /** The id of the link that a number is on. */
    int link(long number) {
        return links[Keys.link(number) & linkMask];
    }

    /** A number below a bound, as {@link #learn} takes it. */
    long draw(int bound) {
        state = Chain.next(state);
        return Chain.below(state, bound);
    }

    /** Learns a neighbor with a MAC that it has not had; answers its ticket, or why not. */
    long learn(long number) {
        final long ticket = profiles[profile(number)].learn(
                Keys.high(number),
                Keys.low(number),
                link(number),
                FIRST_MAC | ((made + 1) & MAC_MASK),
                NeighborState.REACHABLE,
                0);
        made += ticket > 0 ? 1 : 0;
        return ticket;
    }

    /** The same, however long the ring is full. */
    long learnWaiting(long number) {
        long ticket = learn(number);
        while (ticket == Neighbors.BUSY) {
            LockSupport.parkNanos(BUSY_PARK_NS);
            ticket = learn(number);
        }
        if (ticket < 0) {
            throw new IllegalStateException("the device refused neighbor " + number + ": " + ticket);
        }
        return ticket;
    }
}

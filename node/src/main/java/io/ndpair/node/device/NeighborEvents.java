package io.ndpair.node.device;

/**
 * What a {@link NeighborSource} tells of neighbors that this device has learned by itself.
 *
 * <p>Called on the thread that runs the source's duty cycle, never concurrently. Addresses are two longs and MACs one, in
 * numeric (big-endian read) form, as everywhere in ndpair; {@code link} is the configured name of the interface and always the
 * same instance for one link. Both methods answer false when the receiver has no room just now: nothing is lost then, the source
 * offers the newest news of that neighbor again in a later duty cycle.
 */
public interface NeighborEvents {
    /**
     * A neighbor is new, or its MAC, state or flags have changed.
     *
     * @param state one of the constants of {@code io.ndpair.store.table.NeighborState} that has a MAC.
     * @param flags bits of {@code io.ndpair.store.table.EntryFlags}.
     * @param confirmedAgoMs for how long nobody has confirmed that the neighbor is reachable, as far as the source knows; 0 = just
     *     now. It lets entries that were old before this device read them stay old.
     * @return false when there is no room now.
     */
    boolean learned(
            long addressHigh, long addressLow, String link, long mac, int state, int flags, long confirmedAgoMs);

    /**
     * A neighbor is gone: it was asked in vain, or somebody has deleted it. It need not have been reported before, nor be known. That a
     * table of limited room, or of a link that went down, has it no more is not told.
     *
     * @return false when there is no room now.
     */
    boolean removed(long addressHigh, long addressLow, String link);
}

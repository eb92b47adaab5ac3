package io.ndpair.node.shell;

import java.time.Instant;
import java.util.Optional;

/**
 * One line of {@code display nd history}: a change of a neighbor entry, or a mark that says what cannot be told.
 *
 * @param kind what it is
 * @param time wall clock of the master at the time, if something tells
 * @param profile remote backup profile in whose journal it stands
 * @param epoch term and device of the mastership
 * @param sequence of the change
 * @param interfaceName the interface it was learned on, empty for a mark
 * @param mac its MAC, the first octet highest of 48 bits
 * @param state neighbor unreachability detection state; empty for a removal or a mark
 * @param detail what a mark has to say
 */
public record ChangeStatus(
        Kind kind,
        Optional<Instant> time,
        String profile,
        String epoch,
        long sequence,
        String interfaceName,
        long mac,
        Optional<NeighborStatus.State> state,
        String detail) {
    /** What a line is. */
    public enum Kind {
        /** The entry was put, or put otherwise. */
        PUT,
        /** The entry was removed. */
        REMOVED,
        /** How far back the journal reaches. */
        BEGINNING,
        /** Something is missing here. */
        MISSING,
        /** The answer ends before the journal does. */
        ENDED
    }
}

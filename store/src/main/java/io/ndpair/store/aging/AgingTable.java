package io.ndpair.store.aging;

import io.ndpair.store.table.Admission;
import io.ndpair.store.table.NeighborEntry;

/** What aging needs of the master's table: to look at it, and to change it by ordinary mutations. */
public interface AgingTable {
    /** The entry of a key, if there is one. */
    boolean lookup(long addressHigh, long addressLow, int linkId, NeighborEntry out);

    /** Shows the next slots of a round; see {@link Admission#sweep}. */
    boolean sweep(int slots, Admission.EntryVisitor each);

    /** Slots in a round. */
    long slots();

    /** Gives an entry that is there another state. */
    void changeState(NeighborEntry entry, int state);

    /** Removes an entry. */
    void remove(NeighborEntry entry);
}

package io.ndpair.node.shell;

/**
 * The tables of all profiles as of a past moment, one after the other: each is restored off the shell's thread and then read
 * entry by entry. Closed when the reader has enough, also in the middle; closing twice does nothing.
 */
public interface PastCursor extends AutoCloseable {
    /** Takes what a cursor finds. */
    interface Reader {
        /** The entries that follow are of this table, or there are none of it. */
        void table(PastStatus table);

        /** An entry of the table that was told last; how long ago it was confirmed is not known. */
        void entry(NeighborStatus entry);
    }

    /**
     * Goes on by at most one step, or waits for a moment where there is nothing to go on with yet.
     *
     * @return whether there may be more
     */
    boolean poll(Reader reader);

    @Override
    void close();
}

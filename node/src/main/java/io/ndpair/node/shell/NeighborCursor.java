package io.ndpair.node.shell;

import java.util.Iterator;

/**
 * A walk over neighbor entries, taken up and left as the reader has room. Each step does a bounded amount of work. Closed
 * when the reader has enough, also in the middle; closing twice does nothing.
 */
public interface NeighborCursor extends Iterator<NeighborStatus>, AutoCloseable {
    @Override
    void close();
}

package io.ndpair.store.history;

import io.ndpair.store.checkpoint.PastContent;
import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.LinkName;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborTable;
import io.ndpair.store.table.RangeImage;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.MutableDirectBuffer;

/**
 * The table as of a past moment: exact, in memory of its own of at most some 70 bytes a neighbor, until it is closed. Read by any
 * thread; nothing changes it. To be closed by its owner, once nobody reads any more.
 */
public final class PastTable implements AutoCloseable {
    private final NeighborTable table;
    private final List<LinkName> links;
    private final Moment moment;

    PastTable(PastContent content, Moment moment) {
        table = content.table();
        links = content.lineage().links().list();
        this.moment = moment;
    }

    /** The mastership of the last change that is in it. */
    public Epoch epoch() {
        return moment.epoch();
    }

    /** The last sequence that is in it. */
    public long sequence() {
        return moment.sequence();
    }

    /** The wall clock of the last record that is in it. */
    public long wallClockMs() {
        return moment.wallClockMs();
    }

    /** Whether the wall clock had shown this time before, because it was set back; then this is the newer of these moments. */
    public boolean ambiguous() {
        return moment.ambiguous();
    }

    /** Number of neighbors. */
    public int size() {
        return table.size();
    }

    /** The links that were known. */
    public List<LinkName> links() {
        return links;
    }

    /** Looks a neighbor up. */
    public boolean lookup(long addressHigh, long addressLow, int linkId, NeighborEntry out) {
        return table.lookup(addressHigh, addressLow, linkId, out);
    }

    /**
     * Copies the range that holds a hash position, for readers that come back for the next one.
     *
     * @param dst room for {@link RangeImage#MAX_IMAGE_BYTES}
     * @return false if it is closed
     */
    public boolean copyRange(long hashPosition, MutableDirectBuffer dst, int dstOffset, RangeImage out) {
        return table.copyRange(hashPosition, dst, dstOffset, out);
    }

    /** Visits every neighbor with one holder. */
    public void forEach(Consumer<NeighborEntry> consumer) {
        table.forEach(consumer);
    }

    @Override
    public void close() {
        table.close();
    }
}

package io.ndpair.transport.session;

import io.ndpair.store.NeighborStore;
import io.ndpair.store.codec.BatchDecoder;
import io.ndpair.store.model.LinkName;
import io.ndpair.store.model.RecordCursor;
import io.ndpair.store.model.RecordHandler;
import io.ndpair.store.table.EntryLayout;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.Operation;
import io.ndpair.store.table.RangeImage;
import java.nio.ByteOrder;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A former master's side of a merge: offers what its own history has beyond the point up to which the master's is the same. Read from its journal; a
 * neighbor that changed several times is offered as it is now, once. Where the journal does not go back so far, the whole table is offered.
 *
 * <table>
 * <caption>Transitions</caption>
 * <tr><th>state</th><th>event</th><th>next</th></tr>
 * <tr><td>OVER</td><td>{@link #begin}</td><td>LINKS</td></tr>
 * <tr><td>LINKS</td><td>all links sent, the journal holds what follows the common point</td><td>JOURNAL</td></tr>
 * <tr><td>LINKS</td><td>... it does not</td><td>TABLE</td></tr>
 * <tr><td>JOURNAL</td><td>the cursor is lost</td><td>TABLE</td></tr>
 * <tr><td>JOURNAL, TABLE</td><td>the last offer was sent</td><td>OVER</td></tr>
 * <tr><td>any</td><td>{@link #stop}</td><td>OVER</td></tr>
 * </table>
 */
final class MergeOffering {

    private enum State {
        OVER,
        LINKS,
        JOURNAL,
        TABLE
    }

    private final NeighborStore store;
    private final Outlet outlet;
    private final SessionCounters counters;
    private final RecordHandler recordHandler = this::onRecord;
    private final UnsafeBuffer offered = new UnsafeBuffer(new byte[FrameCheck.MAX_OFFERED * EntryLayout.ENTRY_BYTES]);
    private final UnsafeBuffer image = new UnsafeBuffer(new byte[RangeImage.MAX_IMAGE_BYTES]);
    private final RangeImage range = new RangeImage();
    private final NeighborEntry entry = new NeighborEntry();
    private final NeighborEntry present = new NeighborEntry();
    private State state = State.OVER;
    private RecordCursor cursor;
    private List<LinkName> links = List.of();
    private int stream;
    private int linksSent;
    private long fromSequence;
    private long lastSequence;
    private long recordFirst;
    private int recordDone;
    private long position;
    private int rangeDone;
    private boolean rangeCopied;
    private int count;
    private long coveredSequence;
    private long sentSequence;
    private long nowNs;

    MergeOffering(NeighborStore store, Outlet outlet, SessionCounters counters) {
        this.store = store;
        this.outlet = outlet;
        this.counters = counters;
    }

    void begin(long commonSequence, int newStream) {
        stop();
        state = State.LINKS;
        stream = newStream;
        links = store.links();
        linksSent = 0;
        fromSequence = commonSequence;
        lastSequence = store.lastSequence();
        coveredSequence = commonSequence;
        sentSequence = commonSequence;
        recordFirst = -1;
        position = 0;
        rangeCopied = false;
        count = 0;
    }

    void stop() {
        state = State.OVER;
        links = List.of();
        if (cursor != null) {
            cursor.close();
            cursor = null;
        }
    }

    boolean over() {
        return state == State.OVER;
    }

    /** One bounded duty cycle: so many messages. */
    int doWork(int most, long atNs) {
        nowNs = atNs;
        int sent = 0;
        while (sent < most && state != State.OVER && step()) {
            sent++;
        }
        return sent;
    }

    /** Sends a message; false when the link takes none now. */
    private boolean step() {
        switch (state) {
            case LINKS:
                return sendLink();
            case JOURNAL:
                return readJournal();
            default:
                return readTable();
        }
    }

    private boolean sendLink() {
        if (linksSent < links.size()) {
            LinkName link = links.get(linksSent);
            if (!outlet.mergeLink(link.linkId(), link.name(), stream)) {
                return false;
            }
            linksSent++;
            return true;
        }
        cursor = store.cursorAhead();
        state = cursor.seek(fromSequence + 1) ? State.JOURNAL : State.TABLE;
        return true;
    }

    private boolean readJournal() {
        if (count < FrameCheck.MAX_OFFERED && coveredSequence < lastSequence) {
            int polled = cursor.poll(recordHandler, 1);
            if (polled == RecordCursor.LOST) {
                count = 0;
                state = State.TABLE;
                return true;
            }
            if (polled == 0 && count < FrameCheck.MAX_OFFERED) {
                // The disk is being read; or there is nothing behind the sequence that the table claims: as good as
                // lost.
                return false;
            }
            if (count < FrameCheck.MAX_OFFERED && coveredSequence < lastSequence) {
                return true;
            }
        }
        return send(coveredSequence >= lastSequence, false);
    }

    private boolean onRecord(DirectBuffer buffer, int offset, int length, long firstSequence, int mutations) {
        if (firstSequence != recordFirst) {
            recordFirst = firstSequence;
            recordDone = (int) Math.max(0, fromSequence + 1 - firstSequence);
        }
        int body = offset + FrameCheck.HEADER_BYTES + FrameCheck.blockLength(buffer, offset);
        int stride = mutations == 0 ? 0 : buffer.getShort(body, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
        int tableTime = mutations == 0
                ? 0
                : buffer.getInt(
                        offset + FrameCheck.HEADER_BYTES + BatchDecoder.tableTimeEncodingOffset(),
                        ByteOrder.LITTLE_ENDIAN);
        for (; recordDone < mutations; recordDone++) {
            if (count == FrameCheck.MAX_OFFERED) {
                return false;
            }
            int at = body + Integer.BYTES + recordDone * stride;
            entry.readFrom(buffer, at);
            int operation = (buffer.getByte(at + EntryLayout.STATE_OFFSET) & 0xFF) >>> 4;
            boolean has = store.lookup(entry.addressHigh(), entry.addressLow(), entry.linkId(), present);
            if (operation == Operation.REMOVE && !has) {
                entry.set(entry.addressHigh(), entry.addressLow(), entry.linkId(), tableTime, 0, 0, 0);
                add(operation);
            } else if (operation == Operation.UPSERT && has && entry.equals(present)) {
                add(operation);
            }
            coveredSequence = Math.max(coveredSequence, firstSequence + recordDone);
        }
        return true;
    }

    private boolean readTable() {
        while (count < FrameCheck.MAX_OFFERED) {
            if (!rangeCopied) {
                if (!store.copyRange(position, image, 0, range)) {
                    stop();
                    return false;
                }
                rangeCopied = true;
                rangeDone = 0;
            }
            while (rangeDone < range.count() && count < FrameCheck.MAX_OFFERED) {
                entry.readFrom(image, rangeDone * EntryLayout.ENTRY_BYTES);
                add(Operation.UPSERT);
                rangeDone++;
            }
            if (rangeDone == range.count()) {
                if (range.nextPosition() == 0) {
                    return send(true, true);
                }
                position = range.nextPosition();
                rangeCopied = false;
            }
        }
        return send(false, true);
    }

    private void add(int operation) {
        entry.writeTo(offered, count * EntryLayout.ENTRY_BYTES, operation);
        count++;
    }

    private boolean send(boolean last, boolean whole) {
        // The whole table, after some of the journal was offered: what was offered stays covered.
        long covered = last ? lastSequence : whole ? sentSequence : coveredSequence;
        int now = store.tableTimeTicks(nowNs);
        if (!outlet.mergeOffer(covered, now, stream, last, whole, offered, count)) {
            return false;
        }
        counters.add(SessionCounters.Figure.MERGE_OFFERED, count);
        count = 0;
        sentSequence = covered;
        if (last) {
            counters.add(SessionCounters.Figure.MERGES, 1);
            counters.add(SessionCounters.Figure.MERGES_WHOLE, whole ? 1 : 0);
            stop();
        }
        return true;
    }
}

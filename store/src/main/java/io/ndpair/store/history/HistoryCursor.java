package io.ndpair.store.history;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.ndpair.store.journal.Journals;
import io.ndpair.store.journal.RecordCheck;
import io.ndpair.store.journal.RecordLayout;
import io.ndpair.store.model.Epoch;
import io.ndpair.store.table.EntryLayout;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.Operation;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NanoClock;

/**
 * An answer about one address, taken up and left as its reader has time: each {@link #poll} reads at most half a MiB. Tells
 * what the journal held when the question was asked, and what was appended until it is read; nothing of it is held in memory but
 * the changes of the piece that is being read, at most {@link HistoryQuery#limit} of them. Neither the writer nor any agent waits
 * for it; a journal file that is let go meanwhile is told as the end of what is kept.
 *
 * <p>Confined to one thread at a time, any. To be closed.
 */
public final class HistoryCursor implements AutoCloseable {
    private static final int STEP_BYTES = 512 << 10;

    /** Why there is no more. */
    public enum Ending {
        /** There is more. */
        NOT_YET,
        /** Everything that the journal holds was told. */
        COMPLETE,
        /** As many changes were told as were asked for. */
        LIMIT,
        /** The time was up. */
        TIMEOUT,
        /** It was closed before. */
        CLOSED
    }

    private final HistoryQuery query;
    private final Journals journals;
    private final NanoClock clock;
    private final long startNs;
    private final List<Span> spans;
    private final RecordCheck check = new RecordCheck();
    private final NeighborEntry entry = new NeighborEntry();
    private final Continuity continuity = new Continuity();
    private final ArrayDeque<HistoryEvent> held = new ArrayDeque<>();
    private Consumer<HistoryEvent> sink = event -> {};

    private Ending ending = Ending.NOT_YET;
    private boolean begun;
    private int nextSpan;
    private Span span;
    private RecordScan scan;
    private HistoryEvent gone;
    private boolean anythingRead;
    private Continuity.Edge firstOfSpan;
    private Continuity.Edge firstOfNewer;
    private Epoch lastEpoch = Epoch.NONE;
    private long lastSequence;
    private int changes;
    private int changesHeld;
    private long bytesRead;

    HistoryCursor(HistoryQuery query, Journals journals, HistoryIndex index, NanoClock clock) throws IOException {
        this.query = query;
        this.journals = journals;
        this.clock = clock;
        startNs = clock.nanoTime();
        spans = Span.holding(KeyFilter.hash(query.addressHigh(), query.addressLow()), journals, index);
        nextSpan = query.newestFirst() ? spans.size() - 1 : 0;
    }

    /** Why there is no more, once {@link #poll} has answered false. */
    public Ending ending() {
        return ending;
    }

    /** Changes told so far. */
    public int changes() {
        return changes;
    }

    /** Bytes of journal read so far. */
    public long bytesRead() {
        return bytesRead;
    }

    /**
     * Reads on for a bounded while and tells what was found.
     *
     * @param consumer is given each change and each mark, in the order asked for
     * @return whether there may be more
     */
    public boolean poll(Consumer<HistoryEvent> consumer) {
        if (ending != Ending.NOT_YET) {
            return false;
        }
        sink = consumer;
        if (!begun) {
            begun = true;
            if (!query.newestFirst()) {
                sink.accept(beginning());
            }
        }
        if (clock.nanoTime() - startNs > query.timeoutNs()) {
            end(Ending.TIMEOUT);
        } else {
            step();
        }
        return ending == Ending.NOT_YET;
    }

    private void step() {
        int left = STEP_BYTES;
        while (left > 0 && ending == Ending.NOT_YET) {
            if (scan == null && !open()) {
                continue;
            }
            left -= read(left);
        }
    }

    /** Opens the next piece; false if it is gone, cannot be read, or there is none, which ends the answer. */
    private boolean open() {
        if (nextSpan < 0 || nextSpan >= spans.size()) {
            if (query.newestFirst()) {
                sink.accept(beginning());
            }
            end(Ending.COMPLETE);
            return false;
        }
        span = spans.get(nextSpan);
        nextSpan += query.newestFirst() ? -1 : 1;
        firstOfSpan = null;
        if (span.before() != null) {
            continuity.set(span.before().epoch(), span.before().nextSequence());
        } else if (query.newestFirst() || nextSpan == 1) {
            continuity.forget();
        }
        try {
            if (!journals.begun(span.generation())) {
                return false;
            }
            scan = new RecordScan(journals, span.generation(), check);
        } catch (IOException e) {
            gone(e);
            return false;
        }
        try {
            scan.moveTo(span.from());
            if (span.skipFirst()) {
                scan.next();
            }
            return true;
        } catch (IOException e) {
            unreadable(e);
            return false;
        }
    }

    /**
     * Retention lets files go, the oldest ones, in whatever order: then there is nothing to tell but that the journal begins
     * later. Only where something is read on either side, something is missing in the middle.
     */
    private void gone(IOException e) {
        if (gone == null) {
            gone = HistoryEvent.mark(
                    HistoryEvent.Kind.LET_GO,
                    0,
                    continuity.known() ? continuity.epoch() : Epoch.NONE,
                    continuity.known() ? continuity.nextSequence() : 0,
                    "journal-" + span.generation() + " is gone or cannot be opened: " + e.getMessage());
        }
    }

    private void tellOfGone() {
        if (gone != null) {
            sink.accept(anythingRead ? gone : beginning());
            gone = null;
        }
    }

    private void unreadable(IOException e) {
        closeScan();
        tell(cut("journal-" + span.generation() + " cannot be read: " + e.getMessage()));
        endSpan();
    }

    private int read(int mostBytes) {
        int read = 0;
        try {
            while (read < mostBytes) {
                int length = scan.next();
                if (length <= 0) {
                    if (length == RecordScan.CUT
                            || (span.block() != null && span.block().has(Block.CUT))) {
                        tell(cut("journal-" + span.generation() + " is damaged behind " + scan.place()));
                    }
                    closeScan();
                    endSpan();
                    return read + 1;
                }
                read += length;
                take();
                if (ending != Ending.NOT_YET) {
                    return read;
                }
                if (span.block() != null
                        && !span.block().has(Block.CUT)
                        && scan.place() >= span.block().lastPlace()) {
                    closeScan();
                    endSpan();
                    return read + 1;
                }
            }
        } catch (IOException e) {
            unreadable(e);
        } finally {
            bytesRead += read;
        }
        return read + 1;
    }

    private void take() {
        DirectBuffer buffer = scan.buffer();
        int offset = scan.offset();
        if (firstOfSpan == null) {
            firstOfSpan = Continuity.Edge.of(buffer, offset);
            tellOfGone();
            anythingRead = true;
        }
        if (continuity.broken(buffer, offset)) {
            HistoryEvent mark = continuity.mark(Continuity.Edge.of(buffer, offset));
            if (mark != null) {
                tell(mark);
            }
        }
        continuity.advance(buffer, offset);
        int count = RecordLayout.count(buffer, offset);
        if (count == 0) {
            return;
        }
        int stride = RecordLayout.mutationStride(buffer, offset);
        int at = RecordLayout.mutationsOffset(buffer, offset);
        for (int i = 0; i < count; i++, at += stride) {
            if (buffer.getLong(at + 8, BIG_ENDIAN) == query.addressLow()
                    && buffer.getLong(at, BIG_ENDIAN) == query.addressHigh()) {
                matched(buffer, offset, i, at);
                if (ending != Ending.NOT_YET) {
                    return;
                }
            }
        }
    }

    private void matched(DirectBuffer buffer, int offset, int index, int at) {
        entry.readFrom(buffer, at);
        if (query.linkId() == 0 || query.linkId() == entry.linkId()) {
            boolean removed = (buffer.getByte(at + EntryLayout.STATE_OFFSET) & 0xFF) >>> 4 == Operation.REMOVE;
            tell(HistoryEvent.change(
                    buffer, offset, RecordLayout.firstSequence(buffer, offset) + index, removed, entry));
        }
    }

    private HistoryEvent cut(String detail) {
        return HistoryEvent.mark(
                HistoryEvent.Kind.CUT,
                0,
                continuity.known() ? continuity.epoch() : Epoch.NONE,
                continuity.known() ? continuity.nextSequence() : 0,
                detail);
    }

    /** At once where the oldest comes first; else kept until the piece is read, the oldest of too many forgotten. */
    private void tell(HistoryEvent event) {
        if (!query.newestFirst()) {
            emit(event);
            return;
        }
        held.addLast(event);
        changesHeld += event.kind().isChange() ? 1 : 0;
        while (changesHeld > query.limit() || held.size() > 2 * query.limit() + 64) {
            changesHeld -= held.removeFirst().kind().isChange() ? 1 : 0;
        }
    }

    private void endSpan() {
        if (!query.newestFirst()) {
            return;
        }
        if (firstOfNewer != null && continuity.known() && span.block() == null) {
            HistoryEvent mark = continuity.mark(firstOfNewer);
            if (mark != null && mark.kind() == HistoryEvent.Kind.HOLE) {
                emit(mark);
            }
        }
        if (span.before() != null) {
            firstOfNewer = null;
        } else if (firstOfSpan != null) {
            firstOfNewer = firstOfSpan;
        }
        Iterator<HistoryEvent> newestFirst = held.descendingIterator();
        while (newestFirst.hasNext() && ending == Ending.NOT_YET) {
            emit(newestFirst.next());
        }
        held.clear();
        changesHeld = 0;
    }

    private void emit(HistoryEvent event) {
        if (event.kind().isChange()) {
            if (repeated(event)) {
                return;
            }
            if (changes == query.limit()) {
                end(Ending.LIMIT);
                return;
            }
            lastEpoch = event.epoch();
            lastSequence = event.sequence();
            changes++;
        }
        sink.accept(event);
    }

    /** A record may stand twice in the journal after an append that seemed to fail. */
    private boolean repeated(HistoryEvent event) {
        return event.epoch().equals(lastEpoch)
                && (query.newestFirst() ? event.sequence() >= lastSequence : event.sequence() <= lastSequence);
    }

    /** How far back the journal reaches now: a mark {@link HistoryEvent.Kind#BEGINNING} with the oldest record that it holds. */
    public HistoryEvent beginning() {
        try {
            for (long generation : journals.generations()) {
                HistoryEvent event = beginning(generation);
                if (event != null) {
                    return event;
                }
            }
        } catch (IOException e) {
            return cut("the journal cannot be read: " + e.getMessage());
        }
        return HistoryEvent.mark(HistoryEvent.Kind.BEGINNING, 0, Epoch.NONE, 1, "the journal holds nothing");
    }

    private HistoryEvent beginning(long generation) {
        try (RecordScan first = new RecordScan(journals, generation, check)) {
            if (first.next() <= 0) {
                return null;
            }
            Continuity.Edge edge = Continuity.Edge.of(first.buffer(), first.offset());
            boolean birth = edge.firstSequence() == 1 && edge.template() != RecordLayout.GAP;
            return HistoryEvent.mark(
                    HistoryEvent.Kind.BEGINNING,
                    edge.wallClockMs(),
                    edge.epoch(),
                    edge.firstSequence(),
                    birth ? "nothing was before" : "what was before is no longer kept");
        } catch (IOException e) {
            // It was let go meanwhile, or cannot be read: the next one is the oldest.
            return null;
        }
    }

    private void end(Ending how) {
        ending = how;
        closeScan();
        held.clear();
    }

    private void closeScan() {
        RecordScan old = scan;
        scan = null;
        if (old != null) {
            old.close();
        }
    }

    @Override
    public void close() {
        if (ending == Ending.NOT_YET) {
            end(Ending.CLOSED);
        }
    }
}

package io.ndpair.store.journal;

import io.ndpair.store.model.RecordCursor;
import io.ndpair.store.model.RecordHandler;
import io.ndpair.store.model.RecordOutcome;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;

/**
 * The cursor over ring and journals. A record that was delivered is recognised by its sequence and checksum. Journals are opened and read by the
 * cursor's own thread, or ahead of it by a {@link CatchUpAgent}.
 */
public final class JournalCursor implements RecordCursor {
    private static final int STEPS_PER_POLL = 4096;
    private static final int BROKEN_POLLS_MOST = 100;
    private static final int NONE = 0;

    /** Where the next record comes from. */
    private enum Mode {
        LOST,
        MEMORY,
        JOURNAL
    }

    private final RecordCheck check = new RecordCheck();
    private final BatchRing ring;
    private final SequenceIndex index;
    private final Journals journals;
    private final LongSupplier lastSequence;
    private final LongSupplier newestGeneration;
    private final CatchUpAgent catchUp;

    private Mode mode = Mode.LOST;
    private boolean fromMemory;
    private long ringPosition;
    private JournalReader reader;
    private ReadAhead ahead;
    private boolean waiting;
    private long readerGeneration;
    private long indexVersion;
    private int pendingLength;
    private int brokenPolls;
    private boolean atEnd;

    private long sought;
    private long expected;
    private boolean delivered;
    private boolean skipping;
    private boolean searching;
    private long lastFirst;
    private int lastCrc;

    /**
     * A cursor that is lost until it seeks.
     *
     * @param lastSequence     that the store has
     * @param newestGeneration that the journal agent has made
     * @param catchUp          reads for this cursor; null when {@link #poll} may wait for the disk itself
     */
    public JournalCursor(
            BatchRing ring,
            SequenceIndex index,
            Journals journals,
            LongSupplier lastSequence,
            LongSupplier newestGeneration,
            CatchUpAgent catchUp) {
        this.ring = ring;
        this.index = index;
        this.journals = journals;
        this.lastSequence = lastSequence;
        this.newestGeneration = newestGeneration;
        this.catchUp = catchUp;
    }

    @Override
    public boolean seek(long sequence) {
        closeReader();
        mode = Mode.LOST;
        delivered = false;
        brokenPolls = 0;
        if (sequence < 1 || sequence > lastSequence.getAsLong() + 1) {
            return false;
        }
        sought = sequence;
        expected = sequence;
        return toMemory() || toJournal(sequence);
    }

    @Override
    public void seekEnd() {
        delivered = false;
        sought = lastSequence.getAsLong() + 1;
        expected = sought;
        toMemory(ring.tail());
    }

    private boolean toMemory() {
        return toMemory(delivered ? ring.seekAfter(lastFirst, lastCrc) : ring.seek(sought));
    }

    private boolean toMemory(long position) {
        if (position == BatchRing.NOT_HELD) {
            return false;
        }
        closeReader();
        brokenPolls = 0;
        ringPosition = position;
        mode = Mode.MEMORY;
        return true;
    }

    private boolean toJournal(long sequence) {
        indexVersion = index.version();
        SequenceIndex.Place place = index.below(sequence);
        skipping = true;
        searching = true;
        if (place == null || !openReader(place.generation())) {
            mode = Mode.LOST;
            return false;
        }
        reader.moveTo(place.place());
        mode = Mode.JOURNAL;
        return true;
    }

    @Override
    public int poll(RecordHandler handler, int limit) {
        waiting = false;
        if (mode == Mode.MEMORY && (ring.overrun(ringPosition) || !ring.joins(ringPosition))) {
            boolean joins = ring.joins(ringPosition);
            mode = Mode.LOST;
            if (joins) {
                toJournal(delivered ? lastFirst : sought);
            }
        }
        switch (mode) {
            case MEMORY:
                return pollMemory(handler, limit);
            case JOURNAL:
                return pollJournal(handler, limit);
            default:
                return LOST;
        }
    }

    private int pollMemory(RecordHandler handler, int limit) {
        int taken = 0;
        fromMemory = true;
        DirectBuffer buffer = ring.buffer();
        while (taken < limit) {
            ringPosition = ring.settled(ringPosition);
            if (ringPosition >= ring.tail()) {
                break;
            }
            int offset = ring.recordOffset(ringPosition);
            int length = ring.recordLength(ringPosition);
            if (!deliver(handler, buffer, offset, length)) {
                break;
            }
            ringPosition = ring.after(ringPosition, length);
            taken++;
        }
        return taken;
    }

    private boolean deliver(RecordHandler handler, DirectBuffer buffer, int offset, int length) {
        long first = RecordLayout.firstSequence(buffer, offset);
        int count = RecordLayout.count(buffer, offset);
        int crc = RecordLayout.crc(buffer, offset);
        if (!handler.onRecord(buffer, offset, length, first, count)) {
            return false;
        }
        delivered = true;
        lastFirst = first;
        lastCrc = crc;
        expected = Math.max(expected, first + count);
        return true;
    }

    private int pollJournal(RecordHandler handler, int limit) {
        int taken = 0;
        fromMemory = false;
        atEnd = false;
        try {
            for (int steps = 0; steps < STEPS_PER_POLL && taken < limit; steps++) {
                if (index.version() != indexVersion) {
                    mode = Mode.LOST;
                    break;
                }
                int length = pendingLength == NONE ? nextWanted() : pendingLength;
                if (length == NONE) {
                    break;
                }
                if (length < 0) {
                    continue;
                }
                pendingLength = length;
                if (!deliver(handler, reader.buffer(), reader.offset(), length)) {
                    return taken;
                }
                pendingLength = NONE;
                taken++;
            }
        } catch (IOException e) {
            // A disk that cannot be read has lost what stands on it, as far as the peer is concerned.
            mode = Mode.LOST;
        }
        if (mode == Mode.LOST) {
            closeReader();
            return taken == 0 ? LOST : taken;
        }
        // From memory as soon as it holds what comes next: the journal itself may be a moment behind. After a restart
        // the
        // record before that is only on disk; then the end of what is there tells.
        if (!toMemory() && atEnd && pendingLength == NONE) {
            toMemory(ring.seekFloor(expected));
        }
        return taken;
    }

    /** Length of the next record to be delivered; 0 when there is none now; negative when one was passed over. */
    private int nextWanted() throws IOException {
        // Asked before reading: what was written before a newer generation was made has then been written.
        long newest = newestGeneration.getAsLong();
        if (reader == null) {
            return withoutReader(newest);
        }
        int length = reader.next();
        if (length == ReadAhead.PENDING) {
            waiting = true;
            return NONE;
        }
        if (length == ReadAhead.NOT_OPENED) {
            return notOpened();
        }
        searching = false;
        if (length > 0 && check.check(reader.buffer(), reader.offset(), length) != RecordOutcome.APPLIED) {
            reader.moveTo(reader.place());
            length = JournalReader.BROKEN;
        }
        if (length <= 0) {
            return afterEnd(length, ahead == null ? newest : ahead.newest());
        }
        brokenPolls = 0;
        DirectBuffer buffer = reader.buffer();
        int offset = reader.offset();
        long first = RecordLayout.firstSequence(buffer, offset);
        long reach = RecordLayout.reach(buffer, offset);
        boolean same = delivered && first == lastFirst && RecordLayout.crc(buffer, offset) == lastCrc;
        if (RecordLayout.templateId(buffer, offset) == RecordLayout.GAP || first > expected) {
            // A gap that the index reaches across is one that a search from its own beginning starts with.
            if (!(skipping && first <= expected)) {
                mode = Mode.LOST;
                return NONE;
            }
            return -1;
        }
        if (skipping && delivered) {
            if (same) {
                skipping = false;
            }
            return -1;
        }
        if (reach < expected || same) {
            return -1;
        }
        skipping = false;
        return length;
    }

    /** The newest file could not be opened: it may never have been made, on a disk that fails, or it is made later. */
    private int withoutReader(long newest) {
        return openReader(readerGeneration) ? -1 : afterEnd(lacking(), newest);
    }

    /** A search has nothing to go on from without its file; else the one after this, or this one later. */
    private int notOpened() {
        long newest = ahead.newest();
        closeReader();
        if (searching) {
            mode = Mode.LOST;
            return NONE;
        }
        return afterEnd(lacking(), newest);
    }

    private int lacking() {
        return expected <= lastSequence.getAsLong() ? JournalReader.BROKEN : JournalReader.END;
    }

    private int afterEnd(int end, long newest) {
        while (readerGeneration < newest) {
            // One that cannot be opened is passed over, that one alone.
            if (openReader(readerGeneration + 1)) {
                return -1;
            }
        }
        if (end == JournalReader.BROKEN && ++brokenPolls > BROKEN_POLLS_MOST) {
            mode = Mode.LOST;
        }
        atEnd = end == JournalReader.END && !skipping;
        return NONE;
    }

    /** True also for one that is opened by the agent, later. */
    private boolean openReader(long generation) {
        closeReader();
        if (generation != readerGeneration) {
            brokenPolls = 0;
        }
        readerGeneration = generation;
        if (catchUp != null) {
            ahead = new ReadAhead(journals, generation, catchUp, newestGeneration);
            reader = ahead;
            return true;
        }
        try {
            reader = journals.reader(generation);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public long nextSequence() {
        return expected;
    }

    @Override
    public boolean fromMemory() {
        return fromMemory;
    }

    @Override
    public boolean waiting() {
        return waiting;
    }

    private void closeReader() {
        pendingLength = NONE;
        JournalReader old = reader;
        reader = null;
        ahead = null;
        if (old != null) {
            old.close();
        }
    }

    @Override
    public void close() {
        mode = Mode.LOST;
        closeReader();
    }
}

package io.ndpair.store.journal;

import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.History;
import io.ndpair.store.model.RecordOutcome;
import io.ndpair.store.table.EntryLayout;
import io.ndpair.store.table.HashKey;
import io.ndpair.store.table.NeighborTable;
import io.ndpair.store.table.Operation;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongHashSet;

/**
 * Applies records that {@link RecordCheck} has passed to a table, in order, and knows where that has led: the same code for
 * what a peer sends and for what the journal gives back after a restart. Belongs to the writer's thread; the
 * {@link #lineage} may be read by any.
 */
public final class RecordApplier {
    private final NeighborTable table;

    // Records without mutations that stand at the present place: the same one may come again when a session resumes.
    private final LongHashSet controlsHere = new LongHashSet();

    private volatile Lineage lineage;
    private volatile int tableTime;
    private long lastSequence;
    private volatile long contiguousFrom;
    private long mutationsApplied;
    private int lastKnownLink;

    /**
     * Continues a table.
     *
     * @param lastSequence as of which the table stands
     */
    public RecordApplier(NeighborTable table, Lineage lineage, long lastSequence, int tableTime) {
        this.table = table;
        this.lineage = lineage;
        this.lastSequence = lastSequence;
        this.tableTime = tableTime;
        table.appliedSequence(lastSequence);
    }

    /** What the content descends from. Any thread. */
    public Lineage lineage() {
        return lineage;
    }

    /** The table time of the last record, in ticks. Any thread. */
    public int tableTime() {
        return tableTime;
    }

    /** The last sequence applied. */
    public long lastSequence() {
        return lastSequence;
    }

    /** Whether the content is that of one point of the history. */
    public boolean contiguous() {
        return contiguousAt(lastSequence);
    }

    /** The same as of a sequence. Any thread. */
    public boolean contiguousAt(long sequence) {
        return lineage.contiguous() && sequence >= contiguousFrom;
    }

    /** Number of mutations applied or skipped by the one rule. */
    public long mutationsApplied() {
        return mutationsApplied;
    }

    /** Whether a record without mutations stands at the present place, right before the next sequence. */
    public boolean controlsHere() {
        return !controlsHere.isEmpty();
    }

    /** Content newer than the last sequence is in the table: not contiguous before that is reached. */
    public void contiguousFrom(long sequence) {
        contiguousFrom = Math.max(contiguousFrom, sequence);
    }

    /**
     * Applies one record of a peer.
     *
     * @return a {@link RecordOutcome}; where it is not APPLIED nothing has changed
     */
    public int apply(DirectBuffer buffer, int offset) {
        return apply(buffer, offset, false);
    }

    /**
     * Applies one record of the own journal: where the definition of a link was lost with a part of the journal, the neighbors
     * on it are left out, so that they do not turn up on another link that is given the same id.
     *
     * @return a {@link RecordOutcome}; where it is not APPLIED nothing has changed
     */
    public int applyOwn(DirectBuffer buffer, int offset) {
        return apply(buffer, offset, true);
    }

    private int apply(DirectBuffer buffer, int offset, boolean isOwn) {
        int template = RecordLayout.templateId(buffer, offset);
        if (template == RecordLayout.GAP) {
            return RecordOutcome.MALFORMED;
        }
        Epoch epoch = lineage.epoch();
        long term = RecordLayout.term(buffer, offset);
        int age = Epoch.compare(term, RecordLayout.deviceId(buffer, offset), epoch.term(), epoch.deviceId());
        if (age < 0) {
            return RecordOutcome.STALE_EPOCH;
        }
        int outcome;
        if (template == RecordLayout.EPOCH_START) {
            outcome = applyEpochStart(buffer, offset, age);
        } else if (age > 0) {
            outcome = RecordOutcome.UNKNOWN_EPOCH;
        } else if (template == RecordLayout.BATCH) {
            outcome = applyBatch(buffer, offset, isOwn);
        } else {
            outcome = applyDefinition(buffer, offset, template);
        }
        if (outcome == RecordOutcome.APPLIED) {
            adoptTableTime(RecordLayout.tableTime(buffer, offset));
        }
        return outcome;
    }

    private int applyEpochStart(DirectBuffer buffer, int offset, int age) {
        long first = RecordLayout.firstSequence(buffer, offset);
        if (age == 0) {
            return RecordOutcome.DUPLICATE;
        }
        if (first != lastSequence + 1) {
            return RecordOutcome.SEQUENCE_GAP;
        }
        Epoch epoch = new Epoch(RecordLayout.term(buffer, offset), RecordLayout.deviceId(buffer, offset));
        beginEpoch(epoch);
        controlsHere.add(identity(buffer, offset));
        return RecordOutcome.APPLIED;
    }

    /** An epoch begins after the last sequence. The caller has seen that it is newer than the present one. */
    public void beginEpoch(Epoch epoch) {
        Lineage now = lineage;
        boolean joins = now.history().size() == 0
                || (epoch.compareTo(now.history().last()) > 0
                        && now.history().firstSequence(now.history().size() - 1) <= lastSequence + 1);
        // A history that was cut off by a gap is no history of the content; the new epoch is all there is to tell.
        History history = joins ? now.history() : History.EMPTY;
        table.cutBack(lastSequence);
        lineage = now.withEpoch(epoch, history.with(epoch, lastSequence + 1));
    }

    private int applyBatch(DirectBuffer buffer, int offset, boolean isOwn) {
        long first = RecordLayout.firstSequence(buffer, offset);
        long reach = RecordLayout.reach(buffer, offset);
        if (reach <= lastSequence) {
            return RecordOutcome.DUPLICATE;
        }
        if (first > lastSequence + 1) {
            return RecordOutcome.SEQUENCE_GAP;
        }
        if (!isOwn && !linksKnown(buffer, offset)) {
            return RecordOutcome.UNKNOWN_LINK;
        }
        int stride = RecordLayout.mutationStride(buffer, offset);
        // A batch that we have the beginning of is taken from where we stand.
        int at = RecordLayout.mutationsOffset(buffer, offset) + (int) (lastSequence + 1 - first) * stride;
        for (long sequence = lastSequence + 1; sequence <= reach; ) {
            int count = (int) Math.min(NeighborTable.WARM_WIDTH, reach - sequence + 1);
            table.warm(buffer, at, stride, count);
            for (int i = 0; i < count; i++, sequence++, at += stride) {
                if (isLinkKnown(buffer, at)) {
                    table.apply(buffer, at, sequence);
                }
            }
        }
        mutationsApplied += reach - lastSequence;
        advance(reach);
        return RecordOutcome.APPLIED;
    }

    private boolean linksKnown(DirectBuffer buffer, int offset) {
        int stride = RecordLayout.mutationStride(buffer, offset);
        int at = RecordLayout.mutationsOffset(buffer, offset);
        for (int left = RecordLayout.count(buffer, offset); left > 0; left--, at += stride) {
            if (!isLinkKnown(buffer, at)) {
                return false;
            }
        }
        return true;
    }

    /** A removal may name any link: it leaves nothing behind. */
    private boolean isLinkKnown(DirectBuffer buffer, int at) {
        int linkId = buffer.getInt(at + EntryLayout.LINK_ID_OFFSET, ByteOrder.LITTLE_ENDIAN);
        if (linkId == lastKnownLink) {
            return true;
        }
        if (!lineage.links().isKnown(linkId)) {
            return (buffer.getByte(at + EntryLayout.STATE_OFFSET) & 0xFF) >>> 4 == Operation.REMOVE;
        }
        lastKnownLink = linkId;
        return true;
    }

    private int applyDefinition(DirectBuffer buffer, int offset, int template) {
        long first = RecordLayout.firstSequence(buffer, offset);
        if (first > lastSequence + 1) {
            return RecordOutcome.SEQUENCE_GAP;
        }
        boolean here = first == lastSequence + 1;
        boolean changes = template == RecordLayout.SETTINGS
                ? applySettings(RecordLayout.hashKey(buffer, offset))
                : applyLink(RecordLayout.linkId(buffer, offset), RecordLayout.linkName(buffer, offset));
        boolean fresh = here && controlsHere.size() <= Links.MAX_LINKS && controlsHere.add(identity(buffer, offset));
        return changes || fresh ? RecordOutcome.APPLIED : RecordOutcome.DUPLICATE;
    }

    private boolean applySettings(HashKey key) {
        if (lineage.keyAgreed() && key.equals(lineage.key())) {
            return false;
        }
        useKey(key);
        return true;
    }

    private boolean applyLink(int linkId, String name) {
        Links links = lineage.links();
        if (links.id(name) == linkId
                || (links.size() >= Links.MAX_LINKS && links.name(linkId).isEmpty())) {
            return false;
        }
        defineLink(linkId, name);
        return true;
    }

    private static long identity(DirectBuffer buffer, int offset) {
        return ((long) RecordLayout.templateId(buffer, offset) << 32)
                | (RecordLayout.crc(buffer, offset) & 0xFFFF_FFFFL);
    }

    /** The profile's hash key is this one from now on. */
    public void useKey(HashKey key) {
        if (!key.equals(table.key())) {
            table.rekey(key);
        }
        lineage = lineage.withKey(key);
    }

    /** A link has this id and name from now on. */
    public void defineLink(int linkId, String name) {
        lineage.links().define(linkId, name);
        lastKnownLink = 0;
    }

    /** A term was heard of. */
    public void noteTerm(long term) {
        if (term > lineage.maxTerm()) {
            lineage = lineage.withMaxTerm(term);
        }
    }

    /** Everything up to this sequence is in the table. */
    public void advance(long sequence) {
        lastSequence = sequence;
        if (!controlsHere.isEmpty()) {
            controlsHere.clear();
        }
        table.appliedSequence(sequence);
    }

    /** Table time is at least this. */
    public void adoptTableTime(int ticks) {
        if (Integer.compareUnsigned(ticks, tableTime) > 0) {
            tableTime = ticks;
        }
    }

    /** What follows continues after {@code sequence} of {@code epoch}, but the content is not that of this point. */
    public void replace(Epoch epoch, long sequence) {
        table.cutBack(sequence);
        contiguousFrom = 0;
        lineage = lineage.replaced(epoch);
        advance(sequence);
    }

    /** Sequences are missing before this one; what follows is newer than what is here all the same. */
    public void skipTo(long nextSequence) {
        lineage = lineage.withContiguous(false);
        advance(nextSequence - 1);
    }

    /** The content is whole again. */
    public void complete(History history) {
        lineage = lineage.withHistory(history).withContiguous(true);
    }

    /** The content, whatever it is made of, is by definition where a new history begins. */
    public void declareWhole() {
        contiguousFrom = 0;
        lineage = lineage.replaced(lineage.epoch()).withContiguous(true);
    }
}

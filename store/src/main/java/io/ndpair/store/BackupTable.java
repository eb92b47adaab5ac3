package io.ndpair.store;

import io.ndpair.store.journal.BatchAppender;
import io.ndpair.store.journal.BatchRing;
import io.ndpair.store.journal.RecordApplier;
import io.ndpair.store.journal.RecordCheck;
import io.ndpair.store.journal.RecordLayout;
import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.History;
import io.ndpair.store.model.Outcome;
import io.ndpair.store.model.RecordOutcome;
import io.ndpair.store.model.StoreContext;
import io.ndpair.store.table.HashKey;
import io.ndpair.store.table.NeighborTable;
import org.agrona.DirectBuffer;

/**
 * The table as a backup's peer changes it, the counterpart of {@link MasterTable}: records of the stream, each checked,
 * applied and handed to the journal as it came; and batch backups, whose images no record tells of, so that they are a gap in
 * the journal. What it takes from a master ends a mastership of its own. Belongs to the writer's thread; {@link #resyncMark}
 * may be read by any.
 */
final class BackupTable {
    private final StoreContext context;
    private final NeighborTable table;
    private final RecordApplier applier;
    private final Durability durability;
    private final BatchRing ring;
    private final BatchAppender appender;
    private final TableClock clock;
    private final MasterTable mutations;
    private final Mastership mastership;
    private final StoreCounters counters;
    private final RecordCheck check = new RecordCheck();
    private volatile long resyncMark;
    private boolean resyncing;

    BackupTable(
            StoreContext context,
            NeighborTable table,
            RecordApplier applier,
            Durability durability,
            BatchAppender appender,
            TableClock clock,
            MasterTable mutations,
            Mastership mastership,
            StoreCounters counters) {
        this.context = context;
        this.table = table;
        this.applier = applier;
        this.durability = durability;
        this.ring = durability.ring();
        this.appender = appender;
        this.clock = clock;
        this.mutations = mutations;
        this.mastership = mastership;
        this.counters = counters;
    }

    /** Takes one record; a {@link RecordOutcome}. Everything refused is counted. */
    int applyRecord(DirectBuffer buffer, int offset, int length, long nowNs) {
        int outcome = check.check(buffer, offset, length);
        if (outcome == RecordOutcome.APPLIED) {
            outcome = applyChecked(buffer, offset, length, nowNs);
        }
        counters.record(outcome, check.cause());
        return outcome;
    }

    private int applyChecked(DirectBuffer buffer, int offset, int length, long nowNs) {
        if (mastership.isHeld()) {
            if (RecordLayout.templateId(buffer, offset) != RecordLayout.EPOCH_START) {
                return RecordOutcome.IS_MASTER;
            }
            mutations.flush(nowNs);
        }
        int outcome = applier.apply(buffer, offset);
        if (outcome == RecordOutcome.APPLIED) {
            mastership.end();
            ring.append(buffer, offset, length);
            clock.adopt(RecordLayout.tableTime(buffer, offset), nowNs);
        }
        return outcome;
    }

    /** A batch backup is under way: the content is of no one position. */
    boolean isResyncing() {
        return resyncing;
    }

    /** The ring's position at which the last batch backup began; what the journal has from before it is of another content. */
    long resyncMark() {
        return resyncMark;
    }

    /** A batch backup begins: the stream goes on after {@code sequence} of {@code epoch}, under a master's hash key. */
    void beginResync(Epoch epoch, long sequence, HashKey key, int tableTimeTicks) {
        long nowNs = context.nanoClock().nanoTime();
        mutations.flush(nowNs);
        mastership.end();
        resyncing = true;
        applier.replace(epoch, sequence);
        applier.useKey(key);
        clock.adopt(tableTimeTicks, nowNs);
        applier.adoptTableTime(tableTimeTicks);
        appender.gap(
                epoch,
                sequence + 1,
                mutations.ticks(nowNs),
                context.epochClock().time(),
                RecordLayout.GAP_BATCH_BACKUP);
        ring.discontinue(sequence + 1, true);
        resyncMark = ring.tail();
    }

    /** Replaces what a range holds; 1, or a negative {@link Outcome}. */
    int installRange(long prefix, int depth, long asOf, DirectBuffer entries, int offset, int count) {
        int outcome = table.installRange(prefix, depth, asOf, entries, offset, count);
        if (outcome > 0) {
            applier.contiguousFrom(asOf);
        }
        return outcome;
    }

    /** All ranges were replaced; a checkpoint closes the gap in the journal. */
    void endResync(History history) {
        resyncing = false;
        applier.complete(history);
        durability.requestCheckpoint();
    }

    /** It ends half-way, or its content is declared whole. */
    void abandonResync() {
        resyncing = false;
    }
}

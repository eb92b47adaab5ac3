package io.ndpair.store;

import io.ndpair.store.aging.Aging;
import io.ndpair.store.checkpoint.MaintenanceAgent;
import io.ndpair.store.checkpoint.Recovery;
import io.ndpair.store.checkpoint.TermReserve;
import io.ndpair.store.journal.Count;
import io.ndpair.store.journal.JournalAgent;
import io.ndpair.store.model.RecordOutcome;
import io.ndpair.store.table.EntryCheck;
import io.ndpair.store.table.NeighborTable;
import io.ndpair.store.table.TableStatus;
import java.util.concurrent.TimeUnit;

/** The writer's counts, and the one place that collects everybody's into a status. */
final class StoreCounters {
    final InvalidCounts invalid = new InvalidCounts();
    private final Count unknownLink = new Count();
    private final Count malformed = new Count();
    private final Count badCrc = new Count();
    private final Count staleEpoch = new Count();
    private final Count outOfSequence = new Count();
    private long corruptTails;
    private long recoveredEntries;
    private long recoveredMutations;
    private long recoveryMs;

    void recovered(Recovery recovery, long durationNs) {
        recoveryMs = TimeUnit.NANOSECONDS.toMillis(durationNs);
        corruptTails = recovery.corruptTails();
        recoveredEntries = recovery.entries();
        recoveredMutations = recovery.applier().mutationsApplied();
    }

    void record(int outcome, int cause) {
        switch (outcome) {
            case RecordOutcome.MALFORMED:
                invalid.count(cause);
                malformed.increment();
                break;
            case RecordOutcome.BAD_CRC:
                badCrc.increment();
                break;
            case RecordOutcome.STALE_EPOCH:
            case RecordOutcome.IS_MASTER:
                staleEpoch.increment();
                break;
            case RecordOutcome.SEQUENCE_GAP:
            case RecordOutcome.UNKNOWN_EPOCH:
                outOfSequence.increment();
                break;
            case RecordOutcome.UNKNOWN_LINK:
                invalid.count(EntryCheck.LINK);
                unknownLink.increment();
                break;
            default:
                break;
        }
    }

    StoreStatus status(
            NeighborStore store,
            NeighborTable table,
            Aging aging,
            JournalAgent journalAgent,
            MaintenanceAgent maintenance,
            TermReserve terms) {
        TableStatus tableStatus = table.status();
        return new StoreStatus(
                tableStatus.neighbors(),
                tableStatus.memoryBytes(),
                tableStatus.plainPagesReason(),
                store.lastSequence(),
                store.journaledSequence(),
                Math.min(maintenance.syncedSequence(), store.journaledSequence()),
                invalid.status(),
                tableStatus.refusedFull(),
                tableStatus.refusedSegment(),
                tableStatus.limits(),
                aging.status(),
                malformed.value(),
                badCrc.value(),
                staleEpoch.value(),
                outOfSequence.value(),
                unknownLink.value(),
                journalAgent.records(),
                journalAgent.bytes(),
                journalAgent.errors(),
                journalAgent.gaps(),
                journalAgent.gapOpen(),
                journalAgent.diskShort(),
                journalAgent.fault(),
                maintenance.checkpoints(),
                maintenance.checkpointErrors(),
                maintenance.checkpointFault(),
                corruptTails,
                recoveredEntries,
                recoveredMutations,
                recoveryMs,
                terms.inlineExtensions(),
                table.scrub().passes(),
                table.scrub().mended(),
                table.scrub().damaged());
    }
}

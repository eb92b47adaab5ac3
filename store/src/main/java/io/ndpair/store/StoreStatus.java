package io.ndpair.store;

import io.ndpair.store.aging.AgingStatus;
import io.ndpair.store.table.LimitStatus;

/**
 * Figures of a store at one moment, for displays and metrics. Counts are since open.
 *
 * @param neighbors            entries in the table
 * @param memoryBytes          off-heap bytes of the table
 * @param plainPagesReason     why that memory is in plain pages; empty if the system took the advice to use huge ones
 * @param lastSequence         last sequence in the table
 * @param journaledSequence    last sequence that survives the death of the process
 * @param syncedSequence       last sequence that survives a power cut
 * @param invalid              neighbors refused: a field is impossible, by field
 * @param refusedFull          mutations refused: limit of entries
 * @param refusedSegment       mutations refused: a segment overflows at the greatest depth
 * @param limits               neighbors refused and evicted: other limits, by cause
 * @param aging                what aging has done
 * @param recordsMalformed     records refused: outside their bounds
 * @param recordsBadCrc        records refused: CRC32C
 * @param recordsStaleEpoch    records refused: older epoch
 * @param recordsOutOfSequence records refused: sequences missing, or an epoch whose start is missing
 * @param recordsUnknownLink   records refused: a neighbor on a link that was never defined
 * @param journalRecords       records appended to the journal
 * @param journalBytes         bytes of records appended to the journal
 * @param journalErrors        failed attempts to append
 * @param journalGaps          times that the journal could not take what came
 * @param journalGapOpen       whether such a gap is not closed yet
 * @param diskShort            whether appending stands still because the file system is short of space
 * @param journalFault         why appending stands still, empty while it does not
 * @param checkpoints          checkpoints written
 * @param checkpointErrors     checkpoints that failed
 * @param checkpointFault      why the last checkpoint failed, empty if it did not
 * @param corruptTails         places at which recovery cut
 * @param recoveredEntries     entries taken from the checkpoint at open
 * @param recoveredMutations   mutations replayed at open
 * @param recoveryMs           time that open took
 * @param termsExtendedInline  promotions that had to wait for a sync because the reserved terms were used up
 * @param scrubPasses          times that the whole table was compared with its digests
 * @param scrubMended          bits of the table that had flipped in memory and were put back
 * @param scrubDamaged         segments of the table whose damage could not be put back
 */
public record StoreStatus(
        long neighbors,
        long memoryBytes,
        String plainPagesReason,
        long lastSequence,
        long journaledSequence,
        long syncedSequence,
        InvalidStatus invalid,
        long refusedFull,
        long refusedSegment,
        LimitStatus limits,
        AgingStatus aging,
        long recordsMalformed,
        long recordsBadCrc,
        long recordsStaleEpoch,
        long recordsOutOfSequence,
        long recordsUnknownLink,
        long journalRecords,
        long journalBytes,
        long journalErrors,
        long journalGaps,
        boolean journalGapOpen,
        boolean diskShort,
        String journalFault,
        long checkpoints,
        long checkpointErrors,
        String checkpointFault,
        long corruptTails,
        long recoveredEntries,
        long recoveredMutations,
        long recoveryMs,
        long termsExtendedInline,
        long scrubPasses,
        long scrubMended,
        long scrubDamaged) {}

package io.ndpair.store.table;

/**
 * A table's figures at one moment, for displays and metrics; each is exact, together they may be a moment apart.
 *
 * @param neighbors entries
 * @param maxNeighbors limit on entries
 * @param segments segments in use
 * @param directoryDepth bits of the hash that the directory uses
 * @param memoryBytes off-heap and directory memory that has been used so far
 * @param plainPagesReason why the memory is in plain pages; empty if the operating system took the advice to use huge ones
 * @param splits segments split
 * @param rekeys rebuilds under another hash key
 * @param imagesInstalled range images taken
 * @param imagesRefused range images refused
 * @param refusedFull entries refused at the limit on neighbors
 * @param refusedSegment entries refused because a segment was full and could not be split
 * @param refusedInvalid entries and mutations refused because a field was not acceptable
 * @param skippedOlder mutations skipped by the one rule
 * @param limits what the other limits have done
 */
public record TableStatus(
        int neighbors,
        int maxNeighbors,
        int segments,
        int directoryDepth,
        long memoryBytes,
        String plainPagesReason,
        long splits,
        long rekeys,
        long imagesInstalled,
        long imagesRefused,
        long refusedFull,
        long refusedSegment,
        long refusedInvalid,
        long skippedOlder,
        LimitStatus limits) {}

package io.ndpair.store.model;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Values of one store. Every limit is checked here.
 *
 * @param directory            where journal, checkpoints and reserved terms live; a local disk
 * @param deviceId             id of this device, part of every epoch that it begins
 * @param maxNeighbors         entries beyond this are refused
 * @param ringBytes            memory between the writer and the disk, a power of two
 * @param maxBatch             mutations in one batch at most
 * @param generationBytes      a journal file is left for a new one when it has grown to this
 * @param retention            how long journal files are kept that no start needs any more
 * @param checkpointEveryBytes journal bytes after which a checkpoint is taken
 * @param touchAheadBytes      how far ahead of the append pages are touched at most
 * @param reserveBytes         usable space of the file system below which nothing is appended
 * @param syncIntervalNs       how often what was appended is made to survive a power cut
 * @param checkpointAtClose    whether an orderly close writes a checkpoint, so that the next open need not replay
 */
public record StoreConfig(
        Path directory,
        int deviceId,
        int maxNeighbors,
        int ringBytes,
        int maxBatch,
        long generationBytes,
        Retention retention,
        long checkpointEveryBytes,
        long touchAheadBytes,
        long reserveBytes,
        long syncIntervalNs,
        boolean checkpointAtClose) {

    /** Entries by default. */
    public static final int DEFAULT_MAX_NEIGHBORS = 4_000_000;

    /** The longest batch that the format can hold within a record of 64 KiB. */
    public static final int MAX_BATCH_LIMIT = 2_000;

    private static final long MIB = 1 << 20;

    public StoreConfig {
        between("maxNeighbors", maxNeighbors, 1, 1 << 28);
        between("ringBytes", ringBytes, 256 << 10, 1 << 30);
        if (Integer.bitCount(ringBytes) != 1) {
            throw new IllegalArgumentException("ringBytes must be a power of two: " + ringBytes);
        }
        between("maxBatch", maxBatch, 1, MAX_BATCH_LIMIT);
        between("generationBytes", generationBytes, MIB, 16L << 30);
        Objects.requireNonNull(retention, "retention");
        between("checkpointEveryBytes", checkpointEveryBytes, 64 << 10, Long.MAX_VALUE);
        between("touchAheadBytes", touchAheadBytes, 0, 1L << 30);
        between("reserveBytes", reserveBytes, 0, Long.MAX_VALUE);
        between("syncIntervalNs", syncIntervalNs, 1, 3_600_000_000_000L);
    }

    /** The defaults for a device and a directory. */
    public static StoreConfig of(Path directory, int deviceId) {
        return new StoreConfig(
                directory,
                deviceId,
                DEFAULT_MAX_NEIGHBORS,
                (int) (16 * MIB),
                1_024,
                128 * MIB,
                Retention.DEFAULT,
                256 * MIB,
                64 * MIB,
                128 * MIB,
                100_000_000L,
                true);
    }

    /** The same with another limit of entries. */
    public StoreConfig withMaxNeighbors(int value) {
        return new StoreConfig(
                directory,
                deviceId,
                value,
                ringBytes,
                maxBatch,
                generationBytes,
                retention,
                checkpointEveryBytes,
                touchAheadBytes,
                reserveBytes,
                syncIntervalNs,
                checkpointAtClose);
    }

    /** The same with another ring and batch. */
    public StoreConfig withRing(int newRingBytes, int newMaxBatch) {
        return new StoreConfig(
                directory,
                deviceId,
                maxNeighbors,
                newRingBytes,
                newMaxBatch,
                generationBytes,
                retention,
                checkpointEveryBytes,
                touchAheadBytes,
                reserveBytes,
                syncIntervalNs,
                checkpointAtClose);
    }

    /** The same with other bounds of what is kept on disk. */
    public StoreConfig withJournal(long newGenerationBytes, long newJournalBytes, long newCheckpointEveryBytes) {
        return new StoreConfig(
                directory,
                deviceId,
                maxNeighbors,
                ringBytes,
                maxBatch,
                newGenerationBytes,
                retention.withBytes(newJournalBytes),
                newCheckpointEveryBytes,
                touchAheadBytes,
                reserveBytes,
                syncIntervalNs,
                checkpointAtClose);
    }

    /** The same with another way of using the disk. */
    public StoreConfig withDisk(
            long newTouchAheadBytes, long newReserveBytes, long newSyncIntervalNs, boolean newCheckpointAtClose) {
        return new StoreConfig(
                directory,
                deviceId,
                maxNeighbors,
                ringBytes,
                maxBatch,
                generationBytes,
                retention,
                checkpointEveryBytes,
                newTouchAheadBytes,
                newReserveBytes,
                newSyncIntervalNs,
                newCheckpointAtClose);
    }

    /** The same with another retention. */
    public StoreConfig withRetention(Retention value) {
        return new StoreConfig(
                directory,
                deviceId,
                maxNeighbors,
                ringBytes,
                maxBatch,
                generationBytes,
                value,
                checkpointEveryBytes,
                touchAheadBytes,
                reserveBytes,
                syncIntervalNs,
                checkpointAtClose);
    }

    private static void between(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + " must be between " + least + " and " + most + " but is " + value);
        }
    }
}

package io.ndpair.store.history;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.ndpair.store.model.Epoch;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A row of records in one journal file, summed up.
 *
 * @param place        where the first record stands
 * @param lastPlace    where the last record stands
 * @param nextSequence after the last record
 * @param epoch        of the last record
 * @param leastWallMs  the earliest wall clock of its records
 * @param mostWallMs   the latest
 * @param flags        {@link #MARKED}, {@link #CUT}
 */
record Block(long place, long lastPlace, long nextSequence, Epoch epoch, long leastWallMs, long mostWallMs, int flags) {
    /** There is something to tell in it apart from changes, so that it is always read. */
    static final int MARKED = 1;

    /** The file cannot be read beyond it. */
    static final int CUT = 2;

    static final int BYTES = 64;

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    void writeTo(MutableDirectBuffer buffer, int offset) {
        buffer.putLong(offset, place, LITTLE_ENDIAN);
        buffer.putLong(offset + 8, lastPlace, LITTLE_ENDIAN);
        buffer.putLong(offset + 16, nextSequence, LITTLE_ENDIAN);
        buffer.putLong(offset + 24, epoch.term(), LITTLE_ENDIAN);
        buffer.putLong(offset + 32, leastWallMs, LITTLE_ENDIAN);
        buffer.putLong(offset + 40, mostWallMs, LITTLE_ENDIAN);
        buffer.putInt(offset + 48, epoch.deviceId(), LITTLE_ENDIAN);
        buffer.putInt(offset + 52, flags, LITTLE_ENDIAN);
        buffer.putLong(offset + 56, 0);
    }

    static Block readFrom(DirectBuffer buffer, int offset) {
        return new Block(
                buffer.getLong(offset, LITTLE_ENDIAN),
                buffer.getLong(offset + 8, LITTLE_ENDIAN),
                buffer.getLong(offset + 16, LITTLE_ENDIAN),
                new Epoch(buffer.getLong(offset + 24, LITTLE_ENDIAN), buffer.getInt(offset + 48, LITTLE_ENDIAN)),
                buffer.getLong(offset + 32, LITTLE_ENDIAN),
                buffer.getLong(offset + 40, LITTLE_ENDIAN),
                buffer.getInt(offset + 52, LITTLE_ENDIAN));
    }
}

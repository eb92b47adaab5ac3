package io.ndpair.store.checkpoint;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.History;
import io.ndpair.store.table.HashKey;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Where a checkpoint begins.
 *
 * @param epoch      of the last record before it
 * @param sequence   no range stands as of less than this
 * @param tableTime  in ticks
 * @param keyAgreed  whether the key belongs to the profile
 * @param contiguous whether the content was that of one point of the history
 * @param key        that the ranges are meant under
 * @param history    all epochs
 * @param maxTerm    greatest term seen
 * @param generation the journal that what follows begins in
 * @param place      and where
 * @param wallClockMs when, for people
 */
record CheckpointHeader(
        Epoch epoch,
        long sequence,
        int tableTime,
        boolean keyAgreed,
        boolean contiguous,
        HashKey key,
        History history,
        long maxTerm,
        long generation,
        long place,
        long wallClockMs) {

    int writeTo(MutableDirectBuffer buffer, int offset) {
        int flags = (keyAgreed ? CheckpointLayout.KEY_AGREED : 0) | (contiguous ? CheckpointLayout.CONTIGUOUS : 0);
        buffer.putInt(offset, CheckpointLayout.VERSION, LITTLE_ENDIAN);
        buffer.putInt(offset + 4, epoch.deviceId(), LITTLE_ENDIAN);
        buffer.putLong(offset + 8, epoch.term(), LITTLE_ENDIAN);
        buffer.putLong(offset + 16, sequence, LITTLE_ENDIAN);
        buffer.putInt(offset + 24, tableTime, LITTLE_ENDIAN);
        buffer.putInt(offset + 28, flags, LITTLE_ENDIAN);
        buffer.putLong(offset + 32, key.key0(), LITTLE_ENDIAN);
        buffer.putLong(offset + 40, key.key1(), LITTLE_ENDIAN);
        buffer.putLong(offset + 48, key.key2(), LITTLE_ENDIAN);
        buffer.putLong(offset + 56, key.key3(), LITTLE_ENDIAN);
        buffer.putLong(offset + 64, maxTerm, LITTLE_ENDIAN);
        buffer.putLong(offset + 72, generation, LITTLE_ENDIAN);
        buffer.putLong(offset + 80, place, LITTLE_ENDIAN);
        buffer.putLong(offset + 88, wallClockMs, LITTLE_ENDIAN);
        buffer.putInt(offset + 96, history.size(), LITTLE_ENDIAN);
        buffer.putLong(offset + 100, 0, LITTLE_ENDIAN);
        int at = offset + CheckpointLayout.HEADER_FIXED_BYTES;
        for (int i = 0; i < history.size(); i++, at += CheckpointLayout.EPOCH_BYTES) {
            buffer.putLong(at, history.epoch(i).term(), LITTLE_ENDIAN);
            buffer.putInt(at + 8, history.epoch(i).deviceId(), LITTLE_ENDIAN);
            buffer.putLong(at + 12, history.firstSequence(i), LITTLE_ENDIAN);
        }
        return at - offset;
    }

    /** Reads a payload whose CRC is good; null where it is of another version or its fields cannot be. */
    static CheckpointHeader read(DirectBuffer buffer, int offset, int length) {
        if (length < CheckpointLayout.HEADER_FIXED_BYTES
                || buffer.getInt(offset, LITTLE_ENDIAN) != CheckpointLayout.VERSION) {
            return null;
        }
        int epochs = buffer.getInt(offset + 96, LITTLE_ENDIAN);
        long term = buffer.getLong(offset + 8, LITTLE_ENDIAN);
        long sequence = buffer.getLong(offset + 16, LITTLE_ENDIAN);
        if (epochs < 0
                || epochs > History.MAX_EPOCHS
                || length < CheckpointLayout.HEADER_FIXED_BYTES + epochs * CheckpointLayout.EPOCH_BYTES
                || term < 0
                || sequence < 0) {
            return null;
        }
        History history = History.EMPTY;
        int at = offset + CheckpointLayout.HEADER_FIXED_BYTES;
        try {
            for (int i = 0; i < epochs; i++, at += CheckpointLayout.EPOCH_BYTES) {
                Epoch epoch = new Epoch(buffer.getLong(at, LITTLE_ENDIAN), buffer.getInt(at + 8, LITTLE_ENDIAN));
                history = history.with(epoch, buffer.getLong(at + 12, LITTLE_ENDIAN));
            }
        } catch (IllegalArgumentException e) {
            return null;
        }
        int flags = buffer.getInt(offset + 28, LITTLE_ENDIAN);
        return new CheckpointHeader(
                new Epoch(term, buffer.getInt(offset + 4, LITTLE_ENDIAN)),
                sequence,
                buffer.getInt(offset + 24, LITTLE_ENDIAN),
                (flags & CheckpointLayout.KEY_AGREED) != 0,
                (flags & CheckpointLayout.CONTIGUOUS) != 0,
                new HashKey(
                        buffer.getLong(offset + 32, LITTLE_ENDIAN),
                        buffer.getLong(offset + 40, LITTLE_ENDIAN),
                        buffer.getLong(offset + 48, LITTLE_ENDIAN),
                        buffer.getLong(offset + 56, LITTLE_ENDIAN)),
                history,
                buffer.getLong(offset + 64, LITTLE_ENDIAN),
                buffer.getLong(offset + 72, LITTLE_ENDIAN),
                buffer.getLong(offset + 80, LITTLE_ENDIAN),
                buffer.getLong(offset + 88, LITTLE_ENDIAN));
    }
}

package io.ndpair.store.model;

import java.util.Arrays;

/**
 * The epochs that a store has gone through and the first sequence of each, oldest first; only the newest
 * {@value #MAX_EPOCHS} are kept. Immutable.
 */
public final class History {
    /** Most epochs that a history remembers. */
    public static final int MAX_EPOCHS = 64;

    /** No epoch yet. */
    public static final History EMPTY = new History(new Epoch[0], new long[0]);

    private final Epoch[] epochs;
    private final long[] firstSequences;

    private History(Epoch[] epochs, long[] firstSequences) {
        this.epochs = epochs;
        this.firstSequences = firstSequences;
    }

    /** Number of epochs. */
    public int size() {
        return epochs.length;
    }

    /** The epoch at {@code index}, 0 is the oldest. */
    public Epoch epoch(int index) {
        return epochs[index];
    }

    /** The sequence that the first mutation of the epoch at {@code index} has or would have had. */
    public long firstSequence(int index) {
        return firstSequences[index];
    }

    /** The newest epoch, {@link Epoch#NONE} when there is none. */
    public Epoch last() {
        return epochs.length == 0 ? Epoch.NONE : epochs[epochs.length - 1];
    }

    /**
     * Whether {@code position} is a point of this history, so that what follows it may be applied there.
     *
     * @param position     where the other device stands
     * @param lastSequence the last sequence of the newest epoch of this history
     */
    public boolean contains(Position position, long lastSequence) {
        if (!position.contiguous()) {
            return false;
        }
        if (position.epoch().equals(Epoch.NONE)) {
            // A device that has seen nothing is at the beginning of every history that is remembered from its
            // beginning.
            return position.sequence() == 0 && (epochs.length == 0 || firstSequences[0] == 1);
        }
        for (int i = epochs.length - 1; i >= 0; i--) {
            if (epochs[i].equals(position.epoch())) {
                return position.sequence() >= firstSequences[i] - 1 && position.sequence() <= end(i, lastSequence);
            }
        }
        return false;
    }

    /**
     * Up to which sequence two histories are one: the end, in the shorter of both, of the newest epoch that they have in common.
     *
     * @param lastSequence the last sequence of this history
     * @param other        the other one
     * @param otherLast    the last sequence of that
     * @return a sequence, or where no epoch that is remembered is common the one before the other history's first
     */
    public long commonWith(long lastSequence, History other, long otherLast) {
        for (int i = epochs.length - 1; i >= 0; i--) {
            for (int j = other.epochs.length - 1; j >= 0; j--) {
                if (epochs[i].equals(other.epochs[j]) && firstSequences[i] == other.firstSequences[j]) {
                    return Math.min(end(i, lastSequence), other.end(j, otherLast));
                }
            }
        }
        return other.epochs.length == 0 ? 0 : other.firstSequences[0] - 1;
    }

    private long end(int index, long lastSequence) {
        return index + 1 < epochs.length ? firstSequences[index + 1] - 1 : lastSequence;
    }

    /**
     * This history and one more epoch; the oldest is forgotten beyond the bound.
     *
     * @throws IllegalArgumentException when the epoch is not newer, or begins before the one it follows
     */
    public History with(Epoch epoch, long firstSequence) {
        int size = epochs.length;
        if (firstSequence < 1) {
            throw new IllegalArgumentException("first sequence must be positive: " + firstSequence);
        }
        if (size > 0 && (epoch.compareTo(epochs[size - 1]) <= 0 || firstSequence < firstSequences[size - 1])) {
            throw new IllegalArgumentException(
                    "epoch " + epoch + " from " + firstSequence + " does not follow " + this);
        }
        int from = Math.max(0, size + 1 - MAX_EPOCHS);
        Epoch[] newEpochs = Arrays.copyOfRange(epochs, from, size + 1);
        long[] newFirsts = Arrays.copyOfRange(firstSequences, from, size + 1);
        newEpochs[size - from] = epoch;
        newFirsts[size - from] = firstSequence;
        return new History(newEpochs, newFirsts);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof History that
                && Arrays.equals(epochs, that.epochs)
                && Arrays.equals(firstSequences, that.firstSequences);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(epochs) + Arrays.hashCode(firstSequences);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < epochs.length; i++) {
            text.append(i == 0 ? "" : ", ").append(epochs[i]).append(" from ").append(firstSequences[i]);
        }
        return text.append(']').toString();
    }
}

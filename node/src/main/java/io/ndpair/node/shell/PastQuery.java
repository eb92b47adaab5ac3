package io.ndpair.node.shell;

import java.time.Instant;

/**
 * A question about the tables of the past.
 *
 * @param time the moment, by the wall clock of the master at the time
 * @param entries which entries of it are wanted
 * @param mostNeighbors that a table of then may have: bounds the memory of the answer, at some 70 bytes each
 */
public record PastQuery(Instant time, NeighborQuery entries, int mostNeighbors) {
    /** Neighbors by default. */
    public static final int DEFAULT_MOST_NEIGHBORS = 1_000_000;

    /** The largest number that can be asked for. */
    public static final int LARGEST_MOST_NEIGHBORS = 16_777_216;
}

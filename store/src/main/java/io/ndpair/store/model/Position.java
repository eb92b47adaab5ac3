package io.ndpair.store.model;

/**
 * Where a store stands in the history of its profile.
 *
 * @param epoch      the epoch of the last record taken
 * @param sequence   the last sequence taken, 0 before the first
 * @param contiguous false in the middle of a batch backup, or after a gap that no checkpoint has closed: the content is then
 *                   that of no point of any history, and only a batch backup mends it
 */
public record Position(Epoch epoch, long sequence, boolean contiguous) {}

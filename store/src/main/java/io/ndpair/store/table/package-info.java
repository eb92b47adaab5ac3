/**
 * The neighbor table: an off-heap extendible hash with one writer and lock-free readers.
 *
 * <p>{@link io.ndpair.store.table.NeighborTable} is the way in. Entries of 32 bytes ({@link
 * io.ndpair.store.table.EntryLayout}) stand in segments of 1,024 slots; a directory leads from the high bits of a neighbor's hash to its segment. A segment is the
 * unit of growth, of consistency for readers, of batch backup and of digest: it carries the sequence as of which its
 * range stands, and one rule decides whether a mutation concerns it.
 */
package io.ndpair.store.table;

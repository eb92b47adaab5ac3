/**
 * The way of records from the writer to the disk and to the peer: {@link io.ndpair.store.journal.BatchAppender} seals them,
 * {@link io.ndpair.store.journal.BatchRing} holds them in memory, {@link io.ndpair.store.journal.JournalAgent} appends them to
 * a {@link io.ndpair.store.journal.Journal}, {@link io.ndpair.store.journal.JournalCursor} reads them again, and
 * {@link io.ndpair.store.journal.RecordApplier} applies those of a peer or of the past. Public only for the store's own packages.
 */
package io.ndpair.store.journal;

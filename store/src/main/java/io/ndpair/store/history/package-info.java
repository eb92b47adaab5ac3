/**
 * Point-in-time questions to the journal: what changed about one neighbor ({@link io.ndpair.store.history.HistoryCursor}) and
 * what the table was at a past moment ({@link io.ndpair.store.history.PastTable}). Nothing here touches the writer: files are
 * read, and a summary of them that {@link io.ndpair.store.history.HistoryIndexAgent} keeps lets a question about one address
 * pass over nearly all of them. The summary is never needed: what it does not cover is read.
 */
package io.ndpair.store.history;

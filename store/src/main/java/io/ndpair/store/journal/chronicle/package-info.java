/** Journals as Chronicle Queues. The only package that knows that library. */
package io.ndpair.store.journal.chronicle;

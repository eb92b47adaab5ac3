/**
 * The words of a store: epochs, positions and histories, the outcomes of mutations and records, how records are read, and what a store is
 * given when it is opened. Everything else of the module knows this package; it knows none of the others.
 */
package io.ndpair.store.model;

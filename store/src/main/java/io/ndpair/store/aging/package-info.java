/**
 * What becomes of neighbors that nobody confirms: stale after a time, asked for at a limited rate, gone when they do not answer.
 * A machine without I/O that only the master runs.
 */
package io.ndpair.store.aging;

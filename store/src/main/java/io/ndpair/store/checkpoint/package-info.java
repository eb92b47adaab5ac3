/**
 * Images of the whole table on disk, and the way back: {@link io.ndpair.store.checkpoint.Recovery} reads the newest whole
 * checkpoint and replays the journals after it. Public only for the store's own packages.
 */
package io.ndpair.store.checkpoint;

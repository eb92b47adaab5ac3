/**
 * The neighbor table of one profile, its journal and its checkpoints.
 *
 * <p>The tour begins at {@link io.ndpair.store.NeighborStore}. Below it: {@code table} holds the entries, {@code journal} the
 * records between the writer, the disk and the peer, {@code checkpoint} the images of the whole table and the recovery.
 * Nothing here knows of networks or roles, starts a thread, or logs.
 */
package io.ndpair.store;

package io.ndpair.transport;

/** The role of this device for one profile, as the election tells it. */
public enum ReplicationRole {
    /** No role yet: connected to the peer, but nothing is replicated. */
    INITIALIZE,
    /** Takes what the master sends. */
    BACKUP,
    /** Sends its table and every change to the backup. */
    MASTER
}

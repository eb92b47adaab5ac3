package io.ndpair.transport;

/** What stands between this device and its peer for one profile. */
public enum ReplicationState {
    /** Nothing is heard from the peer. */
    DISCONNECTED,
    /** The peer is there; the two are saying Hello. */
    HELLO,
    /** Connected, but no stream: none of the two is master, or this device has no role yet. */
    IDLE,
    /** The whole table is being sent (as master) or taken (as backup), with real time woven in. */
    BATCH_BACKUP,
    /** Changes are sent (as master) or taken (as backup) as they are made. */
    REAL_TIME,
    /** Both devices say that they are master: neither takes anything from the other. */
    DUAL_MASTER
}

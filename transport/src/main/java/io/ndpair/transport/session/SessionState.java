package io.ndpair.transport.session;

/** What stands between the two devices. */
public enum SessionState {
    /** Nothing is heard from the peer. */
    DISCONNECTED,
    /** The peer is heard, the session is not made yet. */
    HELLO,
    /** A session without a stream. */
    IDLE,
    /** A stream with a batch backup in it. */
    BATCH_BACKUP,
    /** A stream of changes only. */
    REAL_TIME,
    /** A session of two masters: no stream. */
    DUAL_MASTER
}

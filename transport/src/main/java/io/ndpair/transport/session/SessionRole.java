package io.ndpair.transport.session;

/** A role as Hello says it; with its code on the wire. */
public enum SessionRole {
    /** Takes part in no stream. */
    INITIALIZE(0),
    /** Takes a stream. */
    BACKUP(1),
    /** Sends a stream. */
    MASTER(2);

    private final short code;

    SessionRole(int code) {
        this.code = (short) code;
    }

    short code() {
        return code;
    }

    /** The role of a code, or null when there is none. */
    static SessionRole of(int code) {
        switch (code) {
            case 0:
                return INITIALIZE;
            case 1:
                return BACKUP;
            case 2:
                return MASTER;
            default:
                return null;
        }
    }
}

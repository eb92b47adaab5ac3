package io.ndpair.election.role;

/** What this device is to one group. RFC 9568 says Active where operators, vendors and this code say Master. */
public enum Role {
    /** Takes no part: no interface, no carrier, no usable link-local address, or shut down. */
    INITIALIZE("Initialize"),
    /** Listens to the master and takes over when it falls silent. */
    BACKUP("Backup"),
    /** Owns the virtual addresses and advertises itself. */
    MASTER("Master");

    private final String text;

    Role(String text) {
        this.text = text;
    }

    /** The word that displays and logs use. */
    public String text() {
        return text;
    }
}

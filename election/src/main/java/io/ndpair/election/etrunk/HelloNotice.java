package io.ndpair.election.etrunk;

/** Hellos were accepted, but the devices are configured in a way that does not fit together. */
public enum HelloNotice {
    /** Both devices have the same system id, so that nobody can tell who wins at equal priorities. */
    SYSTEM_ID("the peer has the same system id"),
    /** The revert delay must be the same on both devices. */
    REVERT("the peer has another revert delay"),
    /** System id and priority of LACP must be the same on both devices, or the user side sees two partners. */
    LACP("the peer has another lacp e-trunk system-id or priority"),
    /** A member has no counterpart that has it as its counterpart. */
    MEMBERS("the members of the two devices do not name each other");

    private final String text;

    HelloNotice(String text) {
        this.text = text;
    }

    /** What does not fit, in words. */
    public String text() {
        return text;
    }
}

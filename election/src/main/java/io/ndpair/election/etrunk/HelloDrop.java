package io.ndpair.election.etrunk;

/**
 * Why a hello was discarded on receipt. The constants stand in the order of the checks; each has a counter. A discarded hello
 * changes neither state nor timer.
 */
public enum HelloDrop {
    /** Shorter than the fixed part. */
    TRUNCATED("shorter than a hello"),
    /** Does not begin with "NDET". */
    MAGIC("not a hello"),
    /** Another version than ours. */
    VERSION("unknown version"),
    /** The length field is not the length of the datagram. */
    LENGTH("length field is not the length"),
    /** Of another E-Trunk. */
    TRUNK("number of another E-Trunk"),
    /** Not authenticated as configured here. */
    AUTHENTICATION("other authentication-mode or no key on one side"),
    /** The authentication code is wrong. */
    CODE("wrong authentication code"),
    /** Sent by this device itself. */
    OWN("sent by this device itself"),
    /** Sequence is enabled on one device only (rule C-45). */
    SEQUENCE_MODE("sequence enabled on one side only"),
    /** A field that has a range is outside of it. */
    FIELD("field out of range"),
    /** A TLV reaches beyond the end, is too short for its type, or there are too many members. */
    TLV("malformed TLV"),
    /** Not newer than the last one of its session: repeated or overtaken on the way. */
    OLD("not newer than the last one"),
    /** Of a session that a later one of the peer has replaced. */
    REPLACED("of a session that was replaced"),
    /** Held back on the way for longer than its own fail-time. */
    LATE("late by more than the fail-time"),
    /** Of a session that has not yet answered our challenge: a new one, or a recorded one. */
    UNPROVEN("session has not answered the challenge");

    private final String text;

    HelloDrop(String text) {
        this.text = text;
    }

    /** What was wrong, in words. */
    public String text() {
        return text;
    }
}

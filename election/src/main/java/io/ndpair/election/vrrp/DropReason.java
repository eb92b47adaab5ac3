package io.ndpair.election.vrrp;

/**
 * Why an advertisement was discarded on receipt. The constants stand in the order of the checks; each has a counter. A
 * discarded advertisement changes no state and no timer (rules R0, R0b).
 */
public enum DropReason {
    /** The hop limit is not 255: it was forwarded, so it is not of this link. */
    HOP_LIMIT("R1", "hop limit is not 255"),
    /** Not sent to ff02::12. Checked early, because the checksum covers the destination. */
    DESTINATION("R18", "not sent to ff02::12"),
    /** The source is not link-local. */
    SOURCE("R19", "source address is not link-local"),
    /** Shorter than the 8 bytes of the header. */
    TRUNCATED("R7", "shorter than a VRRP header"),
    /** Not version 3. */
    VERSION("R2", "version is not 3"),
    /** Not type 1. */
    TYPE("R3", "type is not 1 (ADVERTISEMENT)"),
    /** The checksum over pseudo-header and message is wrong. */
    CHECKSUM("R4", "wrong checksum"),
    /** No group of this interface has the VRID. */
    VRID("R6", "VRID is not configured on the interface"),
    /** Address count 0. */
    COUNT("R9", "address count is 0"),
    /** Shorter than its address count asks for. */
    LENGTH("R8", "shorter than the address count says"),
    /** Longer than its address count asks for; discarded as keepalived and FRR do, so that all routers decide alike. */
    EXCESS("R17", "longer than the address count says"),
    /** Interval 0 (erratum 8301). */
    INTERVAL("R10", "advertisement interval is 0"),
    /** The first address is not link-local (erratum 8300). */
    FIRST_ADDRESS("R11", "first address is not link-local"),
    /**
     * The owner's priority from another source than the group's first address. An owner has the virtual addresses as those of its interface
     * (RFC 9568 section 3), the first is link-local, and adverts come from a link-local address: so this one owns nothing.
     */
    OWNER_CLAIM("O1", "the address owner's priority 255, but not sent from the group's first address"),
    /** Sent from our own address: a duplicate address or an echo. Never a reason to yield. */
    OWN_SOURCE("E4", "sent from our own address"),
    /** The group copies the role of its admin group and takes no advertisements. */
    MEMBER("a.4", "the group is a member of an admin group");

    private final String rule;
    private final String text;

    DropReason(String rule, String text) {
        this.rule = rule;
        this.text = text;
    }

    /** Id of the rule that refused. */
    public String rule() {
        return rule;
    }

    /** What was wrong, in words. */
    public String text() {
        return text;
    }
}

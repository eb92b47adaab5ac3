package io.ndpair.election.vrrp;

/**
 * What {@link VrrpGroup} asks to be done after an event: a set of bits, carried out in the order in which they stand here.
 * The order is part of the protocol: the advertisement goes first, so that another master lets go before hosts are told.
 */
public final class VrrpAction {
    /** Nothing to do. */
    public static final int NONE = 0;
    /** Send an advertisement of priority 0. */
    public static final int SEND_RESIGNATION = 1;
    /** Send an advertisement. */
    public static final int SEND_ADVERT = 1 << 1;
    /** Take the virtual addresses away that were claimed last. */
    public static final int RELEASE = 1 << 2;
    /** Put the virtual addresses on the interface. */
    public static final int CLAIM = 1 << 3;
    /** Send one unsolicited Neighbor Advertisement per address. */
    public static final int ANNOUNCE = 1 << 4;
    /** The role changed: tell. */
    public static final int TELL_ROLE = 1 << 5;
    /** The advertisement was discarded for {@link VrrpGroup#lastDrop}. */
    public static final int REPORT_DROP = 1 << 6;
    /** Something odd was seen: {@link VrrpGroup#lastNotices}. */
    public static final int REPORT_NOTICE = 1 << 7;

    private VrrpAction() {}

    /** Whether a set contains an action. */
    public static boolean has(int actions, int action) {
        return (actions & action) != 0;
    }
}

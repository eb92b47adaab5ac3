package io.ndpair.election.vrrp;

/**
 * What a {@link GroupMachine} asks to be done after an event: a set of bits, carried out in the order in which they stand
 * here. The order is part of the protocol: the advertisement goes first, so that another master lets go before hosts are
 * told; a role that was lost is told before anything is taken away, so that whoever learned something as master can still
 * offer it; the last Router Advertisement leaves while its source address is there.
 */
public final class VrrpAction {
    /** Nothing to do. */
    public static final int NONE = 0;
    /** Send an advertisement of priority 0. */
    public static final int SEND_RESIGNATION = 1;
    /** Send an advertisement. */
    public static final int SEND_ADVERT = 1 << 1;
    /** Mastership was lost: tell the role. */
    public static final int TELL_LOST = 1 << 2;
    /** Send a Router Advertisement of lifetime 0. */
    public static final int END_ROUTER = 1 << 3;
    /** Take the virtual addresses away that were claimed last. */
    public static final int RELEASE = 1 << 4;
    /** Put the virtual addresses on the interface. */
    public static final int CLAIM = 1 << 5;
    /** Send one unsolicited Neighbor Advertisement per address. */
    public static final int ANNOUNCE = 1 << 6;
    /** Send a Router Advertisement for the virtual router. */
    public static final int ADVERTISE_ROUTER = 1 << 7;
    /** The role changed, other than by losing mastership: tell. */
    public static final int TELL_ROLE = 1 << 8;
    /** Another, weaker master is heard, or has yielded: tell. */
    public static final int TELL_RIVAL = 1 << 9;
    /** The advertisement was discarded for {@link GroupMachine#lastDrop}. */
    public static final int REPORT_DROP = 1 << 10;
    /** Something odd was seen: {@link GroupMachine#lastNotices}. */
    public static final int REPORT_NOTICE = 1 << 11;

    private VrrpAction() {}

    /** Whether a set contains an action. */
    public static boolean has(int actions, int action) {
        return (actions & action) != 0;
    }
}

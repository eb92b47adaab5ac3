package io.ndpair.store.table;

/**
 * Refuses what is no neighbor: everything that comes from outside (the kernel, the peer, an embedder, a file) passes here
 * before it stands in a table. Stateless; allocates only the message of a refusal.
 */
public final class EntryCheck {
    /** The link id that no entry has. */
    static final int NO_LINK = 0;

    private static final long MAC_BITS = 0xFFFF_FFFF_FFFFL;
    private static final long MAC_GROUP_BIT = 0x0100_0000_0000L;

    private EntryCheck() {}

    /**
     * Why this is not acceptable as a neighbor.
     *
     * @param addressHigh first 64 bits of the IPv6 address
     * @param addressLow last 64 bits of the IPv6 address
     * @param linkId the link; 0 is no link
     * @param mac the link-layer address
     * @param state a {@link NeighborState}
     * @param flags {@link EntryFlags}
     * @return the reason, which begins with the field's name; null if it is acceptable
     */
    public static String refusal(
            final long addressHigh,
            final long addressLow,
            final int linkId,
            final long mac,
            final int state,
            final int flags) {
        if (acceptable(addressHigh, addressLow, linkId, mac, state, flags)) {
            return null;
        }
        if (!addressAcceptable(addressHigh, addressLow)) {
            final StringBuilder text = new StringBuilder("address ");
            AddressText.append(text, addressHigh, addressLow);
            return text.append(" is ")
                    .append(addressHigh >>> 56 == 0xFF ? "multicast" : addressLow == 0 ? "unspecified" : "loopback")
                    .toString();
        }
        if (linkId == NO_LINK) {
            return "linkId 0 is no link";
        }
        if (!NeighborState.isKnown(state)) {
            return "state " + state + " is not one of INCOMPLETE, REACHABLE, STALE, DELAY, PROBE";
        }
        if (!macAcceptable(mac, state)) {
            return macRefusal(mac, state);
        }
        return "flags 0x" + Integer.toHexString(flags) + " do not fit 8 bits";
    }

    /**
     * The same question without the words.
     *
     * @param addressHigh first 64 bits of the IPv6 address
     * @param addressLow last 64 bits of the IPv6 address
     * @param linkId the link
     * @param mac the link-layer address
     * @param state a {@link NeighborState}
     * @param flags {@link EntryFlags}
     * @return whether {@link #refusal} would find nothing
     */
    public static boolean acceptable(
            final long addressHigh,
            final long addressLow,
            final int linkId,
            final long mac,
            final int state,
            final int flags) {
        return addressAcceptable(addressHigh, addressLow)
                && linkId != NO_LINK
                && NeighborState.isKnown(state)
                && macAcceptable(mac, state)
                && (flags & ~EntryFlags.MASK) == 0;
    }

    static boolean acceptable(final long w0, final long w1, final long w2, final long w3) {
        return acceptable(
                EntryLayout.swapped(w0),
                EntryLayout.swapped(w1),
                EntryLayout.linkIdOf(w2),
                EntryLayout.macOf(w3),
                EntryLayout.stateOf(w3),
                EntryLayout.flagsOf(w3));
    }

    private static boolean addressAcceptable(final long addressHigh, final long addressLow) {
        final boolean unspecifiedOrLoopback = addressHigh == 0 && (addressLow == 0 || addressLow == 1);
        return !unspecifiedOrLoopback && addressHigh >>> 56 != 0xFF;
    }

    private static boolean macAcceptable(final long mac, final int state) {
        if (mac == 0) {
            return state == NeighborState.INCOMPLETE;
        }
        return (mac & ~MAC_BITS) == 0 && (mac & MAC_GROUP_BIT) == 0;
    }

    private static String macRefusal(final long mac, final int state) {
        if (mac == 0) {
            return "mac is zero in state " + NeighborState.nameOf(state);
        }
        if ((mac & ~MAC_BITS) != 0) {
            return "mac 0x" + Long.toHexString(mac) + " does not fit 48 bits";
        }
        final StringBuilder text = new StringBuilder("mac ");
        AddressText.appendMac(text, mac);
        return text.append(mac == MAC_BITS ? " is broadcast" : " is multicast").toString();
    }
}

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

    /** Nothing is wrong. */
    public static final int NOTHING = 0;

    /** The address is unspecified, loopback or multicast. */
    public static final int ADDRESS = 1;

    /** The MAC is zero though resolved, multicast, or does not fit 48 bits. */
    public static final int MAC = 2;

    /** There is no such state. */
    public static final int STATE = 3;

    /** There is no link of the id 0. */
    public static final int LINK = 4;

    /** The flags do not fit 8 bits. */
    public static final int FLAGS = 5;

    private EntryCheck() {}

    /**
     * Which field {@link #refusal} would name first.
     *
     * @param addressHigh first 64 bits of the IPv6 address
     * @param addressLow last 64 bits of the IPv6 address
     * @param linkId the link; 0 is no link
     * @param mac the link-layer address
     * @param state a {@link NeighborState}
     * @param flags {@link EntryFlags}
     * @return {@link #NOTHING}, {@link #ADDRESS}, {@link #LINK}, {@link #STATE}, {@link #MAC} or {@link #FLAGS}
     */
    public static int cause(
            final long addressHigh,
            final long addressLow,
            final int linkId,
            final long mac,
            final int state,
            final int flags) {
        if (!addressAcceptable(addressHigh, addressLow)) {
            return ADDRESS;
        }
        if (linkId == NO_LINK) {
            return LINK;
        }
        if (!NeighborState.isKnown(state)) {
            return STATE;
        }
        if (!macAcceptable(mac, state)) {
            return MAC;
        }
        return (flags & ~EntryFlags.MASK) == 0 ? NOTHING : FLAGS;
    }

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
        return switch (cause(addressHigh, addressLow, linkId, mac, state, flags)) {
            case NOTHING -> null;
            case ADDRESS -> addressRefusal(addressHigh, addressLow);
            case LINK -> "linkId 0 is no link";
            case STATE -> "state " + state + " is not one of INCOMPLETE, REACHABLE, STALE, DELAY, PROBE";
            case MAC -> macRefusal(mac, state);
            default -> "flags 0x" + Integer.toHexString(flags) + " do not fit 8 bits";
        };
    }

    private static String addressRefusal(final long addressHigh, final long addressLow) {
        final StringBuilder text = new StringBuilder("address ");
        AddressText.append(text, addressHigh, addressLow);
        return text.append(" is ")
                .append(addressHigh >>> 56 == 0xFF ? "multicast" : addressLow == 0 ? "unspecified" : "loopback")
                .toString();
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
        return cause(addressHigh, addressLow, linkId, mac, state, flags) == NOTHING;
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

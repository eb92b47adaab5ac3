package io.ndpair.node.linux;

/** The virtual MAC of a VRRP6 group (RFC 9568 7.3) and the names of the macvlan that has it. */
final class VirtualMac {
    /** What the name of every macvlan of ours begins with. */
    static final String NAME_PREFIX = "nd6.";

    /** What the alias of every macvlan of ours begins with; together with the MAC the proof that it is ours. */
    static final String ALIAS_PREFIX = "ndpair VRRP6 ";

    private static final long IPV6_PREFIX = 0x0000_5E00_0200L;
    private static final int VRIDS = 256;

    private VirtualMac() {}

    /** 00-00-5E-00-02-{VRID}, in numeric form. */
    static long of(final int vrid) {
        return IPV6_PREFIX | vrid;
    }

    /** The macvlan of a group; the index keeps the groups of several interfaces apart. At most 15 characters. */
    static String nameOf(final int parentIndex, final int vrid) {
        return NAME_PREFIX + Integer.toString(parentIndex, Character.MAX_RADIX) + "-" + vrid;
    }

    static String aliasOf(final String link, final int vrid) {
        return ALIAS_PREFIX + vrid + " " + link;
    }

    /** Whether an interface was made by us, in this life or an earlier one. */
    static boolean isOurs(final String name, final String alias, final long mac) {
        return name.startsWith(NAME_PREFIX)
                && mac > IPV6_PREFIX
                && mac < IPV6_PREFIX + VRIDS
                && (alias.startsWith(ALIAS_PREFIX) || alias.isEmpty());
    }
}

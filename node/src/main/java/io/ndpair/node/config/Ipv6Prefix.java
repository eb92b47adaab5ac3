package io.ndpair.node.config;

/**
 * A global unicast address of an interface, as {@code ipv6 address} gives it.
 *
 * @param address the address; with {@code eui64} only its first 64 bits mean something
 * @param prefixLength 1 to 128; with {@code eui64} at most 64
 * @param tag route tag 1 to 4294967295, 0 = none
 * @param eui64 the interface id is made from the MAC of the interface
 */
public record Ipv6Prefix(Ipv6Address address, int prefixLength, long tag, boolean eui64) {
    /** Largest tag. */
    public static final long MAX_TAG = 0xFFFF_FFFFL;

    private static final int LINK_LOCAL_BITS = 64;

    /** Checks the ranges and that the address can be one of an interface. */
    public Ipv6Prefix {
        Ranges.check("prefix length", prefixLength, 1, eui64 ? 64 : 128);
        Ranges.check("tag", tag, 0, MAX_TAG);
        if (address.isUnspecified() || address.isMulticast() || address.isLoopback()) {
            throw new ConfigException("address " + address + " cannot be the address of an interface");
        }
        if (address.isLinkLocal() && (eui64 || prefixLength != LINK_LOCAL_BITS)) {
            throw new ConfigException("address " + address + " is link-local, so its prefix has 64 bits");
        }
    }

    /** The link-local address that an interface has instead of the one that is made of its MAC. */
    public static Ipv6Prefix linkLocal(Ipv6Address address) {
        if (!address.isLinkLocal()) {
            throw new ConfigException("address " + address + " is not link-local");
        }
        return new Ipv6Prefix(address, LINK_LOCAL_BITS, 0, false);
    }

    /** Whether the address lies in the prefix. */
    public boolean contains(Ipv6Address other) {
        return address.samePrefix(other, prefixLength);
    }
}

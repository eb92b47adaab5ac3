package io.ndpair.node.config;

import java.net.InetAddress;

/** An IPv4 or IPv6 address as a value. Parsing never asks a name server. */
public sealed interface IpAddress permits Ipv4Address, Ipv6Address {
    /** 4 or 6. */
    int version();

    /** The same address for sockets. */
    InetAddress toInetAddress();

    /** Whether this is the unspecified address, all zeros. */
    boolean isUnspecified();

    /** Whether this is a multicast address. */
    boolean isMulticast();

    /**
     * Reads an address of either family in its textual form.
     *
     * @throws ConfigException when the text is not an address
     */
    static IpAddress parse(String text) {
        return text.indexOf(':') >= 0 ? Ipv6Address.parse(text) : Ipv4Address.parse(text);
    }
}

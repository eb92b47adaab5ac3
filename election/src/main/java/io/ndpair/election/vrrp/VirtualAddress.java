package io.ndpair.election.vrrp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/**
 * One virtual IPv6 address with the prefix length it has on the interface.
 *
 * @param high         first 8 bytes, numeric
 * @param low          last 8 bytes, numeric
 * @param prefixLength 0..128; not advertised, but used when the address is put on the interface
 */
public record VirtualAddress(long high, long low, int prefixLength) {
    public VirtualAddress {
        if (prefixLength < 0 || prefixLength > 128) {
            throw new IllegalArgumentException("prefix length is " + prefixLength + ", expected 0..128");
        }
        if ((high | low) == 0 || (high == 0 && low == 1) || (high >>> 56) == 0xff) {
            throw new IllegalArgumentException(
                    "virtual address " + text(high, low) + " is not a unicast address of a router");
        }
    }

    /** From 16 bytes in network order. */
    public static VirtualAddress of(byte[] address, int prefixLength) {
        if (address.length != 16) {
            throw new IllegalArgumentException("an IPv6 address has 16 bytes, not " + address.length);
        }
        final ByteBuffer bytes = ByteBuffer.wrap(address);
        return new VirtualAddress(bytes.getLong(), bytes.getLong(), prefixLength);
    }

    /** Whether the address is in fe80::/10. */
    public boolean linkLocal() {
        return linkLocal(high);
    }

    /** Whether an address with this high half is in fe80::/10. */
    public static boolean linkLocal(long high) {
        return (high >>> 54) == (0xfe80L >>> 6);
    }

    @Override
    public String toString() {
        return text(high, low) + "/" + prefixLength;
    }

    private static String text(long high, long low) {
        final byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

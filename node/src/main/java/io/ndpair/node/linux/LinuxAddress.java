package io.ndpair.node.linux;

/**
 * An IPv6 address with the length of its prefix, as configured for an interface.
 *
 * @param high first 8 bytes, numeric.
 * @param low last 8 bytes, numeric.
 * @param prefixLength 1..128.
 */
public record LinuxAddress(long high, long low, int prefixLength) {
    public LinuxAddress {
        if (prefixLength < 1 || prefixLength > 128) {
            throw new IllegalArgumentException("prefix length is " + prefixLength + ", expected 1..128");
        }
    }
}

package io.ndpair.store.table;

/** Addresses in the words of messages: eight groups of IPv6, not shortened, and MACs with colons. */
final class AddressText {
    private AddressText() {}

    static void append(final StringBuilder text, final long addressHigh, final long addressLow) {
        for (int group = 0; group < 8; group++) {
            final long half = group < 4 ? addressHigh : addressLow;
            if (group > 0) {
                text.append(':');
            }
            text.append(Long.toHexString((half >>> (48 - (group & 3) * 16)) & 0xFFFF));
        }
    }

    static void appendMac(final StringBuilder text, final long mac) {
        for (int shift = 40; shift >= 0; shift -= 8) {
            final int octet = (int) (mac >>> shift) & 0xFF;
            text.append(Character.forDigit(octet >>> 4, 16)).append(Character.forDigit(octet & 0xF, 16));
            if (shift > 0) {
                text.append(':');
            }
        }
    }
}

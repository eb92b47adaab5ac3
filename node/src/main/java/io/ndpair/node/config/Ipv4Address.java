package io.ndpair.node.config;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An IPv4 address.
 *
 * @param bits the 32 bits in network order
 */
public record Ipv4Address(int bits) implements IpAddress {
    private static final int MAX_TEXT = 15;

    @Override
    public int version() {
        return 4;
    }

    @Override
    public InetAddress toInetAddress() {
        try {
            return InetAddress.getByAddress(
                    new byte[] {(byte) (bits >>> 24), (byte) (bits >>> 16), (byte) (bits >>> 8), (byte) bits});
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an IPv4 address", e);
        }
    }

    @Override
    public boolean isUnspecified() {
        return bits == 0;
    }

    @Override
    public boolean isMulticast() {
        return (bits >>> 28) == 0xE;
    }

    /**
     * Reads dotted decimal, four numbers of 0 to 255 without leading zeros.
     *
     * @throws ConfigException when the text is something else
     */
    public static Ipv4Address parse(String text) {
        int value = 0;
        int octets = 0;
        int at = 0;
        while (text.length() <= MAX_TEXT && octets < 4) {
            int end = text.indexOf('.', at);
            if (end < 0) {
                end = text.length();
            }
            final int octet = octet(text, at, end);
            if (octet < 0) {
                break;
            }
            value = value << 8 | octet;
            octets++;
            at = end + 1;
            if (end == text.length()) {
                break;
            }
        }
        if (octets != 4 || at != text.length() + 1) {
            throw new ConfigException("'" + text + "' is not an IPv4 address");
        }
        return new Ipv4Address(value);
    }

    private static int octet(String text, int from, int to) {
        if (to <= from || to - from > 3 || (to - from > 1 && text.charAt(from) == '0')) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            final char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value <= 255 ? value : -1;
    }

    @Override
    public String toString() {
        return (bits >>> 24) + "." + (bits >>> 16 & 0xFF) + "." + (bits >>> 8 & 0xFF) + "." + (bits & 0xFF);
    }
}

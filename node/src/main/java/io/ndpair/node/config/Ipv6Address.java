package io.ndpair.node.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * An IPv6 address without a zone, as two longs in numeric order.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record Ipv6Address(long high, long low) implements IpAddress, Comparable<Ipv6Address> {
    /** All zeros, {@code ::}. */
    public static final Ipv6Address UNSPECIFIED = new Ipv6Address(0, 0);

    private static final int MAX_TEXT = 45;
    private static final int GROUPS = 8;

    @Override
    public int version() {
        return 6;
    }

    @Override
    public InetAddress toInetAddress() {
        try {
            return InetAddress.getByAddress(toBytes());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("sixteen bytes are an IPv6 address", e);
        }
    }

    /** The 16 bytes in network order. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    }

    @Override
    public boolean isUnspecified() {
        return high == 0 && low == 0;
    }

    @Override
    public boolean isMulticast() {
        return high >>> 56 == 0xFF;
    }

    /** Whether this is {@code ::1}. */
    public boolean isLoopback() {
        return high == 0 && low == 1;
    }

    /** Whether this lies in {@code fe80::/10}. */
    public boolean isLinkLocal() {
        return high >>> 54 == 0x3FA;
    }

    /** Whether the first {@code prefixLength} bits of both are the same. */
    public boolean samePrefix(Ipv6Address other, int prefixLength) {
        if (prefixLength <= 64) {
            return prefixLength == 0 || ((high ^ other.high) >>> (64 - prefixLength)) == 0;
        }
        return high == other.high
                && (prefixLength == 128 ? low == other.low : ((low ^ other.low) >>> (128 - prefixLength)) == 0);
    }

    @Override
    public int compareTo(Ipv6Address other) {
        final int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /**
     * Reads the forms of RFC 4291 section 2.2, the one with an embedded IPv4 address included; a zone is refused.
     *
     * @throws ConfigException when the text is something else
     */
    public static Ipv6Address parse(String text) {
        final int[] groups = new int[GROUPS];
        if (text.length() > MAX_TEXT || !readGroups(text, groups)) {
            throw new ConfigException("'" + text + "' is not an IPv6 address");
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = high << 16 | groups[i];
            low = low << 16 | groups[i + 4];
        }
        return new Ipv6Address(high, low);
    }

    private static boolean readGroups(String text, int[] groups) {
        final int gap = text.indexOf("::");
        if (gap < 0) {
            return readRun(text, groups) == GROUPS;
        }
        if (text.indexOf("::", gap + 1) >= 0) {
            return false;
        }
        final int[] tail = new int[GROUPS];
        final int before = gap == 0 ? 0 : readRun(text.substring(0, gap), groups);
        final String rest = text.substring(gap + 2);
        final int after = rest.isEmpty() ? 0 : readRun(rest, tail);
        if (before < 0 || after < 0 || before + after >= GROUPS || (gap > 0 && text.lastIndexOf('.', gap) >= 0)) {
            return false;
        }
        for (int i = before; i < GROUPS - after; i++) {
            groups[i] = 0;
        }
        System.arraycopy(tail, 0, groups, GROUPS - after, after);
        return true;
    }

    /** Reads groups parted by single colons; the last may be a dotted IPv4 address. Returns how many, or -1. */
    private static int readRun(String text, int[] groups) {
        int count = 0;
        int at = 0;
        while (at <= text.length()) {
            int end = text.indexOf(':', at);
            if (end < 0) {
                end = text.length();
            }
            if (end == text.length() && text.indexOf('.', at) >= 0) {
                return readEmbedded(text.substring(at), groups, count);
            }
            final int group = hex(text, at, end);
            if (group < 0 || count == GROUPS) {
                return -1;
            }
            groups[count++] = group;
            at = end + 1;
        }
        return count;
    }

    private static int readEmbedded(String text, int[] groups, int count) {
        if (count > GROUPS - 2) {
            return -1;
        }
        final int bits;
        try {
            bits = Ipv4Address.parse(text).bits();
        } catch (ConfigException e) {
            return -1;
        }
        groups[count] = bits >>> 16;
        groups[count + 1] = bits & 0xFFFF;
        return count + 2;
    }

    private static int hex(String text, int from, int to) {
        if (to <= from || to - from > 4) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            final char c = text.charAt(i);
            final int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** The canonical text of RFC 5952. */
    @Override
    public String toString() {
        int bestStart = -1;
        int bestLength = 1;
        for (int i = 0; i < GROUPS; i++) {
            int end = i;
            while (end < GROUPS && group(end) == 0) {
                end++;
            }
            if (end - i > bestLength) {
                bestStart = i;
                bestLength = end - i;
            }
            i = Math.max(i, end - 1);
        }
        final StringBuilder text = new StringBuilder(40);
        for (int i = 0; i < GROUPS; i++) {
            if (i == bestStart) {
                text.append("::");
                i += bestLength - 1;
                continue;
            }
            if (text.length() > 0 && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(group(i)));
        }
        return text.toString();
    }

    /** As {@link #toString()}, in upper case, as the vendor's displays print addresses. */
    public String toDisplayString() {
        return toString().toUpperCase(Locale.ROOT);
    }

    private int group(int index) {
        return (int) ((index < 4 ? high >>> (48 - 16 * index) : low >>> (48 - 16 * (index - 4))) & 0xFFFF);
    }
}

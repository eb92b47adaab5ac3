package io.ndpair.node.linux;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** Addresses and MACs of tests as people write them. */
final class Addresses {
    private Addresses() {}

    static long high(final String address) {
        return ByteBuffer.wrap(bytes(address)).getLong(0);
    }

    static long low(final String address) {
        return ByteBuffer.wrap(bytes(address)).getLong(8);
    }

    private static byte[] bytes(final String address) {
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (final UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    static long mac(final String mac) {
        return Long.parseLong(mac.replace(":", ""), 16);
    }

    static String macText(final long mac) {
        final StringBuilder text = new StringBuilder();
        for (int shift = 40; shift >= 0; shift -= 8) {
            text.append(String.format("%02x", (mac >>> shift) & 0xFF)).append(shift == 0 ? "" : ":");
        }
        return text.toString();
    }

    static String text(final long high, final long low) {
        try {
            return InetAddress.getByAddress(
                            ByteBuffer.allocate(16).putLong(high).putLong(low).array())
                    .getHostAddress();
        } catch (final UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}

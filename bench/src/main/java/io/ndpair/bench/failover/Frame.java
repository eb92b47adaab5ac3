package io.ndpair.bench.failover;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** An Ethernet frame with IPv6 in it. */
final class Frame {
    static final int NEIGHBOR_SOLICITED = 135;
    static final int NEIGHBOR_ADVERTISED = 136;

    private static final int SOURCE_MAC = 6;
    private static final int NEXT_HEADER = 20;
    private static final int MESSAGE = 54;
    private static final int TARGET = MESSAGE + 8;
    private static final int ADDRESS_BYTES = 16;
    private static final int VRRP = 112;
    private static final int ICMP = 58;
    private static final int UDP = 17;
    private static final HexFormat MAC = HexFormat.ofDelimiter(":");

    private final double atMs;
    private final byte[] bytes;

    /**
     * A frame; the bytes are not copied.
     *
     * @param atMs when the kernel saw it, milliseconds of the wall clock
     * @param bytes from the destination MAC on; may be cut short
     */
    Frame(double atMs, byte[] bytes) {
        this.atMs = atMs;
        this.bytes = bytes;
    }

    double atMs() {
        return atMs;
    }

    byte[] bytes() {
        return bytes;
    }

    private boolean is(int protocol, int messageBytes) {
        return bytes.length >= MESSAGE + messageBytes && bytes[NEXT_HEADER] == protocol;
    }

    boolean isFrom(String mac) {
        return bytes.length >= SOURCE_MAC + 6
                && MAC.formatHex(bytes, SOURCE_MAC, SOURCE_MAC + 6).equals(mac);
    }

    boolean isAdvert() {
        return is(VRRP, 8);
    }

    /** Of an advertisement. */
    int priority() {
        return bytes[MESSAGE + 2] & 0xFF;
    }

    boolean isUdp() {
        return is(UDP, 8);
    }

    /** Whether it is a message of neighbor discovery of this type, about an address that begins so. */
    boolean isAbout(int type, byte[] addressStart) {
        return is(ICMP, 8 + ADDRESS_BYTES)
                && (bytes[MESSAGE] & 0xFF) == type
                && Arrays.equals(bytes, TARGET, TARGET + addressStart.length, addressStart, 0, addressStart.length);
    }

    /** The bytes of an address that is written out. */
    static byte[] address(String text) {
        try {
            return InetAddress.getByName(text).getAddress();
        } catch (final UnknownHostException e) {
            throw new IllegalArgumentException(text + " is no address", e);
        }
    }
}

package io.ndpair.bench.failover;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Frames as they are on the users' link. */
final class Wire {
    static final String OLD = "02:00:00:00:00:0a";
    static final String NEW = "02:00:00:00:00:0b";
    static final String HOST = "02:00:00:00:00:0c";

    private Wire() {}

    private static Frame frame(double atMs, String mac, int protocol, byte... message) {
        final ByteBuffer bytes = ByteBuffer.allocate(54 + message.length);
        bytes.put(6, HexFormat.ofDelimiter(":").parseHex(mac)).putShort(12, (short) 0x86DD);
        bytes.put(14, (byte) 0x60).put(20, (byte) protocol).put(54, message);
        return new Frame(atMs, bytes.array());
    }

    static Frame advert(double atMs, String mac, int priority) {
        return frame(
                atMs, mac, 112, (byte) 0x31, (byte) 1, (byte) priority, (byte) 1, (byte) 0, (byte) 10, (byte) 0, (byte)
                        0);
    }

    static Frame packet(double atMs, String mac) {
        return frame(atMs, mac, 17, new byte[12]);
    }

    static Frame discovery(double atMs, String mac, int type, String target) {
        final ByteBuffer message = ByteBuffer.allocate(24);
        message.put(0, (byte) type).put(8, Frame.address(target));
        return frame(atMs, mac, 58, message.array());
    }
}

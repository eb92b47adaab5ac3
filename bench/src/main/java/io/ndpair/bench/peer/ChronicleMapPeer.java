package io.ndpair.bench.peer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;

/**
 * Chronicle Map in memory (no file), constant sizes, one key and one value used again and again: its cheapest way that needs no class
 * generated for the key. It is told how many entries will come, as it must be.
 */
public final class ChronicleMapPeer implements MapPeer {
    /** What its library needs opened besides what a store needs: it compiles classes at run time, so it takes a JDK. */
    public static final List<String> JVM_FLAGS = List.of(
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
            "-Dchronicle.analytics.disable=true",
            "-Dchronicle.announcer.disable=true");

    private static final int KEY_BYTES = 24;
    private static final int VALUE_BYTES = 12;
    private static final int LOW_OFFSET = 8;
    private static final int LINK_OFFSET = 16;
    private static final int MAC_LOW_OFFSET = 4;
    private static final int TICKS_OFFSET = 6;
    private static final int MAC_LOW_BITS = 16;

    private final byte[] key = new byte[KEY_BYTES];
    private final byte[] value = new byte[VALUE_BYTES];
    private final ByteBuffer keyFields = ByteBuffer.wrap(key).order(ByteOrder.nativeOrder());
    private final ByteBuffer valueFields = ByteBuffer.wrap(value).order(ByteOrder.nativeOrder());
    private final ChronicleMap<byte[], byte[]> map;

    /** An empty map with room for so many neighbors. */
    public ChronicleMapPeer(long neighbors) {
        map = ChronicleMapBuilder.of(byte[].class, byte[].class)
                .name("neighbors")
                .entries(neighbors)
                .constantKeySizeBySample(new byte[KEY_BYTES])
                .constantValueSizeBySample(new byte[VALUE_BYTES])
                .putReturnsNull(true)
                .create();
    }

    @Override
    public void put(long addressHigh, long addressLow, int linkId, long mac, int ticks) {
        setKey(addressHigh, addressLow, linkId);
        valueFields.putInt(0, (int) (mac >>> MAC_LOW_BITS));
        valueFields.putShort(MAC_LOW_OFFSET, (short) mac);
        valueFields.putInt(TICKS_OFFSET, ticks);
        map.put(key, value);
    }

    @Override
    public long lookup(long addressHigh, long addressLow, int linkId) {
        setKey(addressHigh, addressLow, linkId);
        if (map.getUsing(key, value) == null) {
            return ABSENT;
        }
        return (valueFields.getInt(0) & 0xffff_ffffL) << MAC_LOW_BITS
                | (valueFields.getShort(MAC_LOW_OFFSET) & 0xffffL);
    }

    private void setKey(long addressHigh, long addressLow, int linkId) {
        keyFields.putLong(0, addressHigh);
        keyFields.putLong(LOW_OFFSET, addressLow);
        keyFields.putInt(LINK_OFFSET, linkId);
    }

    @Override
    public long size() {
        return map.longSize();
    }

    @Override
    public void close() {
        map.close();
    }
}

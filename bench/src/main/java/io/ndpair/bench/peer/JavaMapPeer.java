package io.ndpair.bench.peer;

import io.ndpair.store.table.NeighborState;
import java.util.Map;

/** Any {@link Map} on the heap. */
final class JavaMapPeer implements MapPeer {
    private final Map<NeighborKey, NeighborValue> map;
    private final NeighborKey probe = new NeighborKey();

    JavaMapPeer(Map<NeighborKey, NeighborValue> map) {
        this.map = map;
    }

    @Override
    public void put(long addressHigh, long addressLow, int linkId, long mac, int ticks) {
        final NeighborValue value = new NeighborValue(mac, ticks, (byte) NeighborState.REACHABLE, (byte) 0);
        // The key of a neighbor that is known is kept: only a new one costs a new key.
        if (map.replace(probe.set(addressHigh, addressLow, linkId), value) == null) {
            map.put(new NeighborKey().set(addressHigh, addressLow, linkId), value);
        }
    }

    @Override
    public long lookup(long addressHigh, long addressLow, int linkId) {
        final NeighborValue value = map.get(probe.set(addressHigh, addressLow, linkId));
        return value == null ? ABSENT : value.mac();
    }

    @Override
    public long size() {
        return map.size();
    }

    @Override
    public void close() {
        map.clear();
    }
}

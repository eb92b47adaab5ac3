package io.ndpair.bench.peer;

import java.util.HashMap;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.collections.Object2ObjectHashMap;

/** The peers by name. Each is measured in a process of its own, with nothing else on the heap. */
public final class Peers {
    /** {@link HashMap}. */
    public static final String HASH_MAP = "hashMap";

    /** {@link ConcurrentHashMap}. */
    public static final String CONCURRENT_HASH_MAP = "concurrentHashMap";

    /** {@link Object2ObjectHashMap}. */
    public static final String AGRONA = "agrona";

    /** Chronicle Map, off-heap. */
    public static final String CHRONICLE_MAP = "chronicleMap";

    /** All of them. */
    public static final List<String> ALL = List.of(HASH_MAP, CONCURRENT_HASH_MAP, AGRONA, CHRONICLE_MAP);

    /** Those whose entries are objects. */
    public static final List<String> HEAP = List.of(HASH_MAP, CONCURRENT_HASH_MAP, AGRONA);

    private static final long HEAP_BYTES_PER_NEIGHBOR = 280;
    private static final int LEAST_HEAP_MB = 512;

    private Peers() {}

    /** An empty map that is to hold so many neighbors. The heap maps are not told, because nobody knows in a router either. */
    public static MapPeer create(String name, long neighbors) {
        switch (name) {
            case HASH_MAP:
                return new JavaMapPeer(new HashMap<>());
            case CONCURRENT_HASH_MAP:
                return new JavaMapPeer(new ConcurrentHashMap<>());
            case AGRONA:
                return new JavaMapPeer(new Object2ObjectHashMap<>());
            case CHRONICLE_MAP:
                return new ChronicleMapPeer(neighbors);
            default:
                throw new IllegalArgumentException("no peer is called " + name);
        }
    }

    /** Heap of the process that measures a peer, MiB: room for the map, and for the table that it grows out of. */
    public static int heapMb(String name, long neighbors) {
        return CHRONICLE_MAP.equals(name)
                ? LEAST_HEAP_MB
                : (int) Math.max(LEAST_HEAP_MB, (neighbors * HEAP_BYTES_PER_NEIGHBOR) >> 20);
    }
}

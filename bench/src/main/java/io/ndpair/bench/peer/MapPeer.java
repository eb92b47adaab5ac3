package io.ndpair.bench.peer;

/** A map from a neighbor's key to its MAC and time of last confirmation. Confined to one thread. */
public interface MapPeer extends AutoCloseable {
    /** Answered by {@link #lookup} when there is no such neighbor. */
    long ABSENT = -1;

    /** Puts or replaces a neighbor. */
    void put(long addressHigh, long addressLow, int linkId, long mac, int ticks);

    /** The MAC of a neighbor, or {@link #ABSENT}. */
    long lookup(long addressHigh, long addressLow, int linkId);

    /** How many neighbors there are. */
    long size();

    @Override
    void close();
}

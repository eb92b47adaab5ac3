package io.ndpair.bench.peer;

/** Key of the heap maps. A lookup uses one probe again and again, so that no map pays for garbage that it does not need. */
final class NeighborKey {
    private long high;
    private long low;
    private int link;

    NeighborKey set(long newHigh, long newLow, int newLink) {
        high = newHigh;
        low = newLow;
        link = newLink;
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NeighborKey that && low == that.low && high == that.high && link == that.link;
    }

    /** Multiplications and a fold: sequential and EUI-64 ids must not collide in the low bits that the maps use. */
    @Override
    public int hashCode() {
        final long mixed = (low * 0x9E37_79B9_7F4A_7C15L + high) * 0xD6E8_FEB8_6659_FD93L + link;
        return (int) (mixed ^ (mixed >>> 32));
    }
}

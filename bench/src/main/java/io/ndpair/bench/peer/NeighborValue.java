package io.ndpair.bench.peer;

/** Value of the heap maps: what an entry of ours holds besides its key. */
record NeighborValue(long mac, int ticks, byte state, byte flags) {}

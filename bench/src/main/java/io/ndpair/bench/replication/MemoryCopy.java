package io.ndpair.bench.replication;

import io.ndpair.bench.limit.RawMemory;

/** How many entries a second this machine copies from one place of its memory to another, and does nothing else. */
final class MemoryCopy {
    private static final long BYTES = 64L << 20;
    private static final int PIECE_BYTES = 32 << 10;
    private static final int ENTRY_BYTES = 32;
    private static final int TIMES = 8;

    private MemoryCopy() {}

    static double entriesPerSecond() {
        try (RawMemory from = new RawMemory(BYTES);
                RawMemory to = new RawMemory(BYTES)) {
            to.copyFrom(from, 0, BYTES, PIECE_BYTES);
            final long startNs = System.nanoTime();
            for (int i = 0; i < TIMES; i++) {
                to.copyFrom(from, 0, BYTES, PIECE_BYTES);
            }
            return TIMES * (double) BYTES / ENTRY_BYTES * 1e9 / (System.nanoTime() - startNs);
        }
    }
}

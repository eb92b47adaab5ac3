package io.ndpair.store.table;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.UnsafeBuffer;

/** Neighbors for tests: their MAC, state and flags follow from address, link and ticks, so that a torn entry shows. */
final class Neighbors {
    static final HashKey KEY = new HashKey(0x1122_3344_5566_7788L, 0x99AA_BBCC_DDEE_FF01L, 42, -7);
    static final long PREFIX = 0x2001_0DB8_0000_0000L;

    private Neighbors() {}

    /** Address and link. */
    record Key(long addressHigh, long addressLow, int linkId) {
        static Key of(final NeighborEntry entry) {
            return new Key(entry.addressHigh(), entry.addressLow(), entry.linkId());
        }
    }

    /** A seed from -Dndpair.seed, otherwise a new one; tests put it into the description of every assertion. */
    static long seed() {
        final String given = System.getProperty("ndpair.seed");
        return given == null ? new SplittableRandom().nextLong() : Long.parseLong(given);
    }

    static NeighborTable table(final int maxNeighbors) {
        return new NeighborTable(TableConfig.of(maxNeighbors), KEY);
    }

    static Key key(final long number) {
        return new Key(PREFIX + (number & 0xF), number, 1 + (int) (number & 3));
    }

    static NeighborEntry entry(final Key key, final int ticks) {
        return entry(new NeighborEntry(), key.addressHigh(), key.addressLow(), key.linkId(), ticks);
    }

    static NeighborEntry entry(
            final NeighborEntry out, final long addressHigh, final long addressLow, final int linkId, final int ticks) {
        return out.set(
                addressHigh,
                addressLow,
                linkId,
                ticks,
                mac(addressHigh, addressLow, linkId, ticks),
                NeighborState.REACHABLE + (ticks & 3),
                (ticks >>> 2) & 0xF);
    }

    static boolean isWhole(final NeighborEntry entry) {
        final int ticks = entry.lastConfirmedTicks();
        return entry.mac() == mac(entry.addressHigh(), entry.addressLow(), entry.linkId(), ticks)
                && entry.state() == NeighborState.REACHABLE + (ticks & 3)
                && entry.flags() == ((ticks >>> 2) & 0xF);
    }

    static UnsafeBuffer bytes(final NeighborEntry entry, final int operation) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[EntryLayout.ENTRY_BYTES]);
        entry.writeTo(buffer, 0, operation);
        return buffer;
    }

    static UnsafeBuffer imageBuffer() {
        return new UnsafeBuffer(new byte[RangeImage.MAX_IMAGE_BYTES]);
    }

    static long digest(final NeighborEntry entry) {
        final UnsafeBuffer buffer = bytes(entry, Operation.NONE);
        return digestAt(buffer, 0);
    }

    static long digestAt(final UnsafeBuffer buffer, final int offset) {
        return TableDigest.of(
                EntryLayout.word(buffer, offset),
                EntryLayout.word(buffer, offset + 8),
                EntryLayout.word(buffer, offset + 16),
                EntryLayout.word(buffer, offset + 24));
    }

    static long hash(final HashKey key, final NeighborEntry entry) {
        return hash(key, entry.addressHigh(), entry.addressLow(), entry.linkId());
    }

    static long hash(final HashKey key, final long addressHigh, final long addressLow, final int linkId) {
        return KeyHash.of(key.key0(), key.key1(), key.key2(), key.key3(), addressHigh, addressLow, linkId);
    }

    /** What a table holds, by its walk; an entry seen twice is an error. */
    static Map<Key, NeighborEntry> contents(final NeighborTable table) {
        final Map<Key, NeighborEntry> contents = new HashMap<>();
        table.forEach(entry -> {
            final NeighborEntry copy = copy(entry);
            if (contents.put(Key.of(copy), copy) != null) {
                throw new AssertionError("seen twice: " + copy);
            }
        });
        return contents;
    }

    static NeighborEntry copy(final NeighborEntry entry) {
        return new NeighborEntry()
                .set(
                        entry.addressHigh(),
                        entry.addressLow(),
                        entry.linkId(),
                        entry.lastConfirmedTicks(),
                        entry.mac(),
                        entry.state(),
                        entry.flags());
    }

    static long digestOf(final Map<Key, NeighborEntry> contents) {
        final AtomicLong digest = new AtomicLong();
        contents.values().forEach(entry -> digest.set(digest.get() ^ digest(entry)));
        return digest.get();
    }

    private static long mac(final long addressHigh, final long addressLow, final int linkId, final int ticks) {
        long mixed = addressHigh * 31 + addressLow * 0x9E37_79B9_7F4A_7C15L + linkId * 77L + ticks * 1_000_003L;
        mixed = (mixed ^ (mixed >>> 29)) * 0xBF58_476D_1CE4_E5B9L;
        return ((mixed >>> 16) & 0xFCFF_FFFF_FFFFL) | 0x0200_0000_0000L;
    }
}

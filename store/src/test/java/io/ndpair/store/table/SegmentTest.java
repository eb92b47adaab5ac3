package io.ndpair.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One segment under random filling and clearing: every key is found, and every home's bound is exactly what its keys need. */
class SegmentTest {
    private final SegmentPool pool = new SegmentPool(1, false);
    private final SegmentDirectory directory = new SegmentDirectory(Neighbors.KEY, 1);
    private final Map<Neighbors.Key, NeighborEntry> present = new HashMap<>();
    private long segment;

    @BeforeEach
    void takeSegment() {
        segment = pool.address(pool.take(0));
    }

    @AfterEach
    void closePool() {
        pool.close();
    }

    @Test
    void shouldFindWhatIsThereAndKeepBoundsExact() {
        final long seed = Neighbors.seed();
        final SplittableRandom random = new SplittableRandom(seed);
        for (int wave = 0; wave < 12; wave++) {
            // From nearly empty to the last slot and back.
            final int target = wave % 2 == 0 ? 700 + 65 * wave / 2 : random.nextInt(100);
            while (present.size() != Math.min(target, Segment.SLOTS)) {
                final Neighbors.Key key = Neighbors.key(random.nextInt(1_500));
                if (present.size() < target == !present.containsKey(key)) {
                    change(key, random);
                }
            }
            check(seed);
        }
        for (final Neighbors.Key key : present.keySet().toArray(new Neighbors.Key[0])) {
            change(key, random);
        }
        for (int i = 0; i < Segment.SEGMENT_BYTES; i += Long.BYTES) {
            assertThat(UnsafeApi.getLong(segment + i))
                    .describedAs("seed %d", seed)
                    .isZero();
        }
    }

    private void change(final Neighbors.Key key, final SplittableRandom random) {
        final long home = home(key);
        if (present.remove(key) != null) {
            Segment.clear(home, find(key), directory);
            return;
        }
        final NeighborEntry entry = Neighbors.entry(key, random.nextInt());
        final long slot = Segment.free(home);
        final UnsafeBuffer bytes = Neighbors.bytes(entry, Operation.NONE);
        if (slot != 0) {
            Segment.fill(home, slot, word(bytes, 0), word(bytes, 8), word(bytes, 16), word(bytes, 24));
            present.put(key, entry);
        }
    }

    private void check(final long seed) {
        final Map<Long, Integer> farthest = new HashMap<>();
        for (int number = 0; number < 1_500; number++) {
            final Neighbors.Key key = Neighbors.key(number);
            final long slot = find(key);
            assertThat(slot != 0).describedAs("seed %d: %s", seed, key).isEqualTo(present.containsKey(key));
            if (slot != 0) {
                final int distance = (int) ((slot - home(key)) & (Segment.SEGMENT_BYTES - 1)) / 64;
                farthest.merge(home(key), distance, Math::max);
            }
        }
        for (int pair = 0; pair < Segment.SLOTS / 2; pair++) {
            final long home = segment + pair * 64L;
            assertThat(Segment.bound(home)).describedAs("seed %d", seed).isEqualTo(farthest.getOrDefault(home, 0));
        }
        final UnsafeBuffer copy = Neighbors.imageBuffer();
        final NeighborEntry entry = new NeighborEntry();
        assertThat(Segment.copy(segment, copy, 0)).isEqualTo(present.size());
        for (int i = 0; i < present.size(); i++) {
            entry.readFrom(copy, i * EntryLayout.ENTRY_BYTES);
            assertThat(entry).describedAs("seed %d", seed).isEqualTo(present.get(Neighbors.Key.of(entry)));
            assertThat(EntryLayout.operationOf(word(copy, i * EntryLayout.ENTRY_BYTES + 24)))
                    .describedAs("a bound must not leave the segment")
                    .isEqualTo(Operation.NONE);
        }
    }

    private long home(final Neighbors.Key key) {
        return Segment.home(segment, Neighbors.hash(Neighbors.KEY, key.addressHigh(), key.addressLow(), key.linkId()));
    }

    private long find(final Neighbors.Key key) {
        return Segment.find(
                home(key), EntryLayout.swapped(key.addressHigh()), EntryLayout.swapped(key.addressLow()), key.linkId());
    }

    private static long word(final UnsafeBuffer bytes, final int offset) {
        return EntryLayout.word(bytes, offset);
    }
}

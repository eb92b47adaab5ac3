package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KnownNeighborsTest {
    /** A neighbor's key. */
    private record Key(long high, long low, int link) {}

    @Test
    void shouldBehaveLikeAMapWithAQueue() {
        final long seed = Long.getLong("ndpair.seed", System.nanoTime());
        final Random random = new Random(seed);
        final KnownNeighbors known = new KnownNeighbors(6_000, random.nextLong());
        final Map<Key, Long> model = new HashMap<>();
        final ArrayDeque<Key> queue = new ArrayDeque<>();
        for (int step = 0; step < 200_000; step++) {
            final Key key = new Key(random.nextInt(4), random.nextInt(2_000), random.nextInt(2));
            final int slot = known.find(key.high(), key.low(), key.link());
            assertThat(slot != KnownNeighbors.NONE).as("seed " + seed).isEqualTo(model.containsKey(key));
            if (slot == KnownNeighbors.NONE) {
                final int added = known.add(key.high(), key.low(), key.link());
                if (model.size() == 6_000) {
                    assertThat(added).as("seed " + seed).isEqualTo(KnownNeighbors.NONE);
                } else {
                    known.mac(added, step);
                    model.put(key, (long) step);
                }
            } else {
                assertThat(known.mac(slot)).as("seed " + seed).isEqualTo(model.get(key));
                final boolean queued = queue.contains(key);
                if (random.nextInt(50) == 0 || queue.size() > 20) {
                    known.enqueue(slot);
                    if (!queued) {
                        queue.add(key);
                    }
                } else if (!queued) {
                    known.free(slot);
                    model.remove(key);
                }
            }
            if (queue.size() > 30) {
                final int first = known.poll();
                final Key expected = queue.remove();
                assertThat(new Key(known.high(first), known.low(first), known.link(first)))
                        .isEqualTo(expected);
            }
            assertThat(known.size()).isEqualTo(model.size());
            assertThat(known.queued()).isEqualTo(queue.size());
        }
    }

    @Test
    void shouldRefuseMoreThanTheMaximumAndTakeThemAfterwards() {
        final KnownNeighbors known = new KnownNeighbors(3_000, 1);
        final List<Integer> slots = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            slots.add(known.add(1, i, 0));
        }
        assertThat(known.add(1, 3_000, 0)).isEqualTo(KnownNeighbors.NONE);
        known.free(slots.get(17));
        assertThat(known.find(1, 17, 0)).isEqualTo(KnownNeighbors.NONE);
        assertThat(known.add(1, 3_000, 0)).isEqualTo(slots.get(17));
        assertThat(known.find(1, 2_999, 0)).isNotEqualTo(KnownNeighbors.NONE);
    }

    @Test
    void shouldNotFreeWhatIsQueuedOrFree() {
        final KnownNeighbors known = new KnownNeighbors(10, 1);
        final int slot = known.add(1, 1, 0);
        known.enqueue(slot);
        assertThatThrownBy(() -> known.free(slot)).isInstanceOf(IllegalStateException.class);
        known.poll();
        known.free(slot);
        assertThatThrownBy(() -> known.free(slot)).isInstanceOf(IllegalStateException.class);
        assertThat(known.used(slot)).isFalse();
    }
}

package io.ndpair.store.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A batch answers as its keys would one by one, whatever its size, what of it is there and how the table was made. */
class LookupBatchTest {
    private final NeighborTable table = Neighbors.table(100_000);
    private final NeighborEntry out = new NeighborEntry();

    @AfterEach
    void closeTable() {
        table.close();
    }

    @Test
    void shouldAnswerLikeSingleLookups() {
        final long seed = Neighbors.seed();
        final SplittableRandom random = new SplittableRandom(seed);
        for (int i = 1; i <= 20_000; i++) {
            table.upsert(Neighbors.entry(Neighbors.key(random.nextInt(30_000)), random.nextInt()), i);
        }
        for (final int capacity :
                new int[] {1, 2, LookupBatch.WIDTH - 1, LookupBatch.WIDTH, LookupBatch.WIDTH + 1, 1_000}) {
            final LookupBatch batch = new LookupBatch(capacity);
            for (int round = 0; round < 20; round++) {
                compare(batch, random, seed);
            }
        }
    }

    private void compare(final LookupBatch batch, final SplittableRandom random, final long seed) {
        final List<Neighbors.Key> keys = new ArrayList<>();
        batch.clear();
        for (int i = random.nextInt(batch.capacity() + 1); i > 0; i--) {
            // Some of them twice, half of them absent or on another link.
            final Neighbors.Key key = Neighbors.key(random.nextInt(30_000));
            keys.add(random.nextInt(4) == 0 ? new Neighbors.Key(key.addressHigh(), key.addressLow(), 9) : key);
            final Neighbors.Key added = keys.get(keys.size() - 1);
            assertThat(batch.add(added.addressHigh(), added.addressLow(), added.linkId()))
                    .isEqualTo(keys.size() - 1);
        }
        final int found = table.lookupBatch(batch);
        int expected = 0;
        for (int i = 0; i < keys.size(); i++) {
            final Neighbors.Key key = keys.get(i);
            final NeighborEntry single = new NeighborEntry();
            final boolean there = table.lookup(key.addressHigh(), key.addressLow(), key.linkId(), single);
            assertThat(batch.found(i)).describedAs("seed %d: %s", seed, key).isEqualTo(there);
            assertThat(batch.entry(i, out)).isEqualTo(there);
            if (there) {
                expected++;
                assertThat(out).describedAs("seed %d", seed).isEqualTo(single);
            }
        }
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void shouldForgetWhatWasFoundBefore() {
        final Neighbors.Key key = Neighbors.key(5);
        final LookupBatch batch = new LookupBatch(3);
        table.upsert(Neighbors.entry(key, 1), 1);
        batch.add(key.addressHigh(), key.addressLow(), key.linkId());
        assertThat(batch.found(0)).isFalse();
        assertThat(table.lookupBatch(batch)).isEqualTo(1);
        assertThat(batch.found(0)).isTrue();
        table.remove(key.addressHigh(), key.addressLow(), key.linkId(), 2);
        assertThat(table.lookupBatch(batch)).isZero();
        assertThat(batch.found(0)).isFalse();
        table.upsert(Neighbors.entry(key, 1), 3);
        assertThat(table.lookupBatch(batch)).isEqualTo(1);
        batch.clear().add(key.addressHigh(), key.addressLow(), key.linkId());
        assertThat(batch.found(0)).isFalse();
        assertThat(batch.entry(0, out)).isFalse();
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        final LookupBatch batch = new LookupBatch(1);
        assertThat(table.lookupBatch(batch)).isZero();
        batch.add(1, 2, 3);
        assertThatThrownBy(() -> batch.add(1, 2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> batch.found(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> batch.entry(-1, out)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new LookupBatch(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LookupBatch(LookupBatch.MAX_CAPACITY + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldFindNothingInAClosedTable() {
        table.upsert(Neighbors.entry(Neighbors.key(5), 1), 1);
        final LookupBatch batch = new LookupBatch(20);
        final Neighbors.Key key = Neighbors.key(5);
        for (int i = 0; i < 20; i++) {
            batch.add(key.addressHigh(), key.addressLow(), key.linkId());
        }
        assertThat(table.lookupBatch(batch)).isEqualTo(20);
        table.close();
        assertThat(table.lookupBatch(batch)).isZero();
        assertThat(batch.found(7)).isFalse();
    }

    @Test
    void shouldVisitTheEntriesOfOneLinkOnly() {
        for (int i = 1; i <= 5_000; i++) {
            table.upsert(Neighbors.entry(Neighbors.key(i), i), i);
        }
        for (int link = 0; link <= 5; link++) {
            final int wanted = link;
            final List<Long> seen = new ArrayList<>();
            table.forEach(link, entry -> {
                assertThat(entry.linkId()).isEqualTo(wanted);
                assertThat(entry)
                        .isEqualTo(Neighbors.entry(Neighbors.key(entry.addressLow()), (int) entry.addressLow()));
                seen.add(entry.addressLow());
            });
            assertThat(seen).hasSize(link >= 1 && link <= 4 ? 1_250 : 0).doesNotHaveDuplicates();
        }
    }
}

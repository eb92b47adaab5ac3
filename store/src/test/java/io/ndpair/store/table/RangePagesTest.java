package io.ndpair.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RangePagesTest {
    private final NeighborTable table = new NeighborTable(TableConfig.of(200_000), new HashKey(1, 2, 3, 4));
    private final NeighborTable other = new NeighborTable(TableConfig.of(200_000), new HashKey(1, 2, 3, 4));
    private final RangePage page = new RangePage();
    private final RangePage theirs = new RangePage();
    private long sequence;

    @AfterEach
    void close() {
        table.close();
        other.close();
    }

    @Test
    void shouldDigestTheWholeTableInPagesThatJoin() {
        fill(50_000);
        long digest = 0;
        long position = 0;
        int ranges = 0;
        do {
            table.pages().at(position, page);
            assertThat(page.prefix()).isEqualTo(position);
            for (int i = 0; i < page.ranges(); i++) {
                digest ^= page.digest(i);
                assertThat(page.rangeOf(page.start(i))).isEqualTo(i);
            }
            ranges += page.ranges();
            position = page.end();
        } while (position != 0);
        assertThat(digest).isEqualTo(table.digest());
        assertThat(ranges).isGreaterThan(32);
    }

    /** The other device has cut its table otherwise: joined by images, or split deeper. */
    @Test
    void shouldDigestAlikeWhateverTheSegmentsAre() {
        fill(3_000);
        final UnsafeBuffer image = new UnsafeBuffer(new byte[RangeImage.MAX_IMAGE_BYTES]);
        final RangeImage range = new RangeImage();
        for (long position = 0; ; position = range.nextPosition()) {
            table.copyRange(position, image, 0, range);
            other.installRange(range.prefix(), range.depth(), sequence, image, 0, range.count());
            if (range.nextPosition() == 0) {
                break;
            }
        }
        // Deeper here than there, with the same content.
        for (int i = 3_000; i < 40_000; i++) {
            table.upsert(Neighbors.entry(Neighbors.key(i), i), ++sequence);
        }
        for (int i = 3_000; i < 40_000; i++) {
            final NeighborEntry entry = Neighbors.entry(Neighbors.key(i), i);
            table.remove(entry.addressHigh(), entry.addressLow(), entry.linkId(), ++sequence);
        }
        assertThat(table.status().segments()).isGreaterThan(other.status().segments());
        assertAlike(table, other);
        assertAlike(other, table);
    }

    @Test
    void shouldTellTheOneRangeThatDiffers() {
        fill(50_000);
        for (int i = 0; i < 50_000; i++) {
            other.upsert(Neighbors.entry(Neighbors.key(i), i == 777 ? 1 : 100), i + 1);
        }
        int differing = 0;
        long position = 0;
        do {
            table.pages().at(position, page);
            theirs.shape(page.prefix(), page.depth(), page.rangeDepth());
            other.pages().digest(theirs);
            for (int i = 0; i < page.ranges(); i++) {
                differing += page.digest(i) == theirs.digest(i) ? 0 : 1;
            }
            position = page.end();
        } while (position != 0);
        assertThat(differing).isEqualTo(1);
    }

    @Test
    void shouldRefuseShapesThatAreNone() {
        assertThat(page.shape(0, 0, 9)).isTrue();
        assertThat(page.shape(0, 0, 10)).isFalse();
        assertThat(page.shape(1, 0, 1)).isFalse();
        assertThat(page.shape(1L << 62, 1, 2)).isFalse();
        assertThat(page.shape(0, -1, 0)).isFalse();
        assertThat(page.shape(0, 3, 2)).isFalse();
        assertThat(page.shape(0, TableConfig.MAX_DEPTH, TableConfig.MAX_DEPTH + 1))
                .isFalse();
        assertThat(page.shape(1L << 63, 1, 10)).isTrue();
        assertThat(page.ranges()).isEqualTo(512);
        assertThat(page.end()).isZero();
        assertThat(page.start(511)).isEqualTo(0xFFC0_0000_0000_0000L);
    }

    @Test
    void shouldComeToAnEndAtAnyShape() {
        fill(20_000);
        final SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 2_000; i++) {
            final int depth = random.nextInt(TableConfig.MAX_DEPTH + 1);
            final long prefix = depth == 0 ? 0 : random.nextLong() & -(1L << (64 - depth));
            if (page.shape(prefix, depth, Math.min(TableConfig.MAX_DEPTH, depth + random.nextInt(10)))) {
                table.pages().digest(page);
            }
        }
        assertThat(page.ranges()).isPositive();
    }

    private void assertAlike(final NeighborTable chooses, final NeighborTable follows) {
        long position = 0;
        do {
            chooses.pages().at(position, page);
            theirs.shape(page.prefix(), page.depth(), page.rangeDepth());
            follows.pages().digest(theirs);
            for (int i = 0; i < page.ranges(); i++) {
                assertThat(theirs.digest(i)).isEqualTo(page.digest(i));
            }
            position = page.end();
        } while (position != 0);
    }

    private void fill(final int neighbors) {
        for (int i = 0; i < neighbors; i++) {
            table.upsert(Neighbors.entry(Neighbors.key(i), 100), ++sequence);
        }
    }
}

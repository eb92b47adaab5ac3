package io.ndpair.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Checks a table against itself, from scratch: ranges without gap or overlap, entries, counts and digests. */
final class TableAudit {
    private TableAudit() {}

    static void check(final NeighborTable table) {
        final UnsafeBuffer buffer = Neighbors.imageBuffer();
        final RangeImage image = new RangeImage();
        final NeighborEntry entry = new NeighborEntry();
        final NeighborEntry found = new NeighborEntry();
        long position = 0;
        long digest = 0;
        int entries = 0;
        int segments = 0;
        do {
            assertThat(table.copyRange(position, buffer, 0, image)).isTrue();
            assertThat(image.prefix()).isEqualTo(position);
            long rangeDigest = 0;
            for (int i = 0; i < image.count(); i++) {
                entry.readFrom(buffer, i * EntryLayout.ENTRY_BYTES);
                final long hash = Neighbors.hash(table.key(), entry);
                assertThat(image.depth() == 0 || (hash ^ position) >>> (64 - image.depth()) == 0)
                        .describedAs("%s belongs to its range", entry)
                        .isTrue();
                assertThat(table.lookup(entry.addressHigh(), entry.addressLow(), entry.linkId(), found))
                        .describedAs("%s is found", entry)
                        .isTrue();
                assertThat(found).isEqualTo(entry);
                rangeDigest ^= Neighbors.digest(entry);
            }
            assertThat(image.digest()).describedAs("digest of a range").isEqualTo(rangeDigest);
            digest ^= rangeDigest;
            entries += image.count();
            segments++;
            position = image.nextPosition();
        } while (position != 0);
        assertThat(table.digest()).describedAs("digest").isEqualTo(digest);
        assertThat(table.size()).describedAs("size").isEqualTo(entries);
        assertThat(table.status().segments()).describedAs("segments").isEqualTo(segments);
    }

    /** Keys that all want the same pair of their segment, under {@link Neighbors#KEY}. */
    static List<Neighbors.Key> keysOfOneHome(final int count) {
        final List<Neighbors.Key> keys = new ArrayList<>();
        for (long number = 1; keys.size() < count; number++) {
            final Neighbors.Key key = Neighbors.key(number);
            final long hash = Neighbors.hash(Neighbors.KEY, key.addressHigh(), key.addressLow(), key.linkId());
            if (Segment.home(0, hash) == 64 * 500) {
                keys.add(key);
            }
        }
        return keys;
    }
}

package io.ndpair.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/** Checks a table against itself, from scratch: ranges without gap or overlap, entries, counts and digests. */
final class TableAudit {
    private TableAudit() {}

    static void check(final NeighborTable table) {
        final UnsafeBuffer buffer = Neighbors.imageBuffer();
        final RangeImage image = new RangeImage();
        final NeighborEntry entry = new NeighborEntry();
        final NeighborEntry found = new NeighborEntry();
        final Map<Integer, int[]> links = new HashMap<>();
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
                recount(links, entry);
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
        checkLinks(table, links);
    }

    private static void recount(final Map<Integer, int[]> links, final NeighborEntry entry) {
        final int[] counts = links.computeIfAbsent(entry.linkId(), id -> new int[3]);
        if ((entry.flags() & EntryFlags.STATIC) != 0) {
            counts[2]++;
        } else {
            counts[0]++;
            counts[1] += entry.state() == NeighborState.INCOMPLETE ? 1 : 0;
        }
    }

    private static void checkLinks(final NeighborTable table, final Map<Integer, int[]> links) {
        final Admission admission = table.admission();
        links.forEach((link, counts) -> assertThat(
                        new int[] {admission.dynamicOn(link), admission.incompleteOn(link), admission.fixedOn(link)})
                .describedAs("learned, unresolved and static entries of link %d", link)
                .isEqualTo(counts));
        assertThat(admission.activeLinks()).describedAs("links in use").isEqualTo((int)
                links.values().stream().filter(c -> c[0] > 0).count());
        assertThat(admission.countedEntries())
                .describedAs("entries on all links")
                .isEqualTo(table.size());
        assertThat(table.status().limits().incomplete())
                .describedAs("unresolved")
                .isEqualTo(links.values().stream().mapToInt(c -> c[1]).sum());
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

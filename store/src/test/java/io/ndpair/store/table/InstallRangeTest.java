package io.ndpair.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.model.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InstallRangeTest {
    private final List<NeighborTable> tables = new ArrayList<>();
    private final UnsafeBuffer buffer = Neighbors.imageBuffer();
    private final RangeImage image = new RangeImage();
    private NeighborTable source;
    private NeighborTable target;

    @BeforeEach
    void openTables() {
        source = open(TableConfig.of(100_000));
        target = open(TableConfig.of(100_000));
    }

    @AfterEach
    void closeTables() {
        tables.forEach(NeighborTable::close);
    }

    @Test
    void shouldCopyAnEmptyTableAsOneRange() {
        assertThat(source.copyRange(-1L, buffer, 0, image)).isTrue();
        assertThat(image.prefix()).isZero();
        assertThat(image.depth()).isZero();
        assertThat(image.count()).isZero();
        assertThat(image.digest()).isZero();
        assertThat(image.nextPosition()).isZero();
    }

    @Test
    void shouldStandAsOfTheGreaterOfVersionAndAppliedSequence() {
        source.upsert(Neighbors.entry(Neighbors.key(1), 1), 10);
        assertThat(copy(source, 0).asOfSequence()).isEqualTo(10);
        source.appliedSequence(25);
        assertThat(copy(source, 0).asOfSequence()).isEqualTo(25);
        source.upsert(Neighbors.entry(Neighbors.key(1), 2), 30);
        assertThat(copy(source, 0).asOfSequence()).isEqualTo(30);
    }

    @Test
    void shouldMakeAnEmptyTableEqual() {
        fill(source, 1, 30_000, 0);
        source.appliedSequence(30_000);
        ship();
        assertEqualTables();
        assertThat(target.status().imagesInstalled()).isEqualTo(source.status().segments());
        assertThat(target.status().segments()).isEqualTo(source.status().segments());
    }

    @Test
    void shouldReplaceWhatADeeperTableHolds() {
        fill(source, 1, 3_000, 0);
        fill(target, 1_000, 60_000, 500);
        assertThat(target.status().directoryDepth())
                .isGreaterThan(source.status().directoryDepth() + 2);
        ship();
        assertEqualTables();
        TableAudit.check(target);
        assertThat(target.status().segments()).isEqualTo(source.status().segments());
    }

    @Test
    void shouldGiveAllSegmentsUnderThePrefixTheAsOfWhereTheTableIsDeeper() {
        fill(target, 1, 30_000, 0);
        assertThat(install(0, 0, 77, List.of(Neighbors.entry(Neighbors.key(5), 9))))
                .isEqualTo(Outcome.APPLIED);
        assertThat(target.size()).isEqualTo(1);
        for (int i = 1; i <= 200; i++) {
            final UnsafeBuffer mutation = Neighbors.bytes(Neighbors.entry(Neighbors.key(i), 3), Operation.UPSERT);
            assertThat(target.apply(mutation, 0, 77)).isEqualTo(Outcome.OLDER);
            assertThat(target.apply(mutation, 0, 78 + i)).isEqualTo(Outcome.APPLIED);
        }
        TableAudit.check(target);
    }

    @Test
    void shouldSplitAShallowTableDownToTheImagesPrefixAndLeaveTheRestAsItStands() {
        fill(target, 1, 500, 0);
        final Map<Neighbors.Key, NeighborEntry> before = Neighbors.contents(target);
        final long prefix = 0xA000_0000_0000_0000L;
        final NeighborEntry only = inRange(prefix, 3, 10_000);
        assertThat(install(prefix, 3, 40, List.of(only))).isEqualTo(Outcome.APPLIED);
        before.values().removeIf(entry -> isInRange(entry, prefix, 3));
        before.put(Neighbors.Key.of(only), only);
        assertThat(Neighbors.contents(target)).isEqualTo(before);
        TableAudit.check(target);
        final RangeImage installed = copy(target, prefix);
        assertThat(installed.depth()).isEqualTo(3);
        assertThat(installed.asOfSequence()).isEqualTo(40);
        for (long position = 0; position != prefix; ) {
            final RangeImage other = copy(target, position);
            assertThat(other.asOfSequence()).isEqualTo(500);
            position = other.nextPosition();
        }
    }

    @Test
    void shouldEmptyARangeByAnImageOfNothing() {
        fill(target, 1, 5_000, 0);
        assertThat(install(1L << 63, 1, 9_000, List.of())).isEqualTo(Outcome.APPLIED);
        final Map<Neighbors.Key, NeighborEntry> contents = Neighbors.contents(target);
        assertThat(contents.values()).noneMatch(entry -> isInRange(entry, 1L << 63, 1));
        assertThat(contents).hasSizeBetween(2_200, 2_800);
        TableAudit.check(target);
    }

    @Test
    void shouldSplitBeyondTheImagesDepthWhereOneSegmentCannotTakeIt() {
        final List<NeighborEntry> colliding = new ArrayList<>();
        TableAudit.keysOfOneHome(Segment.MAX_CANDIDATES + 100).forEach(key -> colliding.add(Neighbors.entry(key, 1)));
        fill(target, 1, 50, 0);
        assertThat(install(0, 0, 60, colliding)).isEqualTo(Outcome.APPLIED);
        assertThat(target.size()).isEqualTo(colliding.size());
        assertThat(target.status().segments()).isGreaterThan(1);
        assertThat(copy(target, 0).asOfSequence()).isEqualTo(60);
        assertThat(copy(target, -1L).asOfSequence()).isEqualTo(60);
        TableAudit.check(target);
    }

    @Test
    void shouldRefuseAnImageThatDoesNotFitAtTheDepthLimit() {
        target = open(TableConfig.of(100_000).withMaxDepth(0));
        final List<NeighborEntry> colliding = new ArrayList<>();
        TableAudit.keysOfOneHome(Segment.MAX_CANDIDATES + 1).forEach(key -> colliding.add(Neighbors.entry(key, 1)));
        assertRefused(Outcome.REFUSED_SEGMENT, 0, 0, 60, colliding);
    }

    @Test
    void shouldRefuseDepthOutOfBounds() {
        assertRefused(Outcome.REFUSED_DEPTH, 0, -1, 1, List.of());
        assertRefused(Outcome.REFUSED_DEPTH, 0, TableConfig.MAX_DEPTH + 1, 1, List.of());
        assertRefused(Outcome.REFUSED_DEPTH, 0, 64, 1, List.of());
        assertRefused(Outcome.REFUSED_DEPTH, 0, Integer.MIN_VALUE, 1, List.of());
    }

    @Test
    void shouldRefusePrefixWithLowBitsSet() {
        assertRefused(Outcome.REFUSED_PREFIX, 1, 0, 1, List.of());
        assertRefused(Outcome.REFUSED_PREFIX, 1L << 62, 1, 1, List.of());
        assertRefused(Outcome.REFUSED_PREFIX, 1L << 43, TableConfig.MAX_DEPTH, 1, List.of());
    }

    @Test
    void shouldRefuseNegativeAsOf() {
        assertRefused(Outcome.REFUSED_AS_OF, 0, 0, -1, List.of());
    }

    @Test
    void shouldRefuseTruncatedAndOversizedImages() {
        fill(target, 1, 100, 0);
        final UnsafeBuffer three = new UnsafeBuffer(new byte[3 * EntryLayout.ENTRY_BYTES + 31]);
        for (int i = 0; i < 3; i++) {
            Neighbors.entry(Neighbors.key(i + 1), 1).writeTo(three, i * EntryLayout.ENTRY_BYTES, Operation.NONE);
        }
        final UnsafeBuffer large = new UnsafeBuffer(new byte[2 * RangeImage.MAX_IMAGE_BYTES]);
        assertThat(target.installRange(0, 0, 1, three, 0, 4)).isEqualTo(Outcome.REFUSED_LENGTH);
        assertThat(target.installRange(0, 0, 1, three, 32, 3)).isEqualTo(Outcome.REFUSED_LENGTH);
        assertThat(target.installRange(0, 0, 1, three, -1, 1)).isEqualTo(Outcome.REFUSED_LENGTH);
        assertThat(target.installRange(0, 0, 1, three, Integer.MAX_VALUE, 1)).isEqualTo(Outcome.REFUSED_LENGTH);
        assertThat(target.installRange(0, 0, 1, three, 0, -1)).isEqualTo(Outcome.REFUSED_LENGTH);
        assertThat(target.installRange(0, 0, 1, large, 0, RangeImage.MAX_ENTRIES + 1))
                .isEqualTo(Outcome.REFUSED_LENGTH);
        assertThat(target.installRange(0, 0, 1, three, 0, Integer.MAX_VALUE)).isEqualTo(Outcome.REFUSED_LENGTH);
        assertThat(target.size()).isEqualTo(100);
        assertThat(target.status().imagesRefused()).isEqualTo(7);
        assertThat(target.installRange(0, 0, 1, three, 0, 3)).isEqualTo(Outcome.APPLIED);
    }

    @Test
    void shouldRefuseAnEntryOutsideTheRange() {
        final NeighborEntry inside = inRange(0, 2, 1);
        final NeighborEntry outside = inRange(1L << 62, 2, 1);
        assertRefused(Outcome.REFUSED_RANGE, 0, 2, 1, List.of(inside, outside));
        assertRefused(Outcome.REFUSED_RANGE, 1L << 62, 2, 1, List.of(outside, inside));
    }

    @Test
    void shouldRefuseANeighborThatStandsTwiceInTheImage() {
        final NeighborEntry entry = Neighbors.entry(Neighbors.key(1), 1);
        assertRefused(Outcome.REFUSED_DUPLICATE, 0, 0, 1, List.of(entry, Neighbors.entry(Neighbors.key(2), 1), entry));
        assertRefused(Outcome.REFUSED_DUPLICATE, 0, 0, 1, List.of(entry, Neighbors.entry(Neighbors.key(1), 2)));
    }

    @Test
    void shouldRefuseEntriesThatAreNone() {
        final NeighborEntry good = Neighbors.entry(Neighbors.key(1), 1);
        final long high = good.addressHigh();
        final long low = good.addressLow();
        final List<NeighborEntry> bad = List.of(
                new NeighborEntry(),
                new NeighborEntry().set(high, low, 1, 0, good.mac(), NeighborState.NONE, 0),
                new NeighborEntry().set(high, low, 1, 0, good.mac(), 9, 0),
                new NeighborEntry().set(high, low, 1, 0, 0x3333_0000_0001L, NeighborState.STALE, 0),
                new NeighborEntry().set(high, low, 1, 0, 0, NeighborState.STALE, 0),
                new NeighborEntry().set(high, low, 0, 0, good.mac(), NeighborState.STALE, 0),
                new NeighborEntry().set(-1L, low, 1, 0, good.mac(), NeighborState.STALE, 0));
        for (final NeighborEntry entry : bad) {
            assertRefused(Outcome.MALFORMED, 0, 0, 1, List.of(Neighbors.entry(Neighbors.key(2), 1), entry));
        }
        final UnsafeBuffer withOperation = Neighbors.bytes(good, Operation.UPSERT);
        assertThat(target.installRange(0, 0, 1, withOperation, 0, 1)).isEqualTo(Outcome.MALFORMED);
    }

    @Test
    void shouldHoldTwiceTheLimitAndRefuseBeyond() {
        target = open(TableConfig.of(2_000));
        fill(source, 1, 8_000, 0);
        int refused = 0;
        long position = 0;
        do {
            source.copyRange(position, buffer, 0, image);
            final int outcome =
                    target.installRange(image.prefix(), image.depth(), image.asOfSequence(), buffer, 0, image.count());
            assertThat(outcome).isIn(Outcome.APPLIED, Outcome.REFUSED_FULL);
            refused += outcome == Outcome.REFUSED_FULL ? 1 : 0;
            position = image.nextPosition();
        } while (position != 0);
        assertThat(refused).isPositive();
        assertThat(target.size()).isBetween(4_000, 2 * 2_000 + RangeImage.MAX_ENTRIES);
        TableAudit.check(target);
    }

    @Test
    void shouldBoundTheSegmentsThatImagesOfNothingCanAskFor() {
        target = open(TableConfig.of(1_000));
        final long step = 1L << (64 - TableConfig.MAX_DEPTH);
        int outcome = Outcome.APPLIED;
        for (int i = 0; i < 10_000 && outcome == Outcome.APPLIED; i++) {
            outcome = target.installRange(i * 991L * step, TableConfig.MAX_DEPTH, 1, buffer, 0, 0);
        }
        assertThat(outcome).isEqualTo(Outcome.REFUSED_SEGMENT);
        assertThat(target.status().segments()).isLessThan(200);
        assertThat(target.upsert(Neighbors.entry(Neighbors.key(1), 1), 2)).isEqualTo(Outcome.APPLIED);
        TableAudit.check(target);
    }

    @Test
    void shouldSeeEachEntryOnceWhileImagesJoinRangesUnderTheWalk() {
        fill(source, 1, 800, 0);
        fill(target, 1, 800, 0);
        assertThat(target.installRange(0, 4, 1, buffer, 0, 0)).isEqualTo(Outcome.APPLIED);
        ship();
        assertThat(target.installRange(1L << 60, 4, 1, buffer, 0, 0)).isEqualTo(Outcome.APPLIED);
        final Map<Neighbors.Key, Integer> seen = new HashMap<>();
        source.copyRange(0, buffer, 0, image);
        final int[] calls = {0};
        target.forEach(entry -> {
            seen.merge(Neighbors.Key.of(entry), 1, Integer::sum);
            if (++calls[0] == 200) {
                assertThat(target.installRange(0, 0, 900, buffer, 0, image.count()))
                        .isEqualTo(Outcome.APPLIED);
            }
        });
        assertThat(target.status().segments()).isEqualTo(1);
        assertThat(seen.values()).allMatch(times -> times == 1);
        assertThat(seen).hasSizeBetween(700, 800);
    }

    private void assertRefused(
            final int outcome, final long prefix, final int depth, final long asOf, final List<NeighborEntry> entries) {
        if (target.size() == 0) {
            fill(target, 1, 100, 0);
        }
        final Map<Neighbors.Key, NeighborEntry> before = Neighbors.contents(target);
        final long digest = target.digest();
        final long refused = target.status().imagesRefused();
        assertThat(Outcome.nameOf(install(prefix, depth, asOf, entries))).isEqualTo(Outcome.nameOf(outcome));
        assertThat(Neighbors.contents(target)).isEqualTo(before);
        assertThat(target.digest()).isEqualTo(digest);
        assertThat(target.status().imagesRefused()).isEqualTo(refused + 1);
        assertThat(copy(target, 0).asOfSequence()).isEqualTo(100);
        TableAudit.check(target);
    }

    private void assertEqualTables() {
        assertThat(target.digest()).isEqualTo(source.digest());
        assertThat(Neighbors.contents(target)).isEqualTo(Neighbors.contents(source));
        TableAudit.check(target);
    }

    private void ship() {
        long position = 0;
        do {
            source.copyRange(position, buffer, 0, image);
            assertThat(target.installRange(
                            image.prefix(), image.depth(), image.asOfSequence(), buffer, 0, image.count()))
                    .isEqualTo(Outcome.APPLIED);
            position = image.nextPosition();
        } while (position != 0);
    }

    private int install(final long prefix, final int depth, final long asOf, final List<NeighborEntry> entries) {
        final UnsafeBuffer bytes = new UnsafeBuffer(new byte[16 + entries.size() * EntryLayout.ENTRY_BYTES]);
        for (int i = 0; i < entries.size(); i++) {
            entries.get(i).writeTo(bytes, 16 + i * EntryLayout.ENTRY_BYTES, Operation.NONE);
        }
        return target.installRange(prefix, depth, asOf, bytes, 16, entries.size());
    }

    private static NeighborEntry inRange(final long prefix, final int depth, final long from) {
        for (long number = from; ; number++) {
            final NeighborEntry entry = Neighbors.entry(Neighbors.key(number), 1);
            if (isInRange(entry, prefix, depth)) {
                return entry;
            }
        }
    }

    private static boolean isInRange(final NeighborEntry entry, final long prefix, final int depth) {
        return (Neighbors.hash(Neighbors.KEY, entry) ^ prefix) >>> (64 - depth) == 0;
    }

    private static void fill(final NeighborTable table, final int from, final int to, final int ticks) {
        for (int i = from; i <= to; i++) {
            assertThat(table.upsert(Neighbors.entry(Neighbors.key(i), ticks + i), i))
                    .isEqualTo(Outcome.APPLIED);
        }
    }

    private static RangeImage copy(final NeighborTable table, final long position) {
        final RangeImage copied = new RangeImage();
        assertThat(table.copyRange(position, Neighbors.imageBuffer(), 0, copied))
                .isTrue();
        return copied;
    }

    private NeighborTable open(final TableConfig config) {
        final NeighborTable opened = new NeighborTable(config, Neighbors.KEY);
        tables.add(opened);
        return opened;
    }
}

package io.ndpair.store.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.ndpair.store.model.Outcome;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NeighborTableTest {
    private final List<NeighborTable> tables = new ArrayList<>();
    private final NeighborEntry out = new NeighborEntry();
    private NeighborTable table = open(TableConfig.of(100_000));
    private long sequence;

    @AfterEach
    void closeTables() {
        tables.forEach(NeighborTable::close);
    }

    @Test
    void shouldFindWhatWasPut() {
        final NeighborEntry entry = Neighbors.entry(Neighbors.key(7), 100);
        assertThat(table.upsert(entry, ++sequence)).isEqualTo(Outcome.APPLIED);
        assertThat(lookup(Neighbors.key(7))).isEqualTo(entry);
        assertThat(table.size()).isEqualTo(1);
        assertThat(table.digest()).isEqualTo(Neighbors.digest(entry));
    }

    @Test
    void shouldLeaveTheHolderAloneWhenThereIsNoSuchNeighbor() {
        out.set(1, 2, 3, 4, 5, 2, 7);
        assertThat(table.lookup(Neighbors.PREFIX, 1, 1, out)).isFalse();
        assertThat(out).isEqualTo(new NeighborEntry().set(1, 2, 3, 4, 5, 2, 7));
    }

    @Test
    void shouldReplaceEachFieldAlone() {
        final NeighborEntry entry = Neighbors.entry(Neighbors.key(7), 100);
        table.upsert(entry, ++sequence);
        final long high = entry.addressHigh();
        final long low = entry.addressLow();
        final int link = entry.linkId();
        final List<NeighborEntry> changes = List.of(
                new NeighborEntry().set(high, low, link, 101, entry.mac(), entry.state(), entry.flags()),
                new NeighborEntry().set(high, low, link, 101, 0x0200_0000_0001L, entry.state(), entry.flags()),
                new NeighborEntry().set(high, low, link, 101, 0x0200_0000_0001L, NeighborState.PROBE, entry.flags()),
                new NeighborEntry().set(high, low, link, 101, 0x0200_0000_0001L, NeighborState.PROBE, 0xF));
        for (final NeighborEntry change : changes) {
            assertThat(table.upsert(change, ++sequence)).isEqualTo(Outcome.APPLIED);
            assertThat(lookup(Neighbors.key(7))).isEqualTo(change);
            assertThat(table.digest()).isEqualTo(Neighbors.digest(change));
        }
        assertThat(table.size()).isEqualTo(1);
    }

    @Test
    void shouldSayUnchangedWhenTheSameBytesAreThere() {
        final NeighborEntry entry = Neighbors.entry(Neighbors.key(7), 100);
        table.upsert(entry, 5);
        assertThat(table.upsert(entry, 6)).isEqualTo(Outcome.UNCHANGED);
        assertThat(image(0).asOfSequence()).isEqualTo(5);
    }

    @Test
    void shouldKeepTheSameLinkLocalAddressOnTwoLinksApart() {
        final NeighborEntry first = Neighbors.entry(new NeighborEntry(), 0xFE80L << 48, 1, 1, 10);
        final NeighborEntry second = Neighbors.entry(new NeighborEntry(), 0xFE80L << 48, 1, 2, 20);
        table.upsert(first, ++sequence);
        table.upsert(second, ++sequence);
        assertThat(table.size()).isEqualTo(2);
        assertThat(lookup(Neighbors.Key.of(first))).isEqualTo(first);
        assertThat(lookup(Neighbors.Key.of(second))).isEqualTo(second);
        assertThat(table.remove(0xFE80L << 48, 1, 1, ++sequence)).isEqualTo(Outcome.APPLIED);
        assertThat(lookup(Neighbors.Key.of(first))).isNull();
        assertThat(lookup(Neighbors.Key.of(second))).isEqualTo(second);
    }

    @Test
    void shouldRemoveOnlyWhatIsThere() {
        table.upsert(Neighbors.entry(Neighbors.key(7), 100), ++sequence);
        assertThat(table.remove(Neighbors.PREFIX, 99, 1, ++sequence)).isEqualTo(Outcome.UNCHANGED);
        final Neighbors.Key key = Neighbors.key(7);
        assertThat(table.remove(key.addressHigh(), key.addressLow(), key.linkId(), ++sequence))
                .isEqualTo(Outcome.APPLIED);
        assertThat(lookup(key)).isNull();
        assertThat(table.size()).isZero();
        assertThat(table.digest()).isZero();
    }

    @Test
    void shouldNotTakeAFreeSlotForTheUnspecifiedAddress() {
        fill(500);
        final long digest = table.digest();
        for (int link = 0; link < 50; link++) {
            assertThat(table.remove(0, 0, link, ++sequence)).isEqualTo(Outcome.UNCHANGED);
            assertThat(table.lookup(0, 0, link, out)).isFalse();
        }
        assertThat(table.size()).isEqualTo(500);
        assertThat(table.digest()).isEqualTo(digest);
    }

    @Test
    void shouldGrowBySplitsAndKeepEverything() {
        fill(50_000);
        assertThat(table.size()).isEqualTo(50_000);
        final TableStatus status = table.status();
        assertThat(status.segments()).isBetween(50_000 / SegmentTree.SPLIT_COUNT, 50_000 / 400);
        assertThat(status.splits()).isEqualTo(status.segments() - 1);
        assertThat(Neighbors.contents(table)).hasSize(50_000);
        for (int i = 1; i <= 50_000; i++) {
            assertThat(lookup(Neighbors.key(i))).isEqualTo(Neighbors.entry(Neighbors.key(i), i));
        }
        TableAudit.check(table);
    }

    @Test
    void shouldRefuseBeyondTheLimitOnNeighborsAndCountIt() {
        table = open(TableConfig.of(10));
        fill(10);
        final long digest = table.digest();
        assertThat(table.upsert(Neighbors.entry(Neighbors.key(11), 1), ++sequence))
                .isEqualTo(Outcome.REFUSED_FULL);
        assertThat(table.upsert(Neighbors.entry(Neighbors.key(10), 77), ++sequence))
                .isEqualTo(Outcome.APPLIED);
        assertThat(table.upsert(Neighbors.entry(Neighbors.key(10), 10), ++sequence))
                .isEqualTo(Outcome.APPLIED);
        assertThat(table.digest()).isEqualTo(digest);
        assertThat(table.status().refusedFull()).isEqualTo(1);
        assertThat(table.size()).isEqualTo(10);
    }

    @Test
    void shouldRefuseAndCountWhatIsNoNeighbor() {
        assertThat(table.upsert(new NeighborEntry().set(0, 0, 1, 0, 1, 2, 0), ++sequence))
                .isEqualTo(Outcome.REFUSED_INVALID);
        assertThat(table.status().refusedInvalid()).isEqualTo(1);
        assertThat(table.size()).isZero();
    }

    @Test
    void shouldFillASegmentToTheBrimAtTheDepthLimitThenRefuseAndCount() {
        table = open(TableConfig.of(100_000).withMaxDepth(1));
        int put = 0;
        int refused = 0;
        for (int i = 1; i <= 3_000; i++) {
            final int outcome = table.upsert(Neighbors.entry(Neighbors.key(i), i), ++sequence);
            put += outcome == Outcome.APPLIED ? 1 : 0;
            refused += outcome == Outcome.REFUSED_SEGMENT ? 1 : 0;
        }
        assertThat(put).isGreaterThan(2 * 950).isLessThanOrEqualTo(2 * Segment.SLOTS);
        assertThat(put + refused).isEqualTo(3_000);
        assertThat(table.status().refusedSegment()).isEqualTo(refused);
        assertThat(table.size()).isEqualTo(put);
        assertThat(Neighbors.contents(table)).hasSize(put);
        TableAudit.check(table);
    }

    @Test
    void shouldSplitForKeysThatCollideAndRefuseThemAtTheDepthLimit() {
        final List<Neighbors.Key> colliding = TableAudit.keysOfOneHome(Segment.MAX_CANDIDATES + 50);
        for (final Neighbors.Key key : colliding) {
            assertThat(table.upsert(Neighbors.entry(key, 1), ++sequence)).isEqualTo(Outcome.APPLIED);
        }
        assertThat(table.status().splits()).isPositive();
        final NeighborTable flat = open(TableConfig.of(100_000).withMaxDepth(0));
        for (int i = 0; i < colliding.size(); i++) {
            assertThat(flat.upsert(Neighbors.entry(colliding.get(i), 1), ++sequence))
                    .isEqualTo(i < Segment.MAX_CANDIDATES ? Outcome.APPLIED : Outcome.REFUSED_SEGMENT);
        }
        for (int i = 0; i < Segment.MAX_CANDIDATES; i++) {
            assertThat(flat.lookup(
                            colliding.get(i).addressHigh(),
                            colliding.get(i).addressLow(),
                            colliding.get(i).linkId(),
                            out))
                    .isTrue();
        }
        final Neighbors.Key gone = colliding.get(3);
        flat.remove(gone.addressHigh(), gone.addressLow(), gone.linkId(), ++sequence);
        assertThat(flat.upsert(Neighbors.entry(colliding.get(Segment.MAX_CANDIDATES), 1), ++sequence))
                .isEqualTo(Outcome.APPLIED);
        TableAudit.check(flat);
    }

    @Test
    void shouldFollowTheOneRule() {
        final Neighbors.Key key = Neighbors.key(1);
        assertThat(apply(Neighbors.entry(key, 1), Operation.UPSERT, 10)).isEqualTo(Outcome.APPLIED);
        assertThat(apply(Neighbors.entry(key, 2), Operation.UPSERT, 10)).isEqualTo(Outcome.OLDER);
        assertThat(apply(Neighbors.entry(key, 2), Operation.UPSERT, 9)).isEqualTo(Outcome.OLDER);
        assertThat(apply(Neighbors.entry(key, 1), Operation.REMOVE, 9)).isEqualTo(Outcome.OLDER);
        assertThat(lookup(key)).isEqualTo(Neighbors.entry(key, 1));
        assertThat(apply(Neighbors.entry(key, 2), Operation.UPSERT, 11)).isEqualTo(Outcome.APPLIED);
        assertThat(lookup(key)).isEqualTo(Neighbors.entry(key, 2));
        assertThat(apply(Neighbors.entry(key, 9), Operation.REMOVE, 12)).isEqualTo(Outcome.APPLIED);
        assertThat(apply(Neighbors.entry(key, 9), Operation.REMOVE, 13)).isEqualTo(Outcome.UNCHANGED);
        assertThat(lookup(key)).isNull();
        assertThat(table.status().skippedOlder()).isEqualTo(3);
        assertThat(table.appliedSequence()).isZero();
    }

    @Test
    void shouldRefuseMutationsThatAreNone() {
        final NeighborEntry good = Neighbors.entry(Neighbors.key(1), 1);
        assertThat(apply(good, Operation.NONE, 1)).isEqualTo(Outcome.MALFORMED);
        assertThat(apply(good, 3, 1)).isEqualTo(Outcome.MALFORMED);
        assertThat(apply(good, 15, 1)).isEqualTo(Outcome.MALFORMED);
        assertThat(apply(with(good, good.mac(), NeighborState.NONE), Operation.UPSERT, 1))
                .isEqualTo(Outcome.MALFORMED);
        assertThat(apply(with(good, good.mac(), 9), Operation.UPSERT, 1)).isEqualTo(Outcome.MALFORMED);
        assertThat(apply(with(good, 0x0100_5E00_0001L, NeighborState.STALE), Operation.UPSERT, 1))
                .isEqualTo(Outcome.MALFORMED);
        assertThat(table.size()).isZero();
        assertThat(table.status().refusedInvalid()).isEqualTo(6);
    }

    @Test
    void shouldForgetSequencesOfAHistoryThatWasCutBack() {
        fill(5_000);
        table.appliedSequence(5_000);
        table.cutBack(4_000);
        assertThat(table.appliedSequence()).isEqualTo(4_000);
        final RangeImage image = image(0);
        assertThat(image.asOfSequence()).isEqualTo(4_000);
        final Neighbors.Key key = Neighbors.key(77);
        assertThat(apply(Neighbors.entry(key, 123), Operation.UPSERT, 4_000)).isEqualTo(Outcome.OLDER);
        assertThat(apply(Neighbors.entry(key, 123), Operation.UPSERT, 4_001)).isEqualTo(Outcome.APPLIED);
        assertThat(lookup(key)).isEqualTo(Neighbors.entry(key, 123));
        TableAudit.check(table);
    }

    @Test
    void shouldTakeAChangeOfTheMasterWhateverTheRangeStandsFor() {
        final Neighbors.Key key = Neighbors.key(1);
        table.upsert(Neighbors.entry(key, 1), 950);
        assertThat(table.upsert(Neighbors.entry(key, 2), 921)).isEqualTo(Outcome.APPLIED);
        assertThat(lookup(key)).isEqualTo(Neighbors.entry(key, 2));
        assertThat(image(0).asOfSequence()).isEqualTo(921);
        assertThat(table.remove(key.addressHigh(), key.addressLow(), key.linkId(), 921))
                .isEqualTo(Outcome.APPLIED);
    }

    @Test
    void shouldKeepEverythingUnderAnotherKey() {
        fill(20_000);
        table.appliedSequence(sequence);
        final Map<Neighbors.Key, NeighborEntry> before = Neighbors.contents(table);
        final long digest = table.digest();
        final HashKey other = new HashKey(1, 2, 3, 4);
        assertThat(table.rekey(other)).isEqualTo(Outcome.APPLIED);
        assertThat(table.rekey(other)).isEqualTo(Outcome.UNCHANGED);
        assertThat(table.key()).isEqualTo(other);
        assertThat(Neighbors.contents(table)).isEqualTo(before);
        assertThat(table.digest()).isEqualTo(digest);
        assertThat(table.size()).isEqualTo(20_000);
        assertThat(image(0).asOfSequence()).isEqualTo(20_000);
        assertThat(image(0).keyId()).isEqualTo(other.id());
        TableAudit.check(table);
    }

    @Test
    void shouldMoveToAnotherKeyInSteps() {
        fill(20_000);
        table.appliedSequence(sequence);
        final Map<Neighbors.Key, NeighborEntry> before = Neighbors.contents(table);
        final HashKey former = table.key();
        final HashKey other = new HashKey(1, 2, 3, 4);
        int steps = 1;
        while (table.rekeying().towards(other, 1) == Rekeying.MORE) {
            assertThat(table.key()).isEqualTo(former);
            steps++;
        }
        assertThat(steps).isGreaterThan(15);
        assertThat(table.key()).isEqualTo(other);
        assertThat(Neighbors.contents(table)).isEqualTo(before);
        assertThat(table.status().rekeys()).isEqualTo(1);
        TableAudit.check(table);
    }

    @Test
    void shouldNotPublishTheCopyOfATableThatChangedMeanwhile() {
        fill(20_000);
        final HashKey former = table.key();
        final HashKey other = new HashKey(1, 2, 3, 4);
        table.rekeying().towards(other, 1);
        table.upsert(Neighbors.entry(Neighbors.key(20_001), 20_001), ++sequence);
        int outcome = Rekeying.MORE;
        while (outcome == Rekeying.MORE) {
            outcome = table.rekeying().towards(other, 1);
        }
        assertThat(outcome).isEqualTo(Outcome.REFUSED_SEGMENT);
        assertThat(table.key()).isEqualTo(former);
        assertThat(table.size()).isEqualTo(20_001);
        TableAudit.check(table);
    }

    @Test
    void shouldGiveBackTheMemoryOfAMoveThatWasAbandoned() {
        fill(20_000);
        table.rekey(new HashKey(1, 2, 3, 4));
        final long memoryBytes = table.memoryBytes();
        for (int i = 0; i < 20; i++) {
            table.rekeying().towards(new HashKey(i, 2, 3, 5), 15);
            table.rekeying().abandon();
        }
        assertThat(table.memoryBytes()).isLessThan(memoryBytes + memoryBytes / 5);
        TableAudit.check(table);
    }

    @Test
    void shouldUseRetiredSegmentsAgain() {
        fill(20_000);
        table.rekey(new HashKey(1, 2, 3, 4));
        final long memoryBytes = table.memoryBytes();
        for (int i = 0; i < 20; i++) {
            table.rekey(new HashKey(i, 2, 3, 5));
        }
        // Another key may split a little more or less.
        assertThat(table.memoryBytes()).isLessThan(memoryBytes + memoryBytes / 5);
    }

    @Test
    void shouldSeeEachEntryOnceWhileTheTableGrowsUnderTheWalk() {
        fill(5_000);
        final Map<Neighbors.Key, Integer> seen = new HashMap<>();
        final int[] next = {5_000};
        table.forEach(entry -> {
            seen.merge(Neighbors.Key.of(entry), 1, Integer::sum);
            for (int i = 0; i < 5 && next[0] < 60_000; i++) {
                final int number = ++next[0];
                table.upsert(Neighbors.entry(Neighbors.key(number), number), ++sequence);
            }
        });
        assertThat(table.status().segments()).isGreaterThan(40);
        assertSeenOnce(seen, 5_000);
    }

    @Test
    void shouldSeeEachEntryOnceWhileTheTableTakesOtherKeysUnderTheWalk() {
        fill(20_000);
        final Map<Neighbors.Key, Integer> seen = new HashMap<>();
        table.forEach(entry -> {
            if (seen.merge(Neighbors.Key.of(entry), 1, Integer::sum) == 1 && seen.size() % 6_000 == 0) {
                table.rekey(new HashKey(seen.size(), 2, 3, 4));
            }
        });
        assertThat(table.status().rekeys()).isEqualTo(3);
        assertSeenOnce(seen, 20_000);
    }

    @Test
    void shouldPrepareMemoryAheadOfNeedAndThenRest() {
        fill(60_000);
        final long usedBytes = table.memoryBytes();
        int calls = 0;
        while (table.prepareMemory() > 0) {
            calls++;
        }
        assertThat(calls).isBetween(1, 2);
        assertThat(table.memoryBytes()).isBetween(usedBytes, usedBytes + 2 * HugePages.PAGE_BYTES);
        fill(100_000);
        assertThat(Neighbors.contents(table)).hasSize(100_000);
    }

    @Test
    void shouldSayWhyItsPagesArePlain() {
        table = open(TableConfig.of(100).withHugePages(false));
        assertThat(table.status().plainPagesReason()).isEqualTo("huge ones are not asked for");
        assumeTrue(System.getProperty("os.name").equals("Linux"), "huge pages are asked for on Linux alone");
        table = open(TableConfig.of(100));
        assertThat(table.status().plainPagesReason()).isEmpty();
        assertThat(HugePages.advise(0x1001, 4096)).startsWith("the kernel refused, errno 22");
    }

    @Test
    void shouldPrepareAsManySegmentsAgainBeforeAllOfThemAreSplit() {
        table = open(TableConfig.of(1_000_000));
        // 256 segments of 515 entries each: after a doubling a huge page ahead is enough.
        fill(132_000);
        while (table.prepareMemory() > 0) {}
        final long afterDoubling = table.memoryBytes();
        assertThat(table.status().segments()).isEqualTo(256);
        assertThat(afterDoubling).isLessThan(256L * Segment.SEGMENT_BYTES + 2 * HugePages.PAGE_BYTES);
        // 800 entries each: none is split yet, all will be soon.
        fill(200_000);
        assertThat(table.status().segments()).isEqualTo(256);
        while (table.prepareMemory() > 0) {}
        final long prepared = table.memoryBytes();
        assertThat(prepared).isGreaterThan(511L * Segment.SEGMENT_BYTES);
        fill(264_000);
        assertThat(table.status().segments()).isEqualTo(512);
        assertThat(table.memoryBytes()).isLessThan(prepared + HugePages.PAGE_BYTES);
    }

    @Test
    void shouldBeEmptyForReadersAndRefuseTheWriterWhenClosed() {
        fill(5_000);
        table.close();
        table.close();
        assertThat(lookup(Neighbors.key(1))).isNull();
        assertThat(table.copyRange(0, Neighbors.imageBuffer(), 0, new RangeImage()))
                .isFalse();
        assertThat(Neighbors.contents(table)).isEmpty();
        assertThat(table.prepareMemory()).isZero();
        assertThat(table.status().segments()).isPositive();
        final NeighborEntry entry = Neighbors.entry(Neighbors.key(1), 1);
        assertThatThrownBy(() -> table.upsert(entry, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> table.remove(1, 2, 3, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> apply(entry, Operation.UPSERT, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> table.rekey(new HashKey(1, 2, 3, 4))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> table.cutBack(1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> table.installRange(0, 0, 1, Neighbors.imageBuffer(), 0, 0))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldNotAllocateOnSteadyPaths() {
        fill(20_000);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final NeighborEntry entry = new NeighborEntry();
        final UnsafeBuffer buffer = Neighbors.imageBuffer();
        final RangeImage image = new RangeImage();
        steady(entry, buffer, image);
        final long before = threads.getCurrentThreadAllocatedBytes();
        steady(entry, buffer, image);
        // A lock or a field of the measuring bean itself may cost some; 100,000 operations would show.
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(20_000);
    }

    @Test
    void shouldCheckTheBoundsOfItsConfiguration() {
        assertThatThrownBy(() -> TableConfig.of(0)).hasMessageContaining("maxNeighbors 0");
        assertThatThrownBy(() -> TableConfig.of(TableConfig.LARGEST_MAX_NEIGHBORS + 1))
                .hasMessageContaining("maxNeighbors");
        assertThatThrownBy(() -> TableConfig.of(1).withMaxDepth(21)).hasMessageContaining("maxDepth 21");
        assertThatThrownBy(() -> TableConfig.of(1).withMaxDepth(-1)).hasMessageContaining("maxDepth -1");
    }

    @Test
    void shouldNameOutcomes() {
        assertThat(Outcome.nameOf(Outcome.REFUSED_FULL)).isEqualTo("limit on neighbors");
        assertThat(Outcome.nameOf(Outcome.REFUSED_AS_OF)).isEqualTo("image as-of");
        assertThat(Outcome.nameOf(Outcome.OLDER)).isEqualTo("older");
        assertThat(Outcome.nameOf(-99)).isEqualTo("outcome -99");
    }

    private void steady(final NeighborEntry entry, final UnsafeBuffer buffer, final RangeImage image) {
        for (int i = 1; i <= 25_000; i++) {
            final long number = 1L + i % 20_000;
            final long high = Neighbors.PREFIX + (number & 0xF);
            final int link = 1 + (int) (number & 3);
            table.lookup(high, number, link, entry);
            table.upsert(Neighbors.entry(entry, high, number, link, i), ++sequence);
            table.remove(high, number, link, ++sequence);
            table.upsert(Neighbors.entry(entry, high, number, link, i), ++sequence);
            if (i % 100 == 0) {
                table.copyRange((long) i << 48, buffer, 0, image);
            }
        }
    }

    private static void assertSeenOnce(final Map<Neighbors.Key, Integer> seen, final int stable) {
        for (int i = 1; i <= stable; i++) {
            assertThat(seen.get(Neighbors.key(i))).describedAs("entry %d", i).isEqualTo(1);
        }
        assertThat(seen.values()).allMatch(times -> times == 1);
    }

    private static NeighborEntry with(final NeighborEntry entry, final long mac, final int state) {
        return new NeighborEntry()
                .set(entry.addressHigh(), entry.addressLow(), entry.linkId(), 0, mac, state, entry.flags());
    }

    private void fill(final int count) {
        for (int i = 1; i <= count; i++) {
            table.upsert(Neighbors.entry(Neighbors.key(i), i), ++sequence);
        }
    }

    private int apply(final NeighborEntry entry, final int operation, final long mutationSequence) {
        return table.apply(Neighbors.bytes(entry, operation), 0, mutationSequence);
    }

    private RangeImage image(final long position) {
        final RangeImage image = new RangeImage();
        assertThat(table.copyRange(position, Neighbors.imageBuffer(), 0, image)).isTrue();
        return image;
    }

    private NeighborEntry lookup(final Neighbors.Key key) {
        return table.lookup(key.addressHigh(), key.addressLow(), key.linkId(), out) ? Neighbors.copy(out) : null;
    }

    private NeighborTable open(final TableConfig config) {
        final NeighborTable opened = new NeighborTable(config, Neighbors.KEY);
        tables.add(opened);
        return opened;
    }
}

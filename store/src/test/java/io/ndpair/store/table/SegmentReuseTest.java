package io.ndpair.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What readers rely on to notice that a segment is no longer what they began to read: no reference comes twice, and a
 * version does not come back under the same reference.
 */
class SegmentReuseTest {
    private final SegmentPool pool = new SegmentPool(20, false);

    @AfterEach
    void closePool() {
        pool.close();
    }

    @Test
    void shouldNeverGiveAReferenceTwice() {
        final Set<Long> references = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            final int segment = pool.take(0);
            assertThat(references.add(pool.reference(segment))).isTrue();
            assertThat(SegmentPool.segmentOf(pool.reference(segment))).isEqualTo(segment);
            assertThat(references.add(pool.renewedReference(segment))).isTrue();
            pool.retire(segment);
        }
        assertThat(references).doesNotContain(SegmentDirectory.NOWHERE);
    }

    @Test
    void shouldGiveSegmentsThatAreEmptyAndBeingWritten() {
        final int used = pool.take(3);
        UnsafeApi.setMemory(pool.address(used), Segment.SEGMENT_BYTES, (byte) 0x55);
        UnsafeApi.putLong(pool.versionAddress(used), 84);
        pool.count(used, 7);
        pool.digest(used, 9);
        pool.retire(used);
        final int again = pool.take(5);
        assertThat(again).isEqualTo(used);
        assertThat(UnsafeApi.getLong(pool.versionAddress(again)) & 1).isEqualTo(1);
        assertThat(pool.depth(again)).isEqualTo(5);
        assertThat(pool.count(again)).isZero();
        assertThat(pool.digest(again)).isZero();
        for (int i = 0; i < Segment.SEGMENT_BYTES; i++) {
            assertThat(UnsafeApi.getByte(pool.address(again) + i)).isZero();
        }
    }

    @Test
    void shouldEndAtItsCapacity() {
        final Set<Integer> segments = new HashSet<>();
        for (int i = 0; i < pool.capacity(); i++) {
            segments.add(pool.take(0));
        }
        assertThat(segments).hasSize(20).doesNotContain(SegmentPool.NONE);
        assertThat(pool.take(0)).isEqualTo(SegmentPool.NONE);
        pool.retire(4);
        assertThat(pool.take(0)).isEqualTo(4);
    }

    @Test
    void shouldGoOnUnderAnotherReferenceWhereTheSequenceDoesNotGrow() {
        final SegmentTree tree = new SegmentTree(pool, 4, 8, Neighbors.KEY, 0);
        put(tree, 1, 10);
        final long reference = reference(tree);
        put(tree, 2, 11);
        assertThat(reference(tree)).isEqualTo(reference);
        put(tree, 3, 11);
        final long second = reference(tree);
        assertThat(second).isNotEqualTo(reference);
        put(tree, 4, 5);
        assertThat(reference(tree)).isNotIn(reference, second);
        put(tree, 5, 90);
        final long third = reference(tree);
        tree.cutBack(90);
        assertThat(reference(tree)).isEqualTo(third);
        tree.cutBack(89);
        assertThat(reference(tree)).isNotEqualTo(third);
        assertThat(pool.asOf(tree.segment(0))).isEqualTo(89);
    }

    @Test
    void shouldLookAtSegmentsOnlyWhereOneMayStandBeyondTheCutT10() {
        final SegmentTree tree = new SegmentTree(pool, 4, 8, Neighbors.KEY, 0);
        assertThat(tree.splitDownTo(0, 2)).isTrue();
        put(tree, 1, 90);
        assertThat(tree.cutBack(90)).isZero();
        assertThat(tree.cutBack(89)).isEqualTo(tree.segments());
        assertThat(tree.cutBack(89)).isZero();
        final SegmentTree other = tree.sibling(Neighbors.KEY, 95);
        tree.become(other);
        assertThat(tree.cutBack(94)).isEqualTo(tree.segments());
        assertThat(pool.asOf(tree.segment(0))).isEqualTo(94);
    }

    private static long reference(final SegmentTree tree) {
        return tree.directory().reference(0);
    }

    private static void put(final SegmentTree tree, final int ticks, final long sequence) {
        tree.put(0, 1, 2, 3, ticks | (long) NeighborState.STALE << 48, sequence, 100, null);
    }
}

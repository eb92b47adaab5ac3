package io.ndpair.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Memory that does not keep what was written into it. */
class ScrubTest {
    private static final long SEED = Long.getLong("ndpair.seed", 7);
    private static final int ENTRIES = 3_000;
    private static final int ROUNDS = 200;
    private static final long MS = 1_000_000L;

    private final SegmentPool pool = new SegmentPool(64, false);
    private final SegmentTree tree = new SegmentTree(pool, 20, 64, new HashKey(1, 2, 3, 4), 0);
    private final Scrub scrub = new Scrub(pool, tree);
    private final SplittableRandom random = new SplittableRandom(SEED);
    private long nowNs = 5 * MS;

    @BeforeEach
    void fill() {
        final SegmentDirectory directory = tree.directory();
        for (int i = 1; i <= ENTRIES; i++) {
            final long w0 = 1L << 61;
            final long w2 = 1 + ((long) i << 32);
            final long w3 = 0x0200_0000_0000L + i + (2L << 48);
            tree.put(directory.hashOfWords(w0, i, w2), w0, i, w2, w3, i, ENTRIES, null);
        }
        assertThat(tree.neighbors()).isEqualTo(ENTRIES);
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void shouldPutBackAnyBitOfAnyEntry() {
        for (int round = 0; round < ROUNDS; round++) {
            final long word = anyEntry() + 8L * random.nextInt(4);
            final long before = UnsafeApi.getLong(word);
            final long bit = anyBit();
            UnsafeApi.putLong(word, before ^ bit);
            assertThat(pass()).as("-Dndpair.seed=%d round %d", SEED, round).contains("put back");
            assertThat(UnsafeApi.getLong(word)).isEqualTo(before);
        }
        assertThat(scrub.mended()).isEqualTo(ROUNDS);
        assertThat(scrub.damaged()).isZero();
        assertThat(pass()).isEmpty();
    }

    @Test
    void shouldTellTheTruthByItsDigestWhereItCannotMend() {
        final long kept = tree.digest();
        final long slot = anyEntry();
        final long good = SegmentTree.digestOf(slot);
        UnsafeApi.putLong(slot + 8, UnsafeApi.getLong(slot + 8) ^ 5);
        UnsafeApi.putLong(slot + 16, UnsafeApi.getLong(slot + 16) ^ (1L << 40));
        assertThat(tree.digest()).as("nobody has looked yet").isEqualTo(kept);
        assertThat(pass()).contains("damaged");
        assertThat(tree.digest()).isEqualTo(kept ^ good ^ SegmentTree.digestOf(slot));
        assertThat(scrub.damaged()).isEqualTo(1);
        assertThat(pass()).as("told once").isEmpty();
    }

    @Test
    void shouldLetReadersNoticeWhatIsPutBack() {
        final long hash = random.nextLong();
        final int segment = tree.segment(hash);
        final long slot = entryOf(segment);
        final long version = UnsafeApi.getLong(pool.versionAddress(segment));
        final long reference = pool.reference(segment);
        UnsafeApi.putLong(slot + 24, UnsafeApi.getLong(slot + 24) ^ 4);
        pass();
        assertThat(pool.reference(segment)).isNotEqualTo(reference);
        assertThat(UnsafeApi.getLong(pool.versionAddress(segment))).isEqualTo(version);
    }

    @Test
    void shouldLookAtOneSegmentAMillisecond() {
        final int segments = tree.segments();
        assertThat(segments).isGreaterThan(3);
        for (int i = 0; i < segments - 1; i++) {
            assertThat(scrub.doWork(nowNs)).isNull();
            assertThat(scrub.doWork(nowNs + MS - 1)).isNull();
            nowNs += MS;
        }
        assertThat(scrub.passes()).isZero();
        scrub.doWork(nowNs);
        assertThat(scrub.passes()).isEqualTo(1);
    }

    /** All that is told until the table was gone through from its beginning to its end. */
    private String pass() {
        final StringBuilder told = new StringBuilder();
        final long enough = scrub.passes() + 2;
        while (scrub.passes() < enough) {
            nowNs += 200 * MS;
            final String found = scrub.doWork(nowNs);
            told.append(found == null ? "" : found);
        }
        return told.toString();
    }

    private long anyEntry() {
        return entryOf(tree.segment(random.nextLong()));
    }

    private long entryOf(final int segment) {
        long slot;
        do {
            slot = Segment.slot(pool.address(segment), random.nextInt(Segment.SLOTS));
        } while (Segment.stateWord(slot) == 0);
        return slot;
    }

    /** But for the operation, which an entry in the table does not have. */
    private long anyBit() {
        long bit;
        do {
            bit = 1L << random.nextInt(Long.SIZE);
        } while ((bit & EntryLayout.OPERATION_MASK) != 0);
        return bit;
    }
}

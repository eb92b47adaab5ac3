package io.ndpair.bench.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.bench.limit.RawMemory;
import io.ndpair.bench.workload.Keys;
import io.ndpair.store.table.HashKey;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;
import io.ndpair.store.table.NeighborTable;
import io.ndpair.store.table.TableConfig;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A benchmark that would not notice a wrong answer is worth nothing. */
class TableLoopsTest {
    private static final int NEIGHBORS = 5_000;
    private static final int LOOKUPS = 50_000;

    private final NeighborTable table =
            new NeighborTable(TableConfig.of(2 * NEIGHBORS), HashKey.random(new SplittableRandom(1)));
    private final TableLoops loops = new TableLoops(table, NEIGHBORS, 1);

    @BeforeEach
    void fill() {
        loops.fill(0, NEIGHBORS);
    }

    @AfterEach
    void free() {
        table.close();
    }

    private void runAll() {
        loops.hitDependent(LOOKUPS);
        loops.hitIndependent(LOOKUPS);
        loops.missDependent(LOOKUPS);
        loops.missIndependent(LOOKUPS);
        loops.hitBatch(LOOKUPS + 1);
        loops.missBatch(LOOKUPS + 1);
        loops.upsertKnown(LOOKUPS);
    }

    @Test
    void shouldFindNothingWrongWithATableThatIsRight() {
        runAll();
        runAll();
        assertThat(loops.wrong()).isZero();
        assertThat(table.size()).isEqualTo(NEIGHBORS);
    }

    @Test
    void shouldNoticeAMissingEntryInEveryKindOfHit() {
        table.remove(Keys.high(7), Keys.low(7), Keys.link(7), 1_000_000);
        long before = 0;
        for (int kind = 0; kind < 3; kind++) {
            if (kind == 0) {
                loops.hitDependent(LOOKUPS);
            } else if (kind == 1) {
                loops.hitIndependent(LOOKUPS);
            } else {
                loops.hitBatch(LOOKUPS);
            }
            assertThat(loops.wrong()).as("after kind " + kind).isGreaterThan(before);
            before = loops.wrong();
        }
    }

    @Test
    void shouldNoticeAWrongMac() {
        table.upsert(
                new NeighborEntry()
                        .set(Keys.high(7), Keys.low(7), Keys.link(7), 9, Keys.mac(8), NeighborState.REACHABLE, 0),
                1_000_000);
        loops.hitIndependent(LOOKUPS);
        final long single = loops.wrong();
        loops.hitBatch(LOOKUPS);
        assertThat(single).isPositive();
        assertThat(loops.wrong()).isGreaterThan(single);
    }

    @Test
    void shouldNoticeAnEntryThatShouldNotBeThere() {
        loops.put(NEIGHBORS + 7, 1);
        loops.missDependent(LOOKUPS);
        final long dependent = loops.wrong();
        loops.missIndependent(LOOKUPS);
        final long independent = loops.wrong();
        loops.missBatch(LOOKUPS);
        assertThat(dependent).isPositive();
        assertThat(independent).isGreaterThan(dependent);
        assertThat(loops.wrong()).isGreaterThan(independent);
    }

    @Test
    void shouldNoticeARangeThatWasNotCopied() {
        try (RangeCopy copy = new RangeCopy(table, NEIGHBORS)) {
            copy.all();
            assertThat(copy.missing()).isZero();
            table.remove(Keys.high(7), Keys.low(7), Keys.link(7), 1_000_000);
            copy.all();
            assertThat(copy.missing()).isOne();
        }
    }

    @Test
    void shouldGoRoundAndRoundWhenCopyingInParts() {
        try (RangeCopy copy = new RangeCopy(table, NEIGHBORS);
                RawMemory source = new RawMemory(copy.bytes())) {
            for (int i = 0; i < 100; i++) {
                assertThat(copy.some(40)).isBetween(0L, copy.bytes());
                assertThat(copy.someRaw(source, 40)).isBetween(0L, copy.bytes());
            }
        }
    }
}

package io.ndpair.store.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ndpair.store.model.Outcome;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is refused and who has to go when a table, a link or the budget for unresolved neighbors is full. */
class AdmissionTest {
    private static final int MAX = 4_000;
    private static final int A = 1;
    private static final int B = 2;

    private final NeighborTable table = Neighbors.table(MAX);
    private final Admission admission = table.admission();
    private final NeighborEntry entry = new NeighborEntry();
    private final NeighborEntry victim = new NeighborEntry();
    private long sequence;

    @AfterEach
    void audit() {
        TableAudit.check(table);
        assertThat(table.size()).isLessThanOrEqualTo(MAX);
        table.close();
    }

    /** Puts as a master does; what had to go stands in {@link #victim}. */
    private int put(final int linkId, final long number, final int state, final int flags, final int ticks) {
        entry.set(Neighbors.PREFIX, number, linkId, ticks, state == NeighborState.INCOMPLETE ? 0 : 2, state, flags);
        victim.set(0, 0, 0, 0, 0, 0, 0);
        final int outcome = admission.put(entry, sequence + 1);
        if (outcome >= 0) {
            sequence += outcome;
            return outcome;
        }
        if (!admission.displaced(entry, outcome, victim)) {
            return table.refuse(outcome);
        }
        assertThat(table.remove(victim.addressHigh(), victim.addressLow(), victim.linkId(), ++sequence))
                .isEqualTo(Outcome.APPLIED);
        return admission.putInPlace(entry, ++sequence);
    }

    private void fill(final int linkId, final int count, final int state, final int flags) {
        for (int i = 1; i <= count; i++) {
            assertThat(put(linkId, i, state, flags, 1_000 + i)).isEqualTo(Outcome.APPLIED);
        }
    }

    private long count(final Predicate<NeighborEntry> which) {
        return Neighbors.contents(table).values().stream().filter(which).count();
    }

    @Test
    void shouldEvictUnresolvedBeforeStaleAndTheOldestOfThem() {
        admission.limits(admission.limits().withIncomplete(100, 100));
        fill(A, MAX - 100, NeighborState.STALE, 0);
        for (int i = 0; i < 100; i++) {
            put(A, 10_000 + i, NeighborState.INCOMPLETE, 0, 0);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(put(B, i + 1, NeighborState.REACHABLE, 0, 0)).isEqualTo(Outcome.APPLIED);
            assertThat(victim.addressLow()).describedAs("the oldest unresolved").isEqualTo(10_000 + i);
        }
        assertThat(put(B, 1_000, NeighborState.REACHABLE, 0, 0)).isEqualTo(Outcome.APPLIED);
        assertThat(victim.state()).isEqualTo(NeighborState.STALE);
        assertThat(table.status().limits().evictedIncompleteForTable()).isEqualTo(100);
        assertThat(table.status().limits().evictedStaleForTable()).isEqualTo(1);
        assertThat(table.status().limits().evicted()).isEqualTo(101);
        assertThat(table.status().refusedFull()).isZero();
    }

    @Test
    void shouldNeverEvictStaticNorReachable() {
        fill(A, MAX / 2, NeighborState.REACHABLE, 0);
        for (int i = 1; i <= MAX / 2; i++) {
            put(B, i, NeighborState.STALE, EntryFlags.STATIC, 0);
        }
        for (int i = 0; i < 2_000; i++) {
            assertThat(put(A, 100_000 + i, NeighborState.REACHABLE, 0, 0)).isEqualTo(Outcome.REFUSED_FULL);
            assertThat(put(B, 100_000 + i, NeighborState.REACHABLE, EntryFlags.STATIC, 0))
                    .isEqualTo(Outcome.REFUSED_FULL);
        }
        assertThat(table.status().refusedFull()).isEqualTo(4_000);
        assertThat(table.status().limits().evicted()).isZero();
    }

    /** Sampled, so not exactly the oldest; but among 4,000 none that is younger than the older half goes for the first 500. */
    @Test
    void shouldEvictAmongTheOldestStale() {
        fill(A, MAX, NeighborState.STALE, 0);
        long sum = 0;
        for (int i = 1; i <= 500; i++) {
            assertThat(put(A, 100_000 + i, NeighborState.REACHABLE, 0, 100_000)).isEqualTo(Outcome.APPLIED);
            sum += victim.lastConfirmedTicks() - 1_000;
        }
        assertThat(sum / 500)
                .describedAs("mean rank of the evicted, of %d", MAX)
                .isLessThan(MAX / 4);
    }

    @Test
    void shouldKeepALinkWithinItsLimit() {
        admission.linkLimit(A, 300);
        fill(A, 300, NeighborState.REACHABLE, 0);
        assertThat(put(A, 1_000, NeighborState.REACHABLE, 0, 0)).isEqualTo(Outcome.REFUSED_LINK_FULL);
        assertThat(table.status().limits().refusedLinkFull()).isEqualTo(1);
        fill(B, 1_000, NeighborState.STALE, 0);
        // Known ones may change all the same; a static one does not count.
        assertThat(put(A, 1, NeighborState.STALE, 0, 5)).isEqualTo(Outcome.APPLIED);
        assertThat(put(A, 2_000, NeighborState.REACHABLE, EntryFlags.STATIC, 0)).isEqualTo(Outcome.APPLIED);
        // The one stale entry of the link is found within a round of the hand, and no other link's is taken for it.
        int outcome = 0;
        for (int i = 0; i < 64 && outcome != Outcome.APPLIED; i++) {
            outcome = put(A, 1_000, NeighborState.REACHABLE, 0, 0);
        }
        assertThat(outcome).isEqualTo(Outcome.APPLIED);
        assertThat(victim.linkId()).isEqualTo(A);
        assertThat(victim.addressLow()).isEqualTo(1);
        assertThat(admission.dynamicOn(A)).isEqualTo(300);
        assertThat(admission.dynamicOn(B)).isEqualTo(1_000);
        assertThat(table.status().limits().evictedStaleForLink()).isEqualTo(1);
        // A stale one that becomes unresolved again stays within the limit too.
        assertThat(put(A, 1_000, NeighborState.INCOMPLETE, 0, 9)).isEqualTo(Outcome.APPLIED);
        assertThat(put(A, 3_000, NeighborState.REACHABLE, 0, 9)).isEqualTo(Outcome.APPLIED);
        assertThat(victim.addressLow()).isEqualTo(1_000);
        assertThat(table.status().limits().evictedIncompleteForLink()).isEqualTo(1);
    }

    @Test
    void shouldLetALinkUseUpItsOwnBudgetForUnresolvedOnly() {
        admission.limits(admission.limits().withIncomplete(100, 40));
        fill(A, 40, NeighborState.INCOMPLETE, 0);
        fill(B, 40, NeighborState.INCOMPLETE, 0);
        for (int i = 0; i < 1_000; i++) {
            assertThat(put(A, 1_000 + i, NeighborState.INCOMPLETE, 0, 0)).isEqualTo(Outcome.APPLIED);
            assertThat(victim.linkId()).isEqualTo(A);
        }
        assertThat(admission.incompleteOn(B)).isEqualTo(40);
        assertThat(table.status().limits().evictedForLinkIncomplete()).isEqualTo(1_000);
        fill(3, 20, NeighborState.INCOMPLETE, 0);
        assertThat(put(3, 21, NeighborState.INCOMPLETE, 0, 0)).isEqualTo(Outcome.APPLIED);
        assertThat(victim.linkId()).describedAs("who has some pays first").isEqualTo(3);
        assertThat(put(4, 1, NeighborState.INCOMPLETE, 0, 0)).isEqualTo(Outcome.APPLIED);
        assertThat(victim.linkId()).describedAs("otherwise the oldest of all").isEqualTo(B);
        assertThat(table.status().limits().evictedForIncomplete()).isEqualTo(2);
        assertThat(table.status().limits().incomplete()).isEqualTo(100);
    }

    @Test
    void shouldNotGiveUpAResolvedNeighborForAnUnresolvedOne() {
        fill(A, MAX, NeighborState.STALE, 0);
        for (int i = 1; i <= 1_000; i++) {
            assertThat(put(B, i, NeighborState.INCOMPLETE, 0, 0)).isEqualTo(Outcome.REFUSED_FULL);
        }
        assertThat(count(e -> e.state() == NeighborState.STALE)).isEqualTo(MAX);
    }

    /** TRAPS T14, for hosts that do answer: a link that floods a full table displaces its own, not the other links'. */
    @Test
    void shouldNotLetALinkThatHasItsShareDisplaceOthers() {
        fill(B, 500, NeighborState.STALE, 0);
        fill(3, 500, NeighborState.STALE, 0);
        fill(A, MAX - 1_000, NeighborState.STALE, 0);
        int evicted = 0;
        for (int i = 0; i < 10_000; i++) {
            if (put(A, 100_000 + i, NeighborState.STALE, 0, 200_000 + i) == Outcome.APPLIED) {
                assertThat(victim.linkId()).isEqualTo(A);
                evicted++;
            }
        }
        assertThat(evicted).isGreaterThan(9_000);
        assertThat(admission.dynamicOn(B)).isEqualTo(500);
        // And one that has less than its share takes from the one that has more.
        assertThat(put(B, 100_000, NeighborState.REACHABLE, 0, 0)).isEqualTo(Outcome.APPLIED);
        assertThat(victim.linkId()).isEqualTo(A);
    }

    @Test
    void shouldExchangeOneForOneWhereALowerLimitCame() {
        fill(A, 1_000, NeighborState.STALE, 0);
        admission.linkLimit(A, 100);
        for (int i = 0; i < 50; i++) {
            assertThat(put(A, 10_000 + i, NeighborState.REACHABLE, 0, 9_999)).isEqualTo(Outcome.APPLIED);
        }
        assertThat(admission.dynamicOn(A)).isEqualTo(1_000);
        assertThat(table.status().limits().evictedStaleForLink()).isEqualTo(50);
    }

    @Test
    void shouldFindOutThatCandidatesHaveChanged() {
        admission.linkLimit(A, 200);
        fill(A, 200, NeighborState.STALE, 0);
        for (int round = 0; round < 10; round++) {
            // The sweep remembers stale entries, which are confirmed before anybody needs their place.
            while (!admission.sweep(1_024, met -> {})) {
                assertThat(table.size()).isEqualTo(200);
            }
            for (int i = 1; i <= 200; i++) {
                put(A, i, NeighborState.REACHABLE, 0, 5_000 + round);
            }
            assertThat(put(A, 1_000, NeighborState.REACHABLE, 0, 0)).isEqualTo(Outcome.REFUSED_LINK_FULL);
            for (int i = 1; i <= 200; i++) {
                put(A, i, NeighborState.STALE, 0, 5_000 + round);
            }
        }
    }

    @Test
    void shouldCountLinksUpToABound() {
        for (int link = 1; link <= 70_000; link++) {
            assertThat(put(link, 1, NeighborState.REACHABLE, 0, 0)).isEqualTo(Outcome.APPLIED);
            if (link > 500) {
                // Links come and go; what is left of those that went is given up.
                table.remove(Neighbors.PREFIX, 1, link, ++sequence);
            }
        }
        assertThat(admission.dynamicOn(400)).isEqualTo(1);
        assertThat(admission.dynamicOn(600)).isZero();
        final LinkCounts counts = new LinkCounts();
        for (int link = 1; link <= LinkCounts.MAX_LINKS; link++) {
            assertThat(counts.limit(link * 7_919, 1)).isTrue();
        }
        assertThat(counts.limit(-5, 1)).isFalse();
        assertThat(counts.hasRoomFor(1)).isFalse();
        assertThat(counts.limit(7_919, 0)).isTrue();
        assertThat(counts.limit(-5, 1))
                .describedAs("the place of one that needs none any more")
                .isTrue();
    }

    @Test
    void shouldRefuseLimitsThatCannotBe() {
        assertThatThrownBy(() -> new NeighborLimits(0, 1, 0)).hasMessageContaining("maxIncomplete 0");
        assertThatThrownBy(() -> new NeighborLimits(10, 11, 0)).hasMessageContaining("maxIncompletePerLink 11");
        assertThatThrownBy(() -> new NeighborLimits(10, 10, -1)).hasMessageContaining("maxPerLink -1");
        assertThatThrownBy(() -> admission.linkLimit(0, 1)).hasMessageContaining("link 0");
        assertThat(NeighborLimits.of(4_000_000)).isEqualTo(new NeighborLimits(4_096, 1_024, 0));
        assertThat(NeighborLimits.of(1)).isEqualTo(new NeighborLimits(16, 4, 0));
    }
}

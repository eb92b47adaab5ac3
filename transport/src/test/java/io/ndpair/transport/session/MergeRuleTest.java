package io.ndpair.transport.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.table.EntryFlags;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;
import io.ndpair.transport.session.MergeRule.Absence;
import io.ndpair.transport.session.MergeRule.Decision;
import org.junit.jupiter.api.Test;

class MergeRuleTest {

    private static final long M = 0x0200_0000_0001L;
    private static final long N = 0x0200_0000_0002L;

    @Test
    void shouldTakeWhatIsNewAndDoubtItOnlyWhenItMayHaveBeenRemoved() {
        NeighborEntry theirs = entry(M, NeighborState.REACHABLE, 0);
        assertThat(MergeRule.neighbor(null, 0, theirs, 100, false, Absence.NEVER_HAD))
                .isEqualTo(Decision.TAKE);
        assertThat(MergeRule.neighbor(null, 0, theirs, 100, false, Absence.UNSURE))
                .isEqualTo(Decision.TAKE_STALE);
        NeighborEntry fixed = entry(M, NeighborState.REACHABLE, EntryFlags.STATIC);
        assertThat(MergeRule.neighbor(null, 0, fixed, 100, false, Absence.UNSURE))
                .isEqualTo(Decision.TAKE);
        NeighborEntry unresolved = entry(0, NeighborState.INCOMPLETE, 0);
        assertThat(MergeRule.neighbor(unresolved, 0, theirs, 100, false, Absence.NEVER_HAD))
                .isEqualTo(Decision.TAKE);
        assertThat(MergeRule.neighbor(null, 0, unresolved, 0, false, Absence.NEVER_HAD))
                .isEqualTo(Decision.INCOMPLETE);
        assertThat(MergeRule.neighbor(theirs, 50, unresolved, 0, false, Absence.NEVER_HAD))
                .isEqualTo(Decision.INCOMPLETE);
    }

    /** There are no tombstones in the table: what this device has removed must not come back by the other's offer. */
    @Test
    void shouldLeaveAwayWhatWasRemovedHereAfterTheOtherHasConfirmedIt() {
        assertThat(MergeRule.absence(10, 12)).isEqualTo(Absence.REMOVED_LATER);
        assertThat(MergeRule.absence(10, 11)).isEqualTo(Absence.UNSURE);
        assertThat(MergeRule.absence(10, 9)).isEqualTo(Absence.UNSURE);
        assertThat(MergeRule.absence(10, 8)).isEqualTo(Absence.NEVER_HAD);
        NeighborEntry theirs = entry(M, NeighborState.REACHABLE, 0);
        assertThat(MergeRule.neighbor(null, 0, theirs, 12, false, Absence.REMOVED_LATER))
                .isEqualTo(Decision.KEEP);
        NeighborEntry asked = entry(0, NeighborState.INCOMPLETE, 0);
        assertThat(MergeRule.neighbor(asked, 0, theirs, 12, false, Absence.REMOVED_LATER))
                .isEqualTo(Decision.KEEP);
        NeighborEntry fixed = entry(M, NeighborState.REACHABLE, EntryFlags.STATIC);
        assertThat(MergeRule.neighbor(null, 0, fixed, 12, false, Absence.REMOVED_LATER))
                .isEqualTo(Decision.TAKE);
    }

    @Test
    void shouldLetTheMoreRecentlyConfirmedWin() {
        NeighborEntry ours = entry(M, NeighborState.REACHABLE, 0);
        NeighborEntry same = entry(M, NeighborState.STALE, 0);
        assertThat(MergeRule.neighbor(ours, 10, same, 8, false, Absence.NEVER_HAD))
                .isEqualTo(Decision.TAKE);
        assertThat(MergeRule.neighbor(ours, 10, same, 12, false, Absence.NEVER_HAD))
                .isEqualTo(Decision.KEEP);
        NeighborEntry other = entry(N, NeighborState.REACHABLE, 0);
        assertThat(MergeRule.neighbor(ours, 10, other, 8, false, Absence.NEVER_HAD))
                .isEqualTo(Decision.TAKE_STALE);
        assertThat(MergeRule.neighbor(ours, 10, other, 12, false, Absence.NEVER_HAD))
                .isEqualTo(Decision.KEEP_STALE);
    }

    /** Both sides round: what is a tick younger may be older. */
    @Test
    void shouldKeepWhatWasTouchedHereWhenTheAgesAreAlike() {
        NeighborEntry ours = entry(M, NeighborState.REACHABLE, 0);
        NeighborEntry other = entry(N, NeighborState.REACHABLE, 0);
        assertThat(MergeRule.neighbor(ours, 10, other, 10, false, Absence.NEVER_HAD))
                .isEqualTo(Decision.KEEP_STALE);
        assertThat(MergeRule.neighbor(ours, 10, other, 9, false, Absence.NEVER_HAD))
                .isEqualTo(Decision.KEEP_STALE);
    }

    /** A device that was dead for a while takes its own entries for younger than they are. */
    @Test
    void shouldTakeWhatIsOfferedForWhatWasNotTouchedSinceTheHistoriesParted() {
        NeighborEntry ours = entry(M, NeighborState.REACHABLE, 0);
        NeighborEntry other = entry(N, NeighborState.REACHABLE, 0);
        assertThat(MergeRule.neighbor(ours, 1, other, 30, true, Absence.NEVER_HAD))
                .isEqualTo(Decision.TAKE);
        assertThat(MergeRule.removal(ours, 1, 30, true)).isEqualTo(Decision.DOUBT);
        NeighborEntry fixed = entry(M, NeighborState.REACHABLE, EntryFlags.STATIC);
        assertThat(MergeRule.neighbor(fixed, 1, other, 30, true, Absence.NEVER_HAD))
                .isEqualTo(Decision.KEEP);
    }

    @Test
    void shouldLetWhatWasConfiguredByHandWin() {
        NeighborEntry learned = entry(M, NeighborState.REACHABLE, 0);
        NeighborEntry fixed = entry(N, NeighborState.REACHABLE, EntryFlags.STATIC);
        assertThat(MergeRule.neighbor(fixed, 100, learned, 0, false, Absence.NEVER_HAD))
                .isEqualTo(Decision.KEEP);
        assertThat(MergeRule.neighbor(learned, 0, fixed, 100, false, Absence.NEVER_HAD))
                .isEqualTo(Decision.TAKE);
        assertThat(MergeRule.removal(fixed, 100, 0, false)).isEqualTo(Decision.KEEP);
    }

    @Test
    void shouldDoubtWhatTheOtherRemovedLaterThanItWasConfirmed() {
        NeighborEntry ours = entry(M, NeighborState.REACHABLE, 0);
        assertThat(MergeRule.removal(ours, 10, 9, false)).isEqualTo(Decision.DOUBT);
        assertThat(MergeRule.removal(ours, 10, 10, false)).isEqualTo(Decision.KEEP);
        assertThat(MergeRule.removal(null, 0, 0, false)).isEqualTo(Decision.KEEP);
    }

    private static NeighborEntry entry(long mac, int state, int flags) {
        return new NeighborEntry().set(1, 2, 3, 0, mac, state, flags);
    }
}

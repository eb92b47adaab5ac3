package io.ndpair.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.table.NeighborState;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final int USERS = 1_000;

    private final Ledger ledger = new Ledger(USERS);
    private final Change change = new Change();

    private long offer(int kind, int user, int address) {
        ledger.offer(change.set(kind, user, address));
        return ledger.offered();
    }

    private void see(int user, int address, long number, int state, boolean mayDoubt) {
        ledger.see(Change.high(user), Change.low(user, address), Change.mac(user, address, number), state, mayDoubt);
    }

    private void see(int user, int address, long number) {
        see(user, address, number, NeighborState.REACHABLE, false);
    }

    private Ledger.Finding end() {
        ledger.seekMissing(0, USERS);
        return ledger.endComparison();
    }

    @Test
    void shouldFindWhatIsMissing() {
        ledger.ack(offer(Change.LEARN, 7, 1));
        ledger.beginComparison();
        final Ledger.Finding finding = end();
        assertThat(finding.missing).isEqualTo(1);
        assertThat(finding.lost()).isEqualTo(1);
        assertThat(finding.example).contains("missing: address 1 of user 7");
    }

    @Test
    void shouldTellOfAnAddressOnce() {
        ledger.ack(offer(Change.LEARN, 7, 1));
        ledger.beginComparison();
        assertThat(end().lost()).isEqualTo(1);
        ledger.beginComparison();
        assertThat(end().lost()).isZero();
    }

    @Test
    void shouldFindAnOlderVersionAndTakeANewerOne() {
        final long first = offer(Change.LEARN, 7, 1);
        ledger.ack(offer(Change.LEARN, 7, 1));
        final long third = offer(Change.LEARN, 7, 1);
        ledger.beginComparison();
        see(7, 1, third);
        assertThat(end().lost()).isZero();
        ledger.beginComparison();
        see(7, 1, first);
        final Ledger.Finding finding = end();
        assertThat(finding.older).isEqualTo(1);
        assertThat(finding.missing).isZero();
    }

    @Test
    void shouldNotMissWhatMayHaveBeenRemoved() {
        ledger.ack(offer(Change.LEARN, 7, 1));
        offer(Change.REMOVE, 7, 1);
        ledger.beginComparison();
        assertThat(end().lost()).isZero();
    }

    @Test
    void shouldFindWhatWasRemovedAndIsThereAgain() {
        final long learned = offer(Change.LEARN, 7, 1);
        ledger.ack(offer(Change.REMOVE, 7, 1));
        ledger.beginComparison();
        see(7, 1, learned);
        final Ledger.Finding finding = end();
        assertThat(finding.returned).isEqualTo(1);
        assertThat(finding.wrong()).isEqualTo(1);
    }

    @Test
    void shouldFindAnAddressThatWasReplaced() {
        final long learned = offer(Change.LEARN, 7, 1);
        ledger.ack(offer(Change.REMOVE, 7, 1));
        final long other = offer(Change.LEARN, 7, 3);
        ledger.ack(other);
        ledger.beginComparison();
        see(7, 3, other);
        see(7, 1, learned);
        final Ledger.Finding finding = end();
        assertThat(finding.returned).isEqualTo(1);
        assertThat(finding.lost()).isZero();
    }

    @Test
    void shouldDoubtOnlyWhatIsStaleAfterTwoMasters() {
        final long learned = offer(Change.LEARN, 7, 1);
        ledger.ack(offer(Change.REMOVE, 7, 1));
        ledger.beginComparison();
        see(7, 1, learned, NeighborState.STALE, true);
        Ledger.Finding finding = end();
        assertThat(finding.doubted).isEqualTo(1);
        assertThat(finding.wrong()).isZero();
        ledger.beginComparison();
        see(7, 1, learned, NeighborState.STALE, false);
        finding = end();
        assertThat(finding.wrong()).isEqualTo(1);
    }

    @Test
    void shouldFindWhatNobodyHasOffered() {
        final long number = offer(Change.LEARN, 7, 1);
        ledger.ack(number);
        ledger.beginComparison();
        see(7, 1, number + 1);
        see(8, 1, number);
        ledger.see(Change.high(9), Change.low(9, 1), 0x0200_0000_0001L, NeighborState.REACHABLE, false);
        ledger.see(0x2001L, 1, 0x0200_0000_0001L, NeighborState.REACHABLE, false);
        final Ledger.Finding finding = end();
        assertThat(finding.wrong).isEqualTo(3);
        assertThat(finding.strangers).isEqualTo(1);
        assertThat(finding.missing).as("told as wrong already").isZero();
    }

    @Test
    void shouldFindAnEntryThatIsThereTwice() {
        final long number = offer(Change.LEARN, 7, 1);
        ledger.ack(number);
        ledger.beginComparison();
        see(7, 1, number);
        see(7, 1, number);
        assertThat(end().wrong).isEqualTo(1);
    }

    @Test
    void shouldNotAskForWhatWasAckedAfterTheTableWasRead() {
        ledger.ack(offer(Change.LEARN, 7, 1));
        final long moved = offer(Change.LEARN, 7, 1);
        ledger.beginComparison();
        ledger.ack(moved);
        see(7, 1, moved - 1);
        assertThat(end().lost()).isZero();
        ledger.beginComparison();
        see(7, 1, moved - 1);
        assertThat(end().older).isEqualTo(1);
    }

    /** A table that takes every change, with acks somewhere behind, is always found right; with one entry altered it never is. */
    @Test
    void shouldAgreeWithAPlainTable() {
        final long seed = Long.getLong("ndpair.seed", System.nanoTime());
        final SplittableRandom random = new SplittableRandom(seed);
        final Behaviour behaviour = new Behaviour(seed, ledger);
        final Map<Long, Long> table = new HashMap<>();
        for (int i = 0; i < 60_000; i++) {
            behaviour.next(change);
            ledger.offer(change);
            final long key = ((long) change.user << Integer.SIZE) | change.address;
            if (change.kind == Change.LEARN) {
                table.put(key, ledger.offered());
            } else if (change.kind == Change.REMOVE) {
                assertThat(table.remove(key))
                        .as("-Dndpair.seed=%d, change %d", seed, i)
                        .isNotNull();
            } else {
                assertThat(table).as("-Dndpair.seed=%d, change %d", seed, i).containsKey(key);
            }
            if (random.nextInt(100) == 0) {
                ledger.ack(Math.max(ledger.acked(), ledger.offered() - random.nextInt(500)));
            }
            if (i % 10_000 == 9_999) {
                assertThat(compared(table))
                        .as("-Dndpair.seed=%d, change %d", seed, i)
                        .isZero();
            }
        }
        ledger.ack(ledger.offered());
        final long victim = table.keySet().iterator().next();
        table.remove(victim);
        assertThat(compared(table)).as("-Dndpair.seed=%d", seed).isEqualTo(1);
    }

    private long compared(Map<Long, Long> table) {
        ledger.beginComparison();
        table.forEach((key, number) -> see((int) (key >>> Integer.SIZE), (int) (long) key, number));
        final Ledger.Finding finding = end();
        return finding.lost() + finding.wrong();
    }

    @Test
    void shouldReadUserAndAddressBackFromAnAddress() {
        final SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 10_000; i++) {
            final int user = random.nextInt(Change.MOST_USERS);
            final int address = random.nextInt(1 << 24);
            final long key = Change.keyOf(Change.high(user), Change.low(user, address), Change.MOST_USERS);
            assertThat(Change.userOf(key)).isEqualTo(user);
            assertThat(Change.addressOf(key)).isEqualTo(address);
        }
    }
}

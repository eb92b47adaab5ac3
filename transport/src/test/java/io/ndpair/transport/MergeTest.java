package io.ndpair.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;
import io.ndpair.transport.codec.MergeOfferDecoder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two masters after a cut: what each has learned alone is on both when one of them has become backup. */
class MergeTest {

    private static final long LINK_LOCAL = 0xFE80L << 48;

    @TempDir
    Path directory;

    private TestPair pair;

    @BeforeEach
    void open() {
        pair = new TestPair(directory, 42).connect().inRealTime();
        for (int i = 0; i < 100; i++) {
            pair.a.put(i, i);
        }
        pair.awaitRealTime();
    }

    @AfterEach
    void close() {
        pair.close();
    }

    @Test
    void shouldKeepWhatEachOfTwoMastersHasLearned() {
        bothMaster();
        for (int i = 0; i < 1_000; i++) {
            pair.a.put(1_000 + i, i);
            pair.b.put(5_000 + i, i);
        }
        pair.b.put(5_000, 77);
        pair.b.remove(5_001);
        mergeIntoA();
        assertThat(pair.a.store.size()).isEqualTo(100 + 1_000 + 999);
        assertThat(mac(pair.a, 5_000)).isEqualTo(77);
        assertThat(state(pair.a, 5_002)).isEqualTo(NeighborState.REACHABLE);
        MergeCounts counts = pair.a.replicator.status().merges();
        assertThat(counts.ended()).isEqualTo(1);
        assertThat(counts.taken()).isEqualTo(999);
        assertThat(counts.dropped()).isZero();
        assertThat(counts.lostSequences()).isZero();
        assertThat(counts.offered()).isEqualTo(1_000);
        assertThat(pair.a.merged).hasSize(1);
        // Only what differs was moved, not the table.
        assertThat(pair.b.replicator.status().rangesAlike()
                        + pair.b.replicator.status().batch().ranges())
                .isPositive();
    }

    @Test
    void shouldLetTheMoreRecentConfirmationWinAndDoubtTheWinnerOfAConflict() {
        bothMaster();
        pair.a.put(1, 11);
        pair.b.put(2, 22);
        pair.cycles(300);
        pair.b.put(1, 21);
        pair.a.put(2, 12);
        // The same neighbor, only confirmed later over there.
        pair.b.put(3, 3);
        pair.cycles(300);
        mergeIntoA();
        assertThat(mac(pair.a, 1)).isEqualTo(21);
        assertThat(state(pair.a, 1)).isEqualTo(NeighborState.STALE);
        assertThat(mac(pair.a, 2)).isEqualTo(12);
        assertThat(state(pair.a, 2)).isEqualTo(NeighborState.STALE);
        assertThat(mac(pair.a, 3)).isEqualTo(3);
        assertThat(state(pair.a, 3)).isEqualTo(NeighborState.REACHABLE);
        assertThat(pair.a.replicator.status().merges().conflicts()).isEqualTo(2);
    }

    @Test
    void shouldDoubtNotDropWhatTheOtherRemoved() {
        bothMaster();
        pair.a.put(4, 44);
        pair.cycles(300);
        pair.b.remove(4);
        pair.b.remove(5);
        pair.cycles(300);
        pair.a.put(5, 5);
        pair.cycles(300);
        mergeIntoA();
        assertThat(state(pair.a, 4)).isEqualTo(NeighborState.STALE);
        assertThat(state(pair.a, 5)).isEqualTo(NeighborState.REACHABLE);
        assertThat(pair.a.replicator.status().merges().doubted()).isEqualTo(1);
    }

    /** T9: what is one id on both devices is two links. */
    @Test
    void shouldKeepTheSameLinkLocalAddressOnTwoLinksApartAlsoWhenBothMastersGaveThemOneIdT9() {
        bothMaster();
        int onA = pair.a.store.defineLink("eth7");
        int onB = pair.b.store.defineLink("eth9");
        assertThat(onA).isEqualTo(onB);
        int alsoOnB = pair.b.store.defineLink("eth7");
        put(pair.a, LINK_LOCAL, onA, 7);
        put(pair.b, LINK_LOCAL, onB, 9);
        put(pair.b, LINK_LOCAL + 1, alsoOnB, 8);
        mergeIntoA();
        for (TestDevice device : new TestDevice[] {pair.a, pair.b}) {
            int eth7 = device.store.linkId("eth7");
            int eth9 = device.store.linkId("eth9");
            assertThat(eth7).isNotEqualTo(eth9);
            assertThat(mac(device, LINK_LOCAL, eth7)).isEqualTo(7);
            assertThat(mac(device, LINK_LOCAL, eth9)).isEqualTo(9);
            assertThat(mac(device, LINK_LOCAL + 1, eth7)).isEqualTo(8);
        }
    }

    @Test
    void shouldMergeAgainAfterACutInTheMiddle() {
        bothMaster();
        for (int i = 0; i < 3_000; i++) {
            pair.b.put(5_000 + i, i);
        }
        int[] passing = {5};
        pair.links.a.filter =
                message -> !MemoryLinks.session(MergeOfferDecoder.TEMPLATE_ID).test(message) || passing[0]-- > 0;
        pair.b.becomeBackup();
        pair.links.heal();
        pair.await(() -> passing[0] < 0);
        pair.links.cut();
        pair.cycles(3);
        assertThat(pair.a.store.size()).isGreaterThan(100).isLessThan(3_100);
        pair.links.a.filter = message -> true;
        pair.links.heal();
        pair.awaitRealTime();
        pair.assertAlike();
        assertThat(pair.a.store.size()).isEqualTo(3_100);
    }

    @Test
    void shouldNotWaitForeverForAnOfferAndCountWhatIsLost() {
        bothMaster();
        for (int i = 0; i < 50; i++) {
            pair.b.put(5_000 + i, i);
        }
        pair.links.a.filter =
                message -> !MemoryLinks.session(MergeOfferDecoder.TEMPLATE_ID).test(message);
        mergeIntoA();
        MergeCounts counts = pair.a.replicator.status().merges();
        assertThat(counts.broken()).isEqualTo(1);
        assertThat(counts.lostSequences()).isEqualTo(50);
        assertThat(pair.a.merged).hasSize(1);
    }

    @Test
    void shouldOfferTheWholeTableWhenTheJournalDoesNotGoBackSoFar() {
        pair.close();
        pair = new TestPair(directory.resolve("small"), 3, config -> config.withRing(256 << 10, 256)
                        .withJournal(1 << 20, 1 << 20, 1 << 20))
                .connect()
                .inRealTime();
        pair.a.put(1, 1);
        pair.a.put(2, 2);
        pair.awaitRealTime();
        bothMaster();
        pair.a.remove(2);
        for (int round = 0; round < 400; round++) {
            for (int i = 0; i < 500; i++) {
                pair.b.put(1_000 + i, round * 500L + i);
            }
            pair.cycle();
        }
        mergeIntoA();
        assertThat(pair.a.replicator.status().merges().whole()).isEqualTo(1);
        // What was removed here since is known from this device's own journal: the other has not touched it.
        assertThat(pair.a.has(2)).isFalse();
        assertThat(pair.a.store.size()).isEqualTo(501);
    }

    /** The table keeps no tombstones. */
    @Test
    void shouldNotBringBackWhatTheMasterHasRemovedAfterTheOtherHadIt() {
        bothMaster();
        pair.b.put(1_000, 1);
        pair.a.put(1_000, 2);
        pair.a.put(1_001, 2);
        pair.a.remove(1_001);
        pair.cycles(300);
        pair.a.remove(1_000);
        pair.b.put(1_001, 1);
        mergeIntoA();
        assertThat(pair.a.has(1_000)).isFalse();
        assertThat(mac(pair.a, 1_001)).isEqualTo(1);
        assertThat(state(pair.a, 1_001)).isEqualTo(NeighborState.REACHABLE);
        assertThat(pair.a.replicator.status().merges().kept()).isEqualTo(1);
    }

    @Test
    void shouldAskForWhatItMayHaveRemovedWhenItHasRemovedMoreThanItRemembers() {
        bothMaster();
        pair.b.put(1_000, 1);
        for (int i = 0; i < 66_000; i++) {
            pair.a.put(1_000 + i, 2);
            pair.a.remove(1_000 + i);
            if (i % 500 == 0) {
                pair.cycle();
            }
        }
        pair.cycles(300);
        mergeIntoA();
        assertThat(mac(pair.a, 1_000)).isEqualTo(1);
        assertThat(state(pair.a, 1_000)).isEqualTo(NeighborState.STALE);
    }

    /** A device that takes over late and behind: what it had is older than what the other has made of it, whatever the ages say. */
    @Test
    void shouldTakeWhatTheFormerMasterHasMadeOfWhatThisOneHasNotTouched() {
        pair.a.put(2, 12);
        pair.awaitRealTime();
        pair.links.cut();
        // In the same tick as it was put first, so that its age does not tell.
        pair.a.put(2, 22);
        pair.a.put(3, 23);
        pair.cycles(150);
        pair.b.becomeMaster();
        pair.b.put(3, 33);
        pair.cycles(300);
        pair.a.becomeBackup();
        pair.links.heal();
        pair.awaitRealTime();
        pair.assertAlike();
        assertThat(mac(pair.b, 2)).isEqualTo(22);
        assertThat(state(pair.b, 2)).as("no conflict").isEqualTo(NeighborState.REACHABLE);
        assertThat(mac(pair.b, 3)).isEqualTo(33);
    }

    /** Another configuration makes another session: what was touched in this epoch before that stays touched. */
    @Test
    void shouldKnowWhatItHasTouchedWhenItsSessionIsMadeAnew() {
        pair.links.cut();
        pair.a.put(2, 12);
        pair.cycles(300);
        pair.b.becomeMaster();
        pair.b.put(2, 22);
        pair.cycles(300);
        pair.b.replicator.close();
        pair.b.connect(TestDevice.config(2), pair.links.b);
        pair.b.replicator.role(ReplicationRole.MASTER, pair.clock[0]);
        pair.a.becomeBackup();
        pair.links.heal();
        pair.awaitRealTime();
        pair.assertAlike();
        assertThat(mac(pair.b, 2)).isEqualTo(22);
    }

    /** A master that stands still while the offer is under way: what is offered grows older meanwhile, as its own does. */
    @Test
    void shouldNotTakeAnOfferForYoungerBecauseItHasWaited() {
        bothMaster();
        pair.b.put(1_000, 1);
        pair.b.remove(4);
        pair.cycles(200);
        pair.a.put(1_000, 2);
        pair.a.put(4, 44);
        pair.b.becomeBackup();
        pair.links.heal();
        pair.await(() -> pair.b.replicator.status().merges().offered() > 0);
        pair.cycleOf(pair.b, 450);
        pair.awaitRealTime();
        pair.assertAlike();
        assertThat(pair.b.refusals).isEmpty();
        assertThat(mac(pair.a, 1_000)).isEqualTo(2);
        assertThat(state(pair.a, 4)).isEqualTo(NeighborState.REACHABLE);
    }

    /** A master that says nothing at all may come back; one that stalls says that it is there. */
    @Test
    void shouldNotRefuseAMasterBecauseItHasWaited() {
        bothMaster();
        pair.b.put(1_000, 1);
        pair.b.becomeBackup();
        pair.links.heal();
        pair.await(() -> pair.b.replicator.status().merges().offered() > 0);
        pair.cycleOf(pair.b, 450);
        assertThat(pair.b.refusals).isEmpty();
        pair.awaitRealTime();
        pair.assertAlike();
        assertThat(pair.b.replicator.status().connects()).isEqualTo(2);
    }

    /** T1, from the other side: a master that came back with nothing takes what its backup has, instead of emptying it. */
    @Test
    void shouldTakeEverythingFromABackupWhenTheMasterHasLostItsDisk() {
        pair.links.cut();
        pair.a.close();
        pair.cycleOf(pair.b, 3);
        TestDevice fresh = pair.replaceA(directory.resolve("new-disk"));
        fresh.becomeMaster();
        fresh.put(9_999, 1);
        pair.links.heal();
        pair.awaitRealTime();
        pair.assertAlike();
        assertThat(pair.b.store.size()).isEqualTo(101);
    }

    @Test
    void shouldKeepWhatWasLearnedWhateverTwoMastersDo() {
        Long given = Long.getLong("ndpair.seed");
        long first = given == null ? System.nanoTime() : given;
        int rounds = given == null ? Integer.getInteger("ndpair.rounds", 6) : 1;
        for (int round = 0; round < rounds; round++) {
            try {
                randomRound(new SplittableRandom(first + round));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("-Dndpair.seed=" + (first + round), e);
            }
        }
    }

    /** What each side has put, and when: the later one wins, and what either has is there. */
    private void randomRound(SplittableRandom random) {
        bothMaster();
        Map<Long, Long> lastPut = new HashMap<>();
        TestDevice[] devices = {pair.a, pair.b};
        for (int step = random.nextInt(400); step >= 0; step--) {
            TestDevice device = devices[random.nextInt(2)];
            long low = random.nextInt(300);
            if (random.nextInt(5) == 0) {
                device.remove(low);
                lastPut.remove(low);
            } else {
                long mac = 1L + random.nextInt(1_000_000);
                device.put(low, mac);
                lastPut.put(low, mac);
            }
            // So that it is clear which is later: both sides round both ages to ticks of 100 ms.
            pair.clock[0] += 400_000_000L;
            pair.cycle();
        }
        Map<Long, Boolean> had = new HashMap<>();
        for (long low = 0; low < 300; low++) {
            had.put(low, pair.a.has(low) || pair.b.has(low));
        }
        boolean intoA = random.nextBoolean();
        TestDevice winner = intoA ? pair.a : pair.b;
        TestDevice loser = intoA ? pair.b : pair.a;
        loser.becomeBackup();
        pair.links.heal();
        pair.awaitRealTime();
        pair.assertAlike();
        for (long low = 0; low < 300; low++) {
            // What only the common past had, and the winner has removed, is not brought back by a loser that did not
            // touch it.
            assertThat(had.get(low) || !winner.has(low)).isTrue();
        }
        for (Map.Entry<Long, Long> put : lastPut.entrySet()) {
            // Nobody removed it later; so it is there, with the later MAC.
            assertThat(winner.has(put.getKey())).as("address %d", put.getKey()).isTrue();
            assertThat(mac(winner, put.getKey())).as("address %d", put.getKey()).isEqualTo(put.getValue());
        }
        assertThat(winner.replicator.status().merges().dropped()).isZero();
        // The next round goes on with a as master.
        pair.b.becomeBackup();
        if (!intoA) {
            pair.a.becomeMaster();
            pair.awaitRealTime();
        }
    }

    private void bothMaster() {
        pair.links.cut();
        pair.cycles(3);
        pair.b.becomeMaster();
        pair.cycles(200);
    }

    private void mergeIntoA() {
        pair.b.becomeBackup();
        pair.links.heal();
        pair.awaitRealTime();
        pair.assertAlike();
    }

    private void put(TestDevice device, long high, int link, long mac) {
        device.store.upsert(
                high,
                1,
                link,
                0x0200_0000_0000L | mac,
                NeighborState.REACHABLE,
                0,
                device.store.tableTimeTicks(pair.clock[0]));
    }

    private static long mac(TestDevice device, long low) {
        NeighborEntry entry = new NeighborEntry();
        assertThat(device.store.lookup(TestDevice.PREFIX, low, 1, entry)).isTrue();
        return entry.mac() & 0xFFFF_FFFFL;
    }

    private static long mac(TestDevice device, long high, int link) {
        NeighborEntry entry = new NeighborEntry();
        assertThat(device.store.lookup(high, 1, link, entry)).isTrue();
        return entry.mac() & 0xFFFF_FFFFL;
    }

    private static int state(TestDevice device, long low) {
        NeighborEntry entry = new NeighborEntry();
        assertThat(device.store.lookup(TestDevice.PREFIX, low, 1, entry)).isTrue();
        return entry.state();
    }
}

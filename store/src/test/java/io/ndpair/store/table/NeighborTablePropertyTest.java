package io.ndpair.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.model.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Random operations on two tables, a master's and a backup's, against a HashMap. The backup gets every mutation by the one
 * rule, now and then a batch backup in the middle of the stream, and starts with leftovers of another history.
 */
class NeighborTablePropertyTest {
    private static final int SEEDS = 12;
    private static final int OPERATIONS = 60_000;

    private final UnsafeBuffer buffer = Neighbors.imageBuffer();
    private final UnsafeBuffer mutation = new UnsafeBuffer(new byte[EntryLayout.ENTRY_BYTES]);
    private final RangeImage image = new RangeImage();
    private final NeighborEntry out = new NeighborEntry();

    @Test
    void shouldBehaveLikeAMapAndKeepTheBackupAlike() {
        final SplittableRandom seeds = new SplittableRandom(Neighbors.seed());
        for (int i = 0; i < SEEDS; i++) {
            final long seed = System.getProperty("ndpair.seed") == null ? seeds.nextLong() : Neighbors.seed();
            try {
                new Run(seed).run();
            } catch (final AssertionError | RuntimeException e) {
                throw new AssertionError("replay with -Dndpair.seed=" + seed, e);
            }
        }
    }

    /** One seed's run. */
    private final class Run {
        private final SplittableRandom random;
        private final Map<Neighbors.Key, NeighborEntry> model = new HashMap<>();
        private final List<Neighbors.Key> keys = new ArrayList<>();
        private final int universe;
        private final int maxNeighbors;
        private final NeighborTable master;
        private final NeighborTable backup;
        private long sequence;
        private long shipping = -1;

        Run(final long seed) {
            random = new SplittableRandom(seed);
            universe = 1 << random.nextInt(4, 17);
            maxNeighbors = random.nextInt(4) == 0 ? Math.max(1, universe / 2) : universe;
            final HashKey key = HashKey.random(random);
            master = new NeighborTable(TableConfig.of(maxNeighbors), key);
            backup = new NeighborTable(TableConfig.of(maxNeighbors).withHugePages(false), key);
        }

        void run() {
            try {
                leaveOtherHistory();
                for (int i = 0; i < OPERATIONS; i++) {
                    step();
                }
                while (shipping != -1) {
                    shipOneRange();
                }
                check();
            } finally {
                master.close();
                backup.close();
            }
        }

        /** The backup holds something else, at other depths and as of sequences far ahead, when the first batch backup begins. */
        private void leaveOtherHistory() {
            final int count = Math.min(maxNeighbors, 1 + random.nextInt(universe));
            for (int i = 0; i < count; i++) {
                backup.upsert(Neighbors.entry(Neighbors.key(random.nextInt(4 * universe) + 1L), i), 1_000_000L + i);
            }
            beginBatchBackup();
        }

        private void step() {
            final int dice = random.nextInt(1_000);
            if (dice < 600) {
                upsert(Neighbors.key(random.nextInt(universe) + 1L), random.nextInt(64));
            } else if (dice < 700 && !keys.isEmpty()) {
                upsert(keys.get(random.nextInt(keys.size())), random.nextInt());
            } else if (dice < 900) {
                remove(
                        keys.isEmpty() || dice < 720
                                ? Neighbors.key(random.nextInt(universe) + 1L)
                                : keys.get(random.nextInt(keys.size())));
            } else if (dice < 990) {
                lookup(Neighbors.key(random.nextInt(universe) + 1L));
            } else if (shipping != -1) {
                shipOneRange();
            } else if (random.nextInt(100) == 0) {
                beginBatchBackup();
            }
            if (random.nextInt(20_000) == 0) {
                rekey(random.nextBoolean());
            }
            if (random.nextInt(20_000) == 0) {
                check();
            }
        }

        private void upsert(final Neighbors.Key key, final int ticks) {
            final NeighborEntry entry = Neighbors.entry(key, ticks);
            final NeighborEntry old = model.get(key);
            final int expected = entry.equals(old)
                    ? Outcome.UNCHANGED
                    : old == null && model.size() >= maxNeighbors ? Outcome.REFUSED_FULL : Outcome.APPLIED;
            assertThat(master.upsert(entry, sequence + 1)).isEqualTo(expected);
            if (expected == Outcome.APPLIED) {
                model.put(key, entry);
                if (old == null) {
                    keys.add(key);
                }
                stream(entry, Operation.UPSERT);
            }
        }

        private void remove(final Neighbors.Key key) {
            final boolean there = model.remove(key) != null;
            final int outcome = master.remove(key.addressHigh(), key.addressLow(), key.linkId(), sequence + 1);
            assertThat(outcome).isEqualTo(there ? Outcome.APPLIED : Outcome.UNCHANGED);
            if (there) {
                keys.set(keys.indexOf(key), keys.get(keys.size() - 1));
                keys.remove(keys.size() - 1);
                stream(Neighbors.entry(key, 0), Operation.REMOVE);
            }
        }

        /** The mutation that the master has just applied goes to the backup, which follows the one rule. */
        private void stream(final NeighborEntry entry, final int operation) {
            sequence++;
            master.appliedSequence(sequence);
            entry.writeTo(mutation, 0, operation);
            assertThat(backup.apply(mutation, 0, sequence)).isIn(Outcome.APPLIED, Outcome.UNCHANGED, Outcome.OLDER);
            assertThat(backup.apply(mutation, 0, sequence - 1)).isIn(Outcome.OLDER, Outcome.UNCHANGED);
            backup.appliedSequence(sequence);
        }

        private void lookup(final Neighbors.Key key) {
            final boolean found = master.lookup(key.addressHigh(), key.addressLow(), key.linkId(), out);
            assertThat(found ? out : null).isEqualTo(model.get(key));
        }

        private void beginBatchBackup() {
            backup.cutBack(sequence);
            if (!backup.key().equals(master.key())) {
                backup.rekey(master.key());
            }
            shipping = 0;
        }

        private void shipOneRange() {
            assertThat(master.copyRange(shipping, buffer, 0, image)).isTrue();
            assertThat(image.asOfSequence()).isEqualTo(sequence);
            final int outcome =
                    backup.installRange(image.prefix(), image.depth(), image.asOfSequence(), buffer, 0, image.count());
            assertThat(outcome).isEqualTo(Outcome.APPLIED);
            shipping = image.nextPosition();
            if (shipping == 0) {
                shipping = -1;
            }
        }

        private void rekey(final boolean both) {
            master.rekey(HashKey.random(random));
            if (both) {
                backup.rekey(master.key());
            }
            shipping = -1;
            beginBatchBackup();
        }

        private void check() {
            assertThat(Neighbors.contents(master)).isEqualTo(model);
            assertThat(master.digest()).isEqualTo(Neighbors.digestOf(model));
            TableAudit.check(master);
            TableAudit.check(backup);
            if (shipping == -1) {
                assertThat(backup.digest()).isEqualTo(master.digest());
                assertThat(Neighbors.contents(backup)).isEqualTo(model);
            }
        }
    }
}

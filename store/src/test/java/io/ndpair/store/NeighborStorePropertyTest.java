package io.ndpair.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.model.Outcome;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random mutations, checkpoints, epochs, kills and closes; the table is that of a plain map after each of them. */
class NeighborStorePropertyTest {
    private static final int KEYS = 5_000;

    @TempDir
    Path directory;

    private final Map<Integer, Integer> model = new TreeMap<>();
    private Random random;
    private StoreHarness harness;
    private int life;
    private int macs;

    private void open(Path path) {
        harness = new StoreHarness(StoreHarness.small(path, 1)
                .withRing(1 << 20, 1 + random.nextInt(200))
                .withJournal(1 << 20, 512 << 20, (64 << 10) + random.nextInt(1 << 20))
                .withDisk(random.nextBoolean() ? 4 << 20 : 0, 0, 50_000_000L, random.nextBoolean()));
        assertThat(harness.told.corruptTails).isEmpty();
        compare();
        harness.store.startEpoch();
    }

    private void compare() {
        assertThat(harness.store.size()).isEqualTo(model.size());
        assertThat(StoreHarness.content(harness.store)).hasSize(model.size());
        model.forEach((n, mac) -> assertThat(harness.find(n)).isNotNull().satisfies(entry -> assertThat(entry.mac())
                .isEqualTo(StoreHarness.MAC + mac)));
    }

    private void mutate() {
        int n = random.nextInt(KEYS);
        if (random.nextInt(4) == 0) {
            assertThat(harness.remove(n)).isEqualTo(model.remove(n) == null ? Outcome.UNCHANGED : Outcome.APPLIED);
        } else {
            assertThat(harness.upsert(n, ++macs)).isEqualTo(Outcome.APPLIED);
            model.put(n, macs);
        }
    }

    private void reopen() {
        harness.journal();
        long digest = harness.store.digest();
        long last = harness.store.lastSequence();
        StoreHarness old = harness;
        if (random.nextBoolean()) {
            old.close();
            open(old.config.directory());
        } else {
            Path copy = directory.resolve("life" + ++life);
            StoreHarness.copyDirectory(old.config.directory(), copy);
            old.close();
            open(copy);
        }
        assertThat(harness.store.digest()).isEqualTo(digest);
        assertThat(harness.store.lastSequence()).isEqualTo(last);
        assertThat(harness.store.position().contiguous()).isTrue();
    }

    @Test
    void shouldAlwaysBeWhatTheModelIs() {
        long seed = Long.getLong("ndpair.seed", System.nanoTime());
        System.out.println("NeighborStorePropertyTest: -Dndpair.seed=" + seed);
        random = new Random(seed);
        open(directory.resolve("life0"));
        for (int step = 0; step < 2_000; step++) {
            int choice = random.nextInt(100);
            if (choice < 70) {
                for (int i = random.nextInt(100); i >= 0; i--) {
                    mutate();
                }
            } else if (choice < 90) {
                harness.store.flush(harness.now());
                harness.turn();
            } else if (choice < 96) {
                harness.store.requestCheckpoint();
            } else if (choice < 98) {
                harness.store.startEpoch();
            } else {
                reopen();
            }
        }
        reopen();
        compare();
        harness.close();
    }
}

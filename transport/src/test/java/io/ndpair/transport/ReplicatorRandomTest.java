package io.ndpair.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two stores and two replicators in one thread under random faults: cuts, one-sided breaks, lost and damaged messages, full links, slow readers, stopped
 * processes, restarts and role changes. Then everything heals, and both must stand alike. On the way nothing is acked that the backup does not have,
 * and the tables never differ at the same sequence.
 * A failing seed is replayed with {@code -Dndpair.seed=}, and {@code -Dndpair.rounds=} runs more of them.
 */
class ReplicatorRandomTest {

    private static final int KEYS = 3_000;
    private static final int CYCLES = 1_500;

    @TempDir
    Path directory;

    @Test
    void shouldConvergeWhateverHappens() {
        Long given = Long.getLong("ndpair.seed");
        long first = given == null ? System.nanoTime() : given;
        int rounds = given == null ? Integer.getInteger("ndpair.rounds", 12) : 1;
        for (int round = 0; round < rounds; round++) {
            long seed = first + round;
            try {
                new Round(directory.resolve("seed-" + seed), seed).run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("-Dndpair.seed=" + seed, e);
            }
        }
    }

    private static final class Round {
        private final SplittableRandom random;
        private final TestPair pair;
        private TestDevice master;
        private TestDevice backup;
        private long mac;
        private int burst;
        private boolean damaged;

        Round(Path directory, long seed) {
            random = new SplittableRandom(seed);
            pair = new TestPair(directory, seed).connect();
            master = pair.a;
            backup = pair.b;
        }

        void run() {
            try (pair) {
                master.becomeMaster();
                backup.becomeBackup();
                if (random.nextBoolean()) {
                    pair.links.cut();
                    for (int i = 0; i < KEYS; i++) {
                        master.put(i, ++mac);
                    }
                }
                pair.meanwhile = this::mutate;
                for (int i = 0; i < CYCLES; i++) {
                    if (random.nextInt(40) == 0) {
                        fault();
                    }
                    step();
                }
                heal();
                pair.await(
                        () -> pair.alike()
                                && backup.replicator.ready()
                                && backup.replicator.status().alikeAtSequence() == backup.applied(),
                        120_000);
                pair.assertAlike();
                if (!damaged) {
                    assertThat(pair.a.divergences).isEmpty();
                    assertThat(pair.b.divergences).isEmpty();
                }
            }
        }

        private void step() {
            int stopped = random.nextInt(200);
            if (stopped == 0) {
                // One process is stopped for a while; the other and the clock go on.
                TestDevice running = random.nextBoolean() ? master : backup;
                for (int i = random.nextInt(700); i > 0; i--) {
                    pair.clock[0] += TestPair.CYCLE_NS;
                    running.step();
                }
            } else {
                pair.cycle();
            }
            if (master.state() == ReplicationState.REAL_TIME) {
                long acked = master.replicator.peerAppliedSequence();
                assertThat(acked).isLessThanOrEqualTo(backup.store.lastSequence());
                assertThat(acked == 0 || backup.store.position().contiguous()).isTrue();
            }
        }

        private void mutate() {
            if (random.nextInt(100) == 0) {
                burst = random.nextInt(60);
            }
            for (int i = burst; i > 0 && master.store != null; i--) {
                long low = random.nextInt(KEYS);
                if (random.nextInt(4) == 0) {
                    master.remove(low);
                } else {
                    master.put(low, ++mac);
                }
            }
        }

        private void fault() {
            switch (random.nextInt(11)) {
                case 0:
                    pair.links.cut();
                    break;
                case 1:
                case 2:
                    pair.links.heal();
                    break;
                case 3:
                    pair.links.breakTowards(random.nextBoolean() ? pair.links.a : pair.links.b);
                    break;
                case 4:
                    loseOrDamage(random.nextBoolean() ? pair.links.a : pair.links.b);
                    break;
                case 5:
                    pair.links.a.capacityBytes = 70_000 + random.nextInt(200_000);
                    pair.links.b.capacityBytes = 70_000 + random.nextInt(200_000);
                    break;
                case 6:
                    pair.links.a.pollLimit = 1 + random.nextInt(4);
                    pair.links.b.pollLimit = 1 + random.nextInt(4);
                    break;
                case 7:
                    pair.links.a.pollLimit = Integer.MAX_VALUE;
                    pair.links.b.pollLimit = Integer.MAX_VALUE;
                    break;
                case 10:
                    damage();
                    break;
                case 8:
                    swap();
                    break;
                default:
                    restart(random.nextBoolean() ? pair.a : pair.b);
                    break;
            }
        }

        /** An entry of the backup's is wrong or lost, as by a fault of memory or of ours. */
        private void damage() {
            if (backup.store.size() > 0 && backup.store.position().contiguous()) {
                damaged = true;
                int index = random.nextInt((int) backup.store.size());
                if (random.nextBoolean()) {
                    backup.lose(index);
                } else {
                    backup.damage(index, entry -> entry.putByte(26, (byte) (entry.getByte(26) ^ 0x10)));
                }
            }
        }

        /** Against the contract of a link, and noticed all the same. */
        private void loseOrDamage(MemoryLinks.End towards) {
            int lost = 1 + random.nextInt(3);
            int[] left = {lost};
            boolean damage = random.nextBoolean();
            towards.filter = message -> {
                if (left[0]-- <= 0) {
                    return true;
                }
                if (damage && MemoryLinks.schema(message) == 20) {
                    message[8 + random.nextInt(message.length - 8)] ^= (byte) (1 << random.nextInt(8));
                    return true;
                }
                return false;
            };
        }

        private void swap() {
            if (random.nextInt(3) == 0) {
                // Both master for a while.
                backup.becomeMaster();
                pair.cycles(random.nextInt(50));
                master.becomeBackup();
            } else {
                master.becomeBackup();
                backup.becomeMaster();
            }
            TestDevice former = master;
            master = backup;
            backup = former;
        }

        private void restart(TestDevice device) {
            boolean wasMaster = device == master;
            boolean wasUp = pair.links.isUp();
            pair.links.cut();
            device.close();
            device.openStore();
            device.connect(TestDevice.config(device.deviceId), device == pair.a ? pair.links.a : pair.links.b);
            if (wasMaster) {
                device.becomeMaster();
            } else {
                device.becomeBackup();
            }
            if (wasUp) {
                pair.links.heal();
            }
        }

        private void heal() {
            burst = 0;
            pair.meanwhile = () -> {};
            for (MemoryLinks.End end : new MemoryLinks.End[] {pair.links.a, pair.links.b}) {
                end.filter = message -> true;
                end.pollLimit = Integer.MAX_VALUE;
                end.capacityBytes = 4 * 1024 * 1024;
            }
            pair.links.heal();
        }
    }
}

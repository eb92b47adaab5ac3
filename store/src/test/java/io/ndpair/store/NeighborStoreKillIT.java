package io.ndpair.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.model.Position;
import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.model.StoreContext;
import io.ndpair.store.model.StoreListener;
import io.ndpair.store.table.NeighborEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed at any moment, again and again, on one directory: nothing it reported as journaled is missing. */
class NeighborStoreKillIT {
    private static final int KILLS = 10;
    private static final int KEYS = 50_000;
    private static final long START_LIMIT_MS = 2_000;

    @TempDir
    Path directory;

    private static StoreConfig config(Path directory) {
        // Small generations and frequent checkpoints: the kill meets a roll and a rename now and then.
        return StoreConfig.of(directory, 1)
                .withMaxNeighbors(1 << 20)
                .withJournal(4 << 20, 256 << 20, 4 << 20)
                .withDisk(8 << 20, 0, 20_000_000L, true);
    }

    /** Every sequence has one key and one MAC, so what must be there follows from a sequence alone. */
    private static int key(long sequence) {
        return (int) ((sequence * 7919) % KEYS);
    }

    private static NeighborEntry find(NeighborStore store, long sequence) {
        NeighborEntry entry = new NeighborEntry();
        int key = key(sequence);
        return store.lookup(StoreHarness.high(key), StoreHarness.low(key), 1, entry) ? entry : null;
    }

    /** The process that is killed. */
    public static final class Victim {
        private Victim() {}

        /** Mutates for ever and reports what is journaled. */
        public static void main(String[] args) throws Exception {
            NeighborStore store = NeighborStore.open(config(Path.of(args[0])), StoreContext.system(StoreListener.NONE));
            StoreStatus status = store.status();
            Position position = store.position();
            print("open " + status.recoveryMs() + " " + position.sequence() + " " + position.contiguous() + " "
                    + status.corruptTails());
            for (Agent agent : store.agents()) {
                Thread thread = new Thread(() -> run(agent), agent.roleName());
                thread.setDaemon(true);
                thread.start();
            }
            store.startEpoch();
            store.defineLink("eth0");
            print("epoch " + store.position().epoch().term());
            long reported = 0;
            while (true) {
                for (int i = 0; i < 200; i++) {
                    long sequence = store.lastSequence() + 1;
                    int key = key(sequence);
                    store.upsert(
                            StoreHarness.high(key),
                            StoreHarness.low(key),
                            1,
                            StoreHarness.MAC + (sequence & 0xFFFF_FFFFL),
                            2,
                            0,
                            0);
                }
                store.flush(System.nanoTime());
                long journaled = store.journaledSequence();
                if (journaled > reported) {
                    reported = journaled;
                    print("journaled " + journaled);
                }
                // Faster than the disk would only show that rings overrun.
                while (store.lastSequence() - store.journaledSequence() > 100_000) {
                    Thread.onSpinWait();
                }
            }
        }

        private static void run(Agent agent) {
            try {
                while (true) {
                    if (agent.doWork() == 0) {
                        LockSupport.parkNanos(100_000);
                    }
                }
            } catch (Exception e) {
                print("error " + e);
                Runtime.getRuntime().halt(3);
            }
        }

        private static void print(String line) {
            System.out.println(line);
            System.out.flush();
        }
    }

    private Process start() throws IOException {
        String jvm = System.getProperty("ndpair.test.jvm", System.getProperty("java.home") + "/bin/java");
        List<String> command = new ArrayList<>(List.of(jvm));
        command.addAll(JvmFlags.required());
        command.addAll(List.of(
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                directory.toString()));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Test
    void shouldLoseNothingJournaledByKills() throws IOException, InterruptedException {
        long seed = Long.getLong("ndpair.seed", System.nanoTime());
        System.out.println("NeighborStoreKillIT: -Dndpair.seed=" + seed);
        Random random = new Random(seed);
        long journaled = 0;
        long term = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = start();
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                String[] opened = lines.readLine().split(" ", -1);
                assertThat(opened[0]).isEqualTo("open");
                assertThat(Long.parseLong(opened[1])).as("milliseconds to open").isLessThan(START_LIMIT_MS);
                assertThat(Long.parseLong(opened[2])).isGreaterThanOrEqualTo(journaled);
                assertThat(opened[3]).as("contiguous").isEqualTo("true");
                assertThat(opened[4]).as("corrupt tails").isEqualTo("0");
                long newTerm = Long.parseLong(lines.readLine().split(" ", -1)[1]);
                assertThat(newTerm).isGreaterThan(term);
                term = newTerm;
                journaled = killAfter(process, lines, random.nextInt(1_500), journaled);
            } finally {
                process.destroyForcibly();
                assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            }
        }
        verify(journaled);
    }

    private static long killAfter(Process process, BufferedReader lines, int delayMs, long before) throws IOException {
        long journaled = before;
        long startNs = 0;
        String line;
        while ((line = lines.readLine()) != null) {
            assertThat(line).startsWith("journaled ");
            journaled = Long.parseLong(line.substring("journaled ".length()));
            startNs = startNs == 0 ? System.nanoTime() : startNs;
            if (System.nanoTime() - startNs >= delayMs * 1_000_000L) {
                // By its handle, which leaves the pipe open: lines from before the kill are read all the same.
                process.toHandle().destroyForcibly();
            }
        }
        return journaled;
    }

    private void verify(long journaled) {
        assertThat(journaled).isPositive();
        StoreHarness.Told told = new StoreHarness.Told();
        try (NeighborStore store = NeighborStore.open(config(directory), StoreContext.system(told))) {
            assertThat(told.corruptTails).isEmpty();
            assertThat(store.position().contiguous()).isTrue();
            long last = store.lastSequence();
            assertThat(last).isGreaterThanOrEqualTo(journaled);
            for (long sequence = Math.max(1, last - KEYS + 1); sequence <= last; sequence++) {
                NeighborEntry entry = find(store, sequence);
                assertThat(entry).as("sequence %d", sequence).isNotNull();
                assertThat(entry.mac()).isEqualTo(StoreHarness.MAC + (sequence & 0xFFFF_FFFFL));
            }
            assertThat(store.size()).isEqualTo(Math.min(KEYS, last));
            System.out.println("NeighborStoreKillIT: " + last + " mutations, recovered in "
                    + store.status().recoveryMs() + " ms: " + store.status().recoveredEntries() + " entries, "
                    + store.status().recoveredMutations() + " mutations replayed");
        }
    }
}

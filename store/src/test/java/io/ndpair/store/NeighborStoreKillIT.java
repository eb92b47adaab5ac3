package io.ndpair.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.journal.JournalReader;
import io.ndpair.store.journal.chronicle.ChronicleJournals;
import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.model.StoreContext;
import io.ndpair.store.model.StoreListener;
import io.ndpair.store.table.NeighborEntry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * TRAPS T12.
 *
 * <p>A process that is killed at any moment, again and again, on one directory: nothing it reported as journaled is missing, no start
 * takes long, and none has to cut anything. The next process is started while the present one works, so that what a kill costs
 * is mostly what a virtual machine costs.
 */
class NeighborStoreKillIT {
    private static final int KILLS = Integer.getInteger("ndpair.kills", 200);
    private static final int KEYS = 20_000;
    private static final int MOST_DELAY_MS = 150;
    // The library alone would wait ten to twenty seconds for a dead writer; a busy machine must not fail this. What it
    // takes
    // on a quiet one is printed.
    private static final long USUAL_OPEN_MS = 5_000;
    private static final long MOST_OPEN_MS = 9_000;
    private static final String GO = "go";

    @TempDir
    Path directory;

    private int atRoll;
    private int inAppend;
    private int inCheckpoint;
    private final List<Long> opensMs = new ArrayList<>();

    private static StoreConfig config(Path directory) {
        // The smallest files and frequent checkpoints: a kill meets a roll or a rename as often as can be.
        return StoreConfig.of(directory, 1)
                .withMaxNeighbors(1 << 17)
                .withRing(4 << 20, 1_024)
                .withJournal(1 << 20, 16 << 20, 2 << 20)
                .withDisk(4 << 20, 0, 20_000_000L, true);
    }

    /** Every sequence has one key and one MAC, so what must be there follows from a sequence alone. */
    private static int key(long sequence) {
        return (int) ((sequence * 7919) % KEYS);
    }

    private static long mac(long sequence) {
        return StoreHarness.MAC + (sequence & 0xFFFF_FFFFL);
    }

    /** Looks for everything that was journaled; answers what is wrong, or null. */
    private static String verify(NeighborStore store, long journaled) {
        long last = store.lastSequence();
        if (last < journaled || !store.position().contiguous()) {
            return "ends at " + last + " though " + journaled + " was journaled, contiguous "
                    + store.position().contiguous();
        }
        NeighborEntry entry = new NeighborEntry();
        for (long sequence = Math.max(1, last - KEYS + 1); sequence <= last; sequence++) {
            int key = key(sequence);
            if (!store.lookup(StoreHarness.high(key), StoreHarness.low(key), 1, entry)
                    || entry.mac() != mac(sequence)) {
                return "sequence " + sequence + " of " + last + " is not what it was";
            }
        }
        return store.size() == Math.min(KEYS, last) ? null : "has " + store.size() + " entries after " + last;
    }

    /** The process that is killed. */
    public static final class Victim {
        // What a logger writes goes elsewhere.
        private static final PrintStream OUT = System.out;

        private Victim() {}

        /** Waits for its turn and for what was journaled before; then verifies, mutates for ever and reports what is journaled. */
        public static void main(String[] args) throws Exception {
            System.setOut(System.err);
            Path path = Path.of(args[0]);
            warmUp(path.resolveSibling("warm-" + ProcessHandle.current().pid()));
            print("ready");
            BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            long journaled = Long.parseLong(orders.readLine().substring(GO.length() + 1));
            NeighborStore store = NeighborStore.open(config(path), StoreContext.system(StoreListener.NONE));
            StoreStatus status = store.status();
            print("open " + status.recoveryMs() + " " + status.corruptTails() + " " + verify(store, journaled));
            for (Agent agent : store.agents()) {
                Thread thread = new Thread(() -> run(agent), agent.roleName());
                thread.setDaemon(true);
                thread.start();
            }
            store.startEpoch();
            store.defineLink("eth0");
            print("epoch " + store.position().epoch().term());
            mutate(store);
        }

        private static void mutate(NeighborStore store) {
            long reported = 0;
            while (true) {
                for (int i = 0; i < 200; i++) {
                    long sequence = store.lastSequence() + 1;
                    int key = key(sequence);
                    store.upsert(StoreHarness.high(key), StoreHarness.low(key), 1, mac(sequence), 2, 0, 0);
                }
                store.flush(System.nanoTime());
                long journaled = store.journaledSequence();
                if (journaled > reported) {
                    reported = journaled;
                    print("journaled " + journaled);
                }
                // Faster than the disk would only show that rings overrun.
                while (store.lastSequence() - store.journaledSequence() > 20_000) {
                    Thread.onSpinWait();
                }
            }
        }

        /** Loads what a store needs, while another process has its turn. */
        private static void warmUp(Path scratch) throws Exception {
            try (NeighborStore store = NeighborStore.open(config(scratch), StoreContext.system(StoreListener.NONE))) {
                store.startEpoch();
                store.flush(System.nanoTime());
                for (Agent agent : store.agents()) {
                    agent.doWork();
                }
            }
            try (Stream<Path> paths = Files.walk(scratch)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
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
            OUT.println(line);
            OUT.flush();
        }
    }

    /** One process, and the two ends of its pipes. */
    private record Started(Process process, BufferedReader lines) implements AutoCloseable {
        private String[] line() throws IOException {
            String line = lines.readLine();
            assertThat(line).as("a process that has died by itself").isNotNull();
            return line.split(" ", 4);
        }

        private void go(long journaled) throws IOException {
            process.getOutputStream().write((GO + " " + journaled + "\n").getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
        }

        /** As kill -9 does; by its handle, which leaves the pipe open: lines from before the kill are read all the same. */
        private void kill() {
            process.toHandle().destroyForcibly();
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            lines.close();
        }
    }

    private Started start() throws IOException {
        String jvm = System.getProperty("ndpair.test.jvm", System.getProperty("java.home") + "/bin/java");
        List<String> command = new ArrayList<>(List.of(jvm));
        command.addAll(JvmFlags.required());
        command.addAll(List.of(
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                directory.resolve("data").toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new Started(
                process, new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
    }

    @Test
    void shouldLoseNothingJournaledByKills() throws IOException, InterruptedException {
        long seed = Long.getLong("ndpair.seed", System.nanoTime());
        System.out.println("NeighborStoreKillIT: -Dndpair.seed=" + seed);
        long startNs = System.nanoTime();
        Random random = new Random(seed);
        long journaled = 0;
        long term = 0;
        Started next = start();
        try {
            for (int kill = 0; kill < KILLS; kill++) {
                try (Started victim = next) {
                    next = start();
                    assertThat(victim.line()).containsExactly("ready");
                    victim.go(journaled);
                    assertOpened(victim.line());
                    long newTerm = Long.parseLong(victim.line()[1]);
                    assertThat(newTerm).isGreaterThan(term);
                    term = newTerm;
                    if (kill % 3 == 0) {
                        killAtRoll(victim, random.nextInt(6_000_000));
                    }
                    journaled = killAfter(victim, random.nextInt(MOST_DELAY_MS), journaled);
                    assertThat(victim.process().waitFor(10, TimeUnit.SECONDS)).isTrue();
                }
                classify();
            }
        } finally {
            next.close();
        }
        assertThat(atRoll).as("kills in a roll").isPositive();
        if (KILLS >= 200) {
            assertThat(inAppend).as("kills in an append").isPositive();
        }
        verifyAtTheEnd(journaled, (System.nanoTime() - startNs) / 1_000_000);
    }

    private void assertOpened(String[] opened) {
        assertThat(opened[0]).isEqualTo("open");
        long openMs = Long.parseLong(opened[1]);
        opensMs.add(openMs);
        assertThat(openMs).as("milliseconds to open").isLessThan(MOST_OPEN_MS);
        assertThat(opened[2]).as("corrupt tails").isEqualTo("0");
        assertThat(opened[3]).as("what is wrong").isEqualTo("null");
    }

    /** Waits for the directory of the second file of this life and a moment more: its making takes some milliseconds. */
    private void killAtRoll(Started victim, long momentNs) throws IOException {
        Path data = directory.resolve("data");
        long[] generations = new ChronicleJournals(data).generations();
        long newest = generations.length == 0 ? 0 : generations[generations.length - 1];
        Path rolled = data.resolve("journal-" + (newest + 1));
        long deadlineNs = System.nanoTime() + 2_000_000_000L;
        while (!Files.exists(rolled) && System.nanoTime() < deadlineNs) {
            Thread.onSpinWait();
        }
        long killAtNs = System.nanoTime() + momentNs;
        while (System.nanoTime() < killAtNs) {
            Thread.onSpinWait();
        }
        victim.kill();
    }

    private static long killAfter(Started victim, int delayMs, long before) throws IOException {
        long journaled = before;
        long startNs = 0;
        String line;
        while ((line = victim.lines().readLine()) != null) {
            assertThat(line).startsWith("journaled ");
            journaled = Long.parseLong(line.substring("journaled ".length()));
            startNs = startNs == 0 ? System.nanoTime() : startNs;
            if (System.nanoTime() - startNs >= delayMs * 1_000_000L) {
                victim.kill();
            }
        }
        return journaled;
    }

    /** What the kill has met, as far as the directory tells. */
    private void classify() throws IOException {
        Path data = directory.resolve("data");
        ChronicleJournals journals = new ChronicleJournals(data);
        long[] generations = journals.generations();
        inCheckpoint += Files.exists(data.resolve("checkpoint.unfinished")) ? 1 : 0;
        long newest = generations[generations.length - 1];
        if (!journals.begun(newest)) {
            atRoll++;
            return;
        }
        boolean empty = true;
        long end = 0;
        try (JournalReader reader = journals.reader(newest)) {
            int length;
            while ((length = reader.next()) > 0) {
                empty = false;
                end = (reader.place() + 4 + length + 3) & ~3L;
            }
        }
        atRoll += empty ? 1 : 0;
        inAppend += !empty && somethingStandsAt(data.resolve("journal-" + newest), end) ? 1 : 0;
    }

    /** A header that says "not complete", or bytes of a record behind a header that was not written yet. */
    private static boolean somethingStandsAt(Path journal, long end) throws IOException {
        try (Stream<Path> files = Files.list(journal)) {
            Path file = files.filter(path -> path.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
            ByteBuffer bytes = ByteBuffer.allocate(256);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                channel.read(bytes, end);
            }
            return !isZero(bytes);
        }
    }

    private static boolean isZero(ByteBuffer bytes) {
        for (int i = 0; i < bytes.position(); i++) {
            if (bytes.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private void verifyAtTheEnd(long journaled, long tookMs) {
        assertThat(journaled).isPositive();
        StoreHarness.Told told = new StoreHarness.Told();
        try (NeighborStore store = NeighborStore.open(config(directory.resolve("data")), StoreContext.system(told))) {
            assertThat(told.corruptTails).isEmpty();
            assertThat(verify(store, journaled)).isNull();
            opensMs.sort(null);
            long usual = opensMs.get(opensMs.size() / 2);
            System.out.println("NeighborStoreKillIT: " + KILLS + " kills in " + tookMs + " ms, " + atRoll
                    + " in a roll, "
                    + inAppend + " in an append, " + inCheckpoint + " in a checkpoint; " + store.lastSequence()
                    + " mutations; open in " + usual + " ms, at most " + opensMs.get(opensMs.size() - 1) + " ms");
            assertThat(usual).as("milliseconds to open, usually").isLessThan(USUAL_OPEN_MS);
        }
    }
}

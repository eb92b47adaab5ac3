package io.ndpair.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.model.StoreException;
import io.ndpair.store.table.NeighborEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that fills up at any moment, in an append, in a roll, in a checkpoint: the process lives, the table serves, what stands
 * still is told, and everything goes on by itself when there is room again.
 */
class DiskFullIT {
    private static final int DISK_MIB = 40;
    private static final int KNOWN = 2_000;
    private static final int REFUSALS = 3;

    @TempDir
    Path directory;

    private final Random random = new Random(seed());
    private final AtomicLong lookups = new AtomicLong();
    private final AtomicLong missed = new AtomicLong();
    private SmallDisk disk;
    private StoreHarness harness;
    private Thread reader;
    private volatile boolean reading = true;
    private int next;

    private static long seed() {
        long seed = Long.getLong("ndpair.seed", System.nanoTime());
        System.out.println("DiskFullIT: -Dndpair.seed=" + seed);
        return seed;
    }

    private static StoreConfig config(Path path) {
        // A megabyte a file, so that the disk fills in a roll as often as in an append.
        return StoreHarness.small(path, 1)
                .withJournal(1 << 20, 4 << 20, 2 << 20)
                .withDisk(8 << 20, 0, 1_000_000_000L, false);
    }

    private void open(SmallDisk made) {
        disk = made;
        harness = new StoreHarness(config(disk.path.resolve("data")));
        harness.store.startEpoch();
        if (harness.store.size() == 0) {
            for (int n = 0; n < KNOWN; n++) {
                harness.upsert(n, n);
            }
            harness.journal();
        }
        reader = new Thread(this::read, "reader");
        reader.start();
    }

    private void read() {
        NeighborEntry entry = new NeighborEntry();
        for (int n = 0; reading; n = (n + 1) % KNOWN) {
            if (!harness.store.lookup(StoreHarness.high(n), StoreHarness.low(n), 1 + n % 7, entry)) {
                missed.incrementAndGet();
            }
            lookups.incrementAndGet();
        }
    }

    @AfterEach
    void close() throws InterruptedException {
        reading = false;
        if (reader != null) {
            reader.join();
            harness.store.close();
            assertThat(missed.get()).as("of %d lookups", lookups.get()).isZero();
            assertThat(lookups.get()).isPositive();
        }
        if (disk != null) {
            disk.close();
        }
    }

    private void mutate(int count) {
        for (int i = 0; i < count; i++) {
            harness.upsert(next % KNOWN, ++next);
        }
        harness.store.flush(harness.now());
    }

    private void assertGoesOn() {
        harness.turnUntil(() -> harness.store.journaledSequence() == harness.store.lastSequence());
        assertThat(harness.store.status().journalGapOpen()).isFalse();
        // It may wait once more, until files that a checkpoint covers have gone.
        harness.turnUntil(() -> harness.store.status().journalFault().isEmpty());
    }

    private void reopenAndCompare() {
        Path copy = directory.resolve("copy" + next);
        StoreHarness.copyDirectory(harness.config.directory(), copy);
        try (StoreHarness second = new StoreHarness(config(copy))) {
            assertThat(second.told.corruptTails).isEmpty();
            assertThat(second.store.position()).isEqualTo(harness.store.position());
            StoreHarness.assertAlike(second.store, harness.store);
        }
    }

    private SmallDisk tmpfs() throws IOException {
        return SmallDisk.tmpfs(directory.resolve("small"), DISK_MIB);
    }

    @Test
    void shouldWaitForRoomInMemory() throws IOException {
        open(tmpfs());
        waitForRoomWhereverItEnds(40);
    }

    @Test
    void shouldWaitForRoomOnARealFileSystem() throws IOException {
        open(SmallDisk.ext4(directory.resolve("small"), DISK_MIB));
        waitForRoomWhereverItEnds(20);
    }

    private void waitForRoomWhereverItEnds(int rounds) throws IOException {
        long stood = 0;
        for (int round = 0; round < rounds; round++) {
            mutate(random.nextInt(20_000));
            disk.fillBut(random.nextInt(1 << 20));
            long before = harness.store.status().journalErrors();
            // More than is left, less than the ring holds many times over: with a gap or without.
            for (int i = random.nextInt(8); i >= 0; i--) {
                mutate(20_000);
                for (int turn = random.nextInt(60); turn >= 0; turn--) {
                    harness.turn();
                }
            }
            stood += harness.store.status().journalErrors() > before ? 1 : 0;
            disk.free();
            assertGoesOn();
            if (round % 10 == 0) {
                reopenAndCompare();
            }
        }
        System.out.println("DiskFullIT: of " + lookups.get() + " lookups none missed; the disk was full in " + stood
                + " of " + rounds + " rounds, " + harness.store.status().journalGaps() + " gaps, "
                + harness.store.status().checkpointErrors() + " checkpoints failed");
        assertThat(stood).isPositive();
        reopenAndCompare();
        assertThat(harness.told.errors).isNotEmpty();
        harness.told.errors.clear();
    }

    @Test
    void shouldStandAnotherProcessThatEatsTheDisk() throws IOException, InterruptedException {
        open(tmpfs());
        Path eaten = disk.path.resolve("eaten");
        Process eater = new ProcessBuilder(
                        "sh",
                        "-c",
                        "while :; do head -c 60000000 /dev/zero > " + eaten + " 2>/dev/null; rm -f " + eaten + "; done")
                .start();
        try {
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (harness.store.status().journalErrors() < REFUSALS && System.nanoTime() - deadlineNs < 0) {
                mutate(random.nextInt(4_000));
                harness.turn();
            }
        } finally {
            eater.destroyForcibly();
            eater.waitFor();
        }
        Files.deleteIfExists(eaten);
        assertThat(harness.store.status().journalErrors())
                .as("refusals, or nothing was tested")
                .isGreaterThanOrEqualTo(REFUSALS);
        assertGoesOn();
        reopenAndCompare();
        System.out.println("DiskFullIT: " + harness.store.status().journalErrors() + " refusals beside the eater, "
                + harness.store.status().journalGaps() + " gaps");
        harness.told.errors.clear();
    }

    @Test
    void shouldServeAfterAStartOnADiskThatIsFullInMemory() throws IOException {
        serveAfterAStartOnAFullDisk(tmpfs());
    }

    @Test
    void shouldServeAfterAStartOnARealDiskThatIsFull() throws IOException {
        serveAfterAStartOnAFullDisk(SmallDisk.ext4(directory.resolve("small"), DISK_MIB));
    }

    private void serveAfterAStartOnAFullDisk(SmallDisk made) throws IOException {
        StoreConfig config = config(made.path.resolve("data"));
        try (StoreHarness before = new StoreHarness(config)) {
            before.store.startEpoch();
            for (int n = 0; n < KNOWN; n++) {
                before.upsert(n, n);
            }
            before.journal();
        }
        made.fillBut(0);
        // Opens, has all there was, becomes master, and what the reader sees is checked as in every other test.
        open(made);
        assertThat(harness.store.size()).isEqualTo(KNOWN);
        for (int i = 0; i < 100; i++) {
            mutate(100);
            harness.turn();
        }
        assertThat(harness.store.status().journalErrors()).isPositive();
        assertThat(harness.store.status().diskShort()).isTrue();
        assertThat(harness.store.status().journalFault()).contains("bytes are free");
        disk.free();
        assertGoesOn();
        reopenAndCompare();
        harness.told.errors.clear();
    }

    @Test
    void shouldRefuseToBeginOnADiskThatIsFullInMemory() throws IOException {
        refuseToBeginOnAFullDisk(tmpfs());
    }

    /** With blocks of a kibibyte: a file of four may get its first block and no other. */
    @Test
    void shouldRefuseToBeginOnARealDiskThatIsFull() throws IOException {
        refuseToBeginOnAFullDisk(SmallDisk.ext4(directory.resolve("small"), DISK_MIB));
    }

    /** Whatever little there is: a refusal by name or a store that serves, and never a signal. */
    private void refuseToBeginOnAFullDisk(SmallDisk made) throws IOException {
        disk = made;
        StoreConfig config = config(disk.path.resolve("data"));
        int refused = 0;
        for (int leftBytes = 0; leftBytes <= 32 << 10; leftBytes += 1 << 10) {
            disk.free();
            disk.fillBut(leftBytes);
            try (StoreHarness begun = new StoreHarness(config)) {
                begun.store.startEpoch();
                begun.upsert(1, 1);
                begun.turn();
                assertThat(begun.find(1)).isNotNull();
                begun.told.errors.clear();
            } catch (StoreException e) {
                refused++;
                assertThat(e.code()).isEqualTo(StoreException.Code.DIRECTORY_UNUSABLE);
                assertThat(e).hasMessageContaining(config.directory().toString());
                assertThat(e).hasMessageContaining("No space left on device");
            }
        }
        assertThat(refused).isPositive();
        disk.free();
        try (StoreHarness begun = new StoreHarness(config)) {
            begun.store.startEpoch();
            begun.upsert(1, 1);
            begun.journal();
        }
    }

    @Test
    void shouldKeepTheCheckpointThatIsThereWhenTheNextOneFindsNoRoom() throws IOException {
        open(tmpfs());
        harness.store.requestCheckpoint();
        harness.turnUntil(() -> harness.store.status().checkpoints() == 1);
        Path checkpoint = harness.config.directory().resolve("checkpoint-1");
        assertThat(checkpoint).exists();
        disk.fillBut(128 << 10);
        harness.store.requestCheckpoint();
        harness.turnUntil(() -> harness.store.status().checkpointErrors() >= 2);
        assertThat(harness.store.status().checkpointFault())
                .contains("checkpoint waits")
                .contains("should be free");
        assertThat(harness.told.errors).hasSize(1);
        assertThat(checkpoint).exists();
        assertThat(harness.config.directory().resolve("checkpoint.unfinished")).doesNotExist();
        mutate(100);
        assertGoesOn();
        disk.free();
        harness.turnUntil(() -> harness.store.status().checkpoints() == 2);
        assertThat(harness.store.status().checkpointFault()).isEmpty();
        reopenAndCompare();
        harness.told.errors.clear();
    }
}

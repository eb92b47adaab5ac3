package io.ndpair.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.journal.JournalReader;
import io.ndpair.store.journal.chronicle.ChronicleJournals;
import io.ndpair.store.model.StoreConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are gone, or hold less than they did: what is there is served, what is not there is told. */
class LostFilesTest {
    private static final int KEYS = 5_000;

    @TempDir
    Path directory;

    private Path data;
    private Map<String, Integer> content;
    private long last;

    private StoreConfig config() {
        return StoreHarness.small(data, 1).withJournal(1 << 20, 1 << 20, 3 << 20);
    }

    /** Leaves a directory behind that was never closed. */
    private void write(int mutations, boolean checkpoints) {
        Path live = directory.resolve("live");
        StoreConfig config =
                StoreHarness.small(live, 1).withJournal(1 << 20, 1 << 20, checkpoints ? 3 << 20 : 1L << 40);
        try (StoreHarness harness = new StoreHarness(config)) {
            harness.store.startEpoch();
            for (int i = 0; i < mutations; i++) {
                harness.upsert(i % KEYS, i);
                if (i % 500 == 499) {
                    harness.journal();
                }
            }
            harness.journal();
            if (checkpoints) {
                harness.turnUntil(() -> harness.store.status().checkpoints() >= 3);
            }
            content = StoreHarness.content(harness.store);
            last = harness.store.lastSequence();
            data = directory.resolve("data");
            StoreHarness.copyDirectory(live, data);
        }
    }

    private long[] generations() throws IOException {
        return new ChronicleJournals(data).generations();
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> paths = Files.walk(path)) {
            for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    private Path file(long generation) {
        return data.resolve("journal-" + generation).resolve("19700102.cq4");
    }

    private void assertComplete(int told) {
        try (StoreHarness harness = new StoreHarness(config())) {
            assertThat(harness.told.corruptTails).hasSize(told);
            assertThat(harness.store.lastSequence()).isEqualTo(last);
            assertThat(harness.store.position().contiguous()).isTrue();
            assertThat(StoreHarness.content(harness.store)).isEqualTo(content);
        }
    }

    @Test
    void shouldNotMindTheLibrarysMetadata() throws IOException {
        write(60_000, false);
        for (long generation : generations()) {
            Files.delete(data.resolve("journal-" + generation).resolve("metadata.cq4t"));
        }
        assertComplete(0);
    }

    @Test
    void shouldTellOfAFileInTheMiddleAndServeWhatIsThere() throws IOException {
        write(100_000, false);
        assertThat(generations().length).isGreaterThanOrEqualTo(3);
        Files.delete(file(generations()[1]));
        try (StoreHarness harness = new StoreHarness(config())) {
            assertThat(harness.told.corruptTails).isNotEmpty().allMatch(text -> text.startsWith("journal-"));
            assertThat(harness.store.position().contiguous()).isFalse();
            assertThat(harness.store.journaledSequence()).isZero();
            // Every key is written again after the hole, so that all of them are what they were.
            assertThat(StoreHarness.content(harness.store)).isEqualTo(content);
        }
    }

    @Test
    void shouldTellOfTheNewestJournalThatIsGone() throws IOException {
        write(100_000, false);
        long newest = generations()[generations().length - 1];
        delete(data.resolve("journal-" + newest));
        try (StoreHarness harness = new StoreHarness(config())) {
            assertThat(harness.told.corruptTails).hasSize(1);
            assertThat(harness.told.corruptTails.get(0))
                    .contains("journal-" + newest + " ends before what was journaled last")
                    .contains("up to sequence " + last);
            assertThat(harness.store.lastSequence()).isLessThan(last);
            assertThat(harness.store.position().contiguous()).isTrue();
            harness.store.startEpoch();
            harness.journal();
        }
        // Told once: from then on there is nothing missing any more.
        try (StoreHarness harness = new StoreHarness(config())) {
            assertThat(harness.told.corruptTails).isEmpty();
        }
    }

    @Test
    void shouldTellOfAPageOfZerosInTheNewestJournal() throws IOException {
        write(20_000, false);
        Path file = file(generations()[0]);
        long place = 0;
        try (JournalReader reader = new ChronicleJournals(data).reader(generations()[0])) {
            for (int i = 0; i < 20; i++) {
                assertThat(reader.next()).isPositive();
                place = reader.place();
            }
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            // From the header of a record on, so that it looks like the end.
            channel.write(ByteBuffer.allocate(4096), place);
        }
        try (StoreHarness harness = new StoreHarness(config())) {
            assertThat(harness.told.corruptTails).hasSize(1);
            assertThat(harness.told.corruptTails.get(0)).contains("ends before what was journaled last");
            assertThat(harness.store.lastSequence()).isBetween(1L, last - 1);
        }
    }

    @Test
    void shouldFindEverythingWithoutTheNewestCheckpointHoweverLittleIsKept() throws IOException {
        write(300_000, true);
        try (Stream<Path> files = Files.list(data)) {
            Path newest = files.filter(path -> path.getFileName().toString().matches("checkpoint-\\d+"))
                    .max(Comparator.comparingInt(path ->
                            Integer.parseInt(path.getFileName().toString().substring("checkpoint-".length()))))
                    .orElseThrow();
            Files.delete(newest);
        }
        assertComplete(0);
    }

    @Test
    void shouldKeepThePreviousCheckpointWhenTheNewOneIsDamagedOnItsWay() throws IOException {
        data = directory.resolve("data");
        try (StoreHarness harness = new StoreHarness(StoreHarness.small(data, 1))) {
            harness.store.startEpoch();
            for (int n = 0; n < 100_000; n++) {
                harness.upsert(n, n);
                if (n % 1_000 == 0) {
                    harness.journal();
                }
            }
            harness.journal();
            harness.store.requestCheckpoint();
            harness.turnUntil(() -> harness.store.status().checkpoints() == 1);
            harness.store.requestCheckpoint();
            Path unfinished = data.resolve("checkpoint.unfinished");
            harness.turnUntil(
                    () -> Files.exists(unfinished) && unfinished.toFile().length() > 100_000);
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(new byte[] {0x55}), 50_000);
            }
            harness.turnUntil(() -> harness.store.status().checkpointErrors() == 1);
            assertThat(harness.store.status().checkpointFault())
                    .contains("does not read back")
                    .contains("wrong CRC");
            assertThat(data.resolve("checkpoint-1")).exists();
            assertThat(data.resolve("checkpoint-2")).doesNotExist();
            harness.turnUntil(() -> harness.store.status().checkpoints() == 2);
            assertThat(harness.store.status().checkpointFault()).isEmpty();
            assertThat(data.resolve("checkpoint-2")).exists();
            assertThat(harness.told.errors).hasSize(1);
            harness.told.errors.clear();
        }
    }
}

package io.ndpair.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.journal.JournalReader;
import io.ndpair.store.journal.Journals;
import io.ndpair.store.journal.chronicle.ChronicleJournals;
import io.ndpair.store.model.History;
import io.ndpair.store.model.Outcome;
import io.ndpair.store.model.StoreConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a directory gives back after it was left, torn, cut or flipped. */
class RecoveryTest {
    private static final int RECORDS = 40;
    /** Before the first mutation: the epoch, the settings, and the links of the neighbors. */
    private static final int CONTROLS = 2 + 7;

    private static final int PER_RECORD = 25;

    @TempDir
    Path directory;

    private Path one;
    private final List<Map<String, Integer>> contents = new ArrayList<>();

    /** A store with a content per record, abandoned without a close. */
    private void write(boolean checkpointInTheMiddle) {
        one = directory.resolve("one");
        Path live = directory.resolve("live");
        try (StoreHarness harness = new StoreHarness(StoreHarness.small(live, 1))) {
            harness.store.startEpoch();
            harness.store.defineLink("a");
            contents.add(StoreHarness.content(harness.store));
            for (int record = 0; record < RECORDS; record++) {
                for (int i = 0; i < PER_RECORD; i++) {
                    int n = (record * 17 + i * 5) % 300;
                    assertThat(
                                    i % 5 == 4 && harness.find(n) != null
                                            ? harness.remove(n)
                                            : harness.upsert(n, record * 100 + i))
                            .isEqualTo(Outcome.APPLIED);
                }
                harness.journal();
                contents.add(StoreHarness.content(harness.store));
                if (checkpointInTheMiddle && (record == 10 || record == 20)) {
                    long before = harness.store.status().checkpoints();
                    harness.store.requestCheckpoint();
                    harness.turnUntil(() -> harness.store.status().checkpoints() > before);
                }
            }
            StoreHarness.copyDirectory(live, one);
        }
    }

    private List<Long> places() throws IOException {
        List<Long> places = new ArrayList<>();
        Journals journals = new ChronicleJournals(one);
        try (JournalReader reader = journals.reader(journals.generations()[0])) {
            while (reader.next() > 0) {
                places.add(reader.place());
            }
        }
        return places;
    }

    private Path journalFile() throws IOException {
        try (Stream<Path> files = Files.walk(one)) {
            return files.filter(file ->
                            file.toString().endsWith(".cq4") && file.toString().contains("journal-1"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void flip(Path file, long at) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            channel.write(one.put(0, (byte) (one.get(0) ^ 0x10)).rewind(), at);
        }
    }

    /** Opens, compares with the content at that record, goes on, and opens again. */
    private void assertRecovers(int record, int corruptTails) {
        long last = (long) record * PER_RECORD;
        Map<String, Integer> content;
        try (StoreHarness harness = new StoreHarness(StoreHarness.small(one, 1))) {
            assertThat(harness.told.corruptTails)
                    .as("%s", harness.told.corruptTails)
                    .hasSize(corruptTails);
            assertThat(harness.store.status().corruptTails()).isEqualTo(corruptTails);
            assertThat(harness.store.lastSequence()).isEqualTo(last);
            assertThat(harness.store.position().contiguous()).isTrue();
            assertThat(StoreHarness.content(harness.store)).isEqualTo(contents.get(record));
            harness.store.startEpoch();
            for (int i = 0; i < 100; i++) {
                harness.upsert(i, 7_000_000 + i);
            }
            harness.journal();
            content = StoreHarness.content(harness.store);
        }
        try (StoreHarness harness = new StoreHarness(StoreHarness.small(one, 1))) {
            assertThat(harness.store.lastSequence()).isEqualTo(last + 100);
            assertThat(harness.store.position().contiguous()).isTrue();
            assertThat(StoreHarness.content(harness.store)).isEqualTo(content);
            assertThat(harness.store.history().size()).isEqualTo(2);
            assertThat(harness.store.history().firstSequence(1)).isEqualTo(last + 1);
        }
    }

    @Test
    void shouldOpenAnEmptyDirectory() {
        try (StoreHarness harness = new StoreHarness(StoreHarness.small(directory.resolve("new/deep"), 1))) {
            assertThat(harness.told.corruptTails).isEmpty();
            assertThat(harness.store.lastSequence()).isZero();
            assertThat(harness.store.history()).isEqualTo(History.EMPTY);
        }
    }

    @Test
    void shouldFindEverythingWithoutAClose() {
        write(false);
        assertRecovers(RECORDS, 0);
    }

    @Test
    void shouldFindEverythingByCheckpointAndReplay() {
        write(true);
        assertRecovers(RECORDS, 0);
    }

    @Test
    void shouldReplayOnlyWhatIsNewerThanTheCheckpoint() {
        write(true);
        try (StoreHarness harness = new StoreHarness(StoreHarness.small(one, 1))) {
            assertThat(harness.store.status().recoveredEntries()).isPositive();
            assertThat(harness.store.status().recoveredMutations()).isEqualTo((RECORDS - 21) * (long) PER_RECORD);
        }
    }

    @Test
    void shouldWriteTheCheckpointAtCloseAfterTheAgentsWereStopped() throws Exception {
        StoreConfig config = StoreHarness.small(directory.resolve("closed"), 1).withDisk(0, 0, 1_000_000_000L, true);
        long last;
        try (StoreHarness harness = new StoreHarness(config)) {
            harness.store.startEpoch();
            harness.upsert(1, 1);
            harness.upsert(2, 2);
            last = harness.journal();
            for (Agent agent : harness.store.agents()) {
                agent.onClose();
            }
        }
        try (StoreHarness again = new StoreHarness(config)) {
            assertThat(again.store.lastSequence()).isEqualTo(last);
            assertThat(again.store.status().recoveredEntries()).isEqualTo(2);
            assertThat(again.store.status().recoveredMutations()).isZero();
        }
    }

    @Test
    void shouldCutATornTail() throws IOException {
        write(false);
        try (FileChannel channel = FileChannel.open(journalFile(), StandardOpenOption.WRITE)) {
            channel.truncate(places().get(CONTROLS + 30) + 100);
        }
        // Told because the marks say that there was more.
        assertRecovers(30, 1);
    }

    @Test
    void shouldCutAtAFlippedByte() throws IOException {
        write(false);
        flip(journalFile(), places().get(CONTROLS + 20) + 4 + 60);
        assertRecovers(20, 1);
    }

    @Test
    void shouldCutAtAFlippedLength() throws IOException {
        write(true);
        flip(journalFile(), places().get(CONTROLS + 33));
        assertRecovers(33, 1);
    }

    @Test
    void shouldCutWhereTheTailIsZeroes() throws IOException {
        write(true);
        Path file = journalFile();
        long from = places().get(CONTROLS + 35) + 50;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(1 << 20), from);
        }
        assertRecovers(35, 1);
    }

    @Test
    void shouldUseTheCheckpointBeforeWhenTheNewestIsTruncated() throws IOException {
        write(true);
        try (FileChannel channel = FileChannel.open(one.resolve("checkpoint-2"), StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() - 1);
        }
        assertRecovers(RECORDS, 1);
    }

    @Test
    void shouldDoWithoutCheckpointsWhenAllAreBroken() throws IOException {
        write(true);
        flip(one.resolve("checkpoint-1"), 500);
        flip(one.resolve("checkpoint-2"), 5_000);
        assertRecovers(RECORDS, 2);
    }

    @Test
    void shouldRefuseACheckpointWithAnyByteFlipped() throws IOException {
        write(true);
        Path file = one.resolve("checkpoint-2");
        Files.delete(one.resolve("checkpoint-1"));
        long size = Files.size(file);
        for (long at = 0; at < size; at += 1 + size / 60) {
            flip(file, at);
            try (StoreHarness harness = new StoreHarness(StoreHarness.small(one, 1))) {
                assertThat(harness.told.corruptTails).as("byte %d", at).hasSize(1);
                assertThat(StoreHarness.content(harness.store)).isEqualTo(contents.get(RECORDS));
            }
            flip(file, at);
        }
    }

    @Test
    void shouldNotBeContiguousWhenTheJournalEndsBeforeWhatTheCheckpointHolds() throws IOException {
        write(true);
        Files.delete(one.resolve("checkpoint-1"));
        // The middle is missing: the oldest generation is gone while a newer one goes on.
        try (StoreHarness harness = new StoreHarness(StoreHarness.small(one, 1))) {
            harness.store.startEpoch();
            harness.upsert(1, 99);
            harness.journal();
        }
        try (FileChannel channel = FileChannel.open(journalFile(), StandardOpenOption.WRITE)) {
            channel.truncate(0);
        }
        try (StoreHarness harness = new StoreHarness(StoreHarness.small(one, 1))) {
            assertThat(harness.told.corruptTails).isNotEmpty();
            assertThat(harness.store.position().contiguous()).isFalse();
            assertThat(harness.store.journaledSequence()).isZero();
            assertThat(harness.find(1)).isNotNull();
            // As master it begins a history of its own, from which nothing older can be resumed.
            harness.store.startEpoch();
            assertThat(harness.store.position().contiguous()).isTrue();
            assertThat(harness.store.history().size()).isEqualTo(1);
            harness.turnUntil(() -> !harness.store.status().journalGapOpen());
        }
        try (StoreHarness harness = new StoreHarness(StoreHarness.small(one, 1))) {
            assertThat(harness.store.position().contiguous()).isTrue();
        }
    }

    @Test
    void shouldNotTakeAJournalWhoseMakingWasKilledForADamagedOne() throws IOException {
        write(false);
        // What a kill between the queue's metadata and its first file leaves.
        Path unmade = Files.createDirectory(one.resolve("journal-77"));
        Files.write(unmade.resolve("metadata.cq4t"), new byte[4096]);
        assertRecovers(RECORDS, 0);
    }

    @Test
    void shouldTellThatAFileOfAJournalWasLost() throws IOException {
        write(false);
        Path lost = Files.createDirectory(one.resolve("journal-77"));
        Files.createFile(lost.resolve("begun"));
        assertRecovers(RECORDS, 1);
    }

    @Test
    void shouldNotReplayAfterACleanClose() {
        StoreConfig config = StoreHarness.small(directory, 1).withDisk(0, 0, 1_000_000, true);
        Map<String, Integer> content;
        try (StoreHarness harness = new StoreHarness(config)) {
            harness.store.startEpoch();
            for (int i = 0; i < 10_000; i++) {
                harness.upsert(i, i);
            }
            content = StoreHarness.content(harness.store);
        }
        try (StoreHarness harness = new StoreHarness(config)) {
            assertThat(harness.store.status().recoveredMutations()).isZero();
            assertThat(harness.store.status().recoveredEntries()).isEqualTo(10_000);
            assertThat(StoreHarness.content(harness.store)).isEqualTo(content);
        }
    }

    @Test
    void shouldKeepTheJournalWithinItsBounds() throws IOException {
        StoreConfig config = StoreHarness.small(directory, 1).withJournal(1 << 20, 4 << 20, 1 << 20);
        try (StoreHarness harness = new StoreHarness(config)) {
            harness.store.startEpoch();
            for (int i = 0; i < 400_000; i++) {
                harness.upsert(i % 20_000, i);
                if (i % 1_000 == 0) {
                    harness.journal();
                }
            }
            harness.journal();
            assertThat(harness.store.status().checkpoints()).isPositive();
            assertThat(new ChronicleJournals(directory).generations().length).isLessThan(8);
        }
        try (StoreHarness harness = new StoreHarness(config)) {
            assertThat(harness.store.size()).isEqualTo(20_000);
            assertThat(harness.store.lastSequence()).isEqualTo(400_000);
            assertThat(harness.store.position().contiguous()).isTrue();
        }
    }
}

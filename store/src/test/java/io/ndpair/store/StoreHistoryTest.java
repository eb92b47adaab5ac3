package io.ndpair.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ndpair.store.history.HistoryCursor;
import io.ndpair.store.history.HistoryEvent;
import io.ndpair.store.history.HistoryEvent.Kind;
import io.ndpair.store.history.HistoryIndexAgent;
import io.ndpair.store.history.HistoryQuery;
import io.ndpair.store.history.PastTable;
import io.ndpair.store.history.StoreHistory;
import io.ndpair.store.journal.Journals;
import io.ndpair.store.journal.chronicle.ChronicleJournals;
import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.History;
import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.model.StoreContext;
import io.ndpair.store.model.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an answer says of what it cannot know, and what it does when files are gone or damaged. */
class StoreHistoryTest {
    private static final int SUBJECT = 5;
    private static final HistoryQuery NEWEST =
            HistoryQuery.newest(StoreHarness.high(SUBJECT), StoreHarness.low(SUBJECT));

    @TempDir
    Path directory;

    static List<HistoryEvent> drain(HistoryCursor cursor) {
        List<HistoryEvent> events = new ArrayList<>();
        try (cursor) {
            while (cursor.poll(events::add)) {
                // Bounded pieces, until there is no more.
            }
        }
        return events;
    }

    private StoreConfig config() {
        return StoreHarness.small(directory, 1).withJournal(1 << 20, 1 << 30, 1 << 30);
    }

    private StoreHistory cold(StoreHarness harness) {
        return new StoreHistory(
                harness.config,
                new StoreContext(harness.nanoClock, harness.epochClock, harness.told, new Random(1)),
                new ChronicleJournals(directory),
                () -> Long.MAX_VALUE);
    }

    /** Fills more than so many journal files, with the subject changed now and then; answers how often. */
    private static int fill(StoreHarness harness, int generations) {
        int changes = 0;
        long until = harness.store.status().journalBytes() + generations * (1L << 20);
        for (int i = 0; harness.store.status().journalBytes() < until; i++) {
            if (i % 5_000 == 0) {
                harness.upsert(SUBJECT, ++changes);
            }
            harness.upsert(100 + i % 20_000, i);
            if (i % 256 == 255) {
                harness.journal();
            }
        }
        harness.journal();
        return changes;
    }

    private void settle(StoreHarness harness) {
        for (int i = 0; i < 500; i++) {
            harness.turn();
        }
    }

    private static List<Kind> kinds(List<HistoryEvent> events) {
        return events.stream().map(HistoryEvent::kind).toList();
    }

    private static long changes(List<HistoryEvent> events) {
        return events.stream().filter(event -> event.kind().isChange()).count();
    }

    private static List<HistoryEvent> reversed(List<HistoryEvent> events) {
        List<HistoryEvent> reversed = new ArrayList<>();
        events.forEach(event -> reversed.add(0, event));
        return reversed;
    }

    @Test
    void shouldTellWhoHeldAnAddressWhen() {
        try (StoreHarness harness = new StoreHarness(config())) {
            harness.store.startEpoch();
            harness.upsert(SUBJECT, 1);
            harness.journal();
            long firstMs = harness.epochClock.time();
            harness.advanceMs(60_000);
            harness.upsert(SUBJECT, 2);
            harness.remove(SUBJECT);
            harness.journal();
            List<HistoryEvent> events = drain(harness.store.history(NEWEST));
            assertThat(kinds(events)).containsExactly(Kind.REMOVE, Kind.UPSERT, Kind.UPSERT, Kind.BEGINNING);
            HistoryEvent oldest = events.get(2);
            assertThat(oldest.mac()).isEqualTo(StoreHarness.MAC + 1);
            assertThat(oldest.wallClockMs()).isLessThanOrEqualTo(firstMs);
            assertThat(events.get(1).wallClockMs()).isGreaterThan(firstMs + 50_000);
            assertThat(oldest.epoch()).isEqualTo(harness.store.position().epoch());
            assertThat(oldest.sequence()).isEqualTo(1);
            assertThat(oldest.linkId()).isEqualTo(1 + SUBJECT % 7);
            assertThat(events.get(3).detail()).contains("nothing was before");
        }
    }

    @Test
    void shouldEndAtTheLimitAndAtTheTimeAllowed() {
        try (StoreHarness harness = new StoreHarness(config())) {
            harness.store.startEpoch();
            int changes = fill(harness, 2);
            HistoryCursor limited = harness.store.history(NEWEST.withLimit(3));
            assertThat(changes(drain(limited))).isEqualTo(3);
            assertThat(limited.ending()).isEqualTo(HistoryCursor.Ending.LIMIT);
            HistoryCursor whole = harness.store.history(NEWEST.withLimit(changes));
            assertThat(changes(drain(whole))).isEqualTo(changes);
            assertThat(whole.ending()).isEqualTo(HistoryCursor.Ending.COMPLETE);
            HistoryCursor late = harness.store.history(NEWEST.withTimeoutNs(1_000_000));
            harness.advanceMs(5);
            assertThat(drain(late)).isEmpty();
            assertThat(late.ending()).isEqualTo(HistoryCursor.Ending.TIMEOUT);
        }
    }

    @Test
    void shouldTellOfABatchBackupThatReplacedTheTable() {
        try (StoreHarness harness = new StoreHarness(config())) {
            harness.store.startEpoch();
            harness.upsert(SUBJECT, 1);
            harness.journal();
            harness.store.beginResync(new Epoch(50, 9), 1_000, harness.store.hashKey(), 5);
            harness.store.endResync(History.EMPTY.with(new Epoch(50, 9), 1));
            harness.store.startEpoch();
            harness.upsert(SUBJECT, 2);
            harness.journal();
            settle(harness);
            List<Kind> expected = List.of(Kind.UPSERT, Kind.GAP, Kind.UPSERT, Kind.BEGINNING);
            List<HistoryEvent> newest = drain(harness.store.history(NEWEST));
            assertThat(kinds(newest)).isEqualTo(expected);
            assertThat(newest.get(1).detail()).contains("batch backup");
            assertThat(kinds(drain(cold(harness).changes(NEWEST)))).isEqualTo(expected);
            assertThat(kinds(reversed(drain(harness.store.history(NEWEST.oldestFirst())))))
                    .isEqualTo(expected);
            long before = newest.get(2).wallClockMs();
            try (PastTable past = harness.store.asOf(before, 100, 1_000_000_000L)) {
                assertThat(past.size()).isEqualTo(1);
            }
        }
    }

    @Test
    void shouldTellOfAJournalFileThatIsMissing() throws IOException {
        int changes;
        try (StoreHarness harness = new StoreHarness(config())) {
            harness.store.startEpoch();
            changes = fill(harness, 4);
            settle(harness);
            assertThat(directory.resolve("history").toFile().list()).hasSizeGreaterThanOrEqualTo(3);
            new ChronicleJournals(directory).remove(2);
            settle(harness);
            List<HistoryEvent> newest = drain(harness.store.history(NEWEST));
            assertThat(changes(newest)).isBetween(1L, changes - 1L);
            List<HistoryEvent> oldest = drain(cold(harness).changes(NEWEST.oldestFirst()));
            assertThat(kinds(reversed(oldest)))
                    .filteredOn(kind -> kind != Kind.HOLE)
                    .isEqualTo(kinds(newest).stream()
                            .filter(kind -> kind != Kind.HOLE)
                            .toList());
            assertThat(kinds(oldest)).containsOnlyOnce(Kind.HOLE);
            assertThat(kinds(drain(cold(harness).changes(NEWEST)))).containsOnlyOnce(Kind.HOLE);
            assertThatThrownBy(() -> harness.store.asOf(Long.MAX_VALUE, 1 << 20, 10_000_000_000L))
                    .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.code())
                            .isEqualTo(StoreException.Code.HISTORY_NOT_HELD))
                    .hasMessageContaining("hole");
        }
        // After a restart the summary is made anew, and knows of it.
        try (StoreHarness harness = new StoreHarness(config())) {
            try (Stream<Path> files = Files.list(directory.resolve("history"))) {
                files.forEach(StoreHistoryTest::delete);
            }
            settle(harness);
            assertThat(kinds(drain(harness.store.history(NEWEST)))).containsOnlyOnce(Kind.HOLE);
            assertThat(kinds(drain(harness.store.history(NEWEST.oldestFirst()))))
                    .containsOnlyOnce(Kind.HOLE);
            harness.told.errors.clear();
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldTellOfADamagedJournalFile() throws IOException {
        try (StoreHarness harness = new StoreHarness(config())) {
            harness.store.startEpoch();
            int changes = fill(harness, 3);
            Path file;
            try (Stream<Path> files = Files.list(directory.resolve("journal-1"))) {
                file = files.filter(path -> path.toString().endsWith(".cq4"))
                        .findFirst()
                        .orElseThrow();
            }
            flip(file, Files.size(file) / 2);
            List<HistoryEvent> events = drain(cold(harness).changes(NEWEST));
            assertThat(kinds(events)).containsOnlyOnce(Kind.CUT);
            assertThat(changes(events)).isBetween(1L, changes - 1L);
            assertThat(kinds(drain(cold(harness).changes(NEWEST.oldestFirst()))))
                    .containsOnlyOnce(Kind.CUT);
        }
    }

    private static void flip(Path file, long at) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 0x55)).rewind();
            channel.write(one, at);
        }
    }

    @Test
    void shouldAnswerRightlyWhateverBecomesOfTheSummary() throws IOException {
        Random random = new Random(7);
        try (StoreHarness harness = new StoreHarness(config())) {
            harness.store.startEpoch();
            int changes = fill(harness, 4);
            settle(harness);
            List<HistoryEvent> right = drain(harness.store.history(NEWEST));
            assertThat(changes(right)).isEqualTo(changes);
            for (int round = 0; round < 60; round++) {
                Path file = directory.resolve("history").resolve((1 + random.nextInt(3)) + "-0.summary");
                switch (random.nextInt(4)) {
                    case 0:
                        flip(file, random.nextLong(Files.size(file)));
                        break;
                    case 1:
                        truncate(file, random.nextLong(Files.size(file)));
                        break;
                    case 2:
                        byte[] noise = new byte[random.nextInt(4_000)];
                        random.nextBytes(noise);
                        Files.write(file, noise);
                        break;
                    default:
                        Files.delete(file);
                        break;
                }
                assertThat(drain(harness.store.history(NEWEST))).isEqualTo(right);
                StoreHistory restarted = cold(harness);
                HistoryIndexAgent agent = restarted.agent();
                for (int i = 0; i < 40; i++) {
                    harness.advanceMs(100);
                    agent.doWork();
                }
                agent.onClose();
                assertThat(drain(restarted.changes(NEWEST))).isEqualTo(right);
                settle(harness);
                assertThat(file).exists();
            }
        }
    }

    private static void truncate(Path file, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    @Test
    void shouldReadLittleWithASummary() {
        try (StoreHarness harness = new StoreHarness(config())) {
            harness.store.startEpoch();
            fill(harness, 6);
            settle(harness);
            HistoryQuery unknown = HistoryQuery.newest(1, 2);
            HistoryCursor warm = harness.store.history(unknown);
            drain(warm);
            HistoryCursor read = cold(harness).changes(unknown);
            drain(read);
            assertThat(read.bytesRead()).isGreaterThan(6L << 20);
            assertThat(warm.bytesRead()).isLessThan(read.bytesRead() / 4);
        }
    }

    @Test
    void shouldEndWhereFilesWereLetGoMeanwhile() throws IOException {
        try (StoreHarness harness = new StoreHarness(config())) {
            harness.store.startEpoch();
            int changes = fill(harness, 4);
            Journals journals = new ChronicleJournals(directory);
            HistoryCursor newest = harness.store.history(NEWEST);
            HistoryCursor oldest = cold(harness).changes(NEWEST.oldestFirst());
            List<HistoryEvent> told = new ArrayList<>();
            oldest.poll(told::add);
            journals.remove(1);
            journals.remove(2);
            List<HistoryEvent> events = drain(newest);
            assertThat(events.get(events.size() - 1).kind()).isEqualTo(Kind.BEGINNING);
            assertThat(events.get(events.size() - 1).detail()).contains("no longer kept");
            assertThat(changes(events)).isBetween(1L, changes - 1L);
            told.addAll(drain(oldest));
            assertThat(told.get(told.size() - 1)).isEqualTo(events.get(0));
            assertThat(kinds(told)).contains(Kind.BEGINNING);
        }
    }

    @Test
    void shouldRefuseAPastThatIsTooLargeOrTooLongAgo() {
        try (StoreHarness harness = new StoreHarness(config())) {
            harness.store.startEpoch();
            for (int i = 0; i < 5_000; i++) {
                harness.upsert(i, i);
            }
            harness.journal();
            long now = harness.epochClock.time();
            assertThatThrownBy(() -> harness.store.asOf(now, 100, 1_000_000_000L))
                    .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.code())
                            .isEqualTo(StoreException.Code.HISTORY_TOO_LARGE));
            assertThatThrownBy(() -> harness.store.asOf(1_000, 100, 1_000_000_000L))
                    .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.code())
                            .isEqualTo(StoreException.Code.HISTORY_NOT_HELD));
            try (PastTable past = harness.store.asOf(now, 5_000, 1_000_000_000L)) {
                assertThat(past.size()).isEqualTo(5_000);
                assertThat(past.ambiguous()).isFalse();
            }
        }
    }

    @Test
    void shouldKeepToItsTimeWhileACheckpointIsLoaded() {
        try (StoreHarness harness = new StoreHarness(config())) {
            harness.store.startEpoch();
            for (int i = 0; i < 6_000; i++) {
                harness.upsert(i, i);
            }
            harness.journal();
            harness.store.requestCheckpoint();
            harness.turnUntil(() -> harness.store.status().checkpoints() > 0);
            // A clock by which every look at it takes a while: its 7 ranges or more must be too many.
            AtomicLong looks = new AtomicLong();
            StoreHistory slow = new StoreHistory(
                    harness.config,
                    new StoreContext(looks::incrementAndGet, harness.epochClock, harness.told, new Random(1)),
                    new ChronicleJournals(directory),
                    () -> 0);
            long now = harness.epochClock.time();
            assertThatThrownBy(() -> slow.asOf(now, 100_000, 6))
                    .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.code())
                            .isEqualTo(StoreException.Code.HISTORY_TIMEOUT));
            assertThat(looks.get())
                    .as("ended by the first look that was too late")
                    .isLessThan(9);
            try (PastTable past = slow.asOf(now, 100_000, 10_000)) {
                assertThat(past.size()).isEqualTo(6_000);
            }
        }
    }

    @Test
    void shouldSayThatAClockWasSetBack() {
        try (StoreHarness harness = new StoreHarness(config())) {
            harness.store.startEpoch();
            harness.upsert(1, 1);
            harness.journal();
            long before = harness.epochClock.time();
            harness.epochClock.update(before + 3_600_000);
            harness.upsert(2, 1);
            harness.journal();
            harness.epochClock.update(before + 1_000);
            harness.upsert(3, 1);
            harness.journal();
            try (PastTable past = harness.store.asOf(before + 600_000, 100, 1_000_000_000L)) {
                assertThat(past.size()).isEqualTo(3);
                assertThat(past.ambiguous()).isTrue();
            }
            try (PastTable past = harness.store.asOf(before, 100, 1_000_000_000L)) {
                assertThat(past.size()).isEqualTo(1);
            }
        }
    }
}

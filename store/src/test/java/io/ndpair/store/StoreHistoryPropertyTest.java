package io.ndpair.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.history.HistoryCursor;
import io.ndpair.store.history.HistoryEvent;
import io.ndpair.store.history.HistoryEvent.Kind;
import io.ndpair.store.history.HistoryQuery;
import io.ndpair.store.history.PastTable;
import io.ndpair.store.history.StoreHistory;
import io.ndpair.store.journal.chronicle.ChronicleJournals;
import io.ndpair.store.model.Outcome;
import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.model.StoreContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random lives of a store, whose history must be that of a list, asked with a summary of the journal and without one. */
class StoreHistoryPropertyTest {
    private static final int ADDRESSES = 60;
    private static final int LINKS = 3;
    private static final int STEPS = 260;
    private static final int MOST_BURST = 700;

    /** One change as the list has it. */
    private record Change(int address, int link, long wallMs, long term, long sequence, boolean removed, long mac) {
        static Change of(int address, HistoryEvent event) {
            return new Change(
                    address,
                    event.linkId(),
                    event.wallClockMs(),
                    event.epoch().term(),
                    event.sequence(),
                    event.kind() == Kind.REMOVE,
                    event.mac());
        }

        long key() {
            return (long) address << 32 | link;
        }
    }

    @TempDir
    Path directory;

    private final List<Change> model = new ArrayList<>();
    private final Map<Long, Long> present = new HashMap<>();
    private Random random;
    private StoreHarness harness;
    private int macs;
    // Earlier than the files are, so that none is let go for its age.
    private long wallMs = 1_700_000_000_000L;

    @Test
    void shouldTellWhatHappened() {
        long seed = Long.getLong("ndpair.seed", new Random().nextLong());
        random = new Random(seed);
        try {
            live();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private void live() {
        StoreConfig config = StoreHarness.small(directory, 1).withJournal(1 << 20, 1 << 30, 1 << 30);
        open(config);
        for (int step = 0; step < STEPS; step++) {
            int choice = random.nextInt(100);
            if (choice < 80) {
                burst(1 + random.nextInt(MOST_BURST));
            } else if (choice < 88) {
                harness.journal();
                askAll(config);
            } else if (choice < 94) {
                harness.journal();
                harness.store.requestCheckpoint();
                harness.turn();
            } else {
                harness.journal();
                harness.close();
                open(config);
            }
        }
        harness.journal();
        askAll(config);
        harness.close();
        assertThat(model).hasSizeGreaterThan(STEPS);
    }

    private void open(StoreConfig config) {
        harness = new StoreHarness(config);
        harness.epochClock.update(wallMs);
        harness.store.startEpoch();
        for (int link = 1; link <= LINKS; link++) {
            assertThat(harness.store.defineLink("lan" + link)).isEqualTo(link);
        }
    }

    private void burst(int mutations) {
        // A wall clock may be set back; what is staged is sealed before, so that the list knows its time.
        harness.store.flush(harness.now());
        wallMs += random.nextInt(5) == 0 ? -random.nextInt(20_000) : random.nextInt(10_000);
        harness.epochClock.update(wallMs);
        for (int i = 0; i < mutations; i++) {
            mutate(random.nextInt(ADDRESSES), 1 + random.nextInt(LINKS));
        }
        harness.journal();
        wallMs = harness.epochClock.time();
    }

    private void mutate(int address, int link) {
        long mac = StoreHarness.MAC + ++macs;
        boolean removed = random.nextInt(3) == 0;
        long now = harness.epochClock.time();
        int outcome = removed
                ? harness.store.remove(StoreHarness.high(address), StoreHarness.low(address), link)
                : harness.store.upsert(StoreHarness.high(address), StoreHarness.low(address), link, mac, 2, 0, macs);
        if (outcome == Outcome.APPLIED) {
            Change change = new Change(
                    address,
                    link,
                    now,
                    harness.store.position().epoch().term(),
                    harness.store.lastSequence(),
                    removed,
                    removed ? 0 : mac);
            model.add(change);
        }
    }

    private void askAll(StoreConfig config) {
        StoreContext context = new StoreContext(harness.nanoClock, harness.epochClock, harness.told, new Random(1));
        StoreHistory cold = new StoreHistory(config, context, new ChronicleJournals(directory), () -> Long.MAX_VALUE);
        for (int i = 0; i < 6; i++) {
            int address = random.nextInt(ADDRESSES + 1);
            int link = random.nextInt(LINKS + 1);
            int limit = random.nextBoolean() ? HistoryQuery.MAX_LIMIT : 1 + random.nextInt(20);
            HistoryQuery query = HistoryQuery.newest(StoreHarness.high(address), StoreHarness.low(address))
                    .onLink(link)
                    .withLimit(limit);
            List<Change> expected = model.stream()
                    .filter(change -> change.address() == address && (link == 0 || change.link() == link))
                    .toList();
            ask(harness.store.history(query.oldestFirst()), address, first(expected, limit));
            ask(cold.changes(query.oldestFirst()), address, first(expected, limit));
            ask(harness.store.history(query), address, first(reversed(expected), limit));
            ask(cold.changes(query), address, first(reversed(expected), limit));
        }
        if (!model.isEmpty()) {
            askAsOf(model.get(random.nextInt(model.size())).wallMs() + random.nextInt(2), cold);
        }
    }

    private static void ask(HistoryCursor cursor, int address, List<Change> expected) {
        List<HistoryEvent> events = StoreHistoryTest.drain(cursor);
        assertThat(events.stream().filter(event -> event.kind().isChange()).map(event -> Change.of(address, event)))
                .containsExactlyElementsOf(expected);
        // Nothing was lost in such a life, so there is no mark but the beginning.
        assertThat(events.stream().filter(event -> !event.kind().isChange()))
                .allMatch(event -> event.kind() == Kind.BEGINNING && event.sequence() == 1);
    }

    private void askAsOf(long timeMs, StoreHistory cold) {
        present.clear();
        int last = -1;
        for (int i = 0; i < model.size(); i++) {
            last = model.get(i).wallMs() <= timeMs ? i : last;
        }
        for (int i = 0; i <= last; i++) {
            Change change = model.get(i);
            if (change.removed()) {
                present.remove(change.key());
            } else {
                present.put(change.key(), change.mac());
            }
        }
        try (PastTable warm = harness.store.asOf(timeMs, 10_000, 10_000_000_000L);
                PastTable other = cold.asOf(timeMs, 10_000, 10_000_000_000L)) {
            assertThat(content(warm)).isEqualTo(present);
            assertThat(content(other)).isEqualTo(present);
            assertThat(warm.sequence()).isEqualTo(last < 0 ? 0 : model.get(last).sequence());
        }
    }

    private static Map<Long, Long> content(PastTable table) {
        Map<Long, Long> content = new HashMap<>();
        table.forEach(
                entry -> content.put((entry.addressLow() - StoreHarness.low(0)) << 32 | entry.linkId(), entry.mac()));
        return content;
    }

    private static List<Change> first(List<Change> changes, int limit) {
        return changes.subList(0, Math.min(limit, changes.size()));
    }

    private static List<Change> reversed(List<Change> changes) {
        List<Change> reversed = new ArrayList<>(changes);
        Collections.reverse(reversed);
        return reversed;
    }
}

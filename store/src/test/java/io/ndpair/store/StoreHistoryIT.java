package io.ndpair.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.history.HistoryCursor;
import io.ndpair.store.history.HistoryEvent;
import io.ndpair.store.history.HistoryEvent.Kind;
import io.ndpair.store.history.HistoryQuery;
import io.ndpair.store.history.PastTable;
import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.model.StoreContext;
import io.ndpair.store.model.StoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Questions from two threads while the writer writes as fast as it can and retention lets files go under them. */
class StoreHistoryIT {
    private static final int SUBJECT = 3;
    private static final long IDLE_NS = 200_000;
    private static final int LEAST_SECONDS = 4;
    private static final int MOST_SECONDS = 60;

    @TempDir
    Path directory;

    private final AtomicBoolean running = new AtomicBoolean(true);
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger questions = new AtomicInteger();
    private final AtomicInteger beginningsLater = new AtomicInteger();
    private final AtomicInteger pasts = new AtomicInteger();

    @Test
    @Timeout(value = 120, unit = TimeUnit.SECONDS)
    void shouldAnswerWhileFilesComeAndGo() throws InterruptedException {
        StoreHarness.Told told = new StoreHarness.Told();
        StoreConfig config = StoreConfig.of(directory, 1)
                .withMaxNeighbors(1 << 16)
                .withJournal(1 << 20, 5 << 20, 2 << 20)
                .withDisk(0, 0, 100_000_000L, false);
        List<Thread> threads = new ArrayList<>();
        try (NeighborStore store = NeighborStore.open(config, StoreContext.system(told))) {
            store.startEpoch();
            assertThat(store.defineLink("lan1")).isEqualTo(1);
            for (Agent agent : store.agents()) {
                threads.add(thread(() -> work(agent)));
            }
            threads.add(thread(() -> ask(store, true)));
            threads.add(thread(() -> ask(store, false)));
            write(store);
            running.set(false);
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(failures).isEmpty();
        assertThat(told.errors).isEmpty();
        assertThat(questions.get()).isGreaterThan(10);
        assertThat(beginningsLater.get())
                .as("answers after retention had let files go")
                .isPositive();
        assertThat(pasts.get()).as("tables of a past moment").isPositive();
    }

    private Thread thread(Runnable body) {
        Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (RuntimeException | AssertionError e) {
                failures.add(e);
            }
        });
        thread.start();
        return thread;
    }

    private void work(Agent agent) {
        try {
            while (running.get()) {
                if (agent.doWork() == 0) {
                    LockSupport.parkNanos(IDLE_NS);
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(NeighborStore store) {
        long startNs = System.nanoTime();
        for (int i = 0; goesOn(System.nanoTime() - startNs); i++) {
            if (i % 1_000 == 0) {
                // The MAC counts, so that an answer shows by itself whether one is missing.
                store.upsert(
                        StoreHarness.high(SUBJECT),
                        StoreHarness.low(SUBJECT),
                        1,
                        StoreHarness.MAC + i / 1_000 + 1,
                        2,
                        0,
                        i);
            }
            int n = 10 + i % 20_000;
            store.upsert(StoreHarness.high(n), StoreHarness.low(n), 1, StoreHarness.MAC + i + 1, 2, 0, i);
            if (i % 256 == 255) {
                store.flush(System.nanoTime());
                while (store.journalBacklogBytes() > 4 << 20) {
                    LockSupport.parkNanos(IDLE_NS);
                }
            }
        }
    }

    private boolean goesOn(long elapsedNs) {
        boolean seen = beginningsLater.get() > 0 && pasts.get() > 0 && questions.get() > 10;
        return failures.isEmpty() && elapsedNs < TimeUnit.SECONDS.toNanos(seen ? LEAST_SECONDS : MOST_SECONDS);
    }

    private void ask(NeighborStore store, boolean newestFirst) {
        HistoryQuery newest = HistoryQuery.newest(StoreHarness.high(SUBJECT), StoreHarness.low(SUBJECT))
                .withLimit(HistoryQuery.MAX_LIMIT);
        while (running.get()) {
            HistoryCursor cursor = store.history(newestFirst ? newest : newest.oldestFirst());
            List<HistoryEvent> events = StoreHistoryTest.drain(cursor);
            questions.incrementAndGet();
            LockSupport.parkNanos(IDLE_NS);
            assertThat(events.stream().filter(event -> event.kind() == Kind.HOLE || event.kind() == Kind.CUT))
                    .isEmpty();
            assertRow(events, newestFirst);
            if (events.stream().anyMatch(event -> event.kind() == Kind.BEGINNING && event.sequence() > 1)) {
                beginningsLater.incrementAndGet();
            }
            if (!newestFirst) {
                askPast(store);
            }
        }
    }

    /** Each change follows the one before, but where files were let go in between. */
    private static void assertRow(List<HistoryEvent> events, boolean newestFirst) {
        HistoryEvent last = null;
        for (HistoryEvent event : events) {
            if (!event.kind().isChange()) {
                last = null;
                continue;
            }
            if (last != null) {
                assertThat(event.mac() - last.mac()).isEqualTo(newestFirst ? -1 : 1);
            }
            last = event;
        }
    }

    private void askPast(NeighborStore store) {
        try (PastTable past = store.asOf(System.currentTimeMillis() - 50, 1 << 16, 20_000_000_000L)) {
            pasts.incrementAndGet();
            assertThat(past.size()).isBetween(0, 20_011);
        } catch (StoreException e) {
            // A file may be let go in the middle of it, and then what was asked for is no longer held.
            assertThat(e.code()).isEqualTo(StoreException.Code.HISTORY_NOT_HELD);
        }
    }
}

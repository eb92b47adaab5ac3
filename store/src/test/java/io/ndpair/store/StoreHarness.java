package io.ndpair.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.journal.Journals;
import io.ndpair.store.journal.chronicle.ChronicleJournals;
import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.model.StoreContext;
import io.ndpair.store.model.StoreListener;
import io.ndpair.store.table.HashKey;
import io.ndpair.store.table.NeighborEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.CachedEpochClock;
import org.agrona.concurrent.CachedNanoClock;

/** One store with a clock of its own, agents run by hand in the test's thread, and a listener that remembers. */
final class StoreHarness implements AutoCloseable {
    /** Remembers what it is told. */
    static final class Told implements StoreListener {
        final List<String> gaps = new ArrayList<>();
        final List<String> corruptTails = new ArrayList<>();
        final List<Throwable> errors = new ArrayList<>();
        int restored;

        @Override
        public void onJournalGap(long firstSequence, String reason) {
            gaps.add(firstSequence + ": " + reason);
        }

        @Override
        public void onJournalRestored() {
            restored++;
        }

        @Override
        public void onCorruptTail(String what, long lastGoodSequence) {
            corruptTails.add(what + " after " + lastGoodSequence);
        }

        @Override
        public void onError(Throwable error) {
            errors.add(error);
        }
    }

    static final long MAC = 0x0200_0000_0000L;

    final CachedNanoClock nanoClock = new CachedNanoClock();
    final CachedEpochClock epochClock = new CachedEpochClock();
    final Told told = new Told();
    final StoreConfig config;
    final NeighborStore store;

    StoreHarness(StoreConfig config) {
        this(config, new ChronicleJournals(config.directory()));
    }

    StoreHarness(StoreConfig config, Journals journals) {
        this.config = config;
        nanoClock.update(1_000_000_000L);
        epochClock.update(1_700_000_000_000L);
        store = StoreOpening.open(config, new StoreContext(nanoClock, epochClock, told, new Random(42)), journals);
    }

    static StoreConfig small(Path directory, int deviceId) {
        return StoreConfig.of(directory, deviceId)
                .withMaxNeighbors(1 << 20)
                .withRing(1 << 20, 64)
                .withDisk(0, 0, 1_000_000_000L, false);
    }

    long now() {
        return nanoClock.nanoTime();
    }

    void advanceMs(long ms) {
        nanoClock.advance(ms * 1_000_000L);
        epochClock.advance(ms);
    }

    /** Seals and lets the agents take everything there is. */
    long journal() {
        long last = store.flush(now());
        turnUntil(() -> store.journaledSequence() >= last);
        return last;
    }

    /** Runs the agents, with time going on, until something is so. */
    void turnUntil(BooleanSupplier done) {
        for (int i = 0; i < 20_000; i++) {
            if (done.getAsBoolean()) {
                return;
            }
            turn();
        }
        throw new AssertionError("not reached: " + store.status() + " " + told.errors);
    }

    void turn() {
        advanceMs(10);
        for (Agent agent : store.agents()) {
            try {
                agent.doWork();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    int upsert(int n, int mac) {
        defineLinks();
        return store.upsert(high(n), low(n), 1 + n % 7, MAC + mac, 2, n & 1, store.tableTimeTicks(now()));
    }

    /** The seven links that neighbors of {@link #upsert} are on, whatever the test has called some of them. */
    void defineLinks() {
        for (int i = 1; store.isMaster() && store.linkName(7).isEmpty(); i++) {
            store.defineLink("link" + i);
        }
    }

    int remove(int n) {
        return store.remove(high(n), low(n), 1 + n % 7);
    }

    static long high(int n) {
        return 0x2001_0db8_0000_0000L + n / 1000;
    }

    static long low(int n) {
        return 0x0200_00ff_fe00_0000L + n;
    }

    NeighborEntry find(int n) {
        NeighborEntry entry = new NeighborEntry();
        return store.lookup(high(n), low(n), 1 + n % 7, entry) ? entry : null;
    }

    /** Everything in the table, by its text. */
    static Map<String, Integer> content(NeighborStore store) {
        Map<String, Integer> content = new HashMap<>();
        store.forEach(entry -> content.merge(entry.toString(), 1, Integer::sum));
        return content;
    }

    static void assertAlike(NeighborStore one, NeighborStore other) {
        assertThat(content(one)).isEqualTo(content(other));
        HashKey key = other.hashKey();
        assertThat(one.hashKey()).isEqualTo(key);
        assertThat(one.digest()).isEqualTo(other.digest());
        assertThat(one.links()).isEqualTo(other.links());
    }

    /** What a power cut or a kill would leave, as far as a copy can tell. */
    static void copyDirectory(Path from, Path to) {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    copySparse(path, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Journal files are mostly holes. */
    private static void copySparse(Path from, Path to) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(64 << 10);
        ByteBuffer zeros = ByteBuffer.allocate(64 << 10);
        try (FileChannel source = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel target = FileChannel.open(
                        to,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            for (long at = 0; source.read(block.clear(), at) > 0; at += block.position()) {
                if (!block.duplicate().flip().equals(zeros.clear().limit(block.position()))) {
                    target.write(block.duplicate().flip(), at);
                }
            }
            if (target.size() < source.size()) {
                target.write(ByteBuffer.allocate(1), source.size() - 1);
            }
        }
    }

    /** Fails the test for any error that was not looked at. */
    @Override
    public void close() {
        store.close();
        assertThat(told.errors).isEmpty();
    }
}

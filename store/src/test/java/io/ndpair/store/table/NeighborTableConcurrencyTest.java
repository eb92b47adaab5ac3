package io.ndpair.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.model.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Readers beside a writer that does all it can do at once. Stable neighbors are never missing and never change; of the
 * others no reader ever sees a torn one; images are consistent in themselves.
 */
class NeighborTableConcurrencyTest {
    private static final int STABLE = 6_000;
    private static final int CHURNED = 30_000;
    private static final int ROUNDS = 400;
    private static final int CHANGES_PER_ROUND = 1_000;

    private final NeighborTable table = Neighbors.table(100_000);
    private final AtomicBoolean writing = new AtomicBoolean(true);
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final AtomicLong lookups = new AtomicLong();
    private final AtomicLong batches = new AtomicLong();
    private final AtomicLong walks = new AtomicLong();
    private final AtomicLong images = new AtomicLong();
    private long sequence;

    @Test
    @Timeout(120)
    void shouldNeverShowATornOrMissingNeighborToReaders() throws InterruptedException {
        final long seed = Neighbors.seed();
        for (int i = 1; i <= STABLE; i++) {
            table.upsert(Neighbors.entry(Neighbors.key(i), i), ++sequence);
        }
        final List<Thread> readers = new ArrayList<>();
        readers.add(reader("stable", () -> lookUpStable(new SplittableRandom(seed + 1))));
        readers.add(reader("churned", () -> lookUpChurned(new SplittableRandom(seed + 2))));
        readers.add(reader("batches", () -> lookUpBatches(new SplittableRandom(seed + 4))));
        readers.add(reader("walk", this::walk));
        readers.add(reader("images", () -> copyImages(new SplittableRandom(seed + 3))));
        readers.add(reader("memory", () -> table.prepareMemory()));
        readers.forEach(Thread::start);
        try {
            write(new SplittableRandom(seed));
        } finally {
            writing.set(false);
            for (final Thread reader : readers) {
                reader.join();
            }
        }
        assertThat(faults).describedAs("seed %d", seed).isEmpty();
        TableAudit.check(table);
        table.close();
        assertThat(lookups.get()).isPositive();
        assertThat(batches.get()).isPositive();
        assertThat(walks.get()).isPositive();
        assertThat(images.get()).isPositive();
    }

    /** With one neighbor that changes all the time, a reader meets a change in the middle of nearly every look. */
    @Test
    @Timeout(120)
    void shouldNeverTearANeighborThatChangesAllTheTime() throws InterruptedException {
        final Neighbors.Key key = Neighbors.key(1);
        final NeighborEntry entry = new NeighborEntry();
        table.upsert(Neighbors.entry(key, 0), ++sequence);
        final Thread reader = reader("hot", () -> {
            final NeighborEntry found = new NeighborEntry();
            final LookupBatch batch = new LookupBatch(1);
            batch.add(key.addressHigh(), key.addressLow(), key.linkId());
            for (int i = 0; i < 1_000; i++) {
                final boolean there;
                if (i % 2 == 0) {
                    there = table.lookup(key.addressHigh(), key.addressLow(), key.linkId(), found);
                } else {
                    there = table.lookupBatch(batch) == 1 && batch.entry(0, found);
                }
                if (!there) {
                    faults.add("missing");
                } else if (!Neighbors.isWhole(found)) {
                    faults.add("torn: " + found);
                }
            }
            lookups.addAndGet(1_000);
        });
        reader.start();
        try {
            for (int ticks = 1; ticks <= 3_000_000 && faults.isEmpty(); ticks++) {
                Neighbors.entry(entry, key.addressHigh(), key.addressLow(), key.linkId(), ticks);
                table.upsert(entry, ++sequence);
            }
        } finally {
            writing.set(false);
            reader.join();
        }
        assertThat(faults).isEmpty();
        assertThat(lookups.get()).isPositive();
        table.close();
    }

    private void write(final SplittableRandom random) {
        final UnsafeBuffer buffer = Neighbors.imageBuffer();
        final RangeImage image = new RangeImage();
        final NeighborEntry entry = new NeighborEntry();
        for (int round = 0; round < ROUNDS && faults.isEmpty(); round++) {
            // Waves of growth and of emptying, so that segments are split, joined by images and used again.
            final boolean growing = (round / 20) % 2 == 0;
            for (int i = 0; i < CHANGES_PER_ROUND; i++) {
                final Neighbors.Key key = Neighbors.key(STABLE + 1 + random.nextInt(CHURNED));
                if (random.nextInt(8) < (growing ? 7 : 2)) {
                    Neighbors.entry(entry, key.addressHigh(), key.addressLow(), key.linkId(), random.nextInt());
                    table.upsert(entry, ++sequence);
                } else {
                    table.remove(key.addressHigh(), key.addressLow(), key.linkId(), ++sequence);
                }
            }
            table.appliedSequence(sequence);
            reinstall(random, buffer, image);
            if (round % 10 == 5) {
                // The same sequences come again, as in a new history.
                sequence -= CHANGES_PER_ROUND / 2;
                table.cutBack(sequence);
            }
            if (round % 40 == 39) {
                table.rekey(HashKey.random(random));
            }
        }
    }

    /** Installs what is there: nothing changes for readers, and yet all segments do. Small ranges are joined to larger ones. */
    private void reinstall(final SplittableRandom random, final UnsafeBuffer buffer, final RangeImage image) {
        final UnsafeBuffer joined = Neighbors.imageBuffer();
        for (int i = 0; i < 4; i++) {
            table.copyRange(random.nextLong(), buffer, 0, image);
            int depth = image.depth();
            long prefix = image.prefix();
            int count = image.count();
            if (depth > 0) {
                final long parent = depth == 1 ? 0 : prefix & -(1L << (65 - depth));
                final int joinedCount = depth == 1 ? RangeImage.MAX_ENTRIES + 1 : copyAll(parent, depth - 1, joined);
                if (joinedCount <= RangeImage.MAX_ENTRIES) {
                    prefix = parent;
                    depth--;
                    count = joinedCount;
                    buffer.putBytes(0, joined, 0, count * EntryLayout.ENTRY_BYTES);
                }
            }
            final int outcome = table.installRange(prefix, depth, sequence, buffer, 0, count);
            if (outcome != Outcome.APPLIED) {
                faults.add("image " + Outcome.nameOf(outcome));
            }
        }
    }

    /** All entries of a range if they fit one image; how many there are, or more than an image's. */
    private int copyAll(final long prefix, final int depth, final UnsafeBuffer into) {
        final UnsafeBuffer buffer = Neighbors.imageBuffer();
        final RangeImage image = new RangeImage();
        final long end = prefix + (1L << (64 - depth));
        long position = prefix;
        int count = 0;
        do {
            table.copyRange(position, buffer, 0, image);
            if (count + image.count() > RangeImage.MAX_ENTRIES) {
                return RangeImage.MAX_ENTRIES + 1;
            }
            into.putBytes(count * EntryLayout.ENTRY_BYTES, buffer, 0, image.count() * EntryLayout.ENTRY_BYTES);
            count += image.count();
            position = image.nextPosition();
        } while (position != end);
        return count;
    }

    private void lookUpStable(final SplittableRandom random) {
        final NeighborEntry found = new NeighborEntry();
        for (int i = 0; i < 1_000; i++) {
            final int number = 1 + random.nextInt(STABLE);
            final Neighbors.Key key = Neighbors.key(number);
            if (!table.lookup(key.addressHigh(), key.addressLow(), key.linkId(), found)) {
                faults.add("missing: " + key);
            } else if (!found.equals(Neighbors.entry(key, number))) {
                faults.add("not what it is: " + found);
            }
        }
        lookups.addAndGet(1_000);
    }

    private void lookUpChurned(final SplittableRandom random) {
        final NeighborEntry found = new NeighborEntry();
        for (int i = 0; i < 1_000; i++) {
            final Neighbors.Key key = Neighbors.key(STABLE + 1 + random.nextInt(CHURNED));
            if (table.lookup(key.addressHigh(), key.addressLow(), key.linkId(), found)
                    && (!Neighbors.isWhole(found) || !Neighbors.Key.of(found).equals(key))) {
                faults.add("torn: " + found);
            }
        }
        lookups.addAndGet(1_000);
    }

    /** Stable and churned ones mixed, so that a split under the one half must not disturb the answers to the other. */
    private void lookUpBatches(final SplittableRandom random) {
        final LookupBatch batch = new LookupBatch(100);
        final NeighborEntry found = new NeighborEntry();
        final int[] numbers = new int[100];
        for (int round = 0; round < 20; round++) {
            batch.clear();
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = 1 + random.nextInt(random.nextBoolean() ? STABLE : STABLE + CHURNED);
                final Neighbors.Key key = Neighbors.key(numbers[i]);
                batch.add(key.addressHigh(), key.addressLow(), key.linkId());
            }
            table.lookupBatch(batch);
            for (int i = 0; i < numbers.length; i++) {
                final Neighbors.Key key = Neighbors.key(numbers[i]);
                final boolean there = batch.entry(i, found);
                if (numbers[i] <= STABLE ? !there : there && !Neighbors.isWhole(found)) {
                    faults.add("missing or torn in a batch: " + key);
                } else if (numbers[i] <= STABLE && !found.equals(Neighbors.entry(key, numbers[i]))) {
                    faults.add("not what it is in a batch: " + found);
                }
            }
            batches.addAndGet(1);
        }
    }

    private void walk() {
        final int[] seen = new int[STABLE + 1];
        table.forEach(entry -> {
            if (!Neighbors.isWhole(entry)) {
                faults.add("torn in a walk: " + entry);
            }
            if (entry.addressLow() <= STABLE) {
                seen[(int) entry.addressLow()]++;
            }
        });
        for (int i = 1; i <= STABLE; i++) {
            if (seen[i] != 1) {
                faults.add("seen " + seen[i] + " times in a walk: " + Neighbors.key(i));
            }
        }
        walks.incrementAndGet();
    }

    private void copyImages(final SplittableRandom random) {
        final UnsafeBuffer buffer = Neighbors.imageBuffer();
        final RangeImage image = new RangeImage();
        for (int i = 0; i < 20; i++) {
            table.copyRange(random.nextLong(), buffer, 0, image);
            long digest = 0;
            for (int j = 0; j < image.count(); j++) {
                digest ^= Neighbors.digestAt(buffer, j * EntryLayout.ENTRY_BYTES);
            }
            if (digest != image.digest()) {
                faults.add("image of " + Long.toHexString(image.prefix()) + " is not consistent in itself");
            }
        }
        images.addAndGet(20);
    }

    private Thread reader(final String name, final Runnable work) {
        return new Thread(
                () -> {
                    try {
                        do {
                            work.run();
                        } while (writing.get() && faults.isEmpty());
                    } catch (final RuntimeException | Error e) {
                        faults.add(name + " failed: " + e);
                    }
                },
                name);
    }
}

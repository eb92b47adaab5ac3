package io.ndpair.store.history;

import io.ndpair.store.history.HistoryIndex.Summary;
import io.ndpair.store.journal.Count;
import io.ndpair.store.journal.Journals;
import io.ndpair.store.journal.RecordCheck;
import io.ndpair.store.journal.RecordLayout;
import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.StoreContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.agrona.concurrent.Agent;

/**
 * Sums the journal up behind the journal agent's back, so that {@link HistoryCursor} need not read all of it: reads what was
 * appended, a bounded piece a duty cycle, and files a summary of each journal file, which is made again when it is missing,
 * damaged, or of another file of that number. Where it fails (a full disk) it tries again later; meanwhile answers are as right
 * and only slower. Summaries of files that were let go go, too.
 */
public final class HistoryIndexAgent implements Agent {
    private static final int STEP_BYTES = 512 << 10;
    private static final long POLL_NS = 50_000_000L;
    private static final long RETRY_NS = 10_000_000_000L;
    private static final long HOUSEKEEPING_NS = 1_000_000_000L;
    private static final String SUFFIX = ".summary";

    private final HistoryIndex index;
    private final Path directory;
    private final Journals journals;
    private final LongSupplier newestGeneration;
    private final long reserveBytes;
    private final StoreContext context;
    private final RecordCheck check = new RecordCheck();
    private final ChunkBuilder builder = new ChunkBuilder();
    private final Count mutations = new Count();
    private final Count errors = new Count();

    private long[] generations = {};
    private long finished;
    private long opened = -1;
    private int stored;
    private RecordScan scan;
    private boolean told;
    private boolean waits;
    private long waitsUntilNs;
    private boolean kept;
    private long keptHouseAtNs;

    /**
     * An agent that has read nothing yet.
     *
     * @param directory        for the summaries; made when there is one to write
     * @param newestGeneration that may still be appended to; asked from this agent's thread
     * @param reserveBytes     usable space below which nothing is written
     */
    HistoryIndexAgent(
            HistoryIndex index,
            Path directory,
            Journals journals,
            LongSupplier newestGeneration,
            long reserveBytes,
            StoreContext context) {
        this.index = index;
        this.directory = directory;
        this.journals = journals;
        this.newestGeneration = newestGeneration;
        this.reserveBytes = reserveBytes;
        this.context = context;
    }

    @Override
    public String roleName() {
        return "history";
    }

    /** Mutations summed up since the store was opened. Any thread. */
    public long mutations() {
        return mutations.value();
    }

    /** Attempts that failed. Any thread. */
    public long errors() {
        return errors.value();
    }

    @Override
    public int doWork() {
        long nowNs = context.nanoClock().nanoTime();
        if (waits && nowNs - waitsUntilNs < 0) {
            return 0;
        }
        waits = false;
        try {
            if (!kept || nowNs - keptHouseAtNs >= HOUSEKEEPING_NS) {
                kept = true;
                keptHouseAtNs = nowNs;
                keepHouse();
            }
            if (scan == null && !openNext()) {
                waitFor(nowNs, POLL_NS);
                return 0;
            }
            int work = read(nowNs);
            told = false;
            return work;
        } catch (IOException | RuntimeException | InternalError e) {
            fail(e, nowNs);
            return 0;
        }
    }

    private void waitFor(long nowNs, long lengthNs) {
        waits = true;
        waitsUntilNs = nowNs + lengthNs;
    }

    private void fail(Throwable error, long nowNs) {
        errors.increment();
        closeScan();
        kept = false;
        if (error instanceof NoSuchFileException || !isHeld(opened)) {
            // A file that was let go, its parts one after the other.
            waitFor(nowNs, POLL_NS);
            return;
        }
        if (!told) {
            // Once for a row of failures; the rest is counted.
            told = true;
            context.listener().onError(error);
        }
        // Only what was filed stands; the rest is summed up again.
        index.put(filed(opened));
        waitFor(nowNs, RETRY_NS);
    }

    private boolean isHeld(long generation) {
        try {
            return Arrays.binarySearch(journals.generations(), generation) >= 0 && journals.begun(generation);
        } catch (IOException e) {
            return true;
        }
    }

    /** Lets go of summaries of files that are gone, and of damaged ones, which will be made again. */
    private void keepHouse() throws IOException {
        generations = journals.generations();
        index.retain(Arrays.stream(generations).boxed().toList());
        if (scan != null && Arrays.binarySearch(generations, scan.generation()) < 0) {
            closeScan();
        }
        for (Summary summary : index.summaries()) {
            for (Blocks blocks : summary.blocks()) {
                if (blocks instanceof StoredChunk chunk && chunk.damaged()) {
                    errors.increment();
                    Files.deleteIfExists(chunk.file());
                    closeScan();
                    index.put(Summary.none(summary.generation()));
                    finished = Math.min(finished, summary.generation() - 1);
                }
            }
        }
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.toList()) {
                    if (generationOf(file) < (generations.length == 0 ? 1 : generations[0])) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        }
    }

    /** The journal file that a summary is of; 0 if it is none. */
    private static long generationOf(Path file) {
        String name = file.getFileName().toString();
        int dash = name.indexOf('-');
        return name.matches("\\d{1,18}-\\d{1,9}\\" + SUFFIX) ? Long.parseLong(name.substring(0, dash)) : 0;
    }

    private Path file(long generation, int number) {
        return directory.resolve(generation + "-" + number + SUFFIX);
    }

    private boolean openNext() throws IOException {
        long previous = -1;
        for (long generation : generations) {
            if (generation > finished) {
                open(generation, previous);
                return true;
            }
            previous = generation;
        }
        if (newestGeneration.getAsLong() > finished) {
            // It has been made since the directory was looked at.
            kept = false;
        }
        return false;
    }

    private void open(long generation, long previous) throws IOException {
        Block before = previous < 0 ? null : lastBlock(index.of(previous));
        builder.begin(
                before != null && before.epoch().term() > 0,
                before == null ? Epoch.NONE : before.epoch(),
                before == null ? 0 : before.nextSequence());
        stored = 0;
        opened = generation;
        Summary summary = Summary.none(generation);
        if (!journals.begun(generation)) {
            index.put(summary);
            if (generation < newestGeneration.getAsLong()) {
                finished = generation;
            }
            return;
        }
        scan = new RecordScan(journals, generation, check);
        StoredChunk last = null;
        for (StoredChunk chunk = stored(generation, 0); chunk != null; chunk = stored(generation, stored)) {
            StoredChunk found = chunk;
            summary = summary.with(() -> found);
            stored++;
            last = chunk;
        }
        if (last != null) {
            Block end = last.block(last.count() - 1);
            builder.continuity().set(end.epoch(), end.nextSequence());
            builder.resumeBehind(last.lastPlace(), last.lastCrc());
        }
        // From behind the record that the last chunk ends with.
        scan.moveTo(last == null ? 0 : last.lastPlace());
        if (last != null) {
            scan.next();
        }
        putWithOpenChunk(summary);
    }

    private void putWithOpenChunk(Summary summary) {
        OpenChunk chunk = builder.chunk();
        index.put(summary.with(chunk::sealed));
    }

    private static Block lastBlock(Summary summary) {
        Block last = null;
        for (Blocks blocks : summary.blocks()) {
            last = blocks.count() > 0 ? blocks.block(blocks.count() - 1) : last;
        }
        return last;
    }

    /** A chunk that was filed, if it is whole and of this very file. */
    private StoredChunk stored(long generation, int number) throws IOException {
        Path file = file(generation, number);
        if (!Files.exists(file)) {
            return null;
        }
        StoredChunk chunk = StoredChunk.load(file, generation);
        if (chunk != null) {
            scan.moveTo(chunk.lastPlace());
            if (scan.next() > 0
                    && scan.place() == chunk.lastPlace()
                    && RecordLayout.crc(scan.buffer(), scan.offset()) == chunk.lastCrc()) {
                return chunk;
            }
        }
        errors.increment();
        Files.deleteIfExists(file);
        return null;
    }

    private int read(long nowNs) throws IOException {
        if (scan == null) {
            return 1;
        }
        // Asked before reading: what was written before a newer generation was made has then been written.
        long newest = newestGeneration.getAsLong();
        int read = 0;
        while (read < STEP_BYTES) {
            int length = scan.next();
            if (length <= 0) {
                if (scan.generation() < newest) {
                    finish(length == RecordScan.CUT);
                } else {
                    waitFor(nowNs, POLL_NS);
                }
                return read > 0 ? 1 : 0;
            }
            take(length);
            read += length;
        }
        return 1;
    }

    private void take(int length) throws IOException {
        int count = RecordLayout.count(scan.buffer(), scan.offset());
        if (builder.blockFull(count)) {
            builder.endBlock(false);
            if (builder.chunk().full()) {
                storeChunk();
            }
        }
        builder.take(scan.buffer(), scan.offset(), length, scan.place());
        mutations.add(count);
    }

    private void finish(boolean cut) throws IOException {
        builder.endBlock(cut);
        long generation = scan.generation();
        if (builder.chunk().sealed().count() > 0) {
            storeChunk();
        }
        // Nothing more comes: without the empty chunk that would take it.
        Summary filed = filed(generation);
        index.put(new Summary(generation, filed.chunks(), true));
        closeScan();
        finished = generation;
        if (newestGeneration.getAsLong() > finished) {
            kept = false;
        }
    }

    private void storeChunk() throws IOException {
        if (journals.usableBytes() < reserveBytes) {
            throw new IOException(
                    "less than " + reserveBytes + " bytes are free: no summary of the journal is written");
        }
        long generation = scan.generation();
        Files.createDirectories(directory);
        StoredChunk chunk = StoredChunk.write(
                file(generation, stored),
                generation,
                builder.lastPlace(),
                builder.lastCrc(),
                builder.chunk().sealed());
        Summary summary = filed(generation).with(() -> chunk);
        builder.nextChunk();
        stored++;
        putWithOpenChunk(summary);
    }

    /** What of a file's summary stands in files of its own. */
    private Summary filed(long generation) {
        List<Supplier<Blocks>> chunks = index.of(generation).chunks();
        return new Summary(generation, chunks.subList(0, Math.min(stored, chunks.size())), false);
    }

    private void closeScan() {
        RecordScan old = scan;
        scan = null;
        if (old != null) {
            old.close();
        }
    }

    @Override
    public void onClose() {
        closeScan();
    }
}

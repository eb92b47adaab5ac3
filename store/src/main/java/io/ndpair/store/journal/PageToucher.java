package io.ndpair.store.journal;

import java.io.IOException;
import java.util.function.IntSupplier;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * Takes room on the disk ahead of the append, and touches the table's memory ahead of its growth, so that neither waits for
 * the kernel to find and clear pages: that alone takes the 99th percentile of an append from milliseconds to microseconds.
 */
public final class PageToucher implements Agent {
    private static final int CHUNK_BYTES = 1 << 20;
    private static final long LEAST_AHEAD_BYTES = 4 << 20;
    private static final long BACKOFF_NS = 100_000_000L;

    private final JournalAgent journalAgent;
    private final DiskSpace space;
    private final IntSupplier memory;
    private final NanoClock clock;
    private final long mostAheadBytes;
    private final Count refusals = new Count();
    private boolean waiting;
    private long refusedAtNs;

    /**
     * Creates an agent for the file that the journal agent is writing.
     *
     * @param memory         prepares the table's memory, a little at a time; answers the work done
     * @param mostAheadBytes 0 reserves nothing: the journal agent does so itself, a little at a time
     */
    public PageToucher(
            JournalAgent journalAgent, DiskSpace space, IntSupplier memory, NanoClock clock, long mostAheadBytes) {
        this.journalAgent = journalAgent;
        this.space = space;
        this.memory = memory;
        this.clock = clock;
        this.mostAheadBytes = mostAheadBytes;
    }

    @Override
    public String roleName() {
        return "page-toucher";
    }

    @Override
    public int doWork() {
        // Counted as work, so that the thread does not idle while the table grows faster than a little a cycle.
        int work = memory.getAsInt();
        Journal journal = journalAgent.journal();
        if (journal == null || mostAheadBytes == 0 || journalAgent.failing()) {
            return work;
        }
        long written = journal.writtenBytes();
        // A young file does not deserve the whole distance: restarts would leave much empty space behind.
        long ahead = Math.min(mostAheadBytes, Math.max(LEAST_AHEAD_BYTES, written));
        if (journal.reservedBytes() >= written + ahead || (waiting && clock.nanoTime() - refusedAtNs < BACKOFF_NS)) {
            return work;
        }
        return work + reserve(journal);
    }

    private int reserve(Journal journal) {
        try {
            waiting = false;
            if (space.mayGrow()) {
                return journal.reserve(CHUNK_BYTES) ? 1 : 0;
            }
        } catch (IOException e) {
            // The journal agent meets the same when it gets there, and tells; perhaps there is room by then.
            refusals.increment();
        }
        waiting = true;
        refusedAtNs = clock.nanoTime();
        return 0;
    }

    /** Times that the disk gave no room ahead. Any thread. */
    public long refusals() {
        return refusals.value();
    }
}

package io.ndpair.store.history;

import io.ndpair.store.checkpoint.PastContent;
import io.ndpair.store.journal.Journals;
import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.model.StoreContext;
import io.ndpair.store.model.StoreException;
import io.ndpair.store.table.HashKey;
import io.ndpair.store.table.TableConfig;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.agrona.concurrent.NanoClock;

/** Answers questions about the past of one store. Any thread; nobody waits for it, and it waits for nobody. */
public final class StoreHistory {
    private static final String DIRECTORY = "history";

    private final HistoryIndex index = new HistoryIndex();
    private final StoreConfig config;
    private final StoreContext context;
    private final Journals journals;
    private final HistoryIndexAgent agent;

    /**
     * The history of a store.
     *
     * @param newestGeneration of the journal that may still be appended to; any thread
     */
    public StoreHistory(StoreConfig config, StoreContext context, Journals journals, LongSupplier newestGeneration) {
        this.config = config;
        this.context = context;
        this.journals = journals;
        agent = new HistoryIndexAgent(
                index,
                config.directory().resolve(DIRECTORY),
                journals,
                newestGeneration,
                config.reserveBytes(),
                context);
    }

    /** Keeps the summary of the journal. */
    public HistoryIndexAgent agent() {
        return agent;
    }

    /**
     * Asks for the changes of one address.
     *
     * @throws StoreException HISTORY_NOT_HELD when the directory cannot be listed
     */
    public HistoryCursor changes(HistoryQuery query) {
        try {
            return new HistoryCursor(query, journals, index, context.nanoClock());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /**
     * Restores the table as of a past moment. The caller waits for it: about as long as a recovery takes.
     *
     * @param wallClockMs  the last record whose wall clock does not show later is the last that counts
     * @param mostNeighbors that may be held in memory
     * @param timeoutNs    for the replay
     * @throws StoreException HISTORY_NOT_HELD, HISTORY_TOO_LARGE or HISTORY_TIMEOUT, and why
     */
    public PastTable asOf(long wallClockMs, int mostNeighbors, long timeoutNs) {
        NanoClock clock = context.nanoClock();
        long startNs = clock.nanoTime();
        Moment moment;
        try {
            moment = Moment.find(wallClockMs, journals, index, () -> clock.nanoTime() - startNs <= timeoutNs);
        } catch (IOException e) {
            throw unreadable(e);
        }
        if (moment == null) {
            boolean late = clock.nanoTime() - startNs > timeoutNs;
            throw new StoreException(
                    late ? StoreException.Category.RETRY : StoreException.Category.DEGRADED,
                    late ? StoreException.Code.HISTORY_TIMEOUT : StoreException.Code.HISTORY_NOT_HELD,
                    late ? "the time allowed was up" : "nothing that the journal holds is as old as that");
        }
        return new PastTable(
                PastContent.restore(
                        config.directory(),
                        journals,
                        TableConfig.of(mostNeighbors),
                        new HashKey(moment.sequence(), startNs, moment.place(), ~startNs),
                        () -> clock.nanoTime() - startNs <= timeoutNs,
                        new PastContent.Until(moment.generation(), moment.place(), moment.sequence())),
                moment);
    }

    private StoreException unreadable(IOException e) {
        return new StoreException(
                StoreException.Category.RETRY,
                StoreException.Code.HISTORY_NOT_HELD,
                "the journal in " + config.directory() + " cannot be read: " + e.getMessage(),
                e);
    }
}

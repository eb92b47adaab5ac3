package io.ndpair.store;

import io.ndpair.store.checkpoint.Recovery;
import io.ndpair.store.checkpoint.TermReserve;
import io.ndpair.store.journal.JournalMarks;
import io.ndpair.store.journal.Journals;
import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.model.StoreContext;
import io.ndpair.store.model.StoreException;
import io.ndpair.store.table.TableConfig;
import java.io.IOException;
import java.util.List;

/** The way into a store: flags, lock, recovery, terms; and the way back out when one of them fails. */
final class StoreOpening {
    private StoreOpening() {}

    static NeighborStore open(StoreConfig config, StoreContext context, Journals journals) {
        long startNs = context.nanoClock().nanoTime();
        List<String> missingFlags = JvmFlags.missing();
        if (!missingFlags.isEmpty()) {
            throw new StoreException(
                    StoreException.Category.FATAL,
                    StoreException.Code.FLAGS_MISSING,
                    "java was started without: " + String.join(" ", missingFlags));
        }
        StoreDirectory directory = StoreDirectory.open(config.directory());
        Recovery recovered = null;
        JournalMarks marks = null;
        try {
            marks = new JournalMarks(config.directory().resolve("reached"));
            recovered =
                    Recovery.run(config.directory(), journals, marks, TableConfig.of(config.maxNeighbors()), context);
            TermReserve terms = TermReserve.open(
                    config.directory().resolve("terms"),
                    recovered.applier().lineage().maxTerm(),
                    directory.fresh());
            return new NeighborStore(config, context, directory, journals, marks, recovered, terms, startNs);
        } catch (IOException e) {
            release(directory, marks, recovered);
            throw new StoreException(
                    StoreException.Category.FATAL,
                    StoreException.Code.DIRECTORY_UNUSABLE,
                    "data directory " + config.directory() + " cannot be used: " + e,
                    e);
        } catch (RuntimeException | Error e) {
            release(directory, marks, recovered);
            throw e;
        }
    }

    /** A term that was never used; normally without waiting for the disk. */
    static long nextTerm(TermReserve terms, long greatestSeen, StoreDirectory directory) {
        try {
            return terms.next(greatestSeen);
        } catch (IOException e) {
            throw new StoreException(
                    StoreException.Category.RETRY,
                    StoreException.Code.TERMS_NOT_RESERVED,
                    "no term can be reserved in " + directory.path() + ": " + e,
                    e);
        }
    }

    private static void release(StoreDirectory directory, JournalMarks marks, Recovery recovered) {
        if (marks != null) {
            marks.close();
        }
        if (recovered != null) {
            recovered.table().close();
        }
        directory.close();
    }
}

package io.ndpair.store.checkpoint;

import io.ndpair.store.journal.JournalAgent;
import io.ndpair.store.journal.Journals;
import io.ndpair.store.journal.SequenceIndex;
import io.ndpair.store.model.Retention;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.agrona.concurrent.EpochClock;

/**
 * Lets go of journal files by {@link Retention}. First the journal agent forgets them, so that nobody begins to read what is
 * going; then they are removed, a few at a time. Belongs to the maintenance agent's thread.
 */
final class LettingGo {
    /** Files beyond this go as if they were too many bytes: a directory of very many is slow for everybody. */
    static final int MOST_GENERATIONS = 1_024;

    private static final int REMOVALS_PER_CYCLE = 4;
    private static final long INTERVAL_NS = 60_000_000_000L;
    private static final long SHORT_INTERVAL_NS = 1_000_000_000L;

    private final Retention retention;
    private final Journals journals;
    private final JournalAgent journalAgent;
    private final SequenceIndex index;
    private final LongSupplier peerHas;
    private final EpochClock wallClock;

    private long covered;
    private long coveredByNewest;
    private long[] going = new long[0];
    private int gone;
    private boolean lookedOnce;
    private long lookedAtNs;
    private long lookedAtGeneration;
    private long lookedAtCovered;

    LettingGo(
            Retention retention,
            Journals journals,
            JournalAgent journalAgent,
            SequenceIndex index,
            LongSupplier peerHas,
            EpochClock wallClock) {
        this.retention = retention;
        this.journals = journals;
        this.journalAgent = journalAgent;
        this.index = index;
        this.peerHas = peerHas;
        this.wallClock = wallClock;
    }

    /**
     * No start needs a generation before the first, and none before the second as long as the newest checkpoint can be read:
     * that must do when the disk is short.
     */
    void covered(long byBoth, long byNewest) {
        covered = byBoth;
        coveredByNewest = byNewest;
    }

    int doWork(long nowNs) throws IOException {
        if (gone < going.length) {
            return remove();
        }
        long generation = journalAgent.generation();
        boolean isShort = journalAgent.failing();
        long since = nowNs - lookedAtNs;
        if (!lookedOnce
                || generation != lookedAtGeneration
                || covered != lookedAtCovered
                || since >= (isShort ? SHORT_INTERVAL_NS : INTERVAL_NS)) {
            lookedOnce = true;
            lookedAtNs = nowNs;
            lookedAtGeneration = generation;
            lookedAtCovered = covered;
            look(Math.min(isShort ? coveredByNewest : covered, generation), isShort);
        }
        return 0;
    }

    private void look(long before, boolean isShort) throws IOException {
        long[] generations = journals.generations();
        long neededByPeer = neededByPeer();
        long keptBytes = 0;
        int from = generations.length;
        // Newest first: from the first one that goes, everything older goes too.
        while (from > 0) {
            long generation = generations[from - 1];
            keptBytes += journals.bytes(generation);
            if (generation < before
                    && goes(generation, generations.length - from + 1, keptBytes, neededByPeer, isShort)) {
                break;
            }
            from--;
        }
        if (from > 0) {
            going = Arrays.copyOf(generations, from);
            gone = 0;
            journalAgent.drop(going[from - 1] + 1);
        }
    }

    private boolean goes(long generation, int kept, long keptBytes, long neededByPeer, boolean isShort)
            throws IOException {
        if (isShort || keptBytes > retention.unackedBytes() || kept > MOST_GENERATIONS) {
            return true;
        }
        return generation < neededByPeer
                && (keptBytes > retention.journalBytes()
                        || wallClock.time() - journals.lastWrittenMs(generation) > retention.ageMs());
    }

    /** The generation in which the peer would begin to read. */
    private long neededByPeer() {
        long has = peerHas.getAsLong();
        SequenceIndex.Place place = has == Long.MAX_VALUE ? null : index.below(has + 1);
        // What the index does not reach, the peer cannot be given anyhow.
        return place == null ? Long.MAX_VALUE : place.generation();
    }

    private int remove() throws IOException {
        if (journalAgent.droppedBefore() <= going[going.length - 1]) {
            return 0;
        }
        for (int i = 0; i < REMOVALS_PER_CYCLE && gone < going.length; i++) {
            // Counted first: what cannot be removed is not tried for ever, but found again by the next look.
            journals.remove(going[gone++]);
        }
        return 1;
    }
}

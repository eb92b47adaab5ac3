package io.ndpair.store.table;

import io.ndpair.store.model.Outcome;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.UnsafeApi;

/**
 * The master's way of putting entries into a table that has limits: what is refused is given a second chance in the place of
 * something worth less. The caller makes the eviction a mutation like any other, with a sequence of its own, before the
 * newcomer's:
 *
 * <pre>
 *   outcome = admission.put(entry, sequence);
 *   if (admission.displaced(entry, outcome, victim)) {
 *       remove victim with sequence, stage it
 *       outcome = admission.putInPlace(entry, sequence + 1);
 *   }
 * </pre>
 *
 * <p>One goes for one that comes: a table or link that holds more than its limit, because the limit was lowered or a master
 * with a larger one has filled it, is not cleared out at once. What is above the limit goes as aging finds it.
 *
 * <p>Belongs to the table's writer, except where a method says otherwise. Allocates nothing on the steady path.
 */
public final class Admission {
    private final SegmentTree tree;
    private final int mostNeighbors;
    private final LinkCounts counts;
    private final Quotas quotas;
    private final Evictor evictor;
    private final SlotHand sweep;
    private final SlotHand.Visitor sweeper = this::sweepOver;
    private final NeighborEntry swept = new NeighborEntry();
    private EntryVisitor visitor;

    private final AtomicLong refusedLinkFull = new AtomicLong();
    private final AtomicLong refusedIncomplete = new AtomicLong();
    private final AtomicLong refusedLinkIncomplete = new AtomicLong();
    private final AtomicLong refusedLinks = new AtomicLong();
    private final AtomicLong evictedIncompleteForTable = new AtomicLong();
    private final AtomicLong evictedStaleForTable = new AtomicLong();
    private final AtomicLong evictedIncompleteForLink = new AtomicLong();
    private final AtomicLong evictedStaleForLink = new AtomicLong();
    private final AtomicLong evictedForIncomplete = new AtomicLong();
    private final AtomicLong evictedForLinkIncomplete = new AtomicLong();

    /** Takes the entries that a sweep passes. */
    @FunctionalInterface
    public interface EntryVisitor {
        /** One entry, in a holder that is used again. The table must not be changed by it. */
        void visit(NeighborEntry entry);
    }

    Admission(final SegmentPool pool, final SegmentTree tree, final Quotas quotas, final int mostNeighbors) {
        this.tree = tree;
        this.quotas = quotas;
        this.mostNeighbors = mostNeighbors;
        counts = tree.counts();
        evictor = new Evictor(pool, tree, counts, quotas);
        sweep = new SlotHand(pool, tree);
    }

    /**
     * Sets the budgets; what is there already stays.
     *
     * @param limits the budgets
     */
    public void limits(final NeighborLimits limits) {
        if (!limits.equals(quotas.limits())) {
            quotas.limits(limits);
            evictor.resized();
        }
    }

    /**
     * The budgets. Any thread.
     *
     * @return the present ones
     */
    public NeighborLimits limits() {
        return quotas.limits();
    }

    /**
     * Sets how many learned neighbors a link may have; what is there already stays.
     *
     * @param linkId the link
     * @param most neighbors, {@link NeighborLimits#UNLIMITED} for what holds for links without a limit of their own
     * @return false if there are too many links
     * @throws IllegalArgumentException for a negative limit or no link
     */
    public boolean linkLimit(final int linkId, final int most) {
        if (most < NeighborLimits.UNLIMITED || linkId == 0) {
            throw new IllegalArgumentException("limit " + most + " of link " + linkId + " cannot be");
        }
        return most == counts.limitOf(linkId) || counts.limit(linkId, most);
    }

    /**
     * Learned neighbors of a link, unresolved ones included. Any thread.
     *
     * @param linkId the link
     * @return entries
     */
    public int dynamicOn(final int linkId) {
        return counts.dynamicOn(linkId);
    }

    /**
     * Unresolved neighbors of a link. Any thread.
     *
     * @param linkId the link
     * @return entries
     */
    public int incompleteOn(final int linkId) {
        return counts.incompleteOn(linkId);
    }

    /**
     * Learned neighbors that a link may have, by its own limit or by that of all links. Any thread.
     *
     * @param linkId the link
     * @return entries, {@link NeighborLimits#UNLIMITED} for no limit
     */
    public int mostOn(final int linkId) {
        return quotas.mostOn(linkId);
    }

    /**
     * Neighbors of a link that were configured by hand. Any thread.
     *
     * @param linkId the link
     * @return entries
     */
    public int fixedOn(final int linkId) {
        return counts.fixedOn(linkId);
    }

    /** For audits: links that have learned entries. */
    int activeLinks() {
        return counts.activeLinks();
    }

    /** For audits: entries of all links, summed up. */
    int countedEntries() {
        return counts.entries();
    }

    /**
     * Puts an entry if the limits let it; a refusal for a limit is not counted yet.
     *
     * @param entry the entry
     * @param sequence of the mutation; if nothing changes it is not used up
     * @return an {@link Outcome}
     */
    public int put(final NeighborEntry entry, final long sequence) {
        return put(entry, sequence, quotas);
    }

    /**
     * Puts an entry in the place of one that was removed for it.
     *
     * @param entry the entry
     * @param sequence of the mutation
     * @return an {@link Outcome}
     */
    public int putInPlace(final NeighborEntry entry, final long sequence) {
        return put(entry, sequence, null);
    }

    /**
     * Whether something has to go for an entry that was refused. Counts the eviction by its
     * cause; a refusal that stands is counted by {@link NeighborTable#refuse}.
     *
     * @param entry that was refused
     * @param refusal what {@link #put} answered
     * @param victim takes what has to be removed before {@link #putInPlace}
     * @return false if the refusal stands, or there was none
     */
    public boolean displaced(final NeighborEntry entry, final int refusal, final NeighborEntry victim) {
        if (refusal >= 0) {
            return false;
        }
        if (!evictor.find(entry.linkId(), entry.stateWord(), refusal, victim)) {
            return false;
        }
        final boolean isIncomplete = victim.state() == NeighborState.INCOMPLETE;
        switch (refusal) {
            case Outcome.REFUSED_FULL -> increment(isIncomplete ? evictedIncompleteForTable : evictedStaleForTable);
            case Outcome.REFUSED_LINK_FULL -> increment(isIncomplete ? evictedIncompleteForLink : evictedStaleForLink);
            case Outcome.REFUSED_INCOMPLETE -> increment(evictedForIncomplete);
            default -> increment(evictedForLinkIncomplete);
        }
        return true;
    }

    /**
     * Goes past some slots of the table, in hash order round and round, and shows what stands in them; what could be evicted
     * on links at their limit is remembered by the way.
     *
     * @param slots to go past, at most to the end of the round
     * @param each takes the entries
     * @return whether a round has ended
     */
    public boolean sweep(final int slots, final EntryVisitor each) {
        visitor = each;
        return sweep.advance(slots, sweeper);
    }

    /**
     * Slots of the table now, which is how long a round of the sweep is. Any thread.
     *
     * @return slots
     */
    public long slots() {
        return (long) tree.segments() * Segment.SLOTS;
    }

    private void sweepOver(final long slot) {
        evictor.pass(slot);
        swept.setWords(
                UnsafeApi.getLong(slot),
                UnsafeApi.getLong(slot + 8),
                UnsafeApi.getLong(slot + 16),
                Segment.stateWord(slot));
        visitor.visit(swept);
    }

    private int put(final NeighborEntry entry, final long sequence, final Quotas enforced) {
        final int unresolvedBefore = counts.incomplete();
        final long w0 = EntryLayout.swapped(entry.addressHigh());
        final long w1 = EntryLayout.swapped(entry.addressLow());
        final int outcome = tree.put(
                tree.directory().hash(entry.addressHigh(), entry.addressLow(), entry.linkId()),
                w0,
                w1,
                EntryLayout.linkWord(entry.linkId(), entry.lastConfirmedTicks()),
                entry.stateWord(),
                sequence,
                mostNeighbors,
                enforced);
        if (counts.incomplete() > unresolvedBefore) {
            evictor.unresolved(w0, w1, entry.linkId());
        }
        return outcome;
    }

    /** Counts a refusal for a limit of a link or of a budget. */
    void countRefusal(final int outcome) {
        switch (outcome) {
            case Outcome.REFUSED_LINK_FULL -> increment(refusedLinkFull);
            case Outcome.REFUSED_INCOMPLETE -> increment(refusedIncomplete);
            case Outcome.REFUSED_LINK_INCOMPLETE -> increment(refusedLinkIncomplete);
            default -> increment(refusedLinks);
        }
    }

    LimitStatus status() {
        return new LimitStatus(
                counts.incomplete(),
                refusedLinkFull.getAcquire(),
                refusedIncomplete.getAcquire(),
                refusedLinkIncomplete.getAcquire(),
                refusedLinks.getAcquire(),
                evictedIncompleteForTable.getAcquire(),
                evictedStaleForTable.getAcquire(),
                evictedIncompleteForLink.getAcquire(),
                evictedStaleForLink.getAcquire(),
                evictedForIncomplete.getAcquire(),
                evictedForLinkIncomplete.getAcquire());
    }

    private static void increment(final AtomicLong counter) {
        counter.setRelease(counter.getPlain() + 1);
    }
}

package io.ndpair.store.table;

import io.ndpair.store.model.Outcome;
import org.agrona.UnsafeApi;

/**
 * Finds who has to go when the master's table, a link of it, or the budget for unresolved neighbors is full (RFC 6583 section
 * 7.1: what is in use outlives what is being guessed at). By value: unresolved entries, the one that has waited longest first;
 * then stale ones, the least recently confirmed first; nothing else, and never what was configured by hand. An unresolved
 * newcomer displaces only unresolved ones.
 *
 * <p><b>Whose.</b> The newcomer's own link pays first. At the limit of the table a link that has its even share of it already
 * (the limit divided by the number of links in use) pays alone, and otherwise those pay that have more than theirs: a link
 * below its share loses nothing but unresolved entries to others.
 *
 * <p><b>What "least recently confirmed" means.</b> Of what was sampled, as in Redis: at each eviction a hand goes past
 * {@value #SLOTS_PER_EVICTION} slots, and the sweep of aging goes round the table all the time; what they see on links at a
 * limit competes for 16 places a link. So the cost is bounded whatever the size of the table, the victim is among the
 * oldest but need not be the oldest, and where a full link is a small part of a large table a newcomer may be refused although
 * there is a stale entry on its link; once the sweep has passed it finds 16.
 *
 * <p>Owned by the table's writer. Allocates some 300 KB when a limit is first met, nothing afterwards.
 */
final class Evictor {
    static final int SLOTS_PER_EVICTION = 128;

    /** Keys without an unresolved entry any more that are passed over in one search. */
    private static final int KEYS_PER_EVICTION = 64;

    private final SegmentTree tree;
    private final LinkCounts counts;
    private final Quotas quotas;
    private final SlotHand hand;
    private final SlotHand.Visitor sampler = this::sample;

    private IncompleteQueue unresolved;
    private StaleCandidates stale;

    // What the hand looks for, and the best that it has seen.
    private int wantedLink;
    private boolean isAnyLinkWanted;
    private boolean isOthersWanted;
    private boolean isStaleWanted;
    private boolean isFound;
    private boolean isFoundStale;
    private long foundW0;
    private long foundW1;
    private long foundW2;
    private long foundW3;

    Evictor(final SegmentPool pool, final SegmentTree tree, final LinkCounts counts, final Quotas quotas) {
        this.tree = tree;
        this.counts = counts;
        this.quotas = quotas;
        hand = new SlotHand(pool, tree);
    }

    /** An unresolved entry has come. */
    void unresolved(final long w0, final long w1, final int linkId) {
        if (unresolved == null) {
            unresolved = new IncompleteQueue(quotas.limits().maxIncomplete());
        }
        unresolved.add(w0, w1, linkId);
    }

    /** The budget for unresolved entries is another: the queue begins anew at its size. */
    void resized() {
        unresolved = null;
    }

    /** A sweep passes an entry. */
    void pass(final long slot) {
        if (isStale(Segment.stateWord(slot)) && quotas.isPressed(UnsafeApi.getInt(slot + 16), tree.neighbors())) {
            offer(slot);
        }
    }

    /**
     * Who has to go for a newcomer that was refused.
     *
     * @return false if nobody may be made to
     */
    boolean find(final int linkId, final long w3, final int refusal, final NeighborEntry out) {
        final boolean ofTable = refusal == Outcome.REFUSED_FULL || refusal == Outcome.REFUSED_INCOMPLETE;
        if (!ofTable && refusal != Outcome.REFUSED_LINK_FULL && refusal != Outcome.REFUSED_LINK_INCOMPLETE) {
            return false;
        }
        wantedLink = linkId;
        isFound = false;
        if (counts.incompleteOn(linkId) > 0) {
            takeUnresolved(false);
        }
        if (!isFound && ofTable && counts.incomplete() > 0) {
            takeUnresolved(true);
        }
        if (!isFound) {
            isAnyLinkWanted = ofTable;
            isStaleWanted = EntryKind.of(w3) != EntryKind.INCOMPLETE;
            sample();
        }
        if (isFound) {
            out.setWords(foundW0, foundW1, foundW2, foundW3);
        }
        return isFound;
    }

    private void takeUnresolved(final boolean ofAnyLink) {
        for (int i = 0; unresolved != null && i < KEYS_PER_EVICTION && !isFound; i++) {
            final int index = ofAnyLink ? unresolved.takeOldest() : unresolved.takeOldest(wantedLink);
            if (index < 0) {
                return;
            }
            final long slot = tree.find(unresolved.w0(index), unresolved.w1(index), unresolved.link(index));
            if (slot != 0 && EntryKind.of(Segment.stateWord(slot)) == EntryKind.INCOMPLETE) {
                found(slot);
            }
        }
    }

    private void sample() {
        isFoundStale = false;
        // A link that has its share already takes nothing from the others but what is unresolved.
        final boolean paysAlone = quotas.hasItsShare(wantedLink);
        isOthersWanted = isAnyLinkWanted && !paysAlone;
        hand.advance(SLOTS_PER_EVICTION, sampler);
        if (isStaleWanted && !isFound) {
            takeStale();
        }
    }

    private void sample(final long slot) {
        final long w3 = Segment.stateWord(slot);
        final int linkId = UnsafeApi.getInt(slot + 16);
        if (EntryKind.of(w3) == EntryKind.INCOMPLETE) {
            if ((linkId == wantedLink || isAnyLinkWanted) && (!isFound || isFoundStale)) {
                found(slot);
                isFoundStale = false;
            }
        } else if (isStale(w3)) {
            if (linkId == wantedLink || quotas.isPressed(linkId, tree.neighbors())) {
                offer(slot);
            }
            if (isStaleWanted && isOthersWanted && linkId != wantedLink && quotas.isOverShare(linkId)) {
                foundIfOlder(slot);
            }
        }
    }

    private void foundIfOlder(final long slot) {
        final int confirmed = EntryLayout.lastConfirmedOf(UnsafeApi.getLong(slot + 16));
        if (!isFound || (isFoundStale && StaleCandidates.isOlder(confirmed, EntryLayout.lastConfirmedOf(foundW2)))) {
            found(slot);
            isFoundStale = true;
        }
    }

    private void takeStale() {
        if (stale == null) {
            return;
        }
        for (int index = stale.take(wantedLink); index != StaleCandidates.NONE; index = stale.take(wantedLink)) {
            final long slot = tree.find(stale.w0(index), stale.w1(index), wantedLink);
            if (slot != 0
                    && isStale(Segment.stateWord(slot))
                    && EntryLayout.lastConfirmedOf(UnsafeApi.getLong(slot + 16)) == stale.lastConfirmedTicks(index)) {
                found(slot);
                return;
            }
        }
    }

    private void offer(final long slot) {
        if (stale == null) {
            stale = new StaleCandidates();
        }
        final long w2 = UnsafeApi.getLong(slot + 16);
        stale.offer(
                UnsafeApi.getLong(slot),
                UnsafeApi.getLong(slot + 8),
                EntryLayout.linkIdOf(w2),
                EntryLayout.lastConfirmedOf(w2));
    }

    private void found(final long slot) {
        isFound = true;
        foundW0 = UnsafeApi.getLong(slot);
        foundW1 = UnsafeApi.getLong(slot + 8);
        foundW2 = UnsafeApi.getLong(slot + 16);
        foundW3 = Segment.stateWord(slot);
    }

    private static boolean isStale(final long w3) {
        return EntryKind.of(w3) == EntryKind.RESOLVED && EntryLayout.stateOf(w3) == NeighborState.STALE;
    }
}

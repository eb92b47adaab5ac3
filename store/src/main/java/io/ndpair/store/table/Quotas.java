package io.ndpair.store.table;

import io.ndpair.store.model.Outcome;

/**
 * Decides whether a newcomer fits the limits. A link's limits are asked first: who has used up its own makes room on its own
 * link, whatever else is full.
 *
 * <p>Owned by the table's writer.
 */
final class Quotas {
    private final LinkCounts counts;
    private final int maxNeighbors;
    private volatile NeighborLimits limits;
    private int maxIncomplete;
    private int maxIncompletePerLink;
    private int maxPerLink;

    Quotas(final LinkCounts counts, final int maxNeighbors) {
        this.counts = counts;
        this.maxNeighbors = maxNeighbors;
        limits(NeighborLimits.of(maxNeighbors));
    }

    final void limits(final NeighborLimits next) {
        limits = next;
        maxIncomplete = next.maxIncomplete();
        maxIncompletePerLink = next.maxIncompletePerLink();
        maxPerLink = next.maxPerLink();
    }

    NeighborLimits limits() {
        return limits;
    }

    /** Whether an entry may be new in a table of this size; an {@link Outcome}. */
    int admits(final int linkId, final long w3, final int size) {
        final int kind = EntryKind.of(w3);
        if (kind != EntryKind.FIXED) {
            final int refusal = linkAdmits(linkId, kind);
            if (refusal != Outcome.APPLIED) {
                return refusal;
            }
        }
        return size >= maxNeighbors ? Outcome.REFUSED_FULL : Outcome.APPLIED;
    }

    /** Whether an entry that is there may become another kind of entry; an {@link Outcome}. */
    int admitsChange(final int linkId, final long oldW3, final long newW3) {
        final int oldKind = EntryKind.of(oldW3);
        final int kind = EntryKind.of(newW3);
        if (kind == oldKind || kind == EntryKind.FIXED) {
            return Outcome.APPLIED;
        }
        // One that is learned already stays within its link's limit.
        return oldKind == EntryKind.FIXED
                ? linkAdmits(linkId, kind)
                : kind == EntryKind.INCOMPLETE ? incompleteAdmitted(linkId) : Outcome.APPLIED;
    }

    private int linkAdmits(final int linkId, final int kind) {
        if (isLinkFull(linkId)) {
            return Outcome.REFUSED_LINK_FULL;
        }
        return kind == EntryKind.INCOMPLETE ? incompleteAdmitted(linkId) : Outcome.APPLIED;
    }

    private int incompleteAdmitted(final int linkId) {
        if (counts.incompleteOn(linkId) >= maxIncompletePerLink) {
            return Outcome.REFUSED_LINK_INCOMPLETE;
        }
        return counts.incomplete() >= maxIncomplete ? Outcome.REFUSED_INCOMPLETE : Outcome.APPLIED;
    }

    /** How many learned entries a link may have, by its own limit or by that of all. Any thread. */
    int mostOn(final int linkId) {
        final int own = counts.limitOf(linkId);
        return own == NeighborLimits.UNLIMITED ? maxPerLink : own;
    }

    /** Whether a link has as many learned entries as it may have. */
    boolean isLinkFull(final int linkId) {
        final int most = mostOn(linkId);
        return most != NeighborLimits.UNLIMITED && counts.dynamicOn(linkId) >= most;
    }

    /** Whether a link has at least its even share of the table, which is the limit divided by the number of links in use. */
    boolean hasItsShare(final int linkId) {
        return counts.dynamicOn(linkId) >= share();
    }

    /** Whether a link has more than its even share. */
    boolean isOverShare(final int linkId) {
        return counts.dynamicOn(linkId) > share();
    }

    /** Whether newcomers on a link may displace its own: it is full, or the table is and it has its share of it. */
    boolean isPressed(final int linkId, final int size) {
        return isLinkFull(linkId) || (size >= maxNeighbors && hasItsShare(linkId));
    }

    private int share() {
        return maxNeighbors / Math.max(1, counts.activeLinks());
    }
}

package io.ndpair.store;

import io.ndpair.store.table.Admission;
import io.ndpair.store.table.NeighborLimits;

/**
 * The limits on neighbors of one store, and how many there are by link. Only a master enforces them; a backup holds what its
 * master says. What is there when a limit is lowered stays: from then on one goes for each that comes. Methods belong to the
 * writer's thread unless they say otherwise.
 */
public final class LinkLimits {
    private final Admission admission;

    LinkLimits(Admission admission) {
        this.admission = admission;
    }

    /** Sets the budgets for unresolved neighbors, and the limit of links without one of their own. */
    public void set(NeighborLimits limits) {
        admission.limits(limits);
    }

    /** The budgets. Any thread. */
    public NeighborLimits limits() {
        return admission.limits();
    }

    /**
     * Sets how many learned neighbors a link may have, {@link NeighborLimits#UNLIMITED} for as many as links without a limit of
     * their own.
     *
     * @return false if there are too many links
     */
    public boolean link(int linkId, int most) {
        return admission.linkLimit(linkId, most);
    }

    /** Learned neighbors of a link, unresolved ones included. Any thread. */
    public int learnedOn(int linkId) {
        return admission.dynamicOn(linkId);
    }

    /** Unresolved neighbors of a link. Any thread. */
    public int unresolvedOn(int linkId) {
        return admission.incompleteOn(linkId);
    }

    /** Learned neighbors that a link may have, {@link NeighborLimits#UNLIMITED} for no limit. Any thread. */
    public int mostOn(int linkId) {
        return admission.mostOn(linkId);
    }
}

package io.ndpair.store.journal;

import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.History;
import io.ndpair.store.table.HashKey;

/**
 * What a table's content descends from, apart from the mutations: changes seldom, so it is immutable (the links aside) and published whole.
 *
 * @param epoch       of the last record
 * @param history     all epochs
 * @param links       ids and names; grows in place
 * @param key         of the hash; the private one of an unused table until {@code keyAgreed}
 * @param keyAgreed   whether the key belongs to the profile
 * @param contiguous  whether the content is that of one point of the history
 * @param incarnation grows whenever the content is replaced rather than changed: what was begun before is void
 * @param maxTerm     greatest term seen anywhere
 */
public record Lineage(
        Epoch epoch,
        History history,
        Links links,
        HashKey key,
        boolean keyAgreed,
        boolean contiguous,
        long incarnation,
        long maxTerm) {

    /** Before anything. */
    public static Lineage initial(HashKey privateKey) {
        return new Lineage(Epoch.NONE, History.EMPTY, new Links(), privateKey, false, true, 0, 0);
    }

    Lineage withEpoch(Epoch newEpoch, History newHistory) {
        long term = Math.max(maxTerm, newEpoch.term());
        return new Lineage(newEpoch, newHistory, links, key, keyAgreed, contiguous, incarnation, term);
    }

    Lineage withKey(HashKey newKey) {
        return new Lineage(epoch, history, links, newKey, true, contiguous, incarnation, maxTerm);
    }

    Lineage withContiguous(boolean value) {
        return new Lineage(epoch, history, links, key, keyAgreed, value, incarnation, maxTerm);
    }

    Lineage withHistory(History newHistory) {
        long term = Math.max(maxTerm, newHistory.last().term());
        return new Lineage(epoch, newHistory, links, key, keyAgreed, contiguous, incarnation, term);
    }

    Lineage withMaxTerm(long term) {
        return new Lineage(epoch, history, links, key, keyAgreed, contiguous, incarnation, Math.max(maxTerm, term));
    }

    /** Another content begins: of that epoch, with no history until it is told. */
    Lineage replaced(Epoch newEpoch) {
        long term = Math.max(maxTerm, newEpoch.term());
        return new Lineage(newEpoch, History.EMPTY, links, key, keyAgreed, false, incarnation + 1, term);
    }
}

package io.ndpair.node.device;

import io.ndpair.store.NeighborStore;
import java.util.List;

/**
 * The links of a profile as this device lists them, and the ids that the pair agreed on for them. Ids are defined by the master and come
 * to the backup with the stream, so they are looked up again whenever one is not known yet.
 *
 * <p>Any thread may read.
 */
final class LinkIds {
    private final NeighborStore store;
    private final String[] names;

    LinkIds(NeighborStore store, List<String> names) {
        this.store = store;
        this.names = names.toArray(new String[0]);
    }

    int count() {
        return names.length;
    }

    String name(int link) {
        return names[link];
    }

    /** The index of a link in this profile's list, or -1. */
    int indexOf(String name) {
        for (int i = 0; i < names.length; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** The agreed id of a link by its index, or 0 while there is none. */
    int id(int link) {
        return link >= 0 && link < names.length ? store.linkId(names[link]) : 0;
    }

    /** As master: gives every link that has none an id. Only the writer's thread. */
    void define() {
        for (final String name : names) {
            store.defineLink(name);
        }
    }
}

package io.ndpair.node.device;

import io.ndpair.store.NeighborStore;

/**
 * The ids of a profile's links as the writer last looked them up: a command names its link by index, and finds the id here without a
 * search by name. Owned by the writer's thread; allocates nothing.
 */
final class LinkIdSet {
    private final NeighborStore store;
    private final LinkIds links;
    private final int[] ids;
    private int definitions = -1;

    LinkIdSet(NeighborStore store, LinkIds links) {
        this.store = store;
        this.links = links;
        ids = new int[links.count()];
    }

    /** Looks all ids up again if a link was defined since; to be called whenever there may have been one. */
    void refresh() {
        final int present = store.linkDefinitions();
        if (definitions != present) {
            definitions = present;
            for (int i = 0; i < ids.length; i++) {
                ids[i] = links.id(i);
            }
        }
    }

    /** The agreed id of a link by its index, or 0 while there is none. */
    int id(int link) {
        return link >= 0 && link < ids.length ? ids[link] : 0;
    }
}

package io.ndpair.node.cli.demo;

import io.ndpair.node.cli.demo.DemoLedger.Field;
import io.ndpair.node.device.Neighbors;
import io.ndpair.store.table.NeighborEntry;

/**
 * Looks up users who are there and never change, as a forwarding plane would with every packet. Each miss is a packet that would not have
 * been forwarded.
 */
final class StableLookups {
    private static final int LOOKUPS_PER_RUN = 64;

    private final Neighbors neighbors;
    private final int link;
    private final DemoLedger ledger;
    private final int stableUsers;
    private final NeighborEntry entry = new NeighborEntry();
    private long random = 1;
    private long lookups;
    private long misses;

    StableLookups(Neighbors neighbors, int link, DemoLedger ledger, int users) {
        this.neighbors = neighbors;
        this.link = link;
        this.ledger = ledger;
        this.stableUsers = (users + Workload.STABLE_EVERY - 1) / Workload.STABLE_EVERY;
    }

    int run() {
        for (int i = 0; i < LOOKUPS_PER_RUN; i++) {
            random = Workload.mix(random + i);
            final int user = (int) Long.remainderUnsigned(random, stableUsers) * Workload.STABLE_EVERY;
            final boolean isThere = neighbors.lookup(Workload.high(user), Workload.low(user, 0), link, entry);
            if (!isThere || entry.mac() != Workload.mac(user, 0)) {
                misses++;
            }
        }
        lookups += LOOKUPS_PER_RUN;
        ledger.put(Field.LOOKUPS, lookups);
        ledger.put(Field.LOOKUP_MISSES, misses);
        // The cores are shared with the device that is being watched: a pause after each run leaves it its time.
        return 0;
    }
}

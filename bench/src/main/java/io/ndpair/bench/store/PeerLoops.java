package io.ndpair.bench.store;

import io.ndpair.bench.peer.MapPeer;
import io.ndpair.bench.workload.Chain;
import io.ndpair.bench.workload.Keys;

/** The loops of {@link TableLoops} over another map. Confined to one thread. */
final class PeerLoops {
    private final MapPeer map;
    private final long neighbors;
    private long state = 1;
    private int ticks;
    private long wrong;

    PeerLoops(MapPeer map, long neighbors) {
        this.map = map;
        this.neighbors = neighbors;
    }

    long wrong() {
        return wrong;
    }

    void fill() {
        for (long number = 0; number < neighbors; number++) {
            put(number);
        }
    }

    private void put(long number) {
        map.put(Keys.high(number), Keys.low(number), Keys.link(number), Keys.mac(number), ticks);
    }

    long hitDependent(int lookups) {
        long next = state;
        long errors = 0;
        long result = 0;
        for (int i = 0; i < lookups; i++) {
            next = Chain.next(next + result);
            final long number = Chain.below(next, neighbors);
            result = map.lookup(Keys.high(number), Keys.low(number), Keys.link(number));
            errors += result == Keys.mac(number) ? 0 : 1;
        }
        state = next;
        wrong += errors;
        return result;
    }

    long hitIndependent(int lookups) {
        long next = state;
        long errors = 0;
        for (int i = 0; i < lookups; i++) {
            next = Chain.next(next);
            final long number = Chain.below(next, neighbors);
            errors += map.lookup(Keys.high(number), Keys.low(number), Keys.link(number)) == Keys.mac(number) ? 0 : 1;
        }
        state = next;
        wrong += errors;
        return errors;
    }

    long missDependent(int lookups) {
        long next = state;
        long found = 0;
        for (int i = 0; i < lookups; i++) {
            next = Chain.next(next + found);
            final long number = neighbors + Chain.below(next, neighbors);
            found += map.lookup(Keys.high(number), Keys.low(number), Keys.link(number)) == MapPeer.ABSENT ? 0 : 1;
        }
        state = next;
        wrong += found;
        return found;
    }

    long missIndependent(int lookups) {
        long next = state;
        long found = 0;
        for (int i = 0; i < lookups; i++) {
            next = Chain.next(next);
            final long number = neighbors + Chain.below(next, neighbors);
            found += map.lookup(Keys.high(number), Keys.low(number), Keys.link(number)) == MapPeer.ABSENT ? 0 : 1;
        }
        state = next;
        wrong += found;
        return found;
    }

    long upsertKnown(int upserts) {
        long next = state;
        ticks++;
        for (int i = 0; i < upserts; i++) {
            next = Chain.next(next);
            put(Chain.below(next, neighbors));
        }
        state = next;
        return next;
    }
}

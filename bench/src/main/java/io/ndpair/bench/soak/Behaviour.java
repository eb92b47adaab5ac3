package io.ndpair.bench.soak;

import java.util.SplittableRandom;

/**
 * What users do: they arrive, are confirmed, move (another MAC), take a new privacy address and give the former one up a while later, leave
 * and come back with another. One in {@link #SILENT_EVERY} says nothing any more after it arrived. All together they are silent at times, and
 * at times many come at once. Drawn from a seed; confined to one thread.
 */
final class Behaviour {
    static final int SILENT_EVERY = 8;

    private static final int HUNDRED = 100;
    private static final int CONFIRMS = 35;
    private static final int MOVES = 70;
    private static final int ROTATES = 92;
    private static final int MOODS = 16;
    private static final double CROWD = 4;
    private static final long MOOD_NS = 3_000_000_000L;

    private final SplittableRandom random;
    private final Ledger ledger;
    private int arrived;
    private double factor = 1;
    private long moodUntilNs;

    Behaviour(long seed, Ledger ledger) {
        random = new SplittableRandom(seed);
        this.ledger = ledger;
    }

    boolean haveAllArrived() {
        return arrived == ledger.users();
    }

    /** How many times the usual rate: mostly 1, at times 0, at times several. */
    double factor(long nowNs) {
        if (nowNs - moodUntilNs >= 0) {
            final int mood = random.nextInt(MOODS);
            factor = mood == 0 ? 0 : mood == 1 ? CROWD : 1;
            moodUntilNs = nowNs + MOOD_NS / 2 + random.nextLong(MOOD_NS);
        }
        return factor;
    }

    /** The next change. */
    Change next(Change into) {
        if (arrived < ledger.users()) {
            return into.set(Change.LEARN, arrived++, 1);
        }
        int user = random.nextInt(ledger.users());
        if (user % SILENT_EVERY == 0) {
            user = (user + 1) % ledger.users();
        }
        final int address = ledger.address(user);
        if (ledger.isPresent(user, address - 1) && random.nextBoolean()) {
            return into.set(Change.REMOVE, user, address - 1);
        }
        if (!ledger.isPresent(user, address)) {
            // Who comes back has another address; as long as an older one is in its way, another user acts.
            return ledger.mayTakeNext(user) ? into.set(Change.LEARN, user, address + 1) : next(into);
        }
        final int dice = random.nextInt(HUNDRED);
        if (dice < CONFIRMS) {
            return into.set(Change.CONFIRM, user, address);
        }
        if (dice >= MOVES && dice < ROTATES && ledger.mayTakeNext(user)) {
            return into.set(Change.LEARN, user, address + 1);
        }
        return into.set(dice < ROTATES ? Change.LEARN : Change.REMOVE, user, address);
    }
}

package io.ndpair.store.model;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * What a store works with.
 *
 * @param nanoClock  monotonic time; only read where no {@code nowNs} is passed in
 * @param epochClock wall clock, for the time in records that people read
 * @param listener   told of gaps, corruption and errors
 * @param random     draws the hash key of a new profile; must be hard to guess in production
 */
public record StoreContext(NanoClock nanoClock, EpochClock epochClock, StoreListener listener, RandomGenerator random) {

    /** The clocks of the system and a secure random source. */
    public static StoreContext system(StoreListener listener) {
        return new StoreContext(SystemNanoClock.INSTANCE, SystemEpochClock.INSTANCE, listener, new SecureRandom());
    }
}

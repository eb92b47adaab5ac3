package io.ndpair.transport;

import java.util.Objects;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.EpochClock;

/**
 * What a replicator is given from outside.
 *
 * @param epochClock wall clock, for people only: nothing is decided by it
 * @param random draws the nonces of sessions; a secure one outside of tests
 * @param listener told what operators want to know
 */
public record ReplicatorContext(EpochClock epochClock, RandomGenerator random, ReplicatorListener listener) {

    /** Checks that nothing is missing. */
    public ReplicatorContext {
        Objects.requireNonNull(epochClock, "epochClock");
        Objects.requireNonNull(random, "random");
        Objects.requireNonNull(listener, "listener");
    }
}

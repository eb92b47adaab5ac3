package io.ndpair.transport.link.tls;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.agrona.concurrent.EpochClock;

/**
 * What a {@link TlsPeerLink} is given from outside.
 *
 * @param credentials the present ones, asked for in every duty cycle: another object than the last time ends the session, and the next
 *     handshake is made with it; without any there is none
 * @param epochClock wall clock, by which certificates are valid or not
 * @param random numbers the attempts; need not be secret
 * @param listener told what operators want to know
 */
public record TlsContext(
        Supplier<Optional<TlsCredentials>> credentials,
        EpochClock epochClock,
        RandomGenerator random,
        TlsListener listener) {

    /** Checks that nothing is missing. */
    public TlsContext {
        Objects.requireNonNull(credentials, "credentials");
        Objects.requireNonNull(epochClock, "epochClock");
        Objects.requireNonNull(random, "random");
        Objects.requireNonNull(listener, "listener");
    }
}

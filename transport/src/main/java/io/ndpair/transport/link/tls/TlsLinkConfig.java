package io.ndpair.transport.link.tls;

import io.ndpair.transport.link.TransportException;
import io.ndpair.transport.link.TransportException.Category;
import io.ndpair.transport.link.TransportException.Code;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * How a {@link TlsPeerLink} behaves.
 *
 * @param client whether this end begins the handshakes; exactly one of the two devices does, see {@link #isClient}
 * @param handshakeTimeoutNs longest time of a handshake, 100 ms to 60 s, 5 s by default
 * @param retryIntervalNs pause after a refusal, 10 ms to 60 s, 1 s by default; a peer cannot make this device compute more often
 */
public record TlsLinkConfig(boolean client, long handshakeTimeoutNs, long retryIntervalNs) {

    /** Default of {@code handshakeTimeoutNs}. */
    public static final long DEFAULT_HANDSHAKE_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(5);

    /** Default of {@code retryIntervalNs}. */
    public static final long DEFAULT_RETRY_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(60);

    /** Checks the bounds. */
    public TlsLinkConfig {
        check("handshake time-out", handshakeTimeoutNs, TimeUnit.MILLISECONDS.toNanos(100));
        check("retry interval", retryIntervalNs, TimeUnit.MILLISECONDS.toNanos(10));
    }

    /**
     * The defaults.
     *
     * @param client whether this end begins the handshakes
     * @return the configuration
     */
    public static TlsLinkConfig of(boolean client) {
        return new TlsLinkConfig(client, DEFAULT_HANDSHAKE_TIMEOUT_NS, DEFAULT_RETRY_INTERVAL_NS);
    }

    /**
     * The rule by which two devices that know each other's addresses agree on who begins: the lower address does.
     *
     * @param source address of this device
     * @param peer address of the other, another one of the same family
     * @return whether this device begins the handshakes
     */
    public static boolean isClient(InetAddress source, InetAddress peer) {
        return Arrays.compareUnsigned(source.getAddress(), peer.getAddress()) < 0;
    }

    private static void check(String what, long valueNs, long leastNs) {
        if (valueNs < leastNs || valueNs > LONGEST_NS) {
            throw new TransportException(
                    Category.FATAL,
                    Code.CONFIG,
                    "TLS " + what + " of " + valueNs + " ns is not within " + leastNs + " to " + LONGEST_NS);
        }
    }
}

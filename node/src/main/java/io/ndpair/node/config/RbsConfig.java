package io.ndpair.node.config;

import java.util.Optional;

/**
 * A remote backup service: the channel to the peer device. Peer, source and port are there all three or none of them.
 *
 * @param name 1 to 32 of {@code 0-9 a-z _ . -}
 * @param endpoints where the channel runs, empty while no {@code peer} was given: then there is no channel
 * @param shutdown whether the channel is closed by command
 * @param sslPolicy name of the policy by which the channel is protected, empty for none
 */
public record RbsConfig(String name, Optional<Endpoints> endpoints, boolean shutdown, String sslPolicy) {
    /** What is to be said of a channel that leaves this machine without protection. */
    public static final String UNPROTECTED =
            "no ssl-policy is bound; what is backed up can be read and altered by others on its way";
    /** Smallest port. */
    public static final int MIN_PORT = 1_024;
    /** Largest port. */
    public static final int MAX_PORT = 55_535;

    /**
     * Both ends of a channel.
     *
     * @param peer address of the other device
     * @param source address of this device
     * @param port UDP port, the same on both
     */
    public record Endpoints(IpAddress peer, IpAddress source, int port) {
        /** Checks the families, that both ends differ, and the port. */
        public Endpoints {
            Ranges.check("port", port, MIN_PORT, MAX_PORT);
            check(peer, source);
        }

        /** Checks that these can be the addresses of two devices. */
        static void check(IpAddress peer, IpAddress source) {
            if (peer.version() != source.version()) {
                throw new ConfigException("peer " + peer + " and source " + source + " are of different IP versions");
            }
            checkUnicast("peer", peer);
            checkUnicast("source", source);
            if (peer.equals(source)) {
                throw new ConfigException("peer and source are the same address " + peer);
            }
        }

        private static void checkUnicast(String what, IpAddress address) {
            if (address.isUnspecified() || address.isMulticast()) {
                throw new ConfigException(what + " " + address + " is not the address of a device");
            }
        }
    }

    /** Checks the name. */
    public RbsConfig {
        if (!Names.isService(name)) {
            throw new ConfigException("'" + name + "' is not the name of a remote-backup-service");
        }
    }

    /** A service without a peer. */
    public static RbsConfig of(String name) {
        return new RbsConfig(name, Optional.empty(), false, "");
    }

    /** With these ends, or none. */
    public RbsConfig withEndpoints(Optional<Endpoints> value) {
        return new RbsConfig(name, value, shutdown, sslPolicy);
    }

    /** Closed by command, or not. */
    public RbsConfig withShutdown(boolean value) {
        return new RbsConfig(name, endpoints, value, sslPolicy);
    }

    /** Protected by this policy, or by none when empty. */
    public RbsConfig withSslPolicy(String value) {
        return new RbsConfig(name, endpoints, shutdown, value);
    }

    /** Whether the channel leaves this machine without protection. */
    public boolean isUnprotected() {
        return sslPolicy.isEmpty()
                && endpoints
                        .filter(ends -> !ends.peer().toInetAddress().isLoopbackAddress()
                                || !ends.source().toInetAddress().isLoopbackAddress())
                        .isPresent();
    }
}

package io.ndpair.node.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An E-Trunk.
 *
 * @param id its number, the same on both devices, 1 to 512
 * @param description a word for people, empty when none was given
 * @param priority 1 to 254, the smaller is master
 * @param peer where the other device is, empty while no {@code peer-address} was given: then the E-Trunk stays in Init
 * @param port UDP port of both devices, 1025 to 65535
 * @param timers its timers
 * @param security how hellos are protected
 */
public record ETrunkConfig(
        int id, String description, int priority, Optional<Peer> peer, int port, Timers timers, Security security) {
    /** Largest number. */
    public static final int MAX_ID = 512;
    /** Largest priority. */
    public static final int MAX_PRIORITY = 254;
    /** Priority when none is configured. */
    public static final int DEFAULT_PRIORITY = 100;
    /** Port when none is configured. */
    public static final int DEFAULT_PORT = 1_025;
    /** Largest port. */
    public static final int MAX_PORT = 65_535;
    /** Longest description. */
    public static final int MAX_DESCRIPTION = 80;

    private static final Pattern DESCRIPTION = Pattern.compile("[!-~&&[^?]]{0," + MAX_DESCRIPTION + "}");

    /**
     * Both ends.
     *
     * @param peer address of the other device
     * @param source address of this device, of the same family
     */
    public record Peer(IpAddress peer, IpAddress source) {
        /** Checks that the addresses are those of two devices. */
        public Peer {
            RbsConfig.Endpoints.check(peer, source);
        }
    }

    /**
     * Timers.
     *
     * @param helloDs between hellos, 5 to 100 tenths of a second
     * @param multiplier hellos without an answer until the peer takes this device for gone, 3 to 300
     * @param revert whether members take over again from a peer's that is well
     * @param revertDelayS how long they wait before, 0 to 10800 seconds
     * @param negotiateDelayS how long the E-Trunk stays in Init after its start, 0 to 1800 seconds
     */
    public record Timers(int helloDs, int multiplier, boolean revert, int revertDelayS, int negotiateDelayS) {
        /** One second, twenty of them, two minutes. */
        public static final Timers DEFAULT = new Timers(10, 20, true, 120, 0);
        /** Shortest hello period. */
        public static final int MIN_HELLO_DS = 5;
        /** Longest hello period. */
        public static final int MAX_HELLO_DS = 100;
        /** Smallest multiplier. */
        public static final int MIN_MULTIPLIER = 3;
        /** Largest multiplier. */
        public static final int MAX_MULTIPLIER = 300;
        /** Longest revert delay. */
        public static final int MAX_REVERT_DELAY_S = 10_800;
        /** Longest negotiate delay. */
        public static final int MAX_NEGOTIATE_DELAY_S = 1_800;

        /** Checks the ranges. */
        public Timers {
            Ranges.check("hello period", helloDs, MIN_HELLO_DS, MAX_HELLO_DS);
            Ranges.check("multiplier", multiplier, MIN_MULTIPLIER, MAX_MULTIPLIER);
            Ranges.check("revert delay", revertDelayS, 0, MAX_REVERT_DELAY_S);
            Ranges.check("negotiate delay", negotiateDelayS, 0, MAX_NEGOTIATE_DELAY_S);
        }

        /** How long the peer waits for a hello of this device, in tenths of a second. */
        public int failTimeDs() {
            return helloDs * multiplier;
        }
    }

    /** How the code of a hello is made. */
    public enum Authentication {
        /** HMAC-SHA-1. */
        HMAC_SHA1("hmac-sha1"),
        /** HMAC-SHA-256. */
        HMAC_SHA256("hmac-sha256"),
        /** HMAC-SHA-256 with a stretched key. */
        ENHANCED_HMAC_SHA256("enhanced-hmac-sha256");

        private final String word;

        Authentication(String word) {
            this.word = word;
        }

        /** As commands write it. */
        public String word() {
            return word;
        }
    }

    /**
     * How hellos are protected.
     *
     * @param key shared by both devices; hellos are not authenticated without
     * @param authentication how
     * @param sequence whether replayed hellos are refused
     */
    public record Security(Optional<Secret> key, Authentication authentication, boolean sequence) {
        /** Nothing. */
        public static final Security DEFAULT =
                new Security(Optional.empty(), Authentication.ENHANCED_HMAC_SHA256, false);
    }

    /** Checks number, text, priority and port. */
    public ETrunkConfig {
        Ranges.check("e-trunk id", id, 1, MAX_ID);
        Ranges.check("priority", priority, 1, MAX_PRIORITY);
        Ranges.check("port", port, DEFAULT_PORT, MAX_PORT);
        if (!isDescription(description)) {
            throw new ConfigException(
                    "a description has at most " + MAX_DESCRIPTION + " printable characters without blanks and '?'");
        }
    }

    /** An E-Trunk with the defaults. */
    public static ETrunkConfig of(int id) {
        return new ETrunkConfig(
                id, "", DEFAULT_PRIORITY, Optional.empty(), DEFAULT_PORT, Timers.DEFAULT, Security.DEFAULT);
    }

    /** Whether the text can be a description. */
    public static boolean isDescription(String text) {
        return DESCRIPTION.matcher(text).matches();
    }

    /** With this description; empty takes it away. */
    public ETrunkConfig withDescription(String value) {
        return new ETrunkConfig(id, value, priority, peer, port, timers, security);
    }

    /** With this priority. */
    public ETrunkConfig withPriority(int value) {
        return new ETrunkConfig(id, description, value, peer, port, timers, security);
    }

    /** With these ends, or none. */
    public ETrunkConfig withPeer(Optional<Peer> value) {
        return new ETrunkConfig(id, description, priority, value, port, timers, security);
    }

    /** With this port. */
    public ETrunkConfig withPort(int value) {
        return new ETrunkConfig(id, description, priority, peer, value, timers, security);
    }

    /** With these timers. */
    public ETrunkConfig withTimers(Timers value) {
        return new ETrunkConfig(id, description, priority, peer, port, value, security);
    }

    /** Protected so. */
    public ETrunkConfig withSecurity(Security value) {
        return new ETrunkConfig(id, description, priority, peer, port, timers, value);
    }
}

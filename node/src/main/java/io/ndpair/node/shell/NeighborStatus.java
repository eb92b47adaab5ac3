package io.ndpair.node.shell;

import io.ndpair.node.config.Ipv6Address;

/**
 * A neighbor entry as {@code display ipv6 neighbors} shows it.
 *
 * @param address its IPv6 address
 * @param mac its MAC, the first octet highest of 48 bits
 * @param state neighbor unreachability detection state
 * @param kind where it comes from
 * @param interfaceName the interface it was learned on
 * @param ageS seconds since the last confirmation; negative = not known
 * @param router whether it said that it is a router
 */
public record NeighborStatus(
        Ipv6Address address, long mac, State state, Kind kind, String interfaceName, long ageS, boolean router) {
    /** State of RFC 4861 section 7.3.2. */
    public enum State {
        /** Address resolution is being done. */
        INCOMPLETE("INCMP", "I"),
        /** Confirmed lately. */
        REACHABLE("REACH", "R"),
        /** Not confirmed lately, usable. */
        STALE("STALE", "S"),
        /** Used while stale, a probe is due. */
        DELAY("DELAY", "D"),
        /** Being probed. */
        PROBE("PROBE", "P");

        private final String text;
        private final String letter;

        State(String text, String letter) {
            this.text = text;
            this.letter = letter;
        }

        /** The word of the detailed display. */
        public String text() {
            return text;
        }

        /** The letter of the brief display. */
        public String letter() {
            return letter;
        }
    }

    /** Where an entry comes from. */
    public enum Kind {
        /** Learned by this device, as master. */
        DYNAMIC("D"),
        /** Configured. */
        STATIC("S"),
        /** Backed up from the peer, while this device is not master. */
        REMOTE("R");

        private final String letter;

        Kind(String letter) {
            this.letter = letter;
        }

        /** The letter of the brief display. */
        public String letter() {
            return letter;
        }
    }
}

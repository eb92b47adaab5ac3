package io.ndpair.election.etrunk;

/** Why an E-Trunk is in its state, in the vendor's words. */
public enum ETrunkCause {
    /** The E-Trunk cannot run yet, or listens whether there is a peer before it acts. */
    INIT,
    /** The priorities, or at equal ones the system ids, say so (rule C-40). */
    PRI,
    /** Nothing was heard of the peer for its fail-time. */
    TIMEOUT,
    /** The peer is master because it does not hear this device, which hears it. */
    PEER_TIMEOUT,
    /** The peer has taken leave. */
    PEER_NODE_DOWN,
    /** All members of one device are down, and those of the other are not. */
    ALL_MEMBER_DOWN
}

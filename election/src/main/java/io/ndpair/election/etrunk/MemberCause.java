package io.ndpair.election.etrunk;

/** Why a member Eth-Trunk is in its state, in the vendor's words. */
public enum MemberCause {
    /** The E-Trunk does not run. */
    ETRUNK_INIT,
    /** The E-Trunk is master. */
    ETRUNK_MASTER,
    /** The E-Trunk is backup. */
    ETRUNK_BACKUP,
    /** Master by command. */
    FORCE_MASTER,
    /** Backup by command. */
    FORCE_BACKUP,
    /** Backup because it was handed over to the peer's member by command. Our word. */
    HANDED_OVER,
    /** The peer's member is down, is not there, or is kept backup by command. */
    PEER_MEMBER_DOWN,
    /** The peer's member is up, and this one is down or may not take over from it (yet). */
    PEER_MEMBER_UP
}

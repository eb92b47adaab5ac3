package io.ndpair.transport.link.tls;

/** Why a handshake was refused or a session ended; each is counted by itself. */
public enum TlsCause {
    /** The peer sent what is no TLS: it has no policy, or somebody tries to talk it out of one. */
    PLAIN("plain frame"),
    /** The peer frames its records in a version that is not known here. */
    VERSION("unknown framing version"),
    /** The peer has shown no certificate. */
    CERTIFICATE_MISSING("certificate missing"),
    /** A certificate of the peer's chain is past its time. */
    CERTIFICATE_EXPIRED("certificate expired"),
    /** A certificate of the peer's chain has its time still to come. */
    CERTIFICATE_NOT_YET_VALID("certificate not yet valid"),
    /** A revocation list names a certificate of the peer's chain. */
    CERTIFICATE_REVOKED("certificate revoked"),
    /** Revocation lists are configured, and none that is current speaks for the issuer of the peer's certificate. */
    REVOCATION_UNKNOWN("revocation unknown"),
    /** The peer's certificate does not come from an authority of the trust store, or may not be used for this. */
    CERTIFICATE_UNTRUSTED("certificate not trusted"),
    /** The peer's certificate is good, but does not bear the name that is expected. */
    CERTIFICATE_NAME("certificate of another name"),
    /** The two have no protocol or cipher suite in common, or the peer breaks the handshake's rules. */
    HANDSHAKE("handshake failed"),
    /** The handshake did not end in time. */
    TIMEOUT("handshake timed out"),
    /** A record is not what the peer sealed at this place: altered, replayed, or one before it is missing. */
    ALTERED("record altered or replayed"),
    /** A record was good and its content is not a message of ours. */
    MESSAGE("message malformed"),
    /** The peer has ended the session for a reason of its own, which its log has. */
    PEER_ALERT("refused by the peer"),
    /** Our own credentials cannot be used. */
    OWN_CREDENTIALS("own credentials unusable");

    private final String text;

    TlsCause(String text) {
        this.text = text;
    }

    /**
     * For displays and logs.
     *
     * @return a few words
     */
    public String text() {
        return text;
    }
}

package io.ndpair.transport.link.tls;

/**
 * What a failure of the JDK's engine means; it tells much of it by texts alone.
 *
 * @param cause as it is counted
 * @param what for the log
 */
record Refusal(TlsCause cause, String what) {
    static final Refusal PLAIN = new Refusal(TlsCause.PLAIN, "the peer sends plain frames, and a policy is bound here");
    static final Refusal VERSION = new Refusal(TlsCause.VERSION, "the peer's framing version is unknown here");
    static final Refusal NO_CERTIFICATE =
            new Refusal(TlsCause.CERTIFICATE_MISSING, "the peer has shown no certificate");

    /** A failure before the session was up. */
    static Refusal ofHandshake(Exception e, PeerVerifier verifier, boolean client) {
        if (verifier.cause() != null) {
            return new Refusal(verifier.cause(), verifier.text());
        }
        if (!client && text(e).contains("Empty client certificate chain")) {
            return NO_CERTIFICATE;
        }
        return new Refusal(isAlert(e) ? TlsCause.PEER_ALERT : TlsCause.HANDSHAKE, text(e));
    }

    /** A failure to open a record of a session. */
    static Refusal ofSession(Exception e) {
        return new Refusal(isAlert(e) ? TlsCause.PEER_ALERT : TlsCause.ALTERED, text(e));
    }

    static Refusal ofSealing(Exception e) {
        return new Refusal(TlsCause.HANDSHAKE, "cannot seal: " + text(e));
    }

    /** Whether the peer has sent an alert; the JDK tells it by the text alone. */
    private static boolean isAlert(Exception e) {
        // JDK 25 puts the alert's name in brackets before it. Nothing but an alert has these words: no peer's text is
        // in them.
        return text(e).contains("Received fatal alert: ");
    }

    static String text(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}

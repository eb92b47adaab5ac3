package io.ndpair.transport.link.tls;

/** Told what an operator wants to know about a {@link TlsPeerLink}; on the link's thread, must not block. */
public interface TlsListener {

    /**
     * A session is up.
     *
     * @param session with whom and how
     */
    default void onSession(TlsSessionInfo session) {}

    /**
     * A handshake was refused or a session ended. Told at the first time and then, while the cause stays the same, once a minute; every
     * time is counted in {@link TlsLinkStatus#refused()}.
     *
     * @param cause what kind of thing
     * @param what one line that says what was seen
     */
    default void onRefused(TlsCause cause, String what) {}
}

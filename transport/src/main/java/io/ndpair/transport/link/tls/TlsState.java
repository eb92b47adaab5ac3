package io.ndpair.transport.link.tls;

/** Where a {@link TlsPeerLink} stands; its Javadoc has the transitions. */
public enum TlsState {
    /** The link below is down. */
    DOWN("Down"),
    /** The link below is up; no handshake runs. */
    WAITING("Waiting"),
    /** A handshake runs. */
    HANDSHAKE("Handshake"),
    /** Both devices have proved who they are; messages flow. */
    UP("Up");

    private final String text;

    TlsState(String text) {
        this.text = text;
    }

    /**
     * The word for displays.
     *
     * @return one word
     */
    public String text() {
        return text;
    }
}

package io.ndpair.transport.link.aeron;

/** Told whether a way leads to a peer, on the thread that runs {@link AeronTransport#doWork()}. */
public interface PathListener {
    /** Nobody is told. */
    PathListener NONE = new PathListener() {
        @Override
        public void onUnreachable(PeerLinkConfig link, String cause) {
            // Nobody is told.
        }

        @Override
        public void onReachable(PeerLinkConfig link, long failures) {
            // Nobody is told.
        }
    };

    /**
     * Nothing can be sent to the peer; it is tried again without further words.
     *
     * @param link whose peer it is; one of several to the same peer and port
     * @param cause as the system says it, one line
     */
    void onUnreachable(PeerLinkConfig link, String cause);

    /**
     * A way leads to the peer again.
     *
     * @param link whose peer it is; one of several to the same peer and port
     * @param failures how often something could not be sent or opened meanwhile
     */
    void onReachable(PeerLinkConfig link, long failures);
}

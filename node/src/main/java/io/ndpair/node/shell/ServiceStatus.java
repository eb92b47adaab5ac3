package io.ndpair.node.shell;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A remote backup service at this moment. Peer, source and port are shown from the running configuration.
 *
 * @param name its name
 * @param state of the channel to the peer
 * @param stateReason why the channel is not connected, empty when it is
 * @param lastUp when it last came up
 * @param lastDown when it last went down
 * @param lastDownReason why it last went down, empty if it never did
 * @param profiles names of the profiles it carries
 * @param strangers messages from the channel that belong to no profile here (unequal backup ids), refused
 */
public record ServiceStatus(
        String name,
        ChannelState state,
        String stateReason,
        Optional<Instant> lastUp,
        Optional<Instant> lastDown,
        String lastDownReason,
        List<String> profiles,
        long strangers) {
    /** Copies the list. */
    public ServiceStatus {
        profiles = List.copyOf(profiles);
    }

    /** State of a channel, in the vendor's words. */
    public enum ChannelState {
        /** No peer is configured, or the service is shut down. */
        INITIAL("Initial"),
        /** Waiting for the peer. */
        LISTENING("Listening"),
        /** Calling the peer. */
        CONNECTING("Connecting"),
        /** Both devices hear each other. */
        CONNECTED("Connected");

        private final String text;

        ChannelState(String text) {
            this.text = text;
        }

        /** The word of the display. */
        public String text() {
            return text;
        }
    }
}

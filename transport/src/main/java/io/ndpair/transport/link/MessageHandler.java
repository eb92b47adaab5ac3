package io.ndpair.transport.link;

import org.agrona.DirectBuffer;

/** Takes the messages that a {@link PeerLink} delivers, one at a time, on the thread that polls the link. */
@FunctionalInterface
public interface MessageHandler {

    /**
     * One whole message of the peer, in order. The bytes are the peer's: nothing about them has been checked but their length.
     *
     * @param buffer holds the message; valid during the call only
     * @param offset of the first byte of the message
     * @param length of the message in bytes
     */
    void onMessage(DirectBuffer buffer, int offset, int length);
}

package io.ndpair.transport.link;

import org.agrona.DirectBuffer;

/**
 * An ordered, reliable channel of byte messages to the peer device that may break at any time.
 *
 * <p>As long as {@link #connection()} stays the same positive number on the receiving side, what it polls is an unbroken run
 * of what the sender offered. When messages may have been lost the number changes: what arrives afterwards is again an unbroken run,
 * but of unknown begin. The two sides count their connections independently.
 *
 * <p>Thread rule: used by one thread at a time. Nothing here blocks or throws after the link was opened; failures are told by
 * the connection going down.
 */
public interface PeerLink extends AutoCloseable {

    /** {@link #offer}: the link has taken the message. */
    int OK = 1;

    /** {@link #offer}: there is no room now; the message was not taken, offer it again in a later duty cycle. */
    int BACK_PRESSURED = 0;

    /** {@link #offer}: there is no connection; the message was not taken. */
    int DOWN = -1;

    /**
     * Longest message in bytes; every link carries it, and none delivers a longer one. A range image and a full batch fit twice over.
     */
    int MAX_MESSAGE_BYTES = 64 * 1024;

    /**
     * Identifies the present connection.
     *
     * @return 0 when down; otherwise a positive number that is another one after every (re)connection
     */
    long connection();

    /**
     * Sends one message, or not. What was taken may wait for more that it can travel with, until {@link #flush} or {@link #doWork}.
     *
     * @param buffer holds the message; may be used again as soon as the call returns
     * @param offset of its first byte
     * @param length in bytes, 1 to {@link #MAX_MESSAGE_BYTES}
     * @return {@link #OK}, {@link #BACK_PRESSURED} or {@link #DOWN}
     */
    int offer(DirectBuffer buffer, int offset, int length);

    /** Sends at once what was taken and waits for more; to be called when a duty cycle has no more to offer. */
    default void flush() {}

    /**
     * Delivers messages that have arrived.
     *
     * @param handler takes them; must not call back into {@code poll}
     * @param limit on the number of messages
     * @return number of messages delivered
     */
    int poll(MessageHandler handler, int limit);

    /**
     * Duty cycle: looks after the connection. Call it before {@link #poll} in every cycle.
     *
     * @param nowNs monotonic time
     * @return work done
     */
    int doWork(long nowNs);

    /** Takes the link down and lets go of its resources; may be called twice. */
    @Override
    void close();
}

package io.ndpair.election;

import io.ndpair.election.etrunk.ETrunk;
import org.agrona.DirectBuffer;

/**
 * Hellos of one E-Trunk to and from its peer. Every method belongs to the elector's thread, none blocks, none throws for what
 * the network or the kernel does: such things are counted by the channel and show in {@link #closedReason()} or as a refused
 * send.
 */
public interface ETrunkChannel extends AutoCloseable {
    /** Takes received datagrams, unchecked, as {@link ETrunk#onHello} does. */
    @FunctionalInterface
    interface Handler {
        /** One datagram of the peer; the buffer holds it during the call only. */
        void onHello(DirectBuffer buffer, int offset, int length);
    }

    /**
     * Sends one hello.
     *
     * @return false when it could not be sent now; the caller tries again soon
     */
    boolean send(DirectBuffer hello, int offset, int length);

    /**
     * Hands over at most {@code limit} received datagrams.
     *
     * @return how many
     */
    int poll(Handler handler, int limit);

    /** Why the channel cannot be used, one clause; empty when it can. */
    String closedReason();

    /** One duty cycle: open what could not be opened yet. Bounded. */
    int doWork(long nowNs);

    /** Closes the socket. The elector calls it, on its own thread, when the E-Trunk is removed. */
    @Override
    void close();

    /** A channel that is never open, for an E-Trunk without a peer. */
    static ETrunkChannel closed(String reason) {
        return new ClosedETrunkChannel(reason);
    }
}

package io.ndpair.election;

import org.agrona.DirectBuffer;

/**
 * Advertisements out of and into one interface. All groups of an interface share one channel. Every method belongs to the
 * elector's thread, none blocks, none throws for what the network or the kernel does: such things are counted by the
 * channel and show as {@code up() == false} or as a refused send.
 */
public interface AdvertChannel extends AutoCloseable {
    /**
     * Sends one VRRP message to ff02::12 with hop limit 255 from the local address. Its checksum is already filled, for
     * {@link #localHigh()} and {@link #localLow()} as the source.
     *
     * @return false when it could not be sent now; the caller tries again soon
     */
    boolean send(DirectBuffer advert, int offset, int length);

    /**
     * Sends like {@link #send}, but in a frame from the virtual MAC 00-00-5E-00-02-{VRID} of the message's group (rule T10). A channel
     * that makes no frames sends as ever.
     *
     * @return false when it could not be sent now; the caller tries again soon
     */
    default boolean sendFromVirtualMac(DirectBuffer advert, int offset, int length) {
        return send(advert, offset, length);
    }

    /**
     * Hands over at most {@code limit} received messages, also those that other checks will refuse (hop limit,
     * destination), so that they are counted.
     *
     * @return how many were read, those too that the channel itself discards; {@code limit} when there may be more
     */
    int poll(AdvertHandler handler, int limit);

    /**
     * Within a call of {@link #poll}'s handler: how long ago the message arrived, where that is known; the elector's thread sleeps up to a
     * millisecond between two looks, which would else be added to the master's silence. By a clock that may be set: the caller bounds it.
     *
     * @return 0 when it is not known
     */
    default long arrivedAgoNs() {
        return 0;
    }

    /** Whether the interface exists, has carrier and a link-local address that is not tentative (rules S4, L1, L5). */
    boolean up();

    /** High half of the link-local address used as source; meaningful while {@link #up()}. */
    long localHigh();

    /** Low half of the address used as source. */
    long localLow();

    /** One duty cycle: look at the link state, open again what was lost. Bounded. */
    int doWork(long nowNs);

    /** Closes the socket. The elector calls it, on its own thread, when the last group of the channel is gone. */
    @Override
    void close();
}

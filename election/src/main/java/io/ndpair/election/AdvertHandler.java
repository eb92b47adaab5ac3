package io.ndpair.election;

import org.agrona.DirectBuffer;

/** Takes received advertisements, unchecked, from an {@link AdvertChannel}. */
@FunctionalInterface
public interface AdvertHandler {
    /**
     * One VRRP message as it came, without its IPv6 header.
     *
     * @param buffer       holds the message during the call only
     * @param offset       where the message begins
     * @param length       its length in bytes: all of the IPv6 payload, which may be nonsense
     * @param sourceHigh   high half of the packet's source address, numeric
     * @param sourceLow    low half of it
     * @param hopLimit     hop limit of the packet
     * @param toAllRouters whether the destination was ff02::12
     */
    void onAdvert(
            DirectBuffer buffer,
            int offset,
            int length,
            long sourceHigh,
            long sourceLow,
            int hopLimit,
            boolean toAllRouters);
}

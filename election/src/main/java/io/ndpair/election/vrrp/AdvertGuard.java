package io.ndpair.election.vrrp;

import org.agrona.DirectBuffer;

/**
 * The checks of a received advertisement (RFC 9568 section 7.1 and rules R1 to R19 of the interoperability notes), in the
 * order of {@link DropReason}. Nothing is read before its length is known to be there. Stateless but for its flyweight;
 * owned by one thread.
 */
public final class AdvertGuard {
    private static final int HOP_LIMIT = 255;
    private static final int NO_VRID = 0;

    private final VrrpAdvertisement advert = new VrrpAdvertisement();

    /** Why an advertisement that belongs to no group of its interface is discarded: {@link DropReason#VRID} at the latest. */
    public DropReason refusalOfStranger(
            DirectBuffer buffer,
            int offset,
            int length,
            long sourceHigh,
            long sourceLow,
            int hopLimit,
            boolean toAllRouters) {
        final DropReason header = headerRefusal(sourceHigh, hopLimit, toAllRouters);
        if (header != null) {
            return header;
        }
        final DropReason message = messageRefusal(buffer, offset, length, sourceHigh, sourceLow, NO_VRID);
        return message == null ? DropReason.VRID : message;
    }

    /** What is wrong with the IPv6 header, or null. */
    DropReason headerRefusal(long sourceHigh, int hopLimit, boolean toAllRouters) {
        if (hopLimit != HOP_LIMIT) {
            return DropReason.HOP_LIMIT;
        }
        if (!toAllRouters) {
            return DropReason.DESTINATION;
        }
        return VirtualAddress.linkLocal(sourceHigh) ? null : DropReason.SOURCE;
    }

    /** What is wrong with the message for a group of this VRID, or null. */
    DropReason messageRefusal(DirectBuffer buffer, int offset, int length, long sourceHigh, long sourceLow, int vrid) {
        if (length < VrrpAdvertisement.HEADER_BYTES) {
            return DropReason.TRUNCATED;
        }
        advert.wrap(buffer, offset);
        if (advert.version() != VrrpAdvertisement.VERSION) {
            return DropReason.VERSION;
        }
        if (advert.type() != VrrpAdvertisement.TYPE_ADVERTISEMENT) {
            return DropReason.TYPE;
        }
        if (!VrrpAdvertisement.checksumRight(buffer, offset, length, sourceHigh, sourceLow)) {
            return DropReason.CHECKSUM;
        }
        if (advert.vrid() != vrid) {
            return DropReason.VRID;
        }
        if (advert.addressCount() == 0) {
            return DropReason.COUNT;
        }
        final int expectedLength = VrrpAdvertisement.HEADER_BYTES + 16 * advert.addressCount();
        if (length != expectedLength) {
            return length < expectedLength ? DropReason.LENGTH : DropReason.EXCESS;
        }
        if (advert.intervalCs() == 0) {
            return DropReason.INTERVAL;
        }
        return VirtualAddress.linkLocal(advert.addressHigh(0)) ? null : DropReason.FIRST_ADDRESS;
    }
}

package io.ndpair.store.table;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One neighbor entry, a holder to be used again and again: readers bring their own, so that a lookup allocates nothing.
 *
 * <p>Addresses are two longs as read from network order, a MAC the low 48 bits of a long with its first octet highest,
 * the last confirmation ticks of table time (100 ms). Confined to one thread. Holds any bits; {@link EntryCheck} tells
 * whether they are an acceptable neighbor.
 */
public final class NeighborEntry {
    private long addressHigh;
    private long addressLow;
    private long mac;
    private int linkId;
    private int lastConfirmedTicks;
    private int state;
    private int flags;

    /** An entry of zeros, which is no neighbor. */
    public NeighborEntry() {}

    /**
     * Sets all fields.
     *
     * @param addressHigh first 64 bits of the IPv6 address
     * @param addressLow last 64 bits of the IPv6 address
     * @param linkId the link on which the neighbor is
     * @param lastConfirmedTicks table time of the last confirmation, 100 ms ticks
     * @param mac the link-layer address, 48 bits
     * @param state a {@link NeighborState}
     * @param flags {@link EntryFlags}
     * @return this
     */
    public NeighborEntry set(
            final long addressHigh,
            final long addressLow,
            final int linkId,
            final int lastConfirmedTicks,
            final long mac,
            final int state,
            final int flags) {
        this.addressHigh = addressHigh;
        this.addressLow = addressLow;
        this.linkId = linkId;
        this.lastConfirmedTicks = lastConfirmedTicks;
        this.mac = mac;
        this.state = state;
        this.flags = flags;
        return this;
    }

    /**
     * First 64 bits of the address.
     *
     * @return as a number
     */
    public long addressHigh() {
        return addressHigh;
    }

    /**
     * Last 64 bits of the address.
     *
     * @return as a number
     */
    public long addressLow() {
        return addressLow;
    }

    /**
     * The link on which the neighbor is.
     *
     * @return link id
     */
    public int linkId() {
        return linkId;
    }

    /**
     * When the neighbor was last confirmed.
     *
     * @return table time in ticks of 100 ms, unsigned
     */
    public int lastConfirmedTicks() {
        return lastConfirmedTicks;
    }

    /**
     * The link-layer address.
     *
     * @return 48 bits, first octet highest
     */
    public long mac() {
        return mac;
    }

    /**
     * State of unreachability detection.
     *
     * @return a {@link NeighborState}
     */
    public int state() {
        return state;
    }

    /**
     * Flags.
     *
     * @return bits of {@link EntryFlags}
     */
    public int flags() {
        return flags;
    }

    /**
     * Writes the 32 bytes of {@link EntryLayout}.
     *
     * @param buffer to write to
     * @param offset of the entry's first byte
     * @param operation an {@link Operation}; NONE for an entry of a table or an image
     */
    public void writeTo(final MutableDirectBuffer buffer, final int offset, final int operation) {
        buffer.putLong(offset + EntryLayout.ADDRESS_HIGH_OFFSET, addressHigh, ByteOrder.BIG_ENDIAN);
        buffer.putLong(offset + EntryLayout.ADDRESS_LOW_OFFSET, addressLow, ByteOrder.BIG_ENDIAN);
        buffer.putInt(offset + EntryLayout.LINK_ID_OFFSET, linkId, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(offset + EntryLayout.LAST_CONFIRMED_OFFSET, lastConfirmedTicks, ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(
                offset + EntryLayout.MAC_OFFSET,
                EntryLayout.stateWord(mac, operation, state, flags),
                ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads the 32 bytes of {@link EntryLayout}; the operation is left out.
     *
     * @param buffer to read from
     * @param offset of the entry's first byte
     */
    public void readFrom(final DirectBuffer buffer, final int offset) {
        setWords(
                EntryLayout.word(buffer, offset),
                EntryLayout.word(buffer, offset + 8),
                EntryLayout.word(buffer, offset + 16),
                EntryLayout.word(buffer, offset + 24));
    }

    /**
     * What this entry adds to the digest of the table that holds it.
     *
     * @return the 64-bit hash of its 32 bytes; a table's digest is the XOR of those of its entries
     */
    public long digest() {
        return TableDigest.of(
                EntryLayout.swapped(addressHigh),
                EntryLayout.swapped(addressLow),
                EntryLayout.linkWord(linkId, lastConfirmedTicks),
                EntryLayout.stateWord(mac, Operation.NONE, state, flags));
    }

    /** MAC, state and flags as the last word of {@link EntryLayout}, without an operation. */
    long stateWord() {
        return EntryLayout.stateWord(mac, Operation.NONE, state, flags);
    }

    void setWords(final long w0, final long w1, final long w2, final long w3) {
        addressHigh = EntryLayout.swapped(w0);
        addressLow = EntryLayout.swapped(w1);
        linkId = EntryLayout.linkIdOf(w2);
        lastConfirmedTicks = EntryLayout.lastConfirmedOf(w2);
        mac = EntryLayout.macOf(w3);
        state = EntryLayout.stateOf(w3);
        flags = EntryLayout.flagsOf(w3);
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof NeighborEntry that
                && addressHigh == that.addressHigh
                && addressLow == that.addressLow
                && linkId == that.linkId
                && lastConfirmedTicks == that.lastConfirmedTicks
                && mac == that.mac
                && state == that.state
                && flags == that.flags;
    }

    @Override
    public int hashCode() {
        long hash = addressHigh;
        hash = hash * 31 + addressLow;
        hash = hash * 31 + linkId;
        hash = hash * 31 + lastConfirmedTicks;
        hash = hash * 31 + mac;
        hash = hash * 31 + state;
        hash = hash * 31 + flags;
        return Long.hashCode(hash);
    }

    @Override
    public String toString() {
        final StringBuilder text = new StringBuilder(96).append("neighbor ");
        AddressText.append(text, addressHigh, addressLow);
        text.append(" link ").append(Integer.toUnsignedString(linkId)).append(" mac ");
        AddressText.appendMac(text, mac);
        return text.append(' ')
                .append(NeighborState.nameOf(state))
                .append(" flags 0x")
                .append(Integer.toHexString(flags))
                .append(" confirmed ")
                .append(Integer.toUnsignedString(lastConfirmedTicks))
                .toString();
    }
}

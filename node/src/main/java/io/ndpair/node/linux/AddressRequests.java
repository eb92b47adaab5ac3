package io.ndpair.node.linux;

/**
 * Puts IPv6 addresses on interfaces and takes them off, one request at a time; the kernel answers within the call. One thread.
 */
final class AddressRequests implements AutoCloseable {
    private static final int QUEUE_BYTES = 256 * 1024;

    private final NetlinkSocket socket = NetlinkSocket.open(0, QUEUE_BYTES);

    /**
     * Adds an address where it is not yet.
     *
     * @param flags IFA_F_ bits.
     * @param protocol who has put it there, for IFA_PROTO.
     * @param preferred false = it answers but is never chosen as the source of a new connection.
     * @return 0, or the errno; EEXIST when the interface has it, whoever has put it there.
     */
    int add(
            final int index,
            final long high,
            final long low,
            final int prefixLength,
            final int flags,
            final int protocol,
            final boolean preferred) {
        return request(
                NetlinkLayout.RTM_NEWADDR,
                NetlinkLayout.NLM_F_CREATE | NetlinkLayout.NLM_F_EXCL,
                index,
                high,
                low,
                prefixLength,
                flags,
                protocol,
                preferred);
    }

    /** Removes an address; 0, or the errno: EADDRNOTAVAIL when the interface does not have it with this prefix length. */
    int remove(final int index, final long high, final long low, final int prefixLength) {
        return request(NetlinkLayout.RTM_DELADDR, 0, index, high, low, prefixLength, 0, 0, false);
    }

    private int request(
            final int type,
            final int requestFlags,
            final int index,
            final long high,
            final long low,
            final int prefixLength,
            final int flags,
            final int protocol,
            final boolean preferred) {
        final int sequence = socket.reserveSequences(1);
        AddressMessage.encode(
                socket.writer().clear(),
                type,
                requestFlags | NetlinkLayout.NLM_F_ACK,
                sequence,
                index,
                high,
                low,
                prefixLength,
                flags,
                protocol,
                preferred);
        return socket.exchange(sequence);
    }

    @Override
    public void close() {
        socket.close();
    }
}

package io.ndpair.node.linux;

import org.agrona.MutableDirectBuffer;

/**
 * Makes, switches and removes interfaces, one request at a time; the kernel answers within the call. Making one and switching it on takes
 * well below a millisecond, switching off and removing 10 to 20 ms, because the kernel waits for its readers. One thread.
 */
final class LinkRequests implements AutoCloseable {
    private static final int QUEUE_BYTES = 256 * 1024;

    private final NetlinkSocket socket = NetlinkSocket.open(0, QUEUE_BYTES);
    private final NetlinkReader messages = new NetlinkReader();
    private final LinkMessage link = new LinkMessage();

    /**
     * Makes a macvlan on an interface, switched off. Mode bridge, because in mode private the kernel would give what another router sends
     * from the same virtual MAC to the macvlan alone, and our ears are on the interface below (rule R20).
     *
     * @return 0, or the errno.
     */
    int createMacvlan(final int parentIndex, final String name, final long mac) {
        final int sequence = begin(
                NetlinkLayout.RTM_NEWLINK,
                NetlinkLayout.NLM_F_CREATE | NetlinkLayout.NLM_F_EXCL | NetlinkLayout.NLM_F_ACK,
                0,
                0,
                0);
        final NetlinkWriter writer = socket.writer();
        writer.uint32(NetlinkLayout.IFLA_LINK, parentIndex);
        writer.text(NetlinkLayout.IFLA_IFNAME, name);
        writer.mac(NetlinkLayout.IFLA_ADDRESS, mac);
        final int info = writer.beginNested(NetlinkLayout.IFLA_LINKINFO);
        writer.text(NetlinkLayout.IFLA_INFO_KIND, "macvlan");
        final int data = writer.beginNested(NetlinkLayout.IFLA_INFO_DATA);
        writer.uint32(NetlinkLayout.IFLA_MACVLAN_MODE, NetlinkLayout.MACVLAN_MODE_BRIDGE);
        writer.endNested(data);
        writer.endNested(info);
        writer.end();
        return socket.exchange(sequence);
    }

    /**
     * Names an interface as ours, and keeps the kernel from making an address of its MAC (RFC 9568 7.4, rule T12).
     *
     * @return 0, or the errno.
     */
    int describe(final int index, final String alias) {
        final int sequence = begin(NetlinkLayout.RTM_SETLINK, NetlinkLayout.NLM_F_ACK, index, 0, 0);
        final NetlinkWriter writer = socket.writer();
        writer.text(NetlinkLayout.IFLA_IFALIAS, alias);
        final int families = writer.beginNested(NetlinkLayout.IFLA_AF_SPEC);
        final int inet6 = writer.beginNested(LinuxConstants.AF_INET6);
        writer.uint8(NetlinkLayout.IFLA_INET6_ADDR_GEN_MODE, NetlinkLayout.ADDR_GEN_MODE_NONE);
        writer.endNested(inet6);
        writer.endNested(families);
        writer.end();
        return socket.exchange(sequence);
    }

    /** Switches an interface on or off; 0 or the errno. */
    int switchTo(final int index, final boolean up) {
        final int sequence = begin(
                NetlinkLayout.RTM_SETLINK,
                NetlinkLayout.NLM_F_ACK,
                index,
                up ? NetlinkLayout.IFF_UP : 0,
                NetlinkLayout.IFF_UP);
        socket.writer().end();
        return socket.exchange(sequence);
    }

    /** Removes an interface; 0 or the errno, ENODEV when it is gone already. */
    int delete(final int index) {
        final int sequence = begin(NetlinkLayout.RTM_DELLINK, NetlinkLayout.NLM_F_ACK, index, 0, 0);
        socket.writer().end();
        return socket.exchange(sequence);
    }

    /**
     * Looks an interface up by its kernel name, past any view that has not heard of it yet.
     *
     * @return what it is, until the next call; null when there is none.
     */
    LinkMessage find(final String name) {
        final int sequence = begin(NetlinkLayout.RTM_GETLINK, 0, 0, 0, 0);
        socket.writer().text(NetlinkLayout.IFLA_IFNAME, name);
        socket.writer().end();
        if (socket.send() < 0) {
            return null;
        }
        final int length = socket.receive();
        if (length <= 0) {
            return null;
        }
        messages.wrap(socket.received(), length);
        final boolean isAnswer =
                messages.next() && messages.sequence() == sequence && messages.type() == NetlinkLayout.RTM_NEWLINK;
        return isAnswer && link.decode(socket.received(), messages.payloadOffset(), messages.payloadLengthBytes())
                ? link
                : null;
    }

    private int begin(final int type, final int requestFlags, final int index, final int flags, final int change) {
        final int sequence = socket.reserveSequences(1);
        final NetlinkWriter writer = socket.writer().clear();
        final int header = writer.begin(type, requestFlags, sequence, NetlinkLayout.LINK_HEADER_BYTES);
        final MutableDirectBuffer buffer = writer.buffer();
        buffer.putInt(header + 4, index);
        buffer.putInt(header + 8, flags);
        buffer.putInt(header + 12, change);
        return sequence;
    }

    @Override
    public void close() {
        socket.close();
    }
}

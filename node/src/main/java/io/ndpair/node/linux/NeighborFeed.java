package io.ndpair.node.linux;

/**
 * Reads the kernel's IPv6 neighbor table: dumps on request and, when asked for, notifications, in the order in which things happened
 * (both come through one socket, whose queue keeps them in order). One thread; nothing blocks; nothing is allocated.
 */
final class NeighborFeed implements AutoCloseable {
    /** Who takes what is read. Called inside {@link #poll} only. */
    interface Visitor {
        /** An entry that is there now ({@code dumped}: it was asked for), or that has changed this moment. */
        void onNeighbor(NeighborMessage neighbor, boolean dumped);

        /** An entry was deleted. */
        void onNeighborGone(NeighborMessage neighbor);

        /** The dump asked for has ended. {@code complete} = it was whole and consistent. */
        void onDumpEnd(boolean complete);

        /** Something that was meant for us is lost. */
        void onLost();
    }

    private final NetlinkSocket socket;
    private final LinuxCounters counters;
    private final NetlinkReader messages = new NetlinkReader();
    private final NeighborMessage neighbor = new NeighborMessage();
    private int dumpSequence;
    private boolean dumpDamaged;
    private int dumpDatagrams;

    /**
     * Opens a feed.
     *
     * @param notifications whether changes are told without being asked for.
     */
    NeighborFeed(final boolean notifications, final int queueBytes, final LinuxCounters counters) {
        socket = NetlinkSocket.open(notifications ? NetlinkLayout.RTMGRP_NEIGH : 0, queueBytes);
        this.counters = counters;
    }

    boolean dumping() {
        return dumpSequence != 0;
    }

    /**
     * True when the last dump came in several pieces: between them the kernel lets go of its lock, and an entry that others shift
     * meanwhile may be passed over.
     */
    boolean dumpInPieces() {
        return dumpDatagrams > 2;
    }

    /** Asks for everything; not while a dump is under way. False = the kernel did not take the request. */
    boolean requestDump() {
        final int sequence = socket.nextSequence();
        final NetlinkWriter writer = socket.writer().clear();
        final int header = writer.begin(
                NetlinkLayout.RTM_GETNEIGH, NetlinkLayout.NLM_F_DUMP, sequence, NetlinkLayout.NEIGHBOR_HEADER_BYTES);
        writer.buffer().putByte(header, (byte) LinuxConstants.AF_INET6);
        writer.end();
        final int sent = socket.send();
        if (sent < 0) {
            counters.refusal(-sent);
            return false;
        }
        dumpSequence = sequence;
        dumpDamaged = false;
        dumpDatagrams = 0;
        return true;
    }

    /** Reads at most so many datagrams; answers how many there were. */
    int poll(final Visitor visitor, final int maxDatagrams) {
        int datagrams = 0;
        while (datagrams < maxDatagrams) {
            final int length = socket.receive();
            if (length == 0) {
                if (dumping()) {
                    // A dump goes on as it is read; one that says nothing any more has ended without its end.
                    endDump(visitor, false);
                }
                break;
            }
            datagrams++;
            if (length < 0) {
                counters.add(LinuxCounter.OVERRUNS);
                dumpDamaged = true;
                visitor.onLost();
            } else {
                onDatagram(length, visitor);
            }
        }
        return datagrams;
    }

    private void onDatagram(final int lengthBytes, final Visitor visitor) {
        messages.wrap(socket.received(), lengthBytes);
        if (dumping()) {
            dumpDatagrams++;
        }
        int read = 0;
        while (messages.next()) {
            switch (messages.type()) {
                case NetlinkLayout.RTM_NEWNEIGH -> {
                    if (decode()) {
                        read++;
                        visitor.onNeighbor(neighbor, dumping() && messages.sequence() == dumpSequence);
                    }
                }
                case NetlinkLayout.RTM_DELNEIGH -> {
                    if (decode()) {
                        read++;
                        visitor.onNeighborGone(neighbor);
                    }
                }
                case NetlinkLayout.NLMSG_DONE, NetlinkLayout.NLMSG_ERROR -> {
                    if (dumping() && messages.sequence() == dumpSequence) {
                        endDump(visitor, messages.type() == NetlinkLayout.NLMSG_DONE && messages.errno() == 0);
                    }
                }
                default -> {
                    // Nothing else is asked for.
                }
            }
            dumpDamaged |= (messages.flags() & NetlinkLayout.NLM_F_DUMP_INTR) != 0;
        }
        counters.add(LinuxCounter.NOTIFICATIONS, read);
        if (messages.malformed()) {
            counters.add(LinuxCounter.MALFORMED);
            dumpDamaged = true;
            visitor.onLost();
        }
    }

    private boolean decode() {
        return neighbor.decode(socket.received(), messages.payloadOffset(), messages.payloadLengthBytes());
    }

    private void endDump(final Visitor visitor, final boolean whole) {
        dumpSequence = 0;
        counters.add(LinuxCounter.DUMPS);
        visitor.onDumpEnd(whole && !dumpDamaged);
    }

    @Override
    public void close() {
        socket.close();
    }
}

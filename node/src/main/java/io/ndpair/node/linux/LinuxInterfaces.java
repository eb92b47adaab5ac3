package io.ndpair.node.linux;

import io.ndpair.node.linux.LinuxInterface.InterfaceAddress;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * The interfaces and IPv6 addresses of the machine, kept up to date by the kernel's notifications.
 *
 * <p>Belongs to one thread; everything that works on that thread may share it and calls {@link #doWork} in each of its own duty
 * cycles (asking twice with the same clock reading costs nothing). A change shows within one duty cycle after the kernel tells it. When
 * the kernel had to drop notifications everything is read anew, and every interface counts as if it had gone down and up.
 */
public final class LinuxInterfaces implements AutoCloseable {
    private static final int QUEUE_BYTES = 4 * 1024 * 1024;

    /** Datagrams in one duty cycle; each holds one notification or up to 32 KiB of a dump. */
    private static final int MAX_DATAGRAMS = 256;

    /** A dump of more than this is given up: 64 K interfaces with addresses are not a router that we know. */
    private static final int MAX_DUMP_DATAGRAMS = 16 * 1024;

    /** Between two complete readings, should the kernel tell nonsense or drop notifications all the time. */
    private static final long REREAD_INTERVAL_NS = 50_000_000L;

    private final NetlinkSocket socket;
    private final NetlinkReader messages = new NetlinkReader();
    private final LinkMessage link = new LinkMessage();
    private final AddressMessage address = new AddressMessage();
    private final Int2ObjectHashMap<LinuxInterface> byIndex = new Int2ObjectHashMap<>();
    private boolean dumpFailed;
    private boolean reread;
    private boolean everPolled;
    private long lastPollNs;
    private long lastReadNs;
    private long generation = 1;
    private long events;
    private long rereads;
    private long malformed;
    private boolean tellsOwners;

    private LinuxInterfaces(final NetlinkSocket socket) {
        this.socket = socket;
    }

    /**
     * Opens a view and reads everything once.
     *
     * @throws LinuxException when there is no netlink here.
     */
    public static LinuxInterfaces open() {
        final String refusal = LibC.unavailable();
        if (refusal != null) {
            throw new LinuxException(0, refusal);
        }
        final LinuxInterfaces interfaces = new LinuxInterfaces(
                NetlinkSocket.open(NetlinkLayout.RTMGRP_LINK | NetlinkLayout.RTMGRP_IPV6_IFADDR, QUEUE_BYTES));
        interfaces.readAll();
        return interfaces;
    }

    /**
     * Takes what the kernel has told since.
     *
     * @return how many notifications.
     */
    public int doWork(final long nowNs) {
        if (everPolled && nowNs == lastPollNs) {
            return 0;
        }
        everPolled = true;
        lastPollNs = nowNs;
        int work = 0;
        for (int i = 0; i < MAX_DATAGRAMS; i++) {
            final int length = socket.receive();
            if (length == 0) {
                break;
            }
            work++;
            if (length < 0) {
                reread = true;
            } else {
                onDatagram(length, 0);
            }
        }
        if (reread && nowNs - lastReadNs >= REREAD_INTERVAL_NS) {
            lastReadNs = nowNs;
            readAll();
            work++;
        }
        return work;
    }

    /**
     * Reads everything anew. The kernel tells nothing of an alias that is given to an interface that is down (only when it comes up), so
     * whoever must know whether a name exists asks so before. Every interface then counts as if it had gone down and up.
     */
    public void refresh() {
        readAll();
    }

    /** Links first, then addresses; the kernel answers a dump as fast as it is read, so this waits for nobody. */
    private void readAll() {
        reread = false;
        rereads++;
        dumpFailed = false;
        for (final LinuxInterface known : byIndex.values()) {
            known.seen(false);
            known.clearAddresses();
            known.assumeFlapped(++events);
        }
        if (dump(NetlinkLayout.RTM_GETLINK, NetlinkLayout.LINK_HEADER_BYTES)) {
            byIndex.values().removeIf(known -> !known.seen());
        }
        dump(NetlinkLayout.RTM_GETADDR, NetlinkLayout.ADDRESS_HEADER_BYTES);
        generation++;
    }

    private boolean dump(final int type, final int headerBytes) {
        final int sequence = socket.nextSequence();
        final NetlinkWriter writer = socket.writer().clear();
        final int header = writer.begin(type, NetlinkLayout.NLM_F_DUMP, sequence, headerBytes);
        if (type == NetlinkLayout.RTM_GETADDR) {
            writer.buffer().putByte(header, (byte) LinuxConstants.AF_INET6);
        }
        writer.end();
        if (socket.send() < 0) {
            reread = true;
            return false;
        }
        for (int i = 0; i < MAX_DUMP_DATAGRAMS; i++) {
            final int length = socket.receive();
            if (length == -Errno.ENOBUFS) {
                reread = true;
            } else if (length <= 0) {
                break;
            } else if (onDatagram(length, sequence)) {
                return !dumpFailed;
            }
        }
        reread = true;
        return false;
    }

    /** Answers true when the dump of that sequence ended here. */
    private boolean onDatagram(final int lengthBytes, final int dumpSequence) {
        boolean ended = false;
        messages.wrap(socket.received(), lengthBytes);
        while (messages.next()) {
            final int offset = messages.payloadOffset();
            final int length = messages.payloadLengthBytes();
            switch (messages.type()) {
                case NetlinkLayout.RTM_NEWLINK -> onLink(offset, length);
                case NetlinkLayout.RTM_DELLINK -> onLinkGone(offset, length);
                case NetlinkLayout.RTM_NEWADDR -> onAddress(offset, length);
                case NetlinkLayout.RTM_DELADDR -> onAddressGone(offset, length);
                case NetlinkLayout.NLMSG_DONE, NetlinkLayout.NLMSG_ERROR -> {
                    final boolean mine = messages.sequence() == dumpSequence && dumpSequence != 0;
                    dumpFailed |= mine && messages.errno() != 0;
                    reread |= mine && messages.errno() != 0;
                    ended |= mine;
                }
                default -> {
                    // Other groups are not asked for.
                }
            }
            // What changed while it was dumped may be missing.
            reread |= (messages.flags() & NetlinkLayout.NLM_F_DUMP_INTR) != 0;
        }
        if (messages.malformed()) {
            malformed++;
            reread = true;
        }
        return ended;
    }

    private void onLink(final int offset, final int lengthBytes) {
        if (!link.decode(socket.received(), offset, lengthBytes)) {
            return;
        }
        LinuxInterface known = byIndex.get(link.index());
        if (known == null) {
            known = new LinuxInterface(link.index());
            byIndex.put(link.index(), known);
            generation++;
        }
        if (known.update(link, ++events)) {
            generation++;
        }
    }

    private void onLinkGone(final int offset, final int lengthBytes) {
        if (link.decode(socket.received(), offset, lengthBytes) && byIndex.remove(link.index()) != null) {
            generation++;
        }
    }

    private void onAddress(final int offset, final int lengthBytes) {
        if (address.decode(socket.received(), offset, lengthBytes)) {
            tellsOwners |= address.protocol() != 0;
            final LinuxInterface known = byIndex.get(address.interfaceIndex());
            if (known == null) {
                return;
            }
            if (known.putAddress(new InterfaceAddress(
                    address.high(), address.low(), address.prefixLength(), address.flags(), address.protocol()))) {
                generation++;
            }
        }
    }

    private void onAddressGone(final int offset, final int lengthBytes) {
        if (address.decode(socket.received(), offset, lengthBytes)) {
            final LinuxInterface known = byIndex.get(address.interfaceIndex());
            if (known != null && known.removeAddress(address.high(), address.low())) {
                generation++;
            }
        }
    }

    /**
     * The interface that a configured name means: the one called {@code linuxName} when that is given, else the one with exactly this
     * kernel name, else the one whose alias is this name (of several the lowest index).
     *
     * @param name as configured, like GigabitEthernet0/1/0.1 or eth0.
     * @param linuxName the kernel's name when it is configured, else "".
     * @return null when there is none now.
     */
    public LinuxInterface find(final String name, final String linuxName) {
        final String wanted = linuxName.isEmpty() ? name : linuxName;
        LinuxInterface byAlias = null;
        for (final LinuxInterface candidate : byIndex.values()) {
            if (candidate.name().equals(wanted)) {
                return candidate;
            }
            if (linuxName.isEmpty()
                    && candidate.alias().equals(name)
                    && (byAlias == null || candidate.index() < byAlias.index())) {
                byAlias = candidate;
            }
        }
        return byAlias;
    }

    /**
     * Whether an address is somebody else's than ours. The kernel keeps the name of who has added an address since 5.18, and names itself
     * on those that it makes; before that being deprecated is the sign of a virtual address of ours.
     */
    boolean foreign(final InterfaceAddress present) {
        return present != null && !present.ours() && (tellsOwners || !present.deprecated());
    }

    /** A number that grows whenever an interface or an address has changed: while it is the same, answers are the same. */
    public long generation() {
        return generation;
    }

    /** How often everything was read anew because something was lost, the first reading included. */
    public long rereads() {
        return rereads;
    }

    /** Datagrams of the kernel that did not make sense. */
    public long malformed() {
        return malformed;
    }

    @Override
    public void close() {
        socket.close();
    }
}

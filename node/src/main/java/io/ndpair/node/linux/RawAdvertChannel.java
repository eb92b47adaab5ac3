package io.ndpair.node.linux;

import io.ndpair.election.AdvertChannel;
import io.ndpair.election.AdvertHandler;
import io.ndpair.node.linux.LinuxInterface.InterfaceAddress;
import org.agrona.DirectBuffer;

/**
 * VRRP advertisements over IPv6 as they are on the wire: protocol 112 to ff02::12 with hop limit 255 and traffic class CS6 from the
 * interface's own link-local address.
 *
 * <p>The kernel is not asked to check checksums, so that bad ones can be counted above. What comes from our own address or over another
 * interface is dropped here and counted. {@link #up} follows carrier, admin state and addresses within one duty cycle of the
 * kernel's notification; an interface that is deleted and comes again, or flaps, gets a new socket. The source stays the same as long as
 * that address is fit, whatever others appear.
 *
 * <p>One thread, that of the elector; only the constructor may run on another. The counters may be read by any thread.
 */
public final class RawAdvertChannel implements AdvertChannel {
    /** So that a flood of some ten milliseconds does not push a master's advertisements out of the queue while this thread waits for a processor. */
    private static final int QUEUE_BYTES = 1024 * 1024;

    private static final long ALL_VRRP_ROUTERS_HIGH = 0xFF02_0000_0000_0000L;
    private static final long ALL_VRRP_ROUTERS_LOW = 0x12;
    private static final int VRID_OFFSET = 1;
    private static final long REOPEN_INTERVAL_NS = 100_000_000L;

    private final LinuxInterfaces interfaces;
    private final LinuxLink link;
    private final LinuxCounters counters = new LinuxCounters();
    private final FrameSocket frames;
    private PacketSocket socket;
    private boolean joined;
    private int index;
    private long upSince;
    private InterfaceAddress source;
    private long generation;
    private boolean openFailed;
    private long lastOpenNs;

    /**
     * A channel; it comes up in its duty cycles.
     *
     * @param interfaces shared with whatever else works on the elector's thread; closed by its owner.
     * @param link the interface.
     * @throws LinuxException when raw sockets are not allowed here.
     */
    public RawAdvertChannel(final LinuxInterfaces interfaces, final LinuxLink link) {
        this.interfaces = interfaces;
        this.link = link;
        socket = PacketSocket.open(LinuxConstants.IPPROTO_VRRP);
        try {
            frames = FrameSocket.open();
        } catch (final LinuxException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public int doWork(final long nowNs) {
        final int work = interfaces.doWork(nowNs);
        if (generation != interfaces.generation() || (openFailed && nowNs - lastOpenNs >= REOPEN_INTERVAL_NS)) {
            generation = interfaces.generation();
            follow(interfaces.find(link.name(), link.linuxName()), nowNs);
            return work + 1;
        }
        return work;
    }

    private void follow(final LinuxInterface found, final long nowNs) {
        if (found == null || !found.up()) {
            source = null;
            return;
        }
        if (!joined || found.index() != index || found.upSince() != upSince) {
            index = found.index();
            upSince = found.upSince();
            joined = false;
            lastOpenNs = nowNs;
            reopen(found);
            openFailed = !joined;
        }
        final InterfaceAddress current = source == null ? null : found.address(source.high(), source.low());
        final InterfaceAddress best = found.linkLocalSource();
        // Kept as long as it is fit; only the configured one takes its place, when its duplicate address detection is
        // over.
        final boolean keeps = current != null && current.fitAsSource() && !(best.configured() && !current.configured());
        source = keeps ? current : best;
    }

    private void reopen(final LinuxInterface found) {
        closeSocket();
        try {
            socket = PacketSocket.open(LinuxConstants.IPPROTO_VRRP);
        } catch (final LinuxException e) {
            counters.refusal(e.errno());
            return;
        }
        socket.receiveQueue(QUEUE_BYTES);
        final int bound = socket.bindToInterface(found.name());
        final int join = bound < 0 ? bound : socket.join(ALL_VRRP_ROUTERS_HIGH, ALL_VRRP_ROUTERS_LOW, index);
        if (join < 0) {
            counters.refusal(-join);
        } else {
            joined = true;
            counters.add(LinuxCounter.REOPENED);
        }
    }

    @Override
    public boolean up() {
        return joined && source != null;
    }

    @Override
    public long localHigh() {
        return source == null ? 0 : source.high();
    }

    @Override
    public long localLow() {
        return source == null ? 0 : source.low();
    }

    @Override
    public boolean send(final DirectBuffer advert, final int offset, final int length) {
        return up()
                && sent(socket.send(
                        advert,
                        offset,
                        length,
                        source.high(),
                        source.low(),
                        ALL_VRRP_ROUTERS_HIGH,
                        ALL_VRRP_ROUTERS_LOW,
                        index));
    }

    @Override
    public boolean sendFromVirtualMac(final DirectBuffer advert, final int offset, final int length) {
        return up()
                && sent(frames.send(
                        advert,
                        offset,
                        length,
                        LinuxConstants.IPPROTO_VRRP,
                        VirtualMac.of(advert.getByte(offset + VRID_OFFSET) & 0xFF),
                        source.high(),
                        source.low(),
                        ALL_VRRP_ROUTERS_HIGH,
                        ALL_VRRP_ROUTERS_LOW,
                        index));
    }

    private boolean sent(final int sent) {
        if (sent < 0) {
            counters.add(LinuxCounter.SEND_FAILURES);
            counters.refusal(-sent);
            return false;
        }
        counters.add(LinuxCounter.SENT);
        return true;
    }

    @Override
    public int poll(final AdvertHandler handler, final int limit) {
        int read = 0;
        // What is dropped here counts too, so that a flood from elsewhere cannot hold the elector's thread, and is
        // known for what it is.
        for (; joined && read < limit; read++) {
            final int length = socket.receive();
            if (length == -Errno.EAGAIN) {
                break;
            }
            if (length < 0) {
                counters.add(LinuxCounter.RECEIVE_FAILURES);
                break;
            }
            if (wanted()) {
                counters.add(LinuxCounter.RECEIVED);
                handler.onAdvert(
                        socket.message(),
                        0,
                        length,
                        socket.sourceHigh(),
                        socket.sourceLow(),
                        socket.hopLimit(),
                        socket.destinationHigh() == ALL_VRRP_ROUTERS_HIGH
                                && socket.destinationLow() == ALL_VRRP_ROUTERS_LOW);
            }
        }
        return read;
    }

    @Override
    public long arrivedAgoNs() {
        return socket.arrivedAgoNs();
    }

    private boolean wanted() {
        if (socket.interfaceIndex() != index) {
            counters.add(LinuxCounter.DROPPED_OTHER_INTERFACE);
            return false;
        }
        if (source != null && source.is(socket.sourceHigh(), socket.sourceLow())) {
            counters.add(LinuxCounter.DROPPED_OWN);
            return false;
        }
        return true;
    }

    /** Any thread. */
    public LinuxCounters counters() {
        return counters;
    }

    private void closeSocket() {
        joined = false;
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }

    @Override
    public void close() {
        closeSocket();
        frames.close();
    }
}

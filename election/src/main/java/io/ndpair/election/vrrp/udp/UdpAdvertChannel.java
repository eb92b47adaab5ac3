package io.ndpair.election.vrrp.udp;

import io.ndpair.election.AdvertChannel;
import io.ndpair.election.AdvertHandler;
import io.ndpair.election.ElectionException;
import io.ndpair.election.ElectionException.Category;
import io.ndpair.election.vrrp.VirtualAddress;
import io.ndpair.election.vrrp.VrrpAdvertisement;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Advertisements between exactly two devices over UDP, where there is no right to open raw sockets. Every datagram carries
 * what the IPv6 header would have said, so that the same checks apply:
 *
 * <pre>
 *  offset  size  field
 *  0       4     "NDV3"
 *  4       1     hop limit
 *  5       1     destination: 1 = ff02::12
 *  6       2     0
 *  8       16    link-local source address that is claimed, network order
 *  24      ...   the VRRP message
 * </pre>
 *
 * <p>The socket is connected, so that the kernel passes on only what comes from the peer's address and port. Owned by the
 * elector's thread; the counters may be read by any. Not a secure channel: whoever can forge the peer's address can speak.
 */
public final class UdpAdvertChannel implements AdvertChannel {
    /** Bytes before the VRRP message. */
    static final int HEADER_BYTES = 24;

    static final int MAGIC = 0x4e445633;
    static final byte ALL_ROUTERS = 1;

    private static final int HOP_LIMIT_OFFSET = 4;
    private static final int DESTINATION_OFFSET = 5;
    private static final int SOURCE_HIGH_OFFSET = 8;
    private static final int SOURCE_LOW_OFFSET = 16;
    private static final byte HOP_LIMIT = (byte) 255;
    private static final long LINK_LOCAL_HIGH = 0xfe80_0000_0000_0000L;
    private static final int STALE_DATAGRAMS = 1024;

    private final DatagramChannel socket;
    private final long localHigh;
    private final long localLow;
    private final ByteBuffer out = ByteBuffer.allocateDirect(HEADER_BYTES + VrrpAdvertisement.MAX_SENT_BYTES);
    // One byte more than can be valid, so that a longer message does not look valid by being cut.
    private final ByteBuffer in = ByteBuffer.allocateDirect(HEADER_BYTES + VrrpAdvertisement.MAX_RECEIVED_BYTES + 1);
    private final UnsafeBuffer message = new UnsafeBuffer(in);
    private final AtomicLong malformed = new AtomicLong();
    private final AtomicLong unsent = new AtomicLong();
    private final AtomicLong ioErrors = new AtomicLong();

    private UdpAdvertChannel(DatagramChannel socket, long localHigh, long localLow) {
        this.socket = socket;
        this.localHigh = localHigh;
        this.localLow = localLow;
        out.putInt(0, MAGIC);
        out.put(HOP_LIMIT_OFFSET, HOP_LIMIT);
        out.put(DESTINATION_OFFSET, ALL_ROUTERS);
        out.putLong(SOURCE_HIGH_OFFSET, localHigh);
        out.putLong(SOURCE_LOW_OFFSET, localLow);
    }

    /**
     * Binds to {@code source} and talks to {@code peer}, claiming a link-local address that is derived from
     * {@code source}: two sources that differ in address or port get different ones.
     *
     * @throws ElectionException when the address cannot be bound; one line with address and port
     */
    public static UdpAdvertChannel open(InetSocketAddress source, InetSocketAddress peer) {
        checkResolved(source);
        return open(source, peer, LINK_LOCAL_HIGH, interfaceId(source));
    }

    /** The same with a given link-local address to claim. */
    public static UdpAdvertChannel open(
            InetSocketAddress source, InetSocketAddress peer, long localHigh, long localLow) {
        if (!VirtualAddress.linkLocal(localHigh)) {
            throw new IllegalArgumentException("the claimed source address is not link-local");
        }
        checkResolved(source);
        checkResolved(peer);
        DatagramChannel socket = null;
        try {
            socket = DatagramChannel.open(
                    source.getAddress() instanceof Inet6Address
                            ? StandardProtocolFamily.INET6
                            : StandardProtocolFamily.INET);
            socket.configureBlocking(false);
            socket.bind(source);
            socket.connect(peer);
            final UdpAdvertChannel channel = new UdpAdvertChannel(socket, localHigh, localLow);
            channel.discardWaiting();
            return channel;
        } catch (IOException | RuntimeException e) {
            close(socket);
            throw new ElectionException(
                    Category.FATAL,
                    "bind",
                    "advertisements: cannot use " + text(source) + " to " + text(peer) + ": " + cause(e),
                    e);
        }
    }

    @Override
    public boolean send(DirectBuffer advert, int offset, int length) {
        if (length > VrrpAdvertisement.MAX_SENT_BYTES) {
            throw new IllegalArgumentException(
                    "an advertisement of " + length + " bytes, expected at most " + VrrpAdvertisement.MAX_SENT_BYTES);
        }
        advert.getBytes(offset, out, HEADER_BYTES, length);
        out.limit(HEADER_BYTES + length).position(0);
        try {
            if (socket.write(out) > 0) {
                return true;
            }
        } catch (PortUnreachableException absent) {
            // The report is about an earlier datagram: the peer is not there. That is no fault of this end.
            return true;
        } catch (IOException e) {
            ioErrors.incrementAndGet();
        } finally {
            out.clear();
        }
        unsent.incrementAndGet();
        return false;
    }

    @Override
    public int poll(AdvertHandler handler, int limit) {
        int polled = 0;
        while (polled < limit) {
            in.clear();
            try {
                if (socket.read(in) <= 0) {
                    break;
                }
            } catch (PortUnreachableException absent) {
                polled++;
                continue;
            } catch (IOException e) {
                ioErrors.incrementAndGet();
                break;
            }
            polled++;
            deliver(handler);
        }
        return polled;
    }

    private void deliver(AdvertHandler handler) {
        final int length = in.position() - HEADER_BYTES;
        if (length < 0 || in.getInt(0) != MAGIC) {
            malformed.incrementAndGet();
            return;
        }
        handler.onAdvert(
                message,
                HEADER_BYTES,
                length,
                in.getLong(SOURCE_HIGH_OFFSET),
                in.getLong(SOURCE_LOW_OFFSET),
                in.get(HOP_LIMIT_OFFSET) & 0xff,
                in.get(DESTINATION_OFFSET) == ALL_ROUTERS);
    }

    @Override
    public boolean up() {
        return socket.isOpen();
    }

    @Override
    public long localHigh() {
        return localHigh;
    }

    @Override
    public long localLow() {
        return localLow;
    }

    @Override
    public int doWork(long nowNs) {
        return 0;
    }

    @Override
    public void close() {
        close(socket);
    }

    /** Datagrams of the peer that were none of ours. */
    public long malformed() {
        return malformed.get();
    }

    /** Advertisements that the socket did not take. */
    public long unsent() {
        return unsent.get();
    }

    /** Reads and writes that failed. */
    public long ioErrors() {
        return ioErrors.get();
    }

    /** What came between bind and connect may be from anybody. */
    private void discardWaiting() throws IOException {
        for (int i = 0; i < STALE_DATAGRAMS; i++) {
            in.clear();
            if (socket.receive(in) == null) {
                return;
            }
        }
    }

    private static long interfaceId(InetSocketAddress source) {
        final byte[] address = source.getAddress().getAddress();
        if (address.length == 4) {
            return Integer.toUnsignedLong(ByteBuffer.wrap(address).getInt()) << 16 | source.getPort();
        }
        return ByteBuffer.wrap(address).getLong(8) ^ (long) source.getPort() << 48;
    }

    private static void checkResolved(InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new ElectionException(
                    Category.FATAL,
                    "unresolved",
                    "advertisements: " + address.getHostString() + " port " + address.getPort()
                            + " is not an IP address");
        }
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + " port " + address.getPort();
    }

    private static String cause(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static void close(DatagramChannel socket) {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // A datagram socket has nothing to lose at close.
                return;
            }
        }
    }
}

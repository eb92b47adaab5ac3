package io.ndpair.election.etrunk.udp;

import io.ndpair.election.ETrunkChannel;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Hellos over UDP between two addresses and one port, the same on both devices. The socket is bound to the source address and
 * connected, so that the kernel passes on only what comes from the peer's address and port. Where the source address is not
 * there yet, or the port is taken, it tries again every second. Owned by the elector's thread; the counters may be read by any.
 *
 * <p>The peer may be some hops away, so the hop limit says nothing here (and Java does not show it): who can forge the peer's
 * address is kept out by the authentication of hellos alone.
 */
public final class UdpETrunkChannel implements ETrunkChannel {
    /** The longest datagram that is read whole; a longer one is cut, so that its length field gives it away. */
    private static final int MAX_DATAGRAM_BYTES = 2_048;

    private static final int STALE_DATAGRAMS = 1_024;
    private static final long RETRY_NS = 1_000_000_000L;

    private final InetSocketAddress source;
    private final InetSocketAddress peer;
    private final ByteBuffer out = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);
    private final ByteBuffer in = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);
    private final UnsafeBuffer received = new UnsafeBuffer(in);
    private final AtomicLong ioErrors = new AtomicLong();

    private DatagramChannel socket;
    private String reason = "not opened yet";
    private boolean closed;
    private boolean tried;
    private long triedNs;

    /**
     * A channel that opens itself in its duty cycle.
     *
     * @param source address and port of this device
     * @param peer   address and port of the other one, of the same family
     */
    public UdpETrunkChannel(InetSocketAddress source, InetSocketAddress peer) {
        if (source.isUnresolved() || peer.isUnresolved()) {
            throw new IllegalArgumentException("source " + source + " or peer " + peer + " is no IP address");
        }
        this.source = source;
        this.peer = peer;
    }

    @Override
    public int doWork(long nowNs) {
        if (socket != null || closed || (tried && nowNs - triedNs < RETRY_NS)) {
            return 0;
        }
        tried = true;
        triedNs = nowNs;
        open();
        return 1;
    }

    private void open() {
        DatagramChannel opening = null;
        try {
            opening = DatagramChannel.open(
                    source.getAddress() instanceof Inet6Address
                            ? StandardProtocolFamily.INET6
                            : StandardProtocolFamily.INET);
            opening.configureBlocking(false);
            opening.bind(source);
            opening.connect(peer);
            discardWaiting(opening);
            socket = opening;
            reason = "";
        } catch (IOException | RuntimeException e) {
            ioErrors.incrementAndGet();
            reason = "UDP " + source.getAddress().getHostAddress() + " port " + source.getPort() + " cannot be used: "
                    + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
            close(opening);
        }
    }

    /** What came between bind and connect may be from anybody. */
    private void discardWaiting(DatagramChannel opening) throws IOException {
        for (int i = 0; i < STALE_DATAGRAMS; i++) {
            in.clear();
            if (opening.receive(in) == null) {
                return;
            }
        }
    }

    @Override
    public boolean send(DirectBuffer hello, int offset, int length) {
        if (socket == null) {
            return false;
        }
        out.clear();
        hello.getBytes(offset, out, 0, length);
        out.limit(length).position(0);
        try {
            return socket.write(out) > 0;
        } catch (IOException e) {
            // Also a report that an earlier datagram found no peer; whether this one went out, nobody says.
            ioErrors.incrementAndGet();
            return false;
        }
    }

    /** Errors that the network reports (no route, nobody at the port) are about what was sent; reading goes on. */
    @Override
    public int poll(Handler handler, int limit) {
        int polled = 0;
        while (polled < limit && socket != null) {
            in.clear();
            try {
                if (socket.read(in) <= 0) {
                    break;
                }
                handler.onHello(received, 0, in.position());
            } catch (IOException e) {
                ioErrors.incrementAndGet();
            }
            polled++;
        }
        return polled;
    }

    @Override
    public String closedReason() {
        return reason;
    }

    /** Opens, reads and writes that failed. */
    public long ioErrors() {
        return ioErrors.get();
    }

    @Override
    public void close() {
        closed = true;
        reason = "closed";
        close(socket);
        socket = null;
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

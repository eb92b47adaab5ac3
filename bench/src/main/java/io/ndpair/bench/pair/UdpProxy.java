package io.ndpair.bench.pair;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between two devices and can be cut, or lose datagrams. Each device knows the other by an address of the proxy's; a datagram goes on
 * from the address by which its receiver knows the sender, from a port of its own for each socket of the sender, so that answers find
 * back. Runs on a thread of its own; {@link #cut}, {@link #lose} and {@link #close} are for any thread.
 */
public final class UdpProxy implements AutoCloseable {
    private static final int LARGEST_BYTES = 65_535;
    private static final int SOCKET_BYTES = 4 << 20;
    /** A device that is restarted comes with new sockets; more than these at a time are nobody's. */
    private static final int MOST_PATHS = 4_096;

    private static final double NOTHING_LOST = 0;

    private final Selector selector;
    private final List<DatagramChannel> channels = new ArrayList<>();
    private final ByteBuffer datagram = ByteBuffer.allocateDirect(LARGEST_BYTES);
    private final SplittableRandom random = new SplittableRandom(1);
    private final AtomicLong forwarded = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final Thread thread = new Thread(this::run, "udp-proxy");
    private volatile boolean isCut;
    private volatile double lossShare = NOTHING_LOST;
    private volatile IOException failure;

    /** Where datagrams that come in by a door go on to. */
    private record Door(InetSocketAddress target, InetAddress from, Map<SocketAddress, DatagramChannel> paths) {}

    /** The way back of one sender's socket. */
    private record Path(DatagramChannel door, SocketAddress sender) {}

    private UdpProxy() throws IOException {
        selector = Selector.open();
        thread.setDaemon(true);
    }

    /**
     * Begins to forward.
     *
     * @param a address of one device, which knows the other as {@code bSeenByA}
     * @param b address of the other, which knows the first as {@code aSeenByB}
     */
    public static UdpProxy start(String a, String bSeenByA, String b, String aSeenByB, int port) throws IOException {
        final UdpProxy proxy = new UdpProxy();
        try {
            proxy.door(bSeenByA, b, aSeenByB, port);
            proxy.door(aSeenByB, a, bSeenByA, port);
        } catch (final IOException e) {
            proxy.closeChannels();
            throw e;
        }
        proxy.thread.start();
        return proxy;
    }

    private void door(String at, String target, String from, int port) throws IOException {
        final DatagramChannel channel = open(new InetSocketAddress(InetAddress.getByName(at), port));
        channel.register(
                selector,
                SelectionKey.OP_READ,
                new Door(
                        new InetSocketAddress(InetAddress.getByName(target), port),
                        InetAddress.getByName(from),
                        new HashMap<>()));
    }

    private DatagramChannel open(InetSocketAddress address) throws IOException {
        final DatagramChannel channel = DatagramChannel.open();
        channels.add(channel);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BYTES);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BYTES);
        channel.bind(address);
        channel.configureBlocking(false);
        return channel;
    }

    /** Nothing goes through any more, or all of it again. */
    public void cut(boolean whether) {
        isCut = whether;
    }

    /** Such a share of datagrams is lost, either way; 0 to 1. */
    public void lose(double share) {
        lossShare = share;
    }

    /** Datagrams that went through. */
    public long forwarded() {
        return forwarded.get();
    }

    /** Datagrams that were cut off or lost. */
    public long dropped() {
        return dropped.get();
    }

    /** Why it ended by itself; null while it has not. */
    public IOException failure() {
        return failure;
    }

    private void run() {
        try {
            while (selector.isOpen()) {
                selector.select(this::forwardAll);
            }
        } catch (final ClosedSelectorException e) {
            // Closed by who made it.
            return;
        } catch (final IOException e) {
            failure = e;
        }
    }

    private void forwardAll(SelectionKey key) {
        try {
            final DatagramChannel channel = (DatagramChannel) key.channel();
            SocketAddress sender = receive(channel);
            while (sender != null) {
                if (isCut || (lossShare > NOTHING_LOST && random.nextDouble() < lossShare)) {
                    dropped.incrementAndGet();
                } else {
                    forward(channel, key.attachment(), sender);
                }
                sender = receive(channel);
            }
        } catch (final IOException e) {
            // Nobody listens at the other end; a datagram is lost by that.
            dropped.incrementAndGet();
        }
    }

    private SocketAddress receive(DatagramChannel channel) throws IOException {
        datagram.clear();
        final SocketAddress sender = channel.receive(datagram);
        datagram.flip();
        return sender;
    }

    private void forward(DatagramChannel channel, Object way, SocketAddress sender) throws IOException {
        if (way instanceof Door door) {
            DatagramChannel path = door.paths.get(sender);
            if (path == null && channels.size() < MOST_PATHS) {
                path = open(new InetSocketAddress(door.from, 0));
                path.register(selector, SelectionKey.OP_READ, new Path(channel, sender));
                door.paths.put(sender, path);
            }
            if (path != null) {
                path.send(datagram, door.target);
                forwarded.incrementAndGet();
            }
        } else if (way instanceof Path path) {
            path.door.send(datagram, path.sender);
            forwarded.incrementAndGet();
        }
    }

    private void closeChannels() throws IOException {
        selector.close();
        for (final DatagramChannel channel : channels) {
            channel.close();
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        try {
            thread.join();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeChannels();
    }
}

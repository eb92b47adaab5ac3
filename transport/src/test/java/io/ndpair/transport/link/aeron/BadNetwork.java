package io.ndpair.transport.link.aeron;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Stands between two devices on loopback: each has an address of it as its peer. Loses, doubles and holds back datagrams of either direction,
 * Aeron's data and its status messages and negative acknowledgements alike. Run by the test's thread.
 */
final class BadNetwork implements AutoCloseable {
    private static final int HELD_DATAGRAMS = 16;

    private final SplittableRandom random;
    private final double rate;
    private final Way toB;
    private final Way toA;
    long lost;
    long doubled;
    long reordered;
    long passed;

    BadNetwork(String a, String aSeesB, String b, String bSeesA, int port, double rate, long seed) throws IOException {
        this.rate = rate;
        random = new SplittableRandom(seed);
        toB = new Way(aSeesB, bSeesA, new InetSocketAddress(b, port), port);
        toA = new Way(bSeesA, aSeesB, new InetSocketAddress(a, port), port);
    }

    void step() throws IOException {
        toB.step();
        toA.step();
    }

    @Override
    public void close() throws IOException {
        toB.close();
        toA.close();
    }

    /** A publication's datagrams one way and its receiver's answers back. */
    private final class Way implements AutoCloseable {
        private final DatagramChannel front;
        private final DatagramChannel back;
        private final SocketAddress receiver;
        private SocketAddress sender;
        private final ByteBuffer buffer = ByteBuffer.allocate(65_536);
        private final ArrayDeque<ByteBuffer> heldThere = new ArrayDeque<>();
        private final ArrayDeque<ByteBuffer> heldBack = new ArrayDeque<>();

        Way(String frontAddress, String backAddress, SocketAddress receiver, int port) throws IOException {
            this.receiver = receiver;
            front = DatagramChannel.open().bind(new InetSocketAddress(frontAddress, port));
            back = DatagramChannel.open().bind(new InetSocketAddress(backAddress, 0));
            front.configureBlocking(false);
            back.configureBlocking(false);
        }

        void step() throws IOException {
            for (SocketAddress from = receive(front); from != null; from = receive(front)) {
                sender = from;
                pass(back, receiver, heldThere);
            }
            for (SocketAddress from = receive(back); from != null; from = receive(back)) {
                pass(front, sender, heldBack);
            }
        }

        private SocketAddress receive(DatagramChannel channel) throws IOException {
            buffer.clear();
            SocketAddress from = channel.receive(buffer);
            buffer.flip();
            return from;
        }

        private void pass(DatagramChannel out, SocketAddress to, ArrayDeque<ByteBuffer> held) throws IOException {
            if (random.nextDouble() < rate) {
                lost++;
                return;
            }
            if (held.size() < HELD_DATAGRAMS && random.nextDouble() < rate) {
                reordered++;
                held.add(ByteBuffer.allocate(buffer.remaining()).put(buffer).flip());
                return;
            }
            boolean twice = random.nextDouble() < rate;
            passed++;
            out.send(buffer, to);
            if (twice) {
                doubled++;
                out.send(buffer.rewind(), to);
            }
            // What was held back comes a few datagrams late.
            if (!held.isEmpty() && random.nextInt(4) == 0) {
                out.send(held.poll(), to);
            }
        }

        @Override
        public void close() throws IOException {
            for (DatagramChannel channel : List.of(front, back)) {
                channel.close();
            }
        }
    }
}

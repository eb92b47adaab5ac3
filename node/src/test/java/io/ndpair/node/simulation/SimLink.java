package io.ndpair.node.simulation;

import io.ndpair.transport.link.MessageHandler;
import io.ndpair.transport.link.PeerLink;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The channel between the two devices: ordered, with a delay, a bound on what is under way, and breaks. Keeps the contract of {@link PeerLink}: where
 * messages are lost, the receiving end's connection changes. A direction that is cut holds what is under way back for a while, as retransmission
 * does, and then gives it up.
 */
final class SimLink {
    /** For so long a cut looks like delay. */
    static final long DETECTION_NS = 700_000_000L;

    private static final long CONNECT_NS = 30_000_000L;

    /** Sees every message that is offered; a test of the simulator alters or loses some. */
    @FunctionalInterface
    interface Filter {
        /** The message that goes on its way, or null. */
        byte[] pass(End from, byte[] message);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared; its bytes belong to it alone
    private record Message(long dueNs, byte[] bytes) {}

    final End a = new End(0);
    final End b = new End(1);
    private final LongSupplier time;
    Filter filter = (from, message) -> message;
    long delayNs = 1_000_000L;
    int capacityBytes = 1 << 20;

    SimLink(LongSupplier time) {
        this.time = time;
        a.peer = b;
        b.peer = a;
    }

    End end(int device) {
        return device == 0 ? a : b;
    }

    /** Looks after cuts and connections; once a step. */
    void step() {
        a.look();
        b.look();
    }

    final class End implements PeerLink {
        final int device;
        private final ArrayDeque<Message> arriving = new ArrayDeque<>();
        private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[0]);
        private End peer;
        private long connection;
        private long connections;
        private int arrivingBytes;
        private boolean open;
        private long cutSinceNs;
        private long connectNs;
        /** What travels towards this end is cut. */
        boolean cut;

        int pollLimit = Integer.MAX_VALUE;
        int largestQueueBytes;

        End(int device) {
            this.device = device;
        }

        /** The device is up and has opened its end. */
        PeerLink reopen() {
            lose();
            open = true;
            return this;
        }

        /** The device is gone. */
        void lose() {
            drop();
            open = false;
            peer.drop();
        }

        /** The connection breaks; of what was under way a part has arrived. */
        void breakAfter(int messages) {
            while (arriving.size() > messages) {
                arrivingBytes -= arriving.pollLast().bytes.length;
            }
            breaking = true;
        }

        private boolean breaking;

        private void drop() {
            arriving.clear();
            arrivingBytes = 0;
            connection = 0;
            breaking = false;
            connectNs = time.getAsLong() + CONNECT_NS;
        }

        void cut(boolean isCut) {
            if (isCut && !cut) {
                cutSinceNs = time.getAsLong();
            }
            cut = isCut;
        }

        private void look() {
            long now = time.getAsLong();
            if (cut && now - cutSinceNs >= DETECTION_NS && connection != 0) {
                drop();
            }
            if (breaking && arriving.isEmpty()) {
                drop();
            }
            if (!open || !peer.open) {
                connection = 0;
            } else if (connection == 0 && !cut && now - connectNs >= 0) {
                arriving.clear();
                arrivingBytes = 0;
                connection = ++connections;
            }
        }

        @Override
        public long connection() {
            return connection;
        }

        @Override
        public int offer(DirectBuffer source, int offset, int length) {
            if (connection == 0) {
                return DOWN;
            }
            if (peer.arrivingBytes + length > capacityBytes) {
                return BACK_PRESSURED;
            }
            byte[] offered = new byte[length];
            source.getBytes(offset, offered);
            byte[] message = filter.pass(this, offered);
            // What is sent while the peer's end is not connected is lost, and its connection will be another one.
            if (message != null && peer.connection != 0 && !peer.breaking) {
                peer.arriving.add(new Message(time.getAsLong() + delayNs, message));
                peer.arrivingBytes += message.length;
                peer.largestQueueBytes = Math.max(peer.largestQueueBytes, peer.arrivingBytes);
            }
            return OK;
        }

        @Override
        public int poll(MessageHandler handler, int limit) {
            int taken = 0;
            long now = time.getAsLong();
            while (connection != 0
                    && taken < Math.min(limit, pollLimit)
                    && !arriving.isEmpty()
                    && !cut
                    && arriving.peek().dueNs - now <= 0) {
                Message message = arriving.poll();
                arrivingBytes -= message.bytes.length;
                taken++;
                buffer.wrap(message.bytes);
                handler.onMessage(buffer, 0, message.bytes.length);
            }
            return taken;
        }

        @Override
        public int doWork(long nowNs) {
            return 0;
        }

        @Override
        public void close() {
            lose();
        }
    }
}

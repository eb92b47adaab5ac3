package io.ndpair.node.simulation;

import io.ndpair.election.AdvertChannel;
import io.ndpair.election.AdvertHandler;
import java.util.ArrayDeque;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The link that both routers and the users are on: carries advertisements, or loses them. */
final class SimWire {
    private static final long LINK_LOCAL = 0xfe80_0000_0000_0000L;
    private static final int MOST_WAITING = 64;

    @SuppressWarnings("ArrayRecordComponent") // never compared; its bytes belong to it alone
    private record Packet(long dueNs, long source, byte[] bytes) {}

    final End a = new End(1);
    final End b = new End(2);
    private final LongSupplier time;
    long delayNs = 1_000_000L;

    SimWire(LongSupplier time) {
        this.time = time;
        a.peer = b;
        b.peer = a;
    }

    End end(int device) {
        return device == 0 ? a : b;
    }

    final class End {
        private final long source;
        private final ArrayDeque<Packet> arriving = new ArrayDeque<>();
        private End peer;
        /** What travels towards this end is lost. */
        boolean cut;

        boolean carrier = true;

        End(long source) {
            this.source = source;
        }

        void clear() {
            arriving.clear();
        }

        /** A channel of a new process or a new configuration. */
        AdvertChannel channel() {
            return new Channel(this);
        }
    }

    private final class Channel implements AdvertChannel {
        private final End end;
        private boolean closed;

        Channel(End end) {
            this.end = end;
        }

        @Override
        public boolean send(DirectBuffer advert, int offset, int length) {
            if (!up()) {
                return false;
            }
            if (!end.peer.cut && end.peer.carrier && end.peer.arriving.size() < MOST_WAITING) {
                byte[] bytes = new byte[length];
                advert.getBytes(offset, bytes);
                end.peer.arriving.add(new Packet(time.getAsLong() + delayNs, end.source, bytes));
            }
            return true;
        }

        @Override
        public int poll(AdvertHandler handler, int limit) {
            int taken = 0;
            while (!closed
                    && taken < limit
                    && !end.arriving.isEmpty()
                    && end.arriving.peek().dueNs - time.getAsLong() <= 0) {
                Packet packet = end.arriving.poll();
                taken++;
                handler.onAdvert(
                        new UnsafeBuffer(packet.bytes), 0, packet.bytes.length, LINK_LOCAL, packet.source, 255, true);
            }
            return taken;
        }

        @Override
        public boolean up() {
            return !closed && end.carrier;
        }

        @Override
        public long localHigh() {
            return LINK_LOCAL;
        }

        @Override
        public long localLow() {
            return end.source;
        }

        @Override
        public int doWork(long nowNs) {
            return 0;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}

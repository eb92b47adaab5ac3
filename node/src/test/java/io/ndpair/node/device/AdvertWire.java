package io.ndpair.node.device;

import io.ndpair.election.AdvertChannel;
import io.ndpair.election.AdvertHandler;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A wire for advertisements between two devices of one process, which a test can cut. */
final class AdvertWire {
    private static final long LINK_LOCAL_HIGH = 0xfe80_0000_0000_0000L;
    private static final int HOP_LIMIT = 255;

    private final End one = new End(1);
    private final End two = new End(2);
    private volatile boolean isCut;

    AdvertWire() {
        one.peer = two;
        two.peer = one;
    }

    AdvertChannel one() {
        return one;
    }

    AdvertChannel two() {
        return two;
    }

    /** When the first end sent, by the monotonic clock, oldest first. */
    Queue<Long> sentByOne() {
        return one.sentNs;
    }

    void cut(boolean cut) {
        isCut = cut;
    }

    private final class End implements AdvertChannel {
        private final long address;
        private final Queue<byte[]> arrived = new ConcurrentLinkedQueue<>();
        private final Queue<Long> sentNs = new ConcurrentLinkedQueue<>();
        private End peer;

        End(long address) {
            this.address = address;
        }

        @Override
        public boolean send(DirectBuffer advert, int offset, int length) {
            sentNs.add(System.nanoTime());
            if (!isCut) {
                final byte[] bytes = new byte[length];
                advert.getBytes(offset, bytes);
                peer.arrived.add(bytes);
            }
            return true;
        }

        @Override
        public int poll(AdvertHandler handler, int limit) {
            int polled = 0;
            byte[] bytes = arrived.poll();
            while (bytes != null) {
                handler.onAdvert(
                        new UnsafeBuffer(bytes), 0, bytes.length, LINK_LOCAL_HIGH, peer.address, HOP_LIMIT, true);
                polled++;
                bytes = polled < limit ? arrived.poll() : null;
            }
            return polled;
        }

        @Override
        public boolean up() {
            return true;
        }

        @Override
        public long localHigh() {
            return LINK_LOCAL_HIGH;
        }

        @Override
        public long localLow() {
            return address;
        }

        @Override
        public int doWork(long nowNs) {
            return 0;
        }

        @Override
        public void close() {}
    }
}

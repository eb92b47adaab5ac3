package io.ndpair.transport;

import io.ndpair.transport.link.MessageHandler;
import io.ndpair.transport.link.PeerLink;
import java.util.ArrayDeque;
import java.util.function.Predicate;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Two links in memory that are each other's peer, with faults to order. Keeps the contract of {@link PeerLink} unless told not to. */
final class MemoryLinks {

    final End a = new End("a");
    final End b = new End("b");
    private boolean up = true;

    MemoryLinks() {
        a.other = b;
        b.other = a;
        a.connection = 1;
        b.connection = 1;
    }

    /** Both directions break; what was under way is lost. */
    void cut() {
        up = false;
        for (End end : new End[] {a, b}) {
            end.arriving.clear();
            end.arrivingBytes = 0;
            end.connection = 0;
        }
    }

    void heal() {
        if (!up) {
            up = true;
            a.connection = ++a.lastConnection;
            b.connection = ++b.lastConnection;
        }
    }

    boolean isUp() {
        return up;
    }

    /** Only what travels to this end is lost, and only this end notices. */
    void breakTowards(End end) {
        end.arriving.clear();
        end.arrivingBytes = 0;
        if (up) {
            end.connection = ++end.lastConnection;
        }
    }

    /** Looks at, changes or loses messages on their way to an end. */
    interface Filter {
        /** Whether the message goes through; its bytes may be changed. */
        boolean passes(byte[] message);
    }

    static int schema(byte[] message) {
        return (message[4] & 0xFF) | (message[5] & 0xFF) << 8;
    }

    static int template(byte[] message) {
        return (message[2] & 0xFF) | (message[3] & 0xFF) << 8;
    }

    static Predicate<byte[]> session(int template) {
        return message -> schema(message) == 21 && template(message) == template;
    }

    /** One end. */
    final class End implements PeerLink {

        final String name;
        final ArrayDeque<byte[]> arriving = new ArrayDeque<>();
        private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[0]);
        private End other;
        private long connection;
        private long lastConnection = 1;
        int arrivingBytes;
        int capacityBytes = 4 * 1024 * 1024;
        int pollLimit = Integer.MAX_VALUE;
        Filter filter = message -> true;
        long offered;
        /** Taken since the last flush; a link that lets messages wait for each other would still have them. */
        int unflushed;

        private End(String name) {
            this.name = name;
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
            if (length > MAX_MESSAGE_BYTES) {
                throw new IllegalArgumentException("message of " + length + " bytes");
            }
            if (other.arrivingBytes + length > other.capacityBytes) {
                return BACK_PRESSURED;
            }
            byte[] message = new byte[length];
            source.getBytes(offset, message);
            offered++;
            unflushed++;
            other.arrive(message);
            return OK;
        }

        @Override
        public void flush() {
            unflushed = 0;
        }

        void arrive(byte[] message) {
            if (up && filter.passes(message)) {
                arriving.add(message);
                arrivingBytes += message.length;
            }
        }

        @Override
        public int poll(MessageHandler handler, int limit) {
            int taken = 0;
            while (connection != 0 && taken < Math.min(limit, pollLimit) && !arriving.isEmpty()) {
                byte[] message = arriving.poll();
                arrivingBytes -= message.length;
                taken++;
                buffer.wrap(message);
                handler.onMessage(buffer, 0, message.length);
            }
            return taken;
        }

        @Override
        public int doWork(long nowNs) {
            return 0;
        }

        @Override
        public void close() {
            connection = 0;
        }
    }
}

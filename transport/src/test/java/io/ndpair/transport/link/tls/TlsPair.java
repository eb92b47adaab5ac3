package io.ndpair.transport.link.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.transport.link.MessageHandler;
import io.ndpair.transport.link.PeerLink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Both ends of a TLS link under a test's clock, and what lies between them. */
final class TlsPair {
    private static final long CYCLE_NS = 1_000_000L;

    final long[] clock = {1_000_000_000L};
    /** Later than whatever is made meanwhile: an entry of a revocation list counts from its date on. */
    long wallOffsetMs = TimeUnit.MINUTES.toMillis(5) + System.currentTimeMillis();

    final Wire wire = new Wire();
    End client;
    End server;

    void assertNeverUp() {
        for (int i = 0; i < 3_000; i++) {
            cycle();
            assertThat(client.link.connection() != 0 && server.link.connection() != 0)
                    .isFalse();
        }
        assertThat(client.upConnections.size() + server.upConnections.size()).isLessThanOrEqualTo(2);
        assertThat(client.received).isEmpty();
        assertThat(server.received).isEmpty();
    }

    void connect(TlsCredentials ofClient, TlsCredentials ofServer) {
        wire.toClient.clear();
        wire.toServer.clear();
        client = new End(true, ofClient, wire.clientEnd);
        server = new End(false, ofServer, wire.serverEnd);
    }

    void awaitUp() {
        await(() -> client.link.connection() != 0 && server.link.connection() != 0, 5_000);
    }

    void await(BooleanSupplier condition) {
        await(condition, 5_000);
    }

    void await(BooleanSupplier condition, int mostCycles) {
        for (int left = mostCycles; !condition.getAsBoolean(); left--) {
            assertThat(left)
                    .as(
                            "client %s, server %s",
                            client == null ? "-" : client.link.status(), server == null ? "-" : server.link.status())
                    .isPositive();
            cycle();
        }
    }

    void cycles(int count) {
        for (int i = 0; i < count; i++) {
            cycle();
        }
    }

    void cycle() {
        clock[0] += CYCLE_NS;
        if (client != null) {
            client.cycle();
        }
        if (server != null) {
            server.cycle();
        }
    }

    static byte[] message(SplittableRandom random, int length) {
        byte[] message = new byte[length];
        random.nextBytes(message);
        return message;
    }

    static long seed() {
        long seed = Long.getLong("ndpair.seed", System.nanoTime());
        System.out.println("-Dndpair.seed=" + seed);
        return seed;
    }

    /** One end, with all that it was told. */
    final class End implements TlsListener {
        final Wire.Side below;
        final TlsPeerLink link;
        final List<byte[]> received = new ArrayList<>();
        final List<Long> upConnections = new ArrayList<>();
        final List<TlsCause> causes = new ArrayList<>();
        final List<String> texts = new ArrayList<>();
        TlsCredentials credentials;

        End(boolean isClient, TlsCredentials credentials, Wire.Side below) {
            this.credentials = credentials;
            this.below = below;
            link = new TlsPeerLink(
                    below,
                    TlsLinkConfig.of(isClient),
                    new TlsContext(
                            () -> Optional.ofNullable(this.credentials),
                            () -> wallOffsetMs + clock[0] / 1_000_000,
                            new SplittableRandom(isClient ? 1 : 2),
                            this));
        }

        int offer(byte[] message) {
            return link.offer(new UnsafeBuffer(message), 0, message.length);
        }

        /** Offers and does not wait for more. */
        int send(byte[] message) {
            int result = offer(message);
            link.flush();
            return result;
        }

        void cycle() {
            link.doWork(clock[0]);
            poll(10);
        }

        int poll(int limit) {
            return link.poll(
                    (buffer, offset, length) -> {
                        byte[] message = new byte[length];
                        buffer.getBytes(offset, message);
                        received.add(message);
                    },
                    limit);
        }

        @Override
        public void onSession(TlsSessionInfo session) {
            upConnections.add(link.connection());
        }

        @Override
        public void onRefused(TlsCause cause, String what) {
            causes.add(cause);
            texts.add(what);
        }
    }

    /** A link in memory whose frames can be changed on their way. */
    static final class Wire {
        final ArrayDeque<byte[]> toServer = new ArrayDeque<>();
        final ArrayDeque<byte[]> toClient = new ArrayDeque<>();
        final Side clientEnd = new Side(toClient, toServer);
        final Side serverEnd = new Side(toServer, toClient);
        UnaryOperator<byte[]> onTheWay = UnaryOperator.identity();
        UnaryOperator<byte[]> onTheWayToServer = UnaryOperator.identity();
        int capacityBytes = Integer.MAX_VALUE;

        void cut() {
            for (Side side : List.of(clientEnd, serverEnd)) {
                side.arriving.clear();
                side.connection = 0;
            }
        }

        void heal() {
            clientEnd.connection = ++clientEnd.lastConnection;
            serverEnd.connection = ++serverEnd.lastConnection;
        }

        void breakTowards(Side side) {
            side.arriving.clear();
            side.connection = ++side.lastConnection;
        }

        final class Side implements PeerLink {
            final ArrayDeque<byte[]> arriving;
            final ArrayDeque<byte[]> leaving;
            long connection = 1;
            long lastConnection = 1;

            Side(ArrayDeque<byte[]> arriving, ArrayDeque<byte[]> leaving) {
                this.arriving = arriving;
                this.leaving = leaving;
            }

            @Override
            public long connection() {
                return connection;
            }

            @Override
            public int offer(DirectBuffer buffer, int offset, int length) {
                if (connection == 0) {
                    return DOWN;
                }
                assertThat(length).isLessThanOrEqualTo(MAX_MESSAGE_BYTES);
                if (leaving.stream().mapToInt(frame -> frame.length).sum() + length > capacityBytes) {
                    return BACK_PRESSURED;
                }
                byte[] frame = new byte[length];
                buffer.getBytes(offset, frame);
                frame = onTheWay.apply(frame);
                leaving.add(leaving == toServer ? onTheWayToServer.apply(frame) : frame);
                return OK;
            }

            @Override
            public int poll(MessageHandler handler, int limit) {
                int taken = 0;
                while (taken < limit && connection != 0 && !arriving.isEmpty()) {
                    byte[] frame = arriving.poll();
                    taken++;
                    handler.onMessage(new UnsafeBuffer(frame), 0, frame.length);
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
}

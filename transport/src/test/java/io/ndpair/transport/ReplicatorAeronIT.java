package io.ndpair.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.NeighborStore;
import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.model.StoreContext;
import io.ndpair.store.model.StoreListener;
import io.ndpair.store.table.NeighborState;
import io.ndpair.transport.link.aeron.AeronTransport;
import io.ndpair.transport.link.aeron.AeronTransportConfig;
import io.ndpair.transport.link.aeron.PeerLinkConfig;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pair over Aeron UDP on loopback, each device with a driver of its own, all in one thread. */
@Timeout(120)
class ReplicatorAeronIT {

    private static final int ENTRIES = 100_000;
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(60);

    @TempDir
    Path directory;

    private final ConcurrentLinkedQueue<Throwable> errors = new ConcurrentLinkedQueue<>();

    @Test
    void shouldReplicateBreakAndResume() throws Exception {
        int port = freePort();
        try (Device a = new Device(1);
                Device b = new Device(2)) {
            a.connect("127.0.0.1", "127.0.0.2", port);
            a.store.startEpoch();
            a.store.defineLink("eth0");
            a.replicator.role(ReplicationRole.MASTER, System.nanoTime());
            for (int i = 0; i < ENTRIES; i++) {
                a.put(i, 1);
            }
            b.connect("127.0.0.2", "127.0.0.1", port);
            b.replicator.role(ReplicationRole.BACKUP, System.nanoTime());
            awaitAlike(a, b);
            assertThat(b.replicator.status().batchBackups()).isEqualTo(1);
            for (int i = 0; i < ENTRIES; i += 2) {
                a.put(i, 2);
                if (i % 100 == 0) {
                    a.step();
                    b.step();
                }
            }
            awaitAlike(a, b);

            b.disconnect();
            await(() -> a.replicator.status().state() == ReplicationState.DISCONNECTED, a, b);
            for (int i = 1; i < ENTRIES; i += 20) {
                a.put(i, 3);
            }
            b.connect("127.0.0.2", "127.0.0.1", port);
            b.replicator.role(ReplicationRole.BACKUP, System.nanoTime());
            awaitAlike(a, b);
            assertThat(b.replicator.status().batchBackups()).isZero();
            assertThat(b.replicator.status().resumes()).isEqualTo(1);
            assertThat(b.store.digest()).isEqualTo(a.store.digest());
            assertThat(b.replicator.ready()).isTrue();
            assertThat(errors).isEmpty();
        }
    }

    private void awaitAlike(Device a, Device b) {
        await(
                () -> a.replicator.peerAppliedSequence() == a.store.lastSequence()
                        && b.store.digest() == a.store.digest()
                        && b.replicator.status().state() == ReplicationState.REAL_TIME,
                a,
                b);
    }

    private void await(BooleanSupplier condition, Device a, Device b) {
        long deadlineNs = System.nanoTime() + DEADLINE_NS;
        while (!condition.getAsBoolean()) {
            a.step();
            b.step();
            assertThat(System.nanoTime() - deadlineNs)
                    .as("a %s, errors %s", a.replicator.status(), errors)
                    .isNegative();
        }
    }

    private static int freePort() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(address("127.0.0.1"), 0))) {
            return socket.getLocalPort();
        }
    }

    private static InetAddress address(String literal) throws Exception {
        return InetAddress.getByName(literal);
    }

    private final class Device implements AutoCloseable {
        final int id;
        final NeighborStore store;
        AeronTransport transport;
        Replicator replicator;

        Device(int id) {
            this.id = id;
            store = NeighborStore.open(
                    StoreConfig.of(directory.resolve("store-" + id), id)
                            .withMaxNeighbors(1_000_000)
                            .withDisk(0, 0, 100_000_000L, false),
                    StoreContext.system(StoreListener.NONE));
        }

        void connect(String source, String peer, int port) throws Exception {
            transport =
                    AeronTransport.open(AeronTransportConfig.embedded(directory.resolve("aeron-" + id), errors::add));
            replicator = new Replicator(
                    ReplicatorConfig.of(id, 10, 1_000_000),
                    store,
                    transport.link(new PeerLinkConfig(address(source), address(peer), port, 10)),
                    new ReplicatorContext(System::currentTimeMillis, new SecureRandom(), new ReplicatorListener() {}));
        }

        void disconnect() {
            replicator.close();
            transport.close();
            replicator = null;
            transport = null;
        }

        void put(long low, int mac) {
            int outcome = store.upsert(
                    0x2001_0db8_0000_0000L,
                    low,
                    1,
                    0x0200_0000_0000L + mac,
                    NeighborState.REACHABLE,
                    0,
                    store.tableTimeTicks(System.nanoTime()));
            assertThat(outcome).isPositive();
        }

        void step() {
            long nowNs = System.nanoTime();
            if (store.isMaster()) {
                store.flush(nowNs);
            }
            if (replicator != null) {
                transport.doWork();
                replicator.doWork(nowNs);
            }
            for (Agent agent : store.agents()) {
                try {
                    agent.doWork();
                } catch (Exception e) {
                    throw new IllegalStateException(agent.roleName(), e);
                }
            }
        }

        @Override
        public void close() {
            if (replicator != null) {
                disconnect();
            }
            store.close();
        }
    }
}

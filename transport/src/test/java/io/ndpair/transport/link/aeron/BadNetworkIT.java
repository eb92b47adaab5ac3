package io.ndpair.transport.link.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.NeighborStore;
import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.model.StoreContext;
import io.ndpair.store.model.StoreListener;
import io.ndpair.store.table.NeighborState;
import io.ndpair.transport.ReplicationRole;
import io.ndpair.transport.Replicator;
import io.ndpair.transport.ReplicatorConfig;
import io.ndpair.transport.ReplicatorContext;
import io.ndpair.transport.ReplicatorListener;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pair over Aeron on a network that loses, doubles and reorders its datagrams: slower, never wrong. */
@Timeout(180)
class BadNetworkIT {
    private static final int ENTRIES = 20_000;
    private static final int CHANGES = 100_000;

    @TempDir
    Path directory;

    private final ConcurrentLinkedQueue<Throwable> errors = new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 20})
    void shouldReplicateOverALossyNetwork(int percent) throws Exception {
        int port;
        try (DatagramSocket any = new DatagramSocket()) {
            port = any.getLocalPort();
        }
        long seed = Long.getLong("ndpair.seed", System.nanoTime());
        System.out.println("-Dndpair.seed=" + seed);
        try (BadNetwork network = new BadNetwork(
                        "127.0.0.1", "127.0.0.3", "127.0.0.2", "127.0.0.4", port, percent / 100.0, seed);
                Device a = new Device(1, "127.0.0.1", "127.0.0.3", port);
                Device b = new Device(2, "127.0.0.2", "127.0.0.4", port)) {
            a.store.startEpoch();
            a.store.defineLink("eth0");
            a.replicator.role(ReplicationRole.MASTER, System.nanoTime());
            for (int i = 0; i < ENTRIES; i++) {
                a.put(i, 1);
            }
            b.replicator.role(ReplicationRole.BACKUP, System.nanoTime());
            awaitAlike(a, b, network);
            long begunNs = System.nanoTime();
            for (int i = 0; i < CHANGES; i++) {
                a.put(i % ENTRIES, 2 + i / ENTRIES);
                if (i % 100 == 99) {
                    step(a, b, network);
                }
            }
            awaitAlike(a, b, network);
            double seconds = (System.nanoTime() - begunNs) / 1e9;
            System.out.printf(
                    "%d %% lost, doubled, reordered: %.0f changes a second (%d lost, %d doubled, %d reordered of %d datagrams)%n",
                    percent, CHANGES / seconds, network.lost, network.doubled, network.reordered, network.passed);
            assertThat(b.replicator.status().divergences()).isZero();
            assertThat(b.replicator.status().refused()).isEmpty();
            if (percent > 0) {
                assertThat(network.lost).isPositive();
                assertThat(network.doubled).isPositive();
                assertThat(network.reordered).isPositive();
            }
            assertThat(errors).isEmpty();
        }
    }

    private static void awaitAlike(Device a, Device b, BadNetwork network) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (a.replicator.peerAppliedSequence() != a.store.lastSequence() || b.store.digest() != a.store.digest()) {
            step(a, b, network);
            assertThat(System.nanoTime() - deadlineNs)
                    .as("a %s b %s", a.replicator.status(), b.replicator.status())
                    .isNegative();
        }
    }

    private static void step(Device a, Device b, BadNetwork network) throws Exception {
        a.step();
        network.step();
        b.step();
        network.step();
    }

    private final class Device implements AutoCloseable {
        final NeighborStore store;
        final AeronTransport transport;
        final Replicator replicator;

        Device(int id, String source, String peer, int port) throws Exception {
            store = NeighborStore.open(
                    StoreConfig.of(directory.resolve("store-" + id), id).withDisk(0, 0, 100_000_000L, false),
                    StoreContext.system(StoreListener.NONE));
            transport =
                    AeronTransport.open(AeronTransportConfig.embedded(directory.resolve("aeron-" + id), errors::add));
            replicator = new Replicator(
                    ReplicatorConfig.of(id, 10, 1_000_000),
                    store,
                    transport.link(
                            new PeerLinkConfig(InetAddress.getByName(source), InetAddress.getByName(peer), port, 10)),
                    new ReplicatorContext(System::currentTimeMillis, new SecureRandom(), new ReplicatorListener() {}));
        }

        void put(long low, int mac) {
            store.upsert(
                    0x2001_0db8_0000_0000L,
                    low,
                    1,
                    0x0200_0000_0000L + mac,
                    NeighborState.REACHABLE,
                    0,
                    store.tableTimeTicks(System.nanoTime()));
        }

        void step() throws Exception {
            long nowNs = System.nanoTime();
            if (store.isMaster()) {
                store.flush(nowNs);
            }
            transport.doWork();
            replicator.doWork(nowNs);
            for (Agent agent : store.agents()) {
                agent.doWork();
            }
        }

        @Override
        public void close() {
            replicator.close();
            transport.close();
            store.close();
        }
    }
}

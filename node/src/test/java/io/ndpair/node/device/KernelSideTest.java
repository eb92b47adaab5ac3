package io.ndpair.node.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.role.Role;
import io.ndpair.store.NeighborStore;
import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.model.StoreContext;
import io.ndpair.store.model.StoreListener;
import io.ndpair.store.table.NeighborState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelSideTest {
    private static final long HIGH = 0x2001_0db8_0000_0000L;
    private static final long MAC = 0x0200_0000_0001L;

    private final List<String> asked = new ArrayList<>();
    private int solicitations = 3;
    private boolean hasRoom = true;
    private long lost;
    private NeighborStore store;
    private KernelSide kernel;

    @TempDir
    private Path directory;

    @BeforeEach
    void open() {
        store = NeighborStore.open(StoreConfig.of(directory.resolve("s"), 1), StoreContext.system(StoreListener.NONE));
        kernel = side(Optional.of(new Source()), Optional.of(new Sink()));
    }

    private KernelSide side(Optional<NeighborSource> source, Optional<NeighborSink> sink) {
        final LinkIds links = new LinkIds(store, List.of("eth0", "eth1"));
        final KernelSide side = new KernelSide(source, sink);
        side.attach(store, links, new Neighbors("p", store, links, new CommandRing(1 << 16), new Tickets()));
        return side;
    }

    @AfterEach
    void close() {
        kernel.close();
        store.close();
    }

    @Test
    void shouldHandProbesOverFromThreadToThread() {
        kernel.role(Role.MASTER);
        cycles();
        assertThat(kernel.probe(1, 2, 1, MAC)).isEqualTo(3);
        assertThat(asked).as("not on the replication thread").isEmpty();
        cycles();
        assertThat(asked).containsExactly("1:2%eth1@" + MAC);
    }

    @Test
    void shouldSayThatNothingIsSentWhereNothingCanBe() {
        kernel.role(Role.MASTER);
        cycles();
        solicitations = 0;
        assertThat(kernel.probe(1, 2, 0, MAC)).isZero();
        assertThat(side(Optional.empty(), Optional.of(new Sink())).probe(1, 2, 0, MAC))
                .isZero();
        assertThat(side(Optional.of(new Source()), Optional.empty()).probe(1, 2, 0, MAC))
                .isZero();
        cycles();
        assertThat(asked).isEmpty();
    }

    @Test
    void shouldForgetProbesWhenItIsMasterNoMore() {
        kernel.role(Role.MASTER);
        cycles();
        kernel.probe(1, 2, 0, MAC);
        kernel.role(Role.BACKUP);
        cycles();
        assertThat(asked).isEmpty();
    }

    @Test
    void shouldRefuseMoreThanThereIsRoomFor() {
        kernel.role(Role.MASTER);
        cycles();
        int taken = 0;
        while (kernel.probe(1, taken, 0, MAC) > 0) {
            taken++;
            assertThat(taken).isLessThan(10_000);
        }
        assertThat(taken).isGreaterThan(1_000);
        cycles();
        assertThat(asked).hasSize(taken);
    }

    @Test
    void shouldSayOfAProbeThatWaitsOrIsLostThatItIsNotSent() {
        kernel.role(Role.MASTER);
        cycles();
        kernel.probe(1, 2, 0, MAC);
        final long mark = kernel.mark(0);
        assertThat(kernel.isSent(0, mark)).as("the kernel thread hangs").isFalse();
        hasRoom = false;
        cycles();
        assertThat(kernel.isSent(0, mark)).as("no room in the sink").isFalse();
        assertThat(asked).isEmpty();
        hasRoom = true;
        cycles();
        assertThat(asked).hasSize(1);
        assertThat(kernel.isSent(0, mark)).isTrue();
        lost = 1;
        assertThat(kernel.isSent(0, mark)).as("one of the link was lost").isFalse();
        assertThat(kernel.isSent(1, kernel.mark(1))).as("of another link").isTrue();
    }

    /** What the writer has no room for, or does not take while a switchover waits, the source must offer again: it is told so. */
    @Test
    void shouldTellTheSourceToOfferAgainWhileTheRingIsHeldOrFull() {
        final CommandRing ring = new CommandRing(1 << 12);
        final LinkIds links = new LinkIds(store, List.of("eth0"));
        final Neighbors neighbors = new Neighbors("p", store, links, ring, new Tickets());
        neighbors.role(Role.MASTER);
        final Source source = new Source();
        final KernelSide side = new KernelSide(Optional.of(source), Optional.empty());
        side.attach(store, links, neighbors);
        side.role(Role.MASTER);
        side.doWork(1);

        ring.hold(true);
        assertThat(learned(source, 1)).isFalse();
        assertThat(source.events.removed(HIGH, 1, "eth0")).isFalse();
        ring.hold(false);
        assertThat(source.events.removed(HIGH, 1, "eth0")).isTrue();
        int taken = 0;
        while (learned(source, taken)) {
            taken++;
            assertThat(taken).isLessThan(10_000);
        }
        assertThat(taken).isPositive();
        assertThat(side.refused())
                .as("what is to be offered again is not refused")
                .isZero();
        ring.read((kind, buffer, index, length) -> {}, 1);
        assertThat(learned(source, taken)).as("room again").isTrue();

        neighbors.role(Role.BACKUP);
        assertThat(learned(source, 1))
                .as("of no use to a backup, however often it is offered")
                .isTrue();
        assertThat(side.refused()).isEqualTo(1);
        side.close();
    }

    private static boolean learned(Source source, long low) {
        return source.events.learned(HIGH, low, "eth0", MAC, NeighborState.REACHABLE, 0, 0);
    }

    private void cycles() {
        for (int i = 0; i < 20; i++) {
            kernel.doWork(i);
        }
    }

    private static final class Source implements NeighborSource {
        NeighborEvents events;

        @Override
        public void start(NeighborEvents receiver) {
            events = receiver;
        }

        @Override
        public void stop() {}

        @Override
        public boolean synced() {
            return true;
        }

        @Override
        public int doWork(long nowNs) {
            return 0;
        }

        @Override
        public void close() {}
    }

    private final class Sink implements NeighborSink {
        @Override
        public boolean install(long addressHigh, long addressLow, String link, long mac, int state, int flags) {
            return true;
        }

        @Override
        public boolean remove(long addressHigh, long addressLow, String link) {
            return true;
        }

        @Override
        public void beginReconcile() {}

        @Override
        public void endReconcile() {}

        @Override
        public void handOver() {}

        @Override
        public int solicitationsPerProbe(String link) {
            return solicitations;
        }

        @Override
        public boolean probe(long addressHigh, long addressLow, String link, long mac) {
            if (hasRoom) {
                asked.add(addressHigh + ":" + addressLow + "%" + link + "@" + mac);
            }
            return hasRoom;
        }

        @Override
        public long probesLost(String link) {
            return link.equals("eth0") ? lost : 0;
        }

        @Override
        public boolean settled() {
            return true;
        }

        @Override
        public int doWork(long nowNs) {
            return 0;
        }

        @Override
        public void close() {}
    }
}

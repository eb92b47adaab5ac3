package io.ndpair.node.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.NeighborStore;
import io.ndpair.store.journal.JournalPace;
import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.model.StoreContext;
import io.ndpair.store.model.StoreListener;
import io.ndpair.store.table.NeighborState;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterWriterTest {
    private static final int RING_BYTES = 256 << 10;
    private static final int COMMANDS = 64;
    /** Of 32 bytes each: far more than the ring of records holds. */
    private static final int BURST = 4 * RING_BYTES / 32;

    private NeighborStore store;
    private CommandRing ring;
    private MasterWriter writer;
    private Agent journal;
    private long nowNs = 1_000_000_000L;
    private int learned;

    @TempDir
    private Path directory;

    @BeforeEach
    void open() throws Exception {
        store = NeighborStore.open(
                StoreConfig.of(directory.resolve("s"), 1).withRing(RING_BYTES, COMMANDS),
                StoreContext.system(StoreListener.NONE));
        journal = store.agents().get(0);
        store.startEpoch();
        final LinkIds links = new LinkIds(store, List.of("eth0"));
        links.define();
        ring = new CommandRing(1 << 16);
        writer = new MasterWriter(store, links, ring);
        journal.doWork();
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** One duty cycle of a writer that always has something to do. */
    private int cycle() {
        while (ring.offer(CommandRing.LEARN, 1, learned, 0, 0, 0x0200_0000_0000L | learned, NeighborState.REACHABLE, 0)
                > 0) {
            learned++;
        }
        nowNs++;
        return writer.doWork(nowNs, true, COMMANDS);
    }

    @Test
    void shouldLeaveCommandsInTheirRingUntilTheJournalHasCaughtUp() throws Exception {
        int carriedOut = 0;
        for (int i = 0; i < BURST / COMMANDS; i++) {
            carriedOut += cycle();
        }
        assertThat(carriedOut).as("held back at half of the ring").isLessThan(BURST / 4);
        assertThat(cycle()).isZero();
        while (carriedOut < BURST) {
            journal.doWork();
            carriedOut += cycle();
        }
        journal.doWork();
        assertThat(store.status().journalGaps()).isZero();
        assertThat(store.size()).isEqualTo(carriedOut);
    }

    @Test
    void shouldGoOnBesideAJournalThatIsStuck() throws Exception {
        while (cycle() > 0) {
            assertThat(learned).isLessThan(BURST);
        }
        nowNs += JournalPace.PATIENCE_NS;
        int carriedOut = 0;
        for (int i = 0; i < BURST / COMMANDS; i++) {
            carriedOut += cycle();
        }
        assertThat(carriedOut).isGreaterThan(BURST / 4 * 3);
        journal.doWork();
        assertThat(store.status().journalGaps())
                .as("told, as the ring holds a quarter of it")
                .isOne();
    }
}

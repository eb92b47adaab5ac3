package io.ndpair.node.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ndpair.store.NeighborStore;
import io.ndpair.store.journal.JournalPace;
import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.model.StoreContext;
import io.ndpair.store.model.StoreListener;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.NeighborState;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterWriterTest {
    private static final int RING_BYTES = 256 << 10;
    private static final int COMMANDS = 64;
    private static final long MAC = 0x0200_0000_0000L;
    /** Of 32 bytes each: far more than the ring of records holds. */
    private static final int BURST = 4 * RING_BYTES / 32;

    private NeighborStore store;
    private LinkIds links;
    private CommandRing ring;
    private MasterWriter writer;
    private Agent journal;
    private final NeighborEntry found = new NeighborEntry();
    private long nowNs = 1_000_000_000L;
    private int learned;
    /** The store asks for the time only when a batch is full: so the mutation that fills it fails. */
    private boolean isClockBroken;

    @TempDir
    private Path directory;

    @BeforeEach
    void open() throws Exception {
        store = NeighborStore.open(
                StoreConfig.of(directory.resolve("s"), 1).withRing(RING_BYTES, COMMANDS),
                new StoreContext(this::nanoTime, SystemEpochClock.INSTANCE, StoreListener.NONE, new SecureRandom()));
        journal = store.agents().get(0);
        store.startEpoch();
        links = new LinkIds(store, List.of("eth0", "eth1"));
        store.defineLink("eth0");
        ring = new CommandRing(1 << 16);
        writer = new MasterWriter(store, links, ring);
        journal.doWork();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private long nanoTime() {
        if (isClockBroken) {
            throw new IllegalStateException("no time");
        }
        return SystemNanoClock.INSTANCE.nanoTime();
    }

    /** One duty cycle of a writer that always has something to do. */
    private int cycle() {
        while (ring.offer(CommandRing.LEARN, 1, learned, 0, 0, MAC | learned, NeighborState.REACHABLE, 0) > 0) {
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
    void shouldKeepTheOrderOfCommandsForOneAddress() {
        offer(CommandRing.LEARN, 7, 0, 1);
        offer(CommandRing.REMOVE, 7, 0, 1);
        offer(CommandRing.LEARN, 7, 0, 2);
        offer(CommandRing.LEARN, 8, 0, 1);
        offer(CommandRing.REMOVE, 8, 0, 1);
        assertThat(writer.doWork(++nowNs, true, COMMANDS)).isEqualTo(5);
        assertThat(store.size()).isOne();
        assertThat(store.lookup(1, 7, links.id(0), found)).isTrue();
        assertThat(found.mac()).isEqualTo(MAC | 2);
        assertThat(store.lastSequence()).as("every one is a mutation").isEqualTo(5);
    }

    @Test
    void shouldCarryOutMoreThanAGroupInOneDutyCycleButNotMoreThanTheLimit() {
        final int many = 3 * MasterWriter.WARM + 5;
        for (int i = 0; i < many; i++) {
            offer(CommandRing.LEARN, i, 0, i);
        }
        assertThat(writer.doWork(++nowNs, true, 2 * MasterWriter.WARM + 1)).isEqualTo(2 * MasterWriter.WARM + 1);
        assertThat(store.size()).isEqualTo(2 * MasterWriter.WARM + 1);
        assertThat(writer.doWork(++nowNs, true, 512)).isEqualTo(MasterWriter.WARM + 4);
        assertThat(writer.doWork(++nowNs, true, 512)).isZero();
        for (int i = 0; i < many; i++) {
            assertThat(store.lookup(1, i, links.id(0), found)).isTrue();
            assertThat(found.mac()).isEqualTo(MAC | i);
        }
    }

    @Test
    void shouldDropAndCountWhatComesWhileNotMaster() {
        final int many = MasterWriter.WARM + 3;
        for (int i = 0; i < many; i++) {
            offer(CommandRing.LEARN, i, 0, i);
        }
        assertThat(writer.doWork(++nowNs, false, 512)).isEqualTo(many);
        assertThat(writer.notMaster()).isEqualTo(many);
        assertThat(store.size()).isZero();
        offer(CommandRing.LEARN, 1, 0, 1);
        assertThat(writer.doWork(++nowNs, true, 512))
                .as("nothing is left of before")
                .isOne();
        assertThat(store.size()).isOne();
    }

    @Test
    void shouldFindALinkThatWasDefinedMeanwhile() {
        offer(CommandRing.LEARN, 1, 1, 1);
        assertThat(writer.doWork(++nowNs, true, COMMANDS)).isOne();
        assertThat(writer.refused()).isOne();
        store.defineLink("eth1");
        offer(CommandRing.LEARN, 1, 1, 1);
        offer(CommandRing.LEARN, 1, 2, 1);
        offer(CommandRing.LEARN, 1, -1, 1);
        assertThat(writer.doWork(++nowNs, true, COMMANDS)).isEqualTo(3);
        assertThat(writer.refused()).as("there are no such links").isEqualTo(3);
        assertThat(store.lookup(1, 1, links.id(1), found)).isTrue();
    }

    @Test
    void shouldConfirmWhatTheSameGroupHasLearned() {
        offer(CommandRing.CONFIRM, 1, 0, 0);
        offer(CommandRing.LEARN, 1, 0, 3);
        offer(CommandRing.CONFIRM, 1, 0, 0);
        assertThat(writer.doWork(++nowNs, true, COMMANDS)).isEqualTo(3);
        assertThat(writer.unknownConfirmed()).isOne();
        assertThat(store.lookup(1, 1, links.id(0), found)).isTrue();
        assertThat(found.mac()).isEqualTo(MAC | 3);
    }

    @Test
    void shouldCarryOutTheRestOfAGroupInTheNextDutyCycleWhenACommandFails() throws Exception {
        final int before = 10;
        for (int i = 0; i < before; i++) {
            offer(
                    CommandRing.LEARN,
                    i,
                    1,
                    0); // Refused, as eth1 has no id: so the batch is full within the second group.
        }
        final int many = 2 * COMMANDS;
        for (int i = 0; i < many; i++) {
            offer(CommandRing.LEARN, i, 0, i);
        }
        offer(CommandRing.LEARN, many - 1, 0, many);
        isClockBroken = true;
        assertThatThrownBy(() -> writer.doWork(++nowNs, true, 512)).hasMessage("no time");
        assertThat(store.lastSequence()).as("up to the one that failed").isEqualTo(COMMANDS);
        isClockBroken = false;
        final int read = 2 * MasterWriter.WARM;
        final int rest = read - before - COMMANDS;
        final int unread = before + many + 1 - read;
        assertThat(writer.doWork(++nowNs, true, rest + unread - 1))
                .as("the rest of the group, then what is still in the ring, within the limit")
                .isEqualTo(rest + unread - 1);
        assertThat(store.size()).isEqualTo(many);
        assertThat(store.lookup(1, many - 1, links.id(0), found)).isTrue();
        assertThat(found.mac()).isEqualTo(MAC | (many - 1));
        assertThat(writer.doWork(++nowNs, true, 512)).isOne();
        assertThat(writer.doWork(++nowNs, true, 512)).isZero();
        for (int i = 0; i < many; i++) {
            assertThat(store.lookup(1, i, links.id(0), found)).isTrue();
            assertThat(found.mac()).isEqualTo(MAC | (i == many - 1 ? many : i));
        }
        assertThat(writer.refused()).isEqualTo(before);
        assertThat(store.lastSequence()).as("none is lost, none is done twice").isEqualTo(many + 1);
        journal.doWork();
        assertThat(store.journaledSequence()).as("and all are sealed").isEqualTo(many + 1);
    }

    private void offer(int kind, long address, int link, long mac) {
        assertThat(ring.offer(kind, 1, address, link, 0, MAC | mac, NeighborState.REACHABLE, 0))
                .isPositive();
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

package io.ndpair.node.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.table.NeighborEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CommandRingTest {
    private static final int CAPACITY = 64 << 10;

    @Test
    void shouldCarryEveryFieldOfACommand() {
        final CommandRing ring = new CommandRing(CAPACITY);
        final long ticket =
                ring.offer(CommandRing.LEARN, -2L, 0x8000_0000_0000_0001L, 3, 77, 0xfeff_ffff_fffeL, 5, 0xff);
        final List<Integer> kinds = new ArrayList<>();
        final NeighborEntry read = new NeighborEntry();
        ring.read(
                (kind, buffer, index, length) -> {
                    kinds.add(kind);
                    CommandRing.decode(buffer, index, read);
                },
                10);
        assertThat(kinds).containsExactly(CommandRing.LEARN);
        assertThat(read)
                .isEqualTo(new NeighborEntry().set(-2L, 0x8000_0000_0000_0001L, 3, 77, 0xfeff_ffff_fffeL, 5, 0xff));
        assertThat(ring.readPosition()).isGreaterThanOrEqualTo(ticket);
    }

    @Test
    void shouldRefuseWhenFullAndTakeAgainWhenRead() {
        final CommandRing ring = new CommandRing(CAPACITY);
        long last = 0;
        long ticket = ring.offer(CommandRing.LEARN, 1, 1, 0, 0, 1, 2, 0);
        int taken = 0;
        while (ticket > 0) {
            assertThat(ticket).isGreaterThan(last);
            last = ticket;
            taken++;
            ticket = ring.offer(CommandRing.LEARN, 1, taken, 0, 0, 1, 2, 0);
        }
        assertThat(taken).isLessThanOrEqualTo(CAPACITY / 40);
        ring.read((kind, buffer, index, length) -> {}, taken);
        assertThat(ring.offer(CommandRing.LEARN, 1, 1, 0, 0, 1, 2, 0)).isGreaterThan(last);
    }

    @Test
    void shouldTakeNothingWhileHeldAndKeepWhatWasAccepted() {
        final CommandRing ring = new CommandRing(CAPACITY);
        assertThat(ring.isRead()).isTrue();
        assertThat(ring.offer(CommandRing.LEARN, 1, 1, 0, 0, 1, 2, 0)).isPositive();
        ring.hold(true);
        assertThat(ring.isRead()).isFalse();
        assertThat(ring.offer(CommandRing.LEARN, 1, 2, 0, 0, 1, 2, 0)).isZero();
        assertThat(ring.read((kind, buffer, index, length) -> {}, 10)).isEqualTo(1);
        assertThat(ring.isRead()).isTrue();
        ring.hold(false);
        assertThat(ring.offer(CommandRing.LEARN, 1, 2, 0, 0, 1, 2, 0)).isPositive();
    }

    /** Threads that offer all the time; whatever was accepted is read before the ring is read to its end, and nothing comes after. */
    @Test
    void shouldReadAllThatWasAcceptedBeforeItIsReadToItsEnd() throws InterruptedException {
        final CommandRing ring = new CommandRing(CAPACITY);
        final AtomicLong accepted = new AtomicLong();
        final AtomicBoolean ended = new AtomicBoolean();
        final List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            final Thread thread = new Thread(() -> {
                while (!ended.get()) {
                    accepted.addAndGet(ring.offer(CommandRing.LEARN, 1, 1, 0, 0, 1, 2, 0) > 0 ? 1 : 0);
                }
            });
            thread.start();
            threads.add(thread);
        }
        long read = 0;
        boolean isQuiet = true;
        for (int round = 0; round < 2_000; round++) {
            ring.hold(false);
            read += ring.read((kind, buffer, index, length) -> {}, 64);
            ring.hold(true);
            while (!ring.isRead()) {
                read += ring.read((kind, buffer, index, length) -> {}, 64);
            }
            for (int i = 0; i < 100; i++) {
                isQuiet &= ring.read((kind, buffer, index, length) -> {}, 64) == 0;
            }
        }
        ended.set(true);
        for (final Thread thread : threads) {
            thread.join();
        }
        assertThat(isQuiet).as("nothing came while it was held").isTrue();
        assertThat(accepted.get()).isEqualTo(read);
    }
}

package io.ndpair.node.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.table.NeighborEntry;
import java.util.ArrayList;
import java.util.List;
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
}

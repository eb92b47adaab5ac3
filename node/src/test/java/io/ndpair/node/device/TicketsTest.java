package io.ndpair.node.device;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TicketsTest {
    private final Tickets tickets = new Tickets();

    @Test
    void shouldSettleAPositionWhenItsSequenceIsAcked() {
        tickets.flushed(400, 10);
        tickets.flushed(800, 20);
        tickets.acked(9);
        assertThat(tickets.replicated()).isZero();
        tickets.acked(10);
        assertThat(tickets.replicated()).isEqualTo(400);
        tickets.acked(25);
        assertThat(tickets.replicated()).isEqualTo(800);
    }

    @Test
    void shouldSettleNothingThatWaitedWhenMastershipEnded() {
        tickets.flushed(400, 10);
        tickets.forget();
        tickets.acked(10);
        assertThat(tickets.replicated()).isZero();
    }

    @Test
    void shouldSettleTheNewestTogetherWhenMoreWaitThanItHolds() {
        for (int i = 1; i <= Tickets.CAPACITY + 500; i++) {
            tickets.flushed(i * 40L, i);
        }
        tickets.acked(Tickets.CAPACITY - 1);
        assertThat(tickets.replicated()).isEqualTo((Tickets.CAPACITY - 1) * 40L);
        tickets.acked(Tickets.CAPACITY + 499);
        assertThat(tickets.replicated())
                .as("never before all that it stands for is acked")
                .isEqualTo((Tickets.CAPACITY - 1) * 40L);
        tickets.acked(Tickets.CAPACITY + 500);
        assertThat(tickets.replicated()).isEqualTo((Tickets.CAPACITY + 500) * 40L);
    }
}

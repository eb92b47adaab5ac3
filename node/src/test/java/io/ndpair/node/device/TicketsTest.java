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
    void shouldNeverSettleWhatAnEarlierMastershipLeftUnacked() {
        tickets.promoted(0);
        tickets.flushed(400, 10);
        tickets.flushed(800, 20);
        tickets.acked(10);
        tickets.forget();
        tickets.promoted(900);
        tickets.flushed(1_300, 15);
        tickets.acked(15);
        assertThat(tickets.replicated()).isEqualTo(1_300);
        assertThat(tickets.isDoubtful(400)).as("acked before").isFalse();
        assertThat(tickets.isDoubtful(440)).isTrue();
        assertThat(tickets.isDoubtful(900)).as("dropped while it was no master").isTrue();
        assertThat(tickets.isDoubtful(940)).isFalse();
    }

    @Test
    void shouldRememberMoreDoubtsThanItHoldsAsOne() {
        for (long i = 1; i <= 200; i++) {
            tickets.promoted(i * 1_000);
            tickets.flushed(i * 1_000 + 400, i);
            tickets.acked(i);
            tickets.forget();
        }
        for (long i = 1; i < 200; i++) {
            assertThat(tickets.isDoubtful(i * 1_000 + 500))
                    .as("between %d and the next", i)
                    .isTrue();
        }
        assertThat(tickets.isDoubtful(199 * 1_000 + 400)).isFalse();
    }

    /** After a long cut the peer's acks come one after the other; who waits is told as they come, and not at the end. */
    @Test
    void shouldSettleInSmallStepsWhenMoreWaitThanItHolds() {
        final int waiting = 100 * Tickets.CAPACITY;
        for (int i = 1; i <= waiting; i++) {
            tickets.flushed(i * 40L, i);
        }
        for (int acked = 0; acked <= waiting; acked += 500) {
            tickets.acked(acked);
            final long settled = tickets.replicated() / 40;
            assertThat(settled).as("never before it is acked").isLessThanOrEqualTo(acked);
            assertThat(acked - settled).as("not long after").isLessThan(2 * waiting / (Tickets.CAPACITY / 2));
        }
        tickets.acked(waiting);
        assertThat(tickets.replicated()).isEqualTo(waiting * 40L);
    }

    @Test
    void shouldSettleWhatComesAfterManyByItself() {
        for (int i = 1; i <= Tickets.CAPACITY + 1; i++) {
            tickets.flushed(i * 40L, i);
        }
        tickets.acked(Tickets.CAPACITY);
        assertThat(tickets.replicated()).isEqualTo(Tickets.CAPACITY * 40L);
        tickets.acked(Tickets.CAPACITY + 1);
        assertThat(tickets.replicated()).isEqualTo((Tickets.CAPACITY + 1) * 40L);
    }
}

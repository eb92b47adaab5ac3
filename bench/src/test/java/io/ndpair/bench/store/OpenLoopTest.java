package io.ndpair.bench.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenLoopTest {
    private static final int MUTATIONS = 2_000;
    private static final long RATE = 20_000;
    private static final double STALL_US = 30_000;

    /** Takes everything at once but stalls at one mutation. */
    private static final class Stalling implements OpenLoop.Target {
        private final long stallAt;
        private long taken;
        private long sealed;

        Stalling(long stallAt) {
            this.stallAt = stallAt;
        }

        @Override
        public void take(long number) {
            assertThat(number).isEqualTo(taken);
            taken++;
            if (number == stallAt) {
                final long startNs = System.nanoTime();
                while (System.nanoTime() - startNs < STALL_US * 1_000) {
                    Thread.onSpinWait();
                }
            }
        }

        @Override
        public void seal(int mutations, long nowNs) {
            sealed += mutations;
            assertThat(sealed).isEqualTo(taken);
        }

        @Override
        public long journaled() {
            return sealed;
        }
    }

    @Test
    void shouldCountTheStallForAllThatWereDueMeanwhile() {
        final Stalling target = new Stalling(MUTATIONS / 2);
        final OpenLoop loop = new OpenLoop(target, RATE).run(MUTATIONS);
        assertThat(target.taken).isEqualTo(MUTATIONS);
        assertThat(loop.callerMaxUs()).isGreaterThan(STALL_US * 0.99);
        // 600 of the 2,000 were due during the stall: a loop that only timed its calls would have one slow one.
        assertThat(loop.callerP99Us()).isGreaterThan(STALL_US * 0.9);
        assertThat(loop.journaledP9999Ms()).isGreaterThan(STALL_US / 1_000 * 0.99);
    }
}

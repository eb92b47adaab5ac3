package io.ndpair.transport.link.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TlsWarmUpTest {
    @Test
    void shouldComeToItsEndInPartsAndThenDoNothing() {
        TlsWarmUp warmUp = new TlsWarmUp();
        int parts = 0;
        while (!warmUp.isOver()) {
            assertThat(warmUp.doWork()).isEqualTo(1);
            parts++;
        }
        // One part would be the end at once where the cipher did not work.
        assertThat(parts).isEqualTo(400);
        assertThat(warmUp.doWork()).isZero();
    }
}

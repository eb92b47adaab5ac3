package io.ndpair.transport.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

class BatchMeterTest {

    private static final SessionEvents NOBODY = (SessionEvents) Proxy.newProxyInstance(
            SessionEvents.class.getClassLoader(), new Class<?>[] {SessionEvents.class}, (proxy, method, args) -> null);
    private static final long S = 1_000_000_000L;

    private final BatchMeter meter = new BatchMeter(NOBODY);

    @Test
    void shouldEstimateWhatRemainsFromThePartThatIsCovered() {
        meter.begin(1_000, 10 * S);
        assertThat(meter.remainingNs()).isNegative();
        meter.range(250, 1L << 62, 12 * S);
        assertThat(meter.remainingNs()).isEqualTo(6 * S);
        // The second half needs no images: what the backup has already is covered as well.
        meter.covered(3L << 62, 13 * S);
        assertThat(meter.remainingNs()).isEqualTo(S);
        meter.range(250, 0, 14 * S);
        meter.end(14 * S);
        assertThat(meter.remainingNs()).isZero();
    }
}

package io.ndpair.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LifeTest {
    private static final long MIB = 1 << 20;

    private final Life life = new Life("a", 3);
    private final long bornNs = System.nanoTime();

    private void sample(long atS, long otherMib, long heapMib, long threads, long handles) {
        life.add(new Vitals(
                bornNs + TimeUnit.SECONDS.toNanos(atS),
                1_000 * MIB,
                otherMib * MIB,
                500 * MIB,
                heapMib * MIB,
                threads,
                handles,
                0,
                20));
    }

    @Test
    void shouldFindWhatGrowsInAWarmProcess() {
        sample(0, 10, 1, 2, 10);
        sample(30, 300, 10, 20, 80);
        sample(600, 500, 60, 40, 200);
        assertThat(life.leaks())
                .hasSize(4)
                .allMatch(leak -> leak.startsWith("device a in its life 3: "))
                .anyMatch(leak -> leak.contains("80 handles became 200 in 570 s"));
    }

    @Test
    void shouldLetAProcessWarmUp() {
        sample(0, 10, 1, 2, 10);
        sample(30, 300, 10, 20, 80);
        sample(600, 320, 12, 21, 85);
        assertThat(life.leaks()).isEmpty();
    }

    @Test
    void shouldNotJudgeAProcessThatWasKilledYoung() {
        sample(30, 300, 10, 20, 80);
        sample(50, 900, 100, 90, 900);
        assertThat(life.leaks()).isEmpty();
        assertThat(new Life("b", 1).leaks()).isEmpty();
    }

    @Test
    void shouldReadDurations() {
        assertThat(DurationText.parseNs("90s")).isEqualTo(TimeUnit.SECONDS.toNanos(90));
        assertThat(DurationText.parseNs("10m")).isEqualTo(TimeUnit.MINUTES.toNanos(10));
        assertThat(DurationText.parseNs("1h")).isEqualTo(TimeUnit.HOURS.toNanos(1));
        for (final String wrong : new String[] {"", "10", "m", "-1s", "1d", "1.5h", "99999999s"}) {
            assertThat(DurationText.parseNs(wrong)).as(wrong).isEqualTo(-1);
        }
    }
}

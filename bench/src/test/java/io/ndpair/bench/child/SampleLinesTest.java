package io.ndpair.bench.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ndpair.bench.environment.Disturbance;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SampleLinesTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final SampleLines out = new SampleLines(new PrintStream(bytes, false, StandardCharsets.UTF_8));
    private final Samples samples = new Samples();

    private void carryOver() {
        bytes.toString(StandardCharsets.UTF_8).lines().forEach(line -> assertThat(SampleLines.take(line, samples))
                .isTrue());
    }

    @Test
    void shouldCarryEverythingFromOneProcessToAnother() {
        out.number("hit.4m", 123.456789);
        out.number("hit.4m", 1e-3);
        out.disturbance("hit.4m", new Disturbance(1, 5, 1_000, 7, 80, 200));
        out.disturbance("hit.4m", new Disturbance(2, 4, 900, 9, 70, 300));
        out.fact("size", "4 MiB; more");
        out.expect("entries", 4, 3);
        out.expect("entries", 4, 4);
        carryOver();
        assertThat(samples.of("hit.4m")).containsExactly(123.456789, 1e-3);
        assertThat(samples.disturbance("hit.4m")).isEqualTo(new Disturbance(2, 5, 1_000, 9, 80, 300));
        assertThat(samples.facts()).containsEntry("size", "4 MiB; more");
        assertThat(samples.wrong()).containsExactly("entries: expected 4, found 3");
    }

    @Test
    void shouldTakeNothingElse() {
        for (final String line : new String[] {"", "Hello", "number\tkey", "number\tkey\t1\t2", "wrong"}) {
            assertThat(SampleLines.take(line, samples)).as(line).isFalse();
        }
    }

    @Test
    void shouldRefuseNumbersThatAreNone() {
        assertThatThrownBy(() -> out.number("rate", Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> out.number("rate", 1 / 0.0)).isInstanceOf(IllegalArgumentException.class);
    }
}

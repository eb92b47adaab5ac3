package io.ndpair.bench.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeysTest {
    private static final int MANY = 200_000;

    @Test
    void shouldGiveEveryNumberAKeyOfItsOwn() {
        final Set<String> keys = new HashSet<>();
        for (long number = 0; number < MANY; number++) {
            keys.add(Keys.high(number) + "/" + Keys.low(number) + "/" + Keys.link(number));
        }
        assertThat(keys).hasSize(MANY);
    }

    @Test
    void shouldMakeAQuarterOfTheIdsFromMacsAndAQuarterSequential() {
        int random = 0;
        for (long number = 0; number < MANY; number += 4) {
            final long eui64 = Keys.low(number + 3);
            assertThat((eui64 >>> 24) & 0xffff).isEqualTo(0xfffe);
            // The MAC of the answer is the one in the address, but for the universal bit.
            assertThat((((eui64 >>> 40) << 24) | (eui64 & 0xff_ffffL)) ^ 0x0200_0000_0000L)
                    .isEqualTo(Keys.mac(number + 3));
            assertThat(Keys.low(number + 6)).isEqualTo(Keys.low(number + 2) + 4);
            random += Keys.low(number) >>> 32 != 0 && Keys.low(number + 1) >>> 32 != 0 ? 1 : 0;
        }
        assertThat(random).isEqualTo(MANY / 4);
    }

    @Test
    void shouldDrawAllNumbersBelowABound() {
        final Set<Long> drawn = new HashSet<>();
        long state = 1;
        for (int i = 0; i < 1_000; i++) {
            state = Chain.next(state);
            drawn.add(Chain.below(state, 10));
        }
        assertThat(drawn).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }
}

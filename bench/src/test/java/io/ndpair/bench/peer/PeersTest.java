package io.ndpair.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ndpair.bench.workload.Keys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeersTest {
    private static final int NEIGHBORS = 1_000;

    /** Chronicle Map needs flags of its own; the integration test runs it. */
    @ParameterizedTest
    @ValueSource(strings = {Peers.HASH_MAP, Peers.CONCURRENT_HASH_MAP, Peers.AGRONA})
    void shouldKeepKeysApartFromTheProbeThatLooksThemUp(String name) {
        try (MapPeer map = Peers.create(name, NEIGHBORS)) {
            for (int round = 0; round < 2; round++) {
                for (long number = 0; number < NEIGHBORS; number++) {
                    map.put(Keys.high(number), Keys.low(number), Keys.link(number), Keys.mac(number) + round, round);
                }
            }
            assertThat(map.size()).isEqualTo(NEIGHBORS);
            for (long number = 0; number < 2 * NEIGHBORS; number++) {
                assertThat(map.lookup(Keys.high(number), Keys.low(number), Keys.link(number)))
                        .isEqualTo(number < NEIGHBORS ? Keys.mac(number) + 1 : MapPeer.ABSENT);
            }
        }
    }

    @Test
    void shouldRefuseANameThatItDoesNotKnow() {
        assertThatThrownBy(() -> Peers.create("trove", 1)).hasMessageContaining("trove");
    }
}

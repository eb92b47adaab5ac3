package io.ndpair.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.transport.codec.StreamStartDecoder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup whose table has another hash key than the master's. */
class KeyMoveTest {
    private static final int MANY = 20_000;
    private static final long TENTH_OF_A_SECOND_NS = 100_000_000L;

    @TempDir
    Path directory;

    @Test
    void shouldRestForAMinuteAfterAMoveThatCouldNotBeDone() {
        try (TestPair pair = new TestPair(directory, 9).connect()) {
            pair.links.cut();
            pair.b.becomeMaster();
            for (int i = 0; i < MANY; i++) {
                pair.b.put(i, i);
            }
            pair.cycle();
            pair.b.becomeBackup();
            pair.a.becomeMaster();
            pair.a.put(MANY, 1);
            assertThat(pair.a.store.hashKey()).isNotEqualTo(pair.b.store.hashKey());
            boolean[] started = {false};
            pair.links.b.filter = message -> {
                started[0] |=
                        MemoryLinks.session(StreamStartDecoder.TEMPLATE_ID).test(message);
                return true;
            };
            pair.links.heal();
            pair.await(() -> started[0]);
            pair.cycles(2);
            // The table changes under the move, a segment a duty cycle, which then cannot be finished.
            pair.b.damage(MANY / 2, image -> image.putByte(26, (byte) (image.getByte(26) ^ 1)));
            pair.await(() -> !pair.b.refusals.isEmpty(), 500);
            assertThat(pair.b.refusals).singleElement().asString().contains("hash key");
            long connects = pair.b.replicator.status().connects();
            for (int i = 0; i < 590; i++) {
                pair.clock[0] += TENTH_OF_A_SECOND_NS - TestPair.CYCLE_NS;
                pair.cycle();
            }
            assertThat(pair.b.refusals).hasSize(1);
            assertThat(pair.b.replicator.status().connects()).isEqualTo(connects);
            assertThat(pair.b.replicator.ready()).isFalse();
            assertThat(pair.b.store.size()).isEqualTo(MANY);
            pair.awaitRealTime();
            pair.assertAlike();
            assertThat(pair.b.store.hashKey()).isEqualTo(pair.a.store.hashKey());
            assertThat(pair.b.refusals).hasSize(1);
        }
    }
}

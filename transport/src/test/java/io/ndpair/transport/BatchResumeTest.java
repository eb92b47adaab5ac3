package io.ndpair.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.transport.codec.RangeImageDecoder;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch backup that is cut off goes on by what differs: counted in images that the backup is sent. */
class BatchResumeTest {

    private static final int NEIGHBORS = 60_000;
    private static final int KEYS_THAT_CHANGE = 5;

    @TempDir
    Path directory;

    private int images;

    /** With a master at rest, and with one that goes on learning all the time. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void shouldSendHalfOfTheImagesAfterACutInTheMiddle(int changesPerCycle) {
        SplittableRandom random = new SplittableRandom(11);
        try (TestPair pair = new TestPair(directory, 5).connect()) {
            pair.links.cut();
            pair.a.becomeMaster();
            pair.b.becomeBackup();
            for (int i = 0; i < NEIGHBORS; i++) {
                pair.a.put(i, i);
            }
            pair.links.b.filter = message -> {
                images += MemoryLinks.session(RangeImageDecoder.TEMPLATE_ID).test(message) ? 1 : 0;
                return true;
            };
            pair.meanwhile = () -> {
                for (int i = 0; i < changesPerCycle; i++) {
                    pair.a.put(random.nextInt(KEYS_THAT_CHANGE), random.nextInt());
                }
            };
            pair.links.b.pollLimit = 2 + changesPerCycle;
            pair.links.heal();
            pair.await(() -> pair.b.store.size() >= NEIGHBORS / 2);
            pair.links.cut();
            int beforeTheCut = images;
            pair.cycles(3);
            pair.links.b.pollLimit = Integer.MAX_VALUE;
            pair.links.heal();
            pair.await(() -> pair.b.state() == ReplicationState.REAL_TIME);
            int afterTheCut = images - beforeTheCut;
            assertThat(pair.b.replicator.status().batchBackups()).isEqualTo(2);

            // By hand everything is sent, so that is how many there are.
            images = 0;
            assertThat(pair.a.replicator.requestBatchBackup()).isTrue();
            pair.await(() ->
                    pair.b.replicator.status().batchBackups() == 3 && pair.b.state() == ReplicationState.REAL_TIME);
            pair.meanwhile = () -> {};
            pair.awaitRealTime();
            pair.assertAlike();
            assertThat(images).isGreaterThan(50);
            // What differs is what never came, and the ranges of the few keys that have changed since.
            assertThat(afterTheCut)
                    .isBetween(
                            images * 35 / 100, images * 55 / 100 + KEYS_THAT_CHANGE * Integer.signum(changesPerCycle));
        }
    }
}

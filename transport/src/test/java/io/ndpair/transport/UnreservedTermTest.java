package io.ndpair.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.StoreException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A master that would have to begin an epoch for its backup, on a disk that takes no further term. */
class UnreservedTermTest {

    private static final long FAR_TERM = 1_000;

    @TempDir
    Path directory;

    @Test
    void shouldMakeNoSessionAndTryAgainLessAndLessOften() {
        try (TestPair pair = new TestPair(directory, 7).connect()) {
            pair.links.cut();
            pair.a.becomeMaster();
            pair.a.put(1, 1);
            pair.b.store.noteTerm(FAR_TERM);
            pair.b.becomeMaster();
            pair.cycles(3);
            Epoch epoch = pair.a.store.position().epoch();
            takeNoTermAnyMore(pair.a);
            pair.b.becomeBackup();
            pair.links.heal();
            pair.cycles(3_000);
            // Neither thrown out of a duty cycle nor half a session: the table goes on under the epoch that it has.
            assertThat(pair.a.store.position().epoch()).isEqualTo(epoch);
            assertThat(pair.a.put(2, 2)).isPositive();
            assertThat(pair.a.state()).isNotIn(ReplicationState.REAL_TIME, ReplicationState.BATCH_BACKUP);
            assertThat(pair.a.refusals).hasSizeBetween(3, 7).allSatisfy(what -> assertThat(what)
                    .startsWith("no-term"));
        }
    }

    /** Interrupted in the middle of a write the file of reserved terms is closed, for good. */
    private static void takeNoTermAnyMore(TestDevice device) {
        device.store.noteTerm(FAR_TERM);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> device.store.startEpoch()).isInstanceOf(StoreException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}

package io.ndpair.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ndpair.store.model.StoreConfig;
import io.ndpair.store.model.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes nothing any more: at open it is an error that says so, under a running store an alarm and no more. */
class ReadOnlyDiskIT {
    @TempDir
    Path directory;

    private static StoreConfig config(Path path) {
        return StoreHarness.small(path, 1)
                .withJournal(1 << 20, 4 << 20, 1 << 30)
                .withDisk(0, 0, 1_000_000_000L, false);
    }

    private static void mutate(StoreHarness harness, int count) {
        for (int n = 0; n < count; n++) {
            harness.upsert(n % 1_000, (int) harness.store.lastSequence());
        }
        harness.store.flush(harness.now());
    }

    @Test
    void shouldRefuseToOpenOnAReadOnlyDiskAndOpenWhenItIsNot() throws IOException {
        try (SmallDisk disk = SmallDisk.ext4(directory.resolve("small"), 40)) {
            Path data = disk.path.resolve("data");
            try (StoreHarness harness = new StoreHarness(config(data))) {
                harness.store.startEpoch();
                mutate(harness, 1_000);
                harness.journal();
            }
            disk.remount("ro");
            assertThatThrownBy(() -> new StoreHarness(config(data)))
                    .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.code())
                            .isEqualTo(StoreException.Code.DIRECTORY_UNUSABLE))
                    .hasMessageContaining(data.toString())
                    .hasMessageContaining("Read-only file system");
            disk.remount("rw");
            try (StoreHarness harness = new StoreHarness(config(data))) {
                assertThat(harness.store.lastSequence()).isEqualTo(1_000);
            }
        }
    }

    @Test
    void shouldServeWhenTheKernelMakesTheDiskReadOnly() throws IOException {
        try (SmallDisk disk = SmallDisk.ext4(directory.resolve("small"), 40)) {
            StoreHarness harness = new StoreHarness(config(disk.path.resolve("data")));
            harness.store.startEpoch();
            mutate(harness, 1_000);
            harness.journal();
            disk.failNow();
            for (int round = 0; round < 200; round++) {
                mutate(harness, 1_000);
                harness.turn();
            }
            StoreStatus status = harness.store.status();
            assertThat(status.journalFault()).contains("Read-only file system");
            assertThat(status.journalErrors()).isPositive();
            assertThat(harness.told.gaps).hasSize(1);
            assertThat(harness.store.size()).isEqualTo(1_000);
            assertThat(harness.find(999)).isNotNull();
            assertThat(harness.store.journaledSequence()).isLessThan(harness.store.lastSequence());
            harness.store.close();
        }
    }
}

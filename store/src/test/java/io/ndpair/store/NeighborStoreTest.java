package io.ndpair.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.Outcome;
import io.ndpair.store.model.Position;
import io.ndpair.store.model.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeighborStoreTest {
    @TempDir
    Path directory;

    @Test
    void shouldRefuseMutationsBeforeAnEpochHasStarted() {
        try (StoreHarness harness = new StoreHarness(StoreHarness.small(directory, 1))) {
            assertThat(harness.upsert(1, 1)).isEqualTo(Outcome.REFUSED_NOT_MASTER);
            assertThat(harness.remove(1)).isEqualTo(Outcome.REFUSED_NOT_MASTER);
            assertThat(harness.store.defineLink("eth0")).isZero();
            assertThat(harness.store.hashKey()).isNull();
            assertThat(harness.store.position()).isEqualTo(new Position(Epoch.NONE, 0, true));
        }
    }

    @Test
    void shouldFindEverythingAfterACopyOfTheDirectoryIsOpened() {
        Path copy = directory.resolve("copy");
        try (StoreHarness harness = new StoreHarness(StoreHarness.small(directory.resolve("one"), 1))) {
            NeighborStore store = harness.store;
            store.startEpoch();
            assertThat(store.defineLink("eth0.100")).isEqualTo(1);
            for (int i = 0; i < 5_000; i++) {
                assertThat(harness.upsert(i, i)).isEqualTo(Outcome.APPLIED);
            }
            for (int i = 0; i < 5_000; i += 3) {
                assertThat(harness.remove(i)).isEqualTo(Outcome.APPLIED);
            }
            assertThat(harness.remove(0)).isEqualTo(Outcome.UNCHANGED);
            harness.journal();
            StoreHarness.copyDirectory(directory.resolve("one"), copy);
            try (StoreHarness second = new StoreHarness(StoreHarness.small(copy, 1))) {
                assertThat(second.told.corruptTails).isEmpty();
                StoreHarness.assertAlike(second.store, store);
                assertThat(second.store.position()).isEqualTo(store.position());
                assertThat(second.store.history()).isEqualTo(store.history());
                assertThat(second.store.linkName(1)).isEqualTo("eth0.100");
                assertThat(second.store.journaledSequence()).isEqualTo(store.lastSequence());
            }
        }
    }

    @Test
    void shouldNotUseATermTwice() {
        Epoch before = Epoch.NONE;
        for (int i = 0; i < 4; i++) {
            try (StoreHarness harness = new StoreHarness(StoreHarness.small(directory, 9))) {
                for (int j = 0; j < 3; j++) {
                    harness.store.startEpoch();
                    Epoch epoch = harness.store.position().epoch();
                    assertThat(epoch).isGreaterThan(before);
                    before = epoch;
                    assertThat(harness.upsert(i * 3 + j, 1)).isEqualTo(Outcome.APPLIED);
                }
                assertThat(harness.store.status().termsExtendedInline()).isZero();
                // No journal on purpose: even what was never on disk must not come again.
            }
        }
    }

    @Test
    void shouldRefuseASecondOpener() {
        try (StoreHarness harness = new StoreHarness(StoreHarness.small(directory, 1))) {
            assertThat(harness.store.size()).isZero();
            assertThatThrownBy(() -> new StoreHarness(StoreHarness.small(directory, 2)))
                    .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.code())
                            .isEqualTo(StoreException.Code.DIRECTORY_IN_USE))
                    .hasMessageContaining("data directory in use by another process");
        }
        new StoreHarness(StoreHarness.small(directory, 1)).close();
    }

    @Test
    void shouldRefuseAnUnknownFormat() throws IOException {
        new StoreHarness(StoreHarness.small(directory, 1)).close();
        Files.writeString(directory.resolve("FORMAT"), "ndpair-store 2\n");
        assertThatThrownBy(() -> new StoreHarness(StoreHarness.small(directory, 1)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("data directory " + directory)
                .hasMessageContaining("\"ndpair-store 2\" where this version expects \"ndpair-store 1\"")
                .hasMessageContaining("start the version that wrote it, or move the directory away")
                .hasMessageContaining("an empty one is filled by the peer");
    }

    @Test
    void shouldCarryTableTimeOn() {
        int ticks;
        try (StoreHarness harness = new StoreHarness(StoreHarness.small(directory, 1))) {
            harness.store.startEpoch();
            harness.advanceMs(5_000);
            harness.upsert(1, 1);
            ticks = harness.store.tableTimeTicks(harness.now());
            assertThat(ticks).isGreaterThanOrEqualTo(50);
            harness.journal();
        }
        try (StoreHarness harness = new StoreHarness(StoreHarness.small(directory, 1))) {
            assertThat(harness.store.tableTimeTicks(harness.now())).isGreaterThanOrEqualTo(ticks);
        }
    }
}

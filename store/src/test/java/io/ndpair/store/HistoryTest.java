package io.ndpair.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.History;
import io.ndpair.store.model.Position;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private final History history = History.EMPTY
            .with(new Epoch(1, 1), 1)
            .with(new Epoch(2, 2), 101)
            .with(new Epoch(5, 1), 101)
            .with(new Epoch(6, 1), 201);

    private boolean contains(long term, int device, long sequence) {
        return history.contains(new Position(new Epoch(term, device), sequence, true), 300);
    }

    @Test
    void shouldTellHowFarTwoHistoriesAreOne() {
        final History common = History.EMPTY.with(new Epoch(1, 1), 1).with(new Epoch(2, 2), 51);
        final History ours = common.with(new Epoch(4, 1), 101);
        final History theirs = common.with(new Epoch(3, 2), 91);
        assertThat(ours.commonWith(200, theirs, 120)).isEqualTo(90);
        assertThat(theirs.commonWith(120, ours, 200)).isEqualTo(90);
        assertThat(ours.commonWith(200, common, 70)).isEqualTo(70);
        assertThat(ours.commonWith(200, common, 150)).isEqualTo(100);
        final History strange = History.EMPTY.with(new Epoch(9, 9), 31);
        assertThat(ours.commonWith(200, strange, 60)).isEqualTo(30);
        assertThat(History.EMPTY.commonWith(0, theirs, 120)).isZero();
        assertThat(ours.commonWith(200, History.EMPTY, 0)).isZero();
    }

    @Test
    void shouldContainThePointsOfItsEpochsAndNoOther() {
        assertThat(contains(1, 1, 100)).isTrue();
        assertThat(contains(1, 1, 101)).as("longer is not right").isFalse();
        assertThat(contains(2, 2, 100)).isTrue();
        assertThat(contains(2, 2, 101)).isFalse();
        assertThat(contains(5, 1, 150)).isTrue();
        assertThat(contains(5, 2, 150)).as("another device's epoch").isFalse();
        assertThat(contains(6, 1, 200)).isTrue();
        assertThat(contains(6, 1, 300)).isTrue();
        assertThat(contains(6, 1, 301)).isFalse();
        assertThat(contains(7, 1, 250)).isFalse();
        assertThat(history.contains(new Position(new Epoch(6, 1), 250, false), 300))
                .isFalse();
        assertThat(history.contains(new Position(Epoch.NONE, 0, true), 300)).isTrue();
    }

    @Test
    void shouldForgetTheOldestEpochsOnly() {
        History longOne = History.EMPTY;
        for (int i = 1; i <= 100; i++) {
            longOne = longOne.with(new Epoch(i, 1), i);
        }
        assertThat(longOne.size()).isEqualTo(History.MAX_EPOCHS);
        assertThat(longOne.last()).isEqualTo(new Epoch(100, 1));
        assertThat(longOne.epoch(0)).isEqualTo(new Epoch(37, 1));
        assertThat(longOne.contains(new Position(Epoch.NONE, 0, true), 100)).isFalse();
    }

    @Test
    void shouldRefuseWhatDoesNotFollow() {
        assertThatThrownBy(() -> history.with(new Epoch(6, 1), 300)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> history.with(new Epoch(5, 9), 300)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> history.with(new Epoch(7, 1), 200)).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Epoch(1, -1)).isGreaterThan(new Epoch(1, 1));
    }
}

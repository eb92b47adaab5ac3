package io.ndpair.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SequenceIndexTest {
    private final SequenceIndex index = new SequenceIndex();

    @Test
    void shouldStayBoundedAndStillFindAPlaceBelow() {
        for (long i = 1; i <= 100_000; i++) {
            index.offer(i * 10, 1 + i / 30_000, (i % 30_000) * (64 << 10));
        }
        assertThat(index.size()).isLessThanOrEqualTo(SequenceIndex.CAPACITY);
        for (long sequence = 11; sequence <= 1_000_001; sequence += 9_973) {
            SequenceIndex.Place place = index.below(sequence);
            assertThat(place.sequence()).isLessThan(sequence).isGreaterThan(sequence - 10L * 128);
            long i = place.sequence() / 10;
            assertThat(place.generation()).isEqualTo(1 + i / 30_000);
            assertThat(place.place()).isEqualTo((i % 30_000) * (64 << 10));
        }
        assertThat(index.below(10)).isNull();
    }

    @Test
    void shouldForgetWhatWasLetGoAndWhatLiesBeforeAGap() {
        index.add(0, 1, 0);
        index.add(100, 2, 0);
        index.add(200, 3, 0);
        long version = index.version();
        index.dropBefore(3);
        assertThat(index.version()).isEqualTo(version);
        assertThat(index.below(200)).isNull();
        assertThat(index.below(201)).isEqualTo(new SequenceIndex.Place(200, 3, 0));
        index.clear();
        assertThat(index.version()).isNotEqualTo(version);
        assertThat(index.below(1_000)).isNull();
    }

    @Test
    void shouldRememberTheFirstRecordOfEveryGeneration() {
        index.offer(1, 1, 500);
        index.offer(2, 1, 600);
        index.offer(3, 2, 500);
        assertThat(index.places())
                .containsExactly(new SequenceIndex.Place(1, 1, 500), new SequenceIndex.Place(3, 2, 500));
    }
}

package io.ndpair.transport.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ImageWindowTest {
    private static final int MOST = 64;
    private static final long QUICK_NS = 200_000;
    private static final long SLOW_NS = QUICK_NS + ImageWindow.QUEUE_NS + 1;

    private final ImageWindow window = new ImageWindow(MOST);
    private long images;
    private long sequence = 100;
    private long nowNs = -5;

    @Test
    void shouldOpenWholeWhileNoMutationsFlow() {
        roundTrips(3, SLOW_NS, 0);
        assertThat(window.size()).isEqualTo(8 * ImageWindow.LEAST);
        roundTrips(9, SLOW_NS, 0);
        assertThat(window.size()).isEqualTo(MOST);
    }

    @Test
    void shouldCloseWhileMutationsWouldWaitBehindImages() {
        roundTrips(9, QUICK_NS, 0);
        roundTrips(1, SLOW_NS, 1);
        assertThat(window.size()).isEqualTo(MOST / 2);
        roundTrips(9, SLOW_NS, 1);
        assertThat(window.size()).isEqualTo(ImageWindow.LEAST);
    }

    @Test
    void shouldGrowByOneWhileMutationsDoNotWait() {
        roundTrips(5, QUICK_NS, 1);
        assertThat(window.size()).isEqualTo(ImageWindow.LEAST + 5);
        roundTrips(MOST, QUICK_NS, 1);
        assertThat(window.size()).isEqualTo(MOST);
    }

    @Test
    void shouldNotTakeALongWayForAQueue() {
        final long wayNs = 40_000_000;
        roundTrips(5, wayNs, 1);
        assertThat(window.size()).isEqualTo(ImageWindow.LEAST + 5);
    }

    @Test
    void shouldWatchOneImageAtATime() {
        window.observe(1, 0, sequence, nowNs);
        // Images that followed say nothing: they were not watched, and neither is what was sent before the watched one.
        window.observe(5, 0, sequence, nowNs + SLOW_NS);
        assertThat(window.size()).isEqualTo(ImageWindow.LEAST);
        window.observe(5, 1, sequence, nowNs + SLOW_NS);
        assertThat(window.size()).isEqualTo(2 * ImageWindow.LEAST);
        window.observe(5, 4, sequence, nowNs + SLOW_NS);
        assertThat(window.size()).isEqualTo(2 * ImageWindow.LEAST);
    }

    @Test
    void shouldBeginAnewWithAStream() {
        roundTrips(9, QUICK_NS, 0);
        window.observe(images + 1, images, sequence, nowNs);
        window.begin();
        assertThat(window.size()).isEqualTo(ImageWindow.LEAST);
        window.observe(0, 0, sequence, nowNs + SLOW_NS);
        assertThat(window.size()).isEqualTo(ImageWindow.LEAST);
    }

    @Test
    void shouldStayWithinWhatTheConfigurationAllows() {
        final ImageWindow small = new ImageWindow(2);
        small.observe(1, 0, 1, 0);
        small.observe(1, 1, 1, 1);
        assertThat(small.size()).isEqualTo(2);
        small.observe(2, 1, 1, 1);
        small.observe(2, 2, 2, SLOW_NS + 1);
        assertThat(small.size()).isEqualTo(2);
    }

    private void roundTrips(int count, long tookNs, int mutations) {
        for (int i = 0; i < count; i++) {
            window.observe(images + 1, images, sequence, nowNs);
            images++;
            nowNs += tookNs;
            sequence += mutations;
            window.observe(images, images, sequence, nowNs);
        }
    }
}

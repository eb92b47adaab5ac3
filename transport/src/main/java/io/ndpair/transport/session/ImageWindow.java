package io.ndpair.transport.session;

/**
 * How many range images may be on their way to the backup: as many as the configuration allows while no mutations flow, and otherwise so few that
 * these hardly wait behind them. After LEDBAT (RFC 6817): what an image took longer than the quickest one is a queue of our own making. Of the
 * images on their way one at a time is watched.
 *
 * <table>
 * <caption>Transitions, when the watched image is acked</caption>
 * <tr><th>meanwhile</th><th>took longer than the quickest by</th><th>size</th></tr>
 * <tr><td>no mutations were sent</td><td>any time</td><td>doubled</td></tr>
 * <tr><td>mutations were sent</td><td>at most {@link #QUEUE_NS}</td><td>one more</td></tr>
 * <tr><td>mutations were sent</td><td>more</td><td>halved, not below {@link #LEAST}</td></tr>
 * </table>
 */
final class ImageWindow {

    /** Enough for a backup that is told of the next image while it installs one. */
    static final int LEAST = 4;
    /** What a mutation may wait behind images. */
    static final long QUEUE_NS = 1_000_000L;

    private final int most;
    private int size;
    private long watched;
    private long sentNs;
    private long sentAtSequence;
    private long quickestNs;

    ImageWindow(int most) {
        this.most = most;
        begin();
    }

    /** A new stream, whose images are counted from one on; perhaps over another path. */
    void begin() {
        size = Math.min(LEAST, most);
        watched = 0;
        quickestNs = Long.MAX_VALUE;
    }

    int size() {
        return size;
    }

    /**
     * Looks at where images and mutations have come; in each duty cycle, after what was sent in it.
     *
     * @param sent images
     * @param acked images
     * @param sequence of the newest mutation sent
     * @param nowNs monotonic time
     */
    void observe(long sent, long acked, long sequence, long nowNs) {
        if (watched != 0 && acked >= watched) {
            adjust(nowNs - sentNs, sequence > sentAtSequence);
            watched = 0;
        }
        if (watched == 0 && sent > acked) {
            watched = sent;
            sentNs = nowNs;
            sentAtSequence = sequence;
        }
    }

    private void adjust(long tookNs, boolean mutationsFlow) {
        quickestNs = Math.min(quickestNs, tookNs);
        if (!mutationsFlow) {
            size = Math.min(most, 2 * size);
        } else if (tookNs - quickestNs <= QUEUE_NS) {
            size = Math.min(most, size + 1);
        } else {
            size = Math.max(Math.min(LEAST, most), size / 2);
        }
    }
}

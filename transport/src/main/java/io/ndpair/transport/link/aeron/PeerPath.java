package io.ndpair.transport.link.aeron;

/**
 * Whether a way leads to a peer and port, as what fails on the links to it shows: once when it is lost and once when it is back, however often something fails in between, and
 * however often it comes and goes.
 *
 * <table>
 * <caption>Transitions</caption>
 * <tr><th>state</th><th>event</th><th>next</th></tr>
 * <tr><td>THERE</td><td>{@link #failed}</td><td>LOST; told, unless that was told less than {@link #TELL_INTERVAL_NS} ago</td></tr>
 * <tr><td>LOST, not told</td><td>{@link #observe}, that time is over</td><td>LOST; told</td></tr>
 * <tr><td>LOST</td><td>{@link #observe}, open, and nothing has failed for {@link #QUIET_NS}</td><td>THERE; told if LOST was</td></tr>
 * </table>
 *
 * <p>Not thread-safe: belongs to the links' thread. Times are monotonic.
 */
final class PeerPath {
    /** Longer than Aeron's setup frames are apart, each of which fails where no way leads. */
    static final long QUIET_NS = 3_000_000_000L;

    static final long TELL_INTERVAL_NS = 10_000_000_000L;

    private final PeerLinkConfig link;
    private final PathListener listener;
    private boolean lost;
    private boolean told;
    private boolean everTold;
    private long toldNs;
    private long failedNs;
    private long failures;
    private String cause = "";

    PeerPath(PeerLinkConfig link, PathListener listener) {
        this.link = link;
        this.listener = listener;
    }

    /** Something could not be sent to the peer, or no socket be opened towards it. */
    void failed(String why, long nowNs) {
        if (!lost) {
            lost = true;
            told = false;
            failures = 0;
            cause = why;
        }
        failures++;
        failedNs = nowNs;
        tellLoss(nowNs);
    }

    /** In each duty cycle of a link; whether it has a socket towards the peer. */
    void observe(boolean isOpen, long nowNs) {
        if (!lost) {
            return;
        }
        if (!isOpen || nowNs - failedNs < QUIET_NS) {
            tellLoss(nowNs);
            return;
        }
        lost = false;
        if (told) {
            listener.onReachable(link, failures);
        }
    }

    private void tellLoss(long nowNs) {
        if (told || (everTold && nowNs - toldNs < TELL_INTERVAL_NS)) {
            return;
        }
        told = true;
        everTold = true;
        toldNs = nowNs;
        listener.onUnreachable(link, cause);
    }
}

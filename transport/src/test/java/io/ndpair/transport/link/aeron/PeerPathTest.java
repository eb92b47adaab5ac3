package io.ndpair.transport.link.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeerPathTest {
    private static final long S = 1_000_000_000L;
    private static final String CAUSE = "Network is unreachable";

    private final List<String> told = new ArrayList<>();
    private final PeerPath path = new PeerPath(
            new PeerLinkConfig(InetAddress.getLoopbackAddress(), InetAddress.getLoopbackAddress(), 7100, 1),
            new PathListener() {
                @Override
                public void onUnreachable(PeerLinkConfig link, String cause) {
                    told.add("lost at port " + link.port() + ": " + cause);
                }

                @Override
                public void onReachable(PeerLinkConfig link, long failures) {
                    told.add("back after " + failures);
                }
            });
    private long nowNs = -5 * S;

    @Test
    void shouldTellALossOnceAndItsEndOnce() {
        for (int i = 0; i < 100; i++) {
            path.failed(CAUSE, nowNs);
            pass(S, false);
        }
        assertThat(told).containsExactly("lost at port 7100: " + CAUSE);
        pass(PeerPath.QUIET_NS, true);
        pass(PeerPath.QUIET_NS, true);
        assertThat(told).containsExactly("lost at port 7100: " + CAUSE, "back after 100");
    }

    @Test
    void shouldNotTakeAShortSilenceOrAClosedSocketForAWay() {
        path.failed(CAUSE, nowNs);
        pass(PeerPath.QUIET_NS - 1, true);
        pass(60 * S, false);
        path.failed(CAUSE, nowNs);
        pass(PeerPath.QUIET_NS - 1, true);
        assertThat(told).containsExactly("lost at port 7100: " + CAUSE);
    }

    @Test
    void shouldTellWhatComesAndGoesAtABoundedRate() {
        final long endNs = nowNs + 100 * S;
        while (nowNs < endNs) {
            path.failed(CAUSE, nowNs);
            pass(PeerPath.QUIET_NS, true);
        }
        assertThat(told.stream().filter(what -> what.startsWith("lost"))).hasSizeBetween(8, 11);
        assertThat(told.stream().filter(what -> what.startsWith("back"))).hasSizeBetween(8, 11);
    }

    @Test
    void shouldTellALossThatLastsThoughItBeganTooEarlyToBeTold() {
        path.failed(CAUSE, nowNs);
        pass(PeerPath.QUIET_NS, true);
        path.failed("No route to host", nowNs);
        assertThat(told).hasSize(2);
        pass(PeerPath.TELL_INTERVAL_NS, false);
        assertThat(told).hasSize(3).last().isEqualTo("lost at port 7100: No route to host");
    }

    @Test
    void shouldSayNothingOfAWayThatIsThere() {
        pass(60 * S, true);
        assertThat(told).isEmpty();
    }

    private void pass(long ns, boolean isOpen) {
        nowNs += ns;
        path.observe(isOpen, nowNs);
    }
}

package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Probes that were taken and never left are counted by link, so that nobody is held silent who was not asked. */
class SinkProbesTest {
    private static final long PREFIX = 0x2001_0db8_0000_0000L;
    private static final long MAC = 0x0200_0000_0001L;

    private final LinuxCounters counters = new LinuxCounters();
    // Never refreshed: no interface is up.
    private final LinkBindings links = new LinkBindings(null, List.of(LinuxLink.of("a"), LinuxLink.of("b")));
    private final SinkProbes probes = new SinkProbes(links, counters);

    private int fill() {
        int taken = 0;
        while (probes.add(PREFIX, taken, taken % 3 == 0 ? 0 : 1, MAC)) {
            taken++;
        }
        return taken;
    }

    @Test
    void shouldCountWhatIsLeftOutByLink() {
        final int taken = fill();
        assertThat(taken).as("there is a bound").isEqualTo(2 * NeighborRequests.MAX_REQUESTS);
        assertThat(probes.lostOn(0) + probes.lostOn(1))
                .as("what was not taken is not lost")
                .isZero();
        probes.clear();
        assertThat(probes.isEmpty()).isTrue();
        assertThat(probes.lostOn(0)).isEqualTo((taken + 2) / 3);
        assertThat(probes.lostOn(1)).isEqualTo(taken - (taken + 2) / 3);
        probes.clear();
        assertThat(probes.lostOn(0) + probes.lostOn(1)).isEqualTo(taken);
    }

    @Test
    void shouldCountWhatALinkThatIsDownDoesNotSend() {
        assumeTrue(Files.isDirectory(Path.of("/proc/sys/net/ipv6")), "needs Linux with IPv6");
        try (NeighborRequests requests = new NeighborRequests(1 << 16)) {
            final int taken = fill();
            int worked = 0;
            while (!probes.isEmpty()) {
                worked += probes.work(requests);
            }
            assertThat(worked).isEqualTo(taken);
            assertThat(probes.lostOn(0)).isEqualTo((taken + 2) / 3);
            assertThat(probes.lostOn(1)).isEqualTo(taken - (taken + 2) / 3);
            assertThat(counters.value(LinuxCounter.PROBED)).isZero();
        }
    }
}

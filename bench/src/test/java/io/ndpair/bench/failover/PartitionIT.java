package io.ndpair.bench.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ndpair.bench.host.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two whole devices on real kernels, cut from each other on every wire, and joined again. */
class PartitionIT {
    private static final int INTERVAL_MS = 100;
    private static final int NEIGHBORS = 1_000;
    private static final int USERS = 4;
    private static final long LONGEST_S = 30;

    @TempDir
    private Path directory;

    private DeviceRouter device(Network network, char self) throws IOException {
        final String host = "r" + self;
        return new DeviceRouter(
                host,
                DeviceProcess.configuration(self, INTERVAL_MS),
                new DeviceRouter.Place(network.in(host), false, NEIGHBORS, USERS, 0x0200_0000_00FFL),
                directory);
    }

    private static double lastAdvertMs(Capture capture, String mac) throws IOException {
        return capture.lastMs(frame -> frame.isAdvert() && frame.isFrom(mac));
    }

    @Test
    @Tag("root")
    void shouldLeaveOneMasterAndWhatBothHaveLearned() throws IOException {
        assumeTrue(
                Tool.isRoot() && Tool.has("ip") && Tool.has("bridge") && Tool.has("tcpdump"),
                "needs root (network namespaces), ip and tcpdump");
        try (Network network = new Network(directory, USERS);
                DeviceRouter a = device(network, 'a');
                DeviceRouter b = device(network, 'b');
                Capture capture = new Capture(network, directory)) {
            a.start();
            a.awaitMaster();
            a.fill();
            b.start();
            b.awaitBackup();

            network.plugged("rb", false);
            network.ip("ra", "link set ha0 down");
            b.awaitMaster();
            // What a kernel has learned by itself, each of them alone.
            network.ip("ra", "neigh add 2001:db8:1::a1 lladdr 02:00:00:00:00:a1 dev lan0 nud stale");
            network.ip("rb", "neigh add 2001:db8:1::b1 lladdr 02:00:00:00:00:b1 dev lan0 nud stale");
            Tool.await("a to learn", LONGEST_S, () -> a.knows("2001:db8:1::a1"));
            Tool.await("b to learn", LONGEST_S, () -> b.knows("2001:db8:1::b1"));
            assertThat(a.knows("2001:db8:1::b1") || b.knows("2001:db8:1::a1"))
                    .as("they are cut from each other")
                    .isFalse();

            final String macA = network.mac("ra", "lan0");
            final String macB = network.mac("rb", "lan0");
            network.ip("ra", "link set ha0 up");
            network.ip("ra", "addr replace fd00:99::a/64 dev ha0 nodad");
            capture.forget();
            final double healedMs = Capture.nowMs();
            network.plugged("rb", true);
            // The weaker one may hear the other before its own next word, and then nobody hears it.
            Tool.await("one of them alone", LONGEST_S, () -> {
                final double silentSinceMs = Math.min(lastAdvertMs(capture, macA), lastAdvertMs(capture, macB));
                return Capture.nowMs() - Math.max(silentSinceMs, healedMs) > FailoverSuite.boundMs(INTERVAL_MS);
            });
            final boolean isAMaster = lastAdvertMs(capture, macA) > lastAdvertMs(capture, macB);
            System.out.printf(
                    Locale.ROOT,
                    "heal at %d ms: last word of the loser %.2f ms after it%n",
                    INTERVAL_MS,
                    Math.max(0, lastAdvertMs(capture, isAMaster ? macB : macA) - healedMs));

            Tool.await("a to know what b learned", LONGEST_S, () -> a.knows("2001:db8:1::b1"));
            Tool.await("b to know what a learned", LONGEST_S, () -> b.knows("2001:db8:1::a1"));
            (isAMaster ? b : a).awaitBackup();
            assertThat(a.missing()).isZero();
            assertThat(b.missing()).isZero();
            assertThat(a.knows("2001:db8:1::a1") && b.knows("2001:db8:1::b1")).isTrue();
        }
    }
}

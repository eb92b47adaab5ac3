package io.ndpair.node.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoopbackPortsTest {
    private static final List<String> BOTH = List.of("127.0.0.1", "127.0.0.2");

    @Test
    void shouldGiveNoPortTwice() throws IOException {
        final Set<Integer> given = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            final int first = LoopbackPorts.free(BOTH, 2);
            assertThat(given.add(first)).isTrue();
            assertThat(given.add(first + 1)).isTrue();
        }
    }

    @Test
    void shouldPassOverWhatIsTakenOnAnyOfTheAddresses() throws IOException {
        final int first = LoopbackPorts.free(BOTH, 1);
        // The next ones in a row, taken on the second address alone.
        try (DatagramSocket one = new DatagramSocket(first + 1, InetAddress.getByName("127.0.0.2"));
                DatagramSocket two = new DatagramSocket(first + 2, InetAddress.getByName("127.0.0.2"))) {
            assertThat(LoopbackPorts.free(BOTH, 1)).isNotIn(first, one.getLocalPort(), two.getLocalPort());
        }
    }

    @Test
    void shouldStayBelowWhatLinuxHandsOutByItself() throws IOException {
        for (int i = 0; i < 100; i++) {
            assertThat(LoopbackPorts.free(BOTH, 1)).isBetween(12_000, 32_767);
        }
    }
}

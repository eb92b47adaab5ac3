package io.ndpair.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "2001:DB8::A, 2001:db8::a",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "::ffff:192.0.2.1, ::ffff:c000:201",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "0:0:0:0:0:0:0:0, ::"
    })
    void shouldReadAndPrintCanonically(String text, String canonical) {
        assertThat(Ipv6Address.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":::",
                "1",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "12345::",
                "g::",
                "1:2:3:4:5:6:7:8::",
                "::1%eth0",
                "1.2.3.4::",
                "::1.2.3",
                "::1.2.3.256",
                ":1::2",
                "1::2:",
                "fe80::1/64",
                "١::"
            })
    void shouldRefuseWhatIsNoIpv6Address(String text) {
        assertThatThrownBy(() -> Ipv6Address.parse(text)).isInstanceOf(ConfigException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.4.",
                ".1.2.3.4",
                "1..2.3",
                "256.1.1.1",
                "01.1.1.1",
                "1.2.3.a",
                "1.2.3.-4"
            })
    void shouldRefuseWhatIsNoIpv4Address(String text) {
        assertThatThrownBy(() -> Ipv4Address.parse(text)).isInstanceOf(ConfigException.class);
    }

    @Test
    void shouldAgreeWithTheJdkOnRandomAddresses() {
        final long seed = Long.getLong("ndpair.seed", System.nanoTime());
        final Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            final Ipv6Address address = new Ipv6Address(
                    random.nextLong() & 0xFFFF_0000_FFFF_0001L,
                    random.nextBoolean() ? 0 : random.nextLong() & 0xFFFF_0000_0000_00FFL);
            assertThat(IpAddress.parse(address.toString())).as("seed %d", seed).isEqualTo(address);
            assertThat(address.isLinkLocal()).isEqualTo(address.toInetAddress().isLinkLocalAddress());
            final Ipv4Address four = new Ipv4Address(random.nextInt());
            assertThat(IpAddress.parse(four.toString())).as("seed %d", seed).isEqualTo(four);
            assertThat(four.toInetAddress().getHostAddress()).isEqualTo(four.toString());
        }
    }

    @Test
    void shouldCompareByPrefix() {
        final Ipv6Address a = Ipv6Address.parse("2001:db8::f0");
        assertThat(a.samePrefix(Ipv6Address.parse("2001:db8::ff"), 124)).isTrue();
        assertThat(a.samePrefix(Ipv6Address.parse("2001:db8::ff"), 125)).isFalse();
        assertThat(a.samePrefix(Ipv6Address.parse("2001:db8:0:1::f0"), 64)).isFalse();
        assertThat(a.samePrefix(Ipv6Address.parse("2001:db8:0:1::f0"), 63)).isTrue();
        assertThat(a.samePrefix(Ipv6Address.UNSPECIFIED, 0)).isTrue();
        assertThat(a.samePrefix(a, 128)).isTrue();
    }
}

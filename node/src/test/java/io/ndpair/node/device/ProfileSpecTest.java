package io.ndpair.node.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.node.config.Ipv6Address;
import io.ndpair.node.config.Ipv6Prefix;
import io.ndpair.node.config.NdConfig;
import io.ndpair.node.config.RbpConfig;
import io.ndpair.node.config.RbsConfig;
import io.ndpair.transport.ConfigFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProfileSpecTest {
    private static final RbpConfig COMPLETE =
            RbpConfig.of("rbp1").withBackupId(10, "rbs1").withServiceTypes(Set.of(RbpConfig.ND));

    private static DeviceConfig config(RbpConfig profile, InterfaceConfig link) {
        return DeviceConfig.EMPTY
                .withService(RbsConfig.of("rbs1"))
                .withProfile(profile)
                .withInterface(link);
    }

    private static InterfaceConfig bound() {
        return InterfaceConfig.of("lan0").withIpv6Enabled(true).withProfile("rbp1");
    }

    @Test
    void shouldRunOnlyWhatIsComplete() {
        assertThat(ProfileSpec.of(config(COMPLETE, bound()), COMPLETE)).isPresent();
        final RbpConfig noService = COMPLETE.withServiceTypes(Set.of());
        assertThat(ProfileSpec.of(config(noService, bound()), noService)).isEmpty();
        assertThat(ProfileSpec.missing(config(noService, bound()), noService)).isEqualTo("service-type nd");
        final InterfaceConfig unbound = bound().withProfile("");
        assertThat(ProfileSpec.of(config(COMPLETE, unbound), COMPLETE)).isEmpty();
        final RbpConfig noId = COMPLETE.withBackupId(0, "");
        assertThat(ProfileSpec.missing(config(noId, unbound), noId)).contains("backup-id", "bound");
    }

    @Test
    void shouldHaveNoEndpointsWhileTheServiceIsShutDown() {
        final RbsConfig.Endpoints ends =
                new RbsConfig.Endpoints(Ipv6Address.parse("2001:db8::2"), Ipv6Address.parse("2001:db8::1"), 7000);
        final DeviceConfig up =
                config(COMPLETE, bound()).withService(RbsConfig.of("rbs1").withEndpoints(Optional.of(ends)));
        final DeviceConfig down = up.withService(
                RbsConfig.of("rbs1").withEndpoints(Optional.of(ends)).withShutdown(true));
        assertThat(ProfileSpec.of(up, COMPLETE).orElseThrow().endpoints()).contains(ends);
        assertThat(ProfileSpec.of(down, COMPLETE).orElseThrow().endpoints()).isEmpty();
    }

    @Test
    void shouldCompareNetworksAndNotAddresses() {
        final InterfaceConfig link =
                bound().withAddresses(List.of(new Ipv6Prefix(Ipv6Address.parse("2001:db8:1:2:3::a"), 56, 0, false)));
        assertThat(ProfileSpec.of(config(COMPLETE, link), COMPLETE)
                        .orElseThrow()
                        .facts())
                .contains(new ConfigFact("link lan0", "2001:db8:1::/56"));
    }

    @Test
    void shouldCompareLimitsAndTimes() {
        final DeviceConfig own = config(COMPLETE, bound().withNd(new NdConfig(500, 0)));
        final ProfileSpec spec = ProfileSpec.of(own, COMPLETE).orElseThrow();
        assertThat(spec.facts()).contains(new ConfigFact("nd of lan0", "neighbor-limit 500 stale-timeout 1200"));
        // Another limit goes into force while the profile runs on, its session made anew with other facts.
        final ProfileSpec other =
                ProfileSpec.of(config(COMPLETE, bound()), COMPLETE).orElseThrow();
        assertThat(other).isNotEqualTo(spec);
        assertThat(other.links()).isEqualTo(spec.links());
    }

    @Test
    void shouldCompareMorePrefixesThanOneFactCarries() {
        final List<Ipv6Prefix> addresses = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            addresses.add(
                    new Ipv6Prefix(Ipv6Address.parse("2001:db8:1:" + Integer.toHexString(i) + "::a"), 64, 0, false));
        }
        final List<ConfigFact> facts = ProfileSpec.of(config(COMPLETE, bound().withAddresses(addresses)), COMPLETE)
                .orElseThrow()
                .facts();
        assertThat(facts.stream()
                        .filter(fact -> fact.name().startsWith("link lan0"))
                        .map(ConfigFact::name))
                .contains("link lan0", "link lan0, part 2", "link lan0, part 3");
        assertThat(String.join(
                        " ",
                        facts.stream()
                                .filter(fact -> fact.name().startsWith("link lan0"))
                                .map(ConfigFact::value)
                                .toList()))
                .contains("2001:db8:1:27::/64");
    }
}

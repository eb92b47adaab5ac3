package io.ndpair.node.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.vrrp.AnnouncePolicy;
import io.ndpair.election.vrrp.TrackedObject;
import io.ndpair.election.vrrp.TrackedObject.Effect;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.node.config.Ipv6Address;
import io.ndpair.node.config.VrrpConfig;
import io.ndpair.node.config.VrrpSystemConfig;
import io.ndpair.node.config.VrrpTracking;
import org.junit.jupiter.api.Test;

class GroupOptionsTest {
    private static final InterfaceConfig LINK = InterfaceConfig.of("eth0").withIpv6Enabled(true);
    private static final VrrpConfig GROUP = VrrpConfig.of(1, Ipv6Address.parse("fe80::1"));

    private static VrrpGroupConfig made(VrrpConfig group, VrrpSystemConfig system) {
        return GroupOptions.group("eth0|1", LINK, group, DeviceConfig.EMPTY.withVrrp(system));
    }

    @Test
    void shouldAnnounceAsConfiguredAndSixTimesWhenEnhanced() {
        final VrrpSystemConfig five = VrrpSystemConfig.DEFAULT.withNa(5, 250);
        assertThat(made(GROUP, VrrpSystemConfig.DEFAULT).options().announce()).isEqualTo(AnnouncePolicy.DEFAULT);
        assertThat(made(GROUP, five).options().announce()).isEqualTo(new AnnouncePolicy(5, 250_000_000L));
        assertThat(made(GROUP, five.withEnhancedNa(true)).options().announce())
                .isEqualTo(new AnnouncePolicy(6, 250_000_000L));
    }

    @Test
    void shouldTrackWhatIsConfigured() {
        final VrrpTracking tracking = VrrpTracking.DEFAULT
                .with(new VrrpTracking.Port("up0", false, 30))
                .with(new VrrpTracking.Port("up1", true, 20))
                .withPeerReducedBy(5);
        assertThat(made(GROUP.withTracking(tracking), VrrpSystemConfig.DEFAULT)
                        .options()
                        .tracked())
                .containsExactly(
                        new TrackedObject("interface up0", Effect.REDUCED, 30),
                        new TrackedObject("interface up1", Effect.INCREASED, 20),
                        new TrackedObject(GroupOptions.JOURNAL, Effect.REDUCED, VrrpTracking.DEFAULT_AMOUNT),
                        new TrackedObject(GroupOptions.PEER, Effect.REDUCED, 5));
        assertThat(made(GROUP.withTracking(VrrpTracking.DEFAULT.withJournalReducedBy(0)), VrrpSystemConfig.DEFAULT)
                        .options()
                        .tracked())
                .isEmpty();
    }
}

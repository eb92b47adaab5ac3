package io.ndpair.node.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.node.config.Ipv6Address;
import io.ndpair.node.config.RbpConfig;
import io.ndpair.node.config.RbsConfig;
import io.ndpair.node.config.Vrrp6Ref;
import io.ndpair.node.config.VrrpConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GroupReadinessTest {
    private static final String GROUP = ProfileSpec.groupKey("lan0", 1);

    private final List<String> told = new ArrayList<>();
    private boolean isFull;
    private final GroupReadiness readiness = new GroupReadiness(new GroupReadiness.Outlet() {
        @Override
        public void ready(String group, boolean ready, String reason) {
            if (isFull) {
                throw new IllegalStateException("full");
            }
            told.add(group + (ready ? " ready: " : " not ready: ") + reason);
        }

        @Override
        public void complete(String group) {
            told.add(group + " complete");
        }
    });

    private static DeviceConfig config(String... profiles) {
        DeviceConfig config = DeviceConfig.EMPTY
                .withService(RbsConfig.of("rbs1"))
                .withInterface(InterfaceConfig.of("lan0")
                        .withIpv6Enabled(true)
                        .withGroup(VrrpConfig.of(1, Ipv6Address.parse("fe80::1"))));
        int id = 1;
        for (final String name : profiles) {
            config = config.withProfile(RbpConfig.of(name)
                            .withBackupId(id, "rbs1")
                            .withServiceTypes(Set.of(RbpConfig.ND))
                            .withVrrp6(Optional.of(new Vrrp6Ref(1, "lan0"))))
                    .withInterface(
                            InterfaceConfig.of("eth" + id).withIpv6Enabled(true).withProfile(name));
            id++;
        }
        return config;
    }

    private static ProfileSpec spec(DeviceConfig config, String name) {
        return ProfileSpec.of(config, config.profiles().get(name)).orElseThrow();
    }

    private String last() {
        return told.get(told.size() - 1);
    }

    @Test
    void shouldWaitForEveryProfileOfAGroup() {
        final DeviceConfig both = config("one", "two");
        readiness.expect(both);
        readiness.ready(spec(both, "one"), true, "the table is complete");
        assertThat(last()).isEqualTo(GROUP + " not ready: profile two: not ready yet");
        readiness.complete(spec(both, "one"));
        readiness.ready(spec(both, "two"), false, "batch backup under way");
        assertThat(last()).isEqualTo(GROUP + " not ready: profile two: batch backup under way");
        readiness.ready(spec(both, "two"), true, "the table is complete");
        assertThat(last()).startsWith(GROUP + " ready");
        assertThat(told).doesNotContain(GROUP + " complete");
        readiness.complete(spec(both, "two"));
        assertThat(last()).isEqualTo(GROUP + " complete");

        // Without the one that holds it back it is ready.
        readiness.ready(spec(both, "two"), false, "too far behind the master");
        assertThat(last()).isEqualTo(GROUP + " complete");
        assertThat(told.get(told.size() - 2)).contains("not ready: profile two");
        readiness.expect(config("one"));
        told.clear();
        readiness.settleAll();
        assertThat(told).containsExactly(GROUP + " ready: the table is complete", GROUP + " complete");
    }

    @Test
    void shouldTellAnewWhatWasMadeAnewOrCouldNotBeTold() {
        final DeviceConfig one = config("one");
        readiness.expect(one);
        isFull = true;
        assertThatThrownBy(() -> readiness.ready(spec(one, "one"), true, "the table is complete"))
                .hasMessage("full");
        isFull = false;
        readiness.settleAll();
        assertThat(told).containsExactly(GROUP + " ready: the table is complete");
        readiness.begin(spec(one, "one"));
        assertThat(last())
                .as("what an earlier profile of the name has said is forgotten")
                .isEqualTo(GROUP + " not ready: not ready yet");
    }

    @Test
    void shouldSayNothingOfWhatNobodyFollows() {
        readiness.expect(DeviceConfig.EMPTY);
        readiness.settleAll();
        readiness.ready(spec(config("one"), "one"), true, "the table is complete");
        assertThat(told).isEmpty();
    }
}

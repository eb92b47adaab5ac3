package io.ndpair.node.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.node.config.Ipv6Address;
import io.ndpair.node.config.RbpConfig;
import io.ndpair.node.config.RbsConfig;
import io.ndpair.node.config.Vrrp6Ref;
import io.ndpair.node.config.VrrpAdmin;
import io.ndpair.node.config.VrrpConfig;
import io.ndpair.node.config.VrrpTracking;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcedureTest {
    private static final String PORT = "GigabitEthernet0/1/0.1";

    @Test
    void shouldTakeProcedureTypedLineByLine() {
        final Terminal terminal = new Terminal();
        final StringBuilder answers = new StringBuilder();
        for (final String line : Procedure.TEXT.lines().toList()) {
            answers.append(terminal.type(line));
        }
        assertThat(answers.toString())
                .isEqualTo("Info: Nothing to back up: remote-backup-service rbs1 is not committed yet and has no"
                        + " channel.\n");
        assertThat(terminal.device.applied).hasSize(5);
        assertWhole(terminal.device.runningConfig());
        assertThat(terminal.session.prompt()).isEqualTo("[~DeviceA-" + PORT + "]");
    }

    @Test
    void shouldTakeProcedureAsFile() throws ConfigFileException {
        assertWhole(ConfigFile.parse("device.cfg", Procedure.TEXT));
    }

    @Test
    void shouldApplyIncompleteConfigurationAtEachCommit() {
        final Terminal terminal = new Terminal();
        Procedure.TEXT.lines().forEach(terminal::type);
        final List<DeviceConfig> applied = terminal.device.applied;
        assertThat(applied.get(0).services()).isEmpty();
        assertThat(applied.get(1).services().get("rbs1").endpoints()).isEmpty();
        assertThat(applied.get(2).profiles().get("rbp1").backsUpNeighbors()).isFalse();
        assertThat(applied.get(3).boundTo("rbp1")).isEmpty();
        assertThat(applied.get(4).boundTo("rbp1")).hasSize(1);
    }

    @Test
    void shouldShowViewsAndPendingChangesInPrompt() {
        final Terminal terminal = new Terminal();
        final List<String> prompts = new ArrayList<>();
        prompts.add(terminal.session.prompt());
        for (final String line : Procedure.TEXT.lines().toList()) {
            terminal.type(line);
            prompts.add(terminal.session.prompt());
        }
        assertThat(prompts)
                .startsWith("<DeviceA>", "[~DeviceA]", "[*DeviceA-" + PORT + "]")
                .contains(
                        "[*DeviceA-rm-backup-srv-rbs1]",
                        "[~DeviceA-rm-backup-srv-rbs1]",
                        "[*DeviceA-rm-backup-prf-rbp1]",
                        "[~DeviceA-rm-backup-prf-rbp1]")
                .endsWith("[*DeviceA-" + PORT + "]", "[~DeviceA-" + PORT + "]");
    }

    private static void assertWhole(DeviceConfig config) {
        final InterfaceConfig port = config.interfaces().get(PORT);
        assertThat(port.ipv6Enabled()).isTrue();
        assertThat(port.profile()).isEqualTo("rbp1");
        assertThat(port.addresses()).singleElement().satisfies(prefix -> {
            assertThat(prefix.address()).isEqualTo(Ipv6Address.parse("2001:db8::a"));
            assertThat(prefix.prefixLength()).isEqualTo(64);
        });
        assertThat(port.groups())
                .containsExactly(new VrrpConfig(
                        1,
                        List.of(Ipv6Address.parse("fe80::1"), Ipv6Address.parse("2001:db8::1")),
                        120,
                        true,
                        60,
                        100,
                        3,
                        false,
                        true,
                        false,
                        VrrpTracking.DEFAULT,
                        VrrpAdmin.NONE));
        assertThat(config.services()).containsOnlyKeys("rbs1").containsValue(RbsConfig.of("rbs1"));
        final RbpConfig profile = config.profiles().get("rbp1");
        assertThat(profile.backupId()).isEqualTo(10);
        assertThat(profile.service()).isEqualTo("rbs1");
        assertThat(profile.vrrp6()).contains(new Vrrp6Ref(1, PORT));
        assertThat(profile.serviceTypes()).containsExactly("nd");
    }
}

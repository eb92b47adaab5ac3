package io.ndpair.node.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.node.config.NdConfig;
import io.ndpair.node.config.NdSystemConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NdCommandsTest {
    @ParameterizedTest
    @CsvSource({
        "false, stale-timeout, 60, 172800",
        "false, nud attempts, 1, 10",
        "false, nud interval, 1000, 3600000",
        "false, nud reachable-time, 1, 3600000",
        "false, ns rate-limit, 1, 1000",
        "false, hold-time, 0, 3600",
        "false, incomplete-limit, 0, 65536",
        "true, stale-timeout, 60, 172800",
        "true, neighbor-limit, 0, 65536"
    })
    void shouldTakeValuesInRangeOnly(boolean ofInterface, String words, int min, int max) {
        final Terminal terminal = ofInterface ? Terminal.inInterface() : new Terminal();
        if (!ofInterface) {
            terminal.ok("system-view");
        }
        final String command = "ipv6 nd " + words + " ";
        terminal.ok(command + min, command + max);
        for (final String wrong : new String[] {Integer.toString(min - 1), Integer.toString(max + 1), "x"}) {
            final CommandError error = terminal.error(command + wrong).orElseThrow();
            assertThat(error.message()).isEqualTo("Wrong parameter found at '^' position.");
            assertThat(error.expected()).contains("INTEGER<" + min + "-" + max + ">");
        }
    }

    @Test
    void shouldShowAndUndoWhatWasConfigured() {
        final Terminal terminal = new Terminal();
        terminal.ok("system-view", "ipv6 nd stale-timeout 600", "ipv6 nd nud attempts 5", "ipv6 nd nud interval 2000");
        terminal.ok("ipv6 nd nud reachable-time 30000", "ipv6 nd ns rate-limit 100", "ipv6 nd hold-time 60");
        terminal.ok("ipv6 nd incomplete-limit 400");
        terminal.ok("interface GigabitEthernet0/1/0.1", "ipv6 nd neighbor-limit 1000", "ipv6 nd stale-timeout 90");
        terminal.ok("commit");
        assertThat(terminal.device.runningConfig().nd())
                .isEqualTo(new NdSystemConfig(30_000, 600, 5, 2_000, 100, 60, 400));
        assertThat(terminal.device
                        .runningConfig()
                        .interfaces()
                        .get("GigabitEthernet0/1/0.1")
                        .nd())
                .isEqualTo(new NdConfig(1_000, 90));
        assertThat(terminal.type("display current-configuration"))
                .contains("ipv6 nd stale-timeout 600")
                .contains("ipv6 nd nud attempts 5")
                .contains("ipv6 nd nud interval 2000")
                .contains("ipv6 nd nud reachable-time 30000")
                .contains("ipv6 nd ns rate-limit 100")
                .contains("ipv6 nd hold-time 60")
                .contains("ipv6 nd incomplete-limit 400")
                .contains(" ipv6 nd neighbor-limit 1000")
                .contains(" ipv6 nd stale-timeout 90");
        terminal.ok("undo ipv6 nd neighbor-limit", "undo ipv6 nd stale-timeout 90", "quit");
        terminal.ok("undo ipv6 nd stale-timeout", "undo ipv6 nd nud attempts", "undo ipv6 nd nud interval");
        terminal.ok("undo ipv6 nd nud reachable-time", "undo ipv6 nd ns rate-limit 100", "undo ipv6 nd hold-time");
        terminal.ok("undo ipv6 nd incomplete-limit", "commit");
        assertThat(terminal.type("display current-configuration")).doesNotContain("ipv6 nd");
    }
}

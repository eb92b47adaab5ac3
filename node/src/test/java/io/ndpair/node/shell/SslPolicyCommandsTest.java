package io.ndpair.node.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.node.config.ConfigText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SSL policies by command: what is made, refused, shown, and warned about. */
class SslPolicyCommandsTest {
    private final Terminal terminal = new Terminal();

    @TempDir
    private Path directory;

    private void policy() {
        terminal.ok(
                "system-view",
                "ssl-policy pair",
                "key-store /etc/ndpair/a.p12 type pkcs12 password simple top-secret",
                "trust-store /etc/ndpair/ca.jks type jks password cipher other-secret",
                "peer-name b.example",
                "crl /etc/ndpair/ca.crl",
                "quit");
    }

    @Test
    void shouldReadBackWhatItShowsAndShowNoPassword() throws Exception {
        policy();
        terminal.ok("remote-backup-service rbs1", "peer 10.0.0.2 source 10.0.0.1 port 2046", "bind ssl-policy pair");
        assertThat(terminal.type("commit")).doesNotContain("Warning");
        final List<String> lines = ConfigText.lines(terminal.device.runningConfig());
        assertThat(lines)
                .contains(
                        "ssl-policy pair", " peer-name b.example", " crl /etc/ndpair/ca.crl", " bind ssl-policy pair");
        assertThat(String.join("\n", lines)).doesNotContain("top-secret").doesNotContain("other-secret");
        final Path file = directory.resolve("config");
        Files.write(file, ConfigText.file(terminal.device.runningConfig()));
        assertThat(ConfigFile.read(file)).isEqualTo(terminal.device.runningConfig());
        assertThat(terminal.type("display ssl-policy pair"))
                .contains("/etc/ndpair/a.p12 (pkcs12)")
                .contains("remote-backup-service rbs1")
                .doesNotContain("secret");
        assertThat(terminal.type("display remote-backup-service rbs1")).contains("SSL-Policy-Name  : pair");
    }

    @Test
    void shouldRefuseToBindWhatIsMissingAndToDeleteWhatIsBound() {
        terminal.ok("system-view", "remote-backup-service rbs1");
        assertThat(terminal.error("bind ssl-policy pair"))
                .hasValueSatisfying(error -> assertThat(error.message()).contains("sl-policy pair does not exist"));
        terminal.ok("quit", "ssl-policy pair", "quit", "remote-backup-service rbs1");
        assertThat(terminal.error("bind ssl-policy pair"))
                .hasValueSatisfying(error -> assertThat(error.message()).contains("sl-policy pair has no key-store"));
    }

    @Test
    void shouldKeepWhatIsBoundWhole() {
        policy();
        terminal.ok("remote-backup-service rbs1", "bind ssl-policy pair", "quit");
        assertThat(terminal.error("undo ssl-policy pair")).hasValueSatisfying(error -> assertThat(error.message())
                .contains("is used by remote-backup-service rbs1"));
        terminal.ok("ssl-policy pair");
        assertThat(terminal.session.prompt()).contains("-ssl-policy-pair");
        assertThat(terminal.error("undo trust-store")).isPresent();
        for (final String wrong :
                List.of("key-store a.p12 type pkcs12 password simple x", "peer-name bad/name", "crl x")) {
            assertThat(terminal.error(wrong)).as(wrong).isPresent();
        }
        terminal.ok("quit", "remote-backup-service rbs1", "undo bind ssl-policy", "quit", "undo ssl-policy pair");
    }

    @Test
    void shouldWarnOfAChannelThatLeavesTheMachineWithoutAPolicy() {
        terminal.ok("system-view", "remote-backup-service rbs1", "peer 10.0.0.2 source 10.0.0.1 port 2046");
        assertThat(terminal.type("commit")).contains("Warning: Remote-backup-service rbs1: no ssl-policy is bound");
        assertThat(terminal.type("display remote-backup-service rbs1")).contains("no ssl-policy is bound");
        terminal.ok("peer 127.0.0.2 source 127.0.0.1 port 2046");
        assertThat(terminal.type("commit")).doesNotContain("Warning");
        assertThat(terminal.type("display remote-backup-service rbs1")).doesNotContain("no ssl-policy");
    }
}

package io.ndpair.node.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.node.config.ConfigText;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.ETrunkConfig;
import io.ndpair.node.config.ETrunkRef;
import io.ndpair.node.config.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of section a.6 of the vendor notes, what they refuse, and what configurations and displays show of them. */
class ETrunkCommandsTest {
    private final Terminal terminal = new Terminal();

    private void inTrunk() {
        terminal.ok("system-view", "e-trunk 1");
    }

    @ParameterizedTest
    @CsvSource({
        "priority, 1, 254",
        "e-trunk port, 1025, 65535",
        "e-trunk ipv6 port, 1025, 65535",
        "timer hello, 5, 100",
        "timer hold-on-failure multiplier, 3, 300",
        "timer revert delay, 0, 10800",
        "negotiate-delay, 0, 1800"
    })
    void shouldTakeValuesInRangeOnly(String words, int min, int max) {
        inTrunk();
        terminal.ok(words + " " + min, words + " " + max);
        for (final String wrong : List.of(Integer.toString(min - 1), Integer.toString(max + 1), "x")) {
            final CommandError error = terminal.error(words + " " + wrong).orElseThrow();
            assertThat(error.message()).isEqualTo("Wrong parameter found at '^' position.");
            assertThat(error.column()).isEqualTo(words.length() + 1);
            assertThat(error.expected()).contains("INTEGER<" + min + "-" + max + ">");
        }
        terminal.ok("undo " + words);
    }

    @Test
    void shouldTakeNumbersAndSystemIdsInRangeOnly() {
        terminal.ok("system-view", "e-trunk 512", "quit", "e-trunk 1", "quit");
        assertThat(terminal.session.prompt()).isEqualTo("[*DeviceA]");
        assertThat(terminal.error("e-trunk 0")).isPresent();
        assertThat(terminal.error("e-trunk 513")).isPresent();
        terminal.ok("lacp e-trunk system-id 00e0-fc00-0100", "lacp e-trunk priority 0", "lacp e-trunk priority 65535");
        for (final String wrong : List.of("0-0-0", "ffff-ffff-ffff", "00e0-fc00", "00e0-fc00-01000", "g-0-1")) {
            assertThat(terminal.error("lacp e-trunk system-id " + wrong))
                    .as(wrong)
                    .isPresent();
        }
        assertThat(terminal.error("lacp e-trunk priority 65536")).isPresent();
        terminal.ok("undo e-trunk 512", "e-trunk 1");
        assertThat(terminal.session.prompt()).isEqualTo("[*DeviceA-e-trunk-1]");
        assertThat(terminal.type("undo e-trunk 9")).contains("E-trunk 9 does not exist");
    }

    @Test
    void shouldUndoWhatItSets() {
        inTrunk();
        terminal.ok("commit");
        final DeviceConfig before = terminal.device.runningConfig();
        terminal.ok("description x", "undo description", "priority 7", "undo priority 7", "e-trunk port 2000");
        terminal.ok("undo e-trunk port 2000", "timer hello 5", "undo timer hello", "timer revert delay 1");
        terminal.ok("undo timer revert delay", "timer revert disable", "undo timer revert disable", "revert disable");
        terminal.ok("undo revert disable", "timer hold-on-failure multiplier 3", "undo timer hold-on-failure");
        terminal.ok("negotiate-delay 3", "undo negotiate-delay", "security-key simple k", "undo security-key");
        terminal.ok("authentication-mode hmac-sha1", "authentication-mode hmac-sha256", "undo authentication-mode");
        terminal.ok("sequence enable", "undo sequence enable", "select-mode default", "undo select-mode");
        terminal.ok("peer-address 192.0.2.2 source-address 192.0.2.1");
        assertThat(terminal.type("undo peer-ipv6")).contains("use 'undo peer-address'");
        terminal.ok("undo peer-address", "peer-ipv6 2001:db8::2 source-ipv6 2001:db8::1", "undo peer-ipv6", "quit");
        terminal.ok("lacp e-trunk system-id 1-2-3", "undo lacp e-trunk system-id", "lacp e-trunk priority 1");
        terminal.ok("undo lacp e-trunk priority 1", "interface Eth-Trunk 10", "mode lacp-static", "undo mode");
        terminal.ok("e-trunk 1", "e-trunk 1 remote-eth-trunk 12", "e-trunk mode force-master", "undo e-trunk mode");
        terminal.ok("lacp e-trunk system-id 1-2-3", "undo lacp e-trunk system-id", "undo e-trunk 1", "quit");
        terminal.ok("undo interface Eth-Trunk10", "commit");
        assertThat(terminal.device.runningConfig()).isEqualTo(before);
    }

    @Test
    void shouldRefuseWhatContradicts() {
        inTrunk();
        assertThat(terminal.type("peer-address 192.0.2.1 source-address 192.0.2.1"))
                .contains("the same address");
        assertThat(terminal.type("peer-address 224.0.0.1 source-address 192.0.2.1"))
                .contains("224.0.0.1 is not");
        terminal.ok("peer-address 192.0.2.2 source-address 192.0.2.1", "quit", "e-trunk 2");
        assertThat(terminal.type("peer-address 192.0.2.3 source-address 192.0.2.1"))
                .contains("E-trunk 1 and e-trunk 2", "port 1025");
        terminal.ok("e-trunk port 1026", "peer-address 192.0.2.3 source-address 192.0.2.1", "quit");
        terminal.ok("interface eth0");
        assertThat(terminal.type("e-trunk 1")).contains("eth0 is no Eth-Trunk");
        assertThat(terminal.type("mode lacp-static")).contains("eth0 is no Eth-Trunk");
        terminal.ok("quit", "interface Eth-Trunk 10");
        assertThat(terminal.type("e-trunk 3")).contains("E-trunk 3 does not exist");
        terminal.ok("e-trunk 1");
        assertThat(terminal.type("e-trunk 2")).contains("member of e-trunk 1 already");
        terminal.ok("quit", "interface Eth-Trunk11");
        assertThat(terminal.type("e-trunk 1 remote-eth-trunk 10")).contains("both have the peer's Eth-Trunk10");
        terminal.ok("quit");
        assertThat(terminal.type("undo e-trunk 1")).contains("used by interface Eth-Trunk10");
        terminal.ok("e-trunk 1");
        assertThat(terminal.type("e-trunk track bfd-session session-name s")).contains("BFD is not supported");
        assertThat(terminal.type("select-mode bandwidth")).contains("default is the only mode");
    }

    @Test
    @DisplayName("C-11 C-12 the arbitration protocol is a choice, and what a profile follows has to exist")
    void shouldLetProfileFollowExistingMemberOnly() {
        terminal.ok("system-view", "e-trunk 1", "quit", "interface Eth-Trunk 10", "e-trunk 1", "quit");
        terminal.ok("interface eth1", "ipv6 enable", "vrrp6 vrid 1 virtual-ip fe80::1 link-local", "quit");
        terminal.ok("remote-backup-profile p");
        assertThat(terminal.type("e-trunk 2 eth-trunk 10")).contains("E-trunk 2 does not exist");
        assertThat(terminal.type("e-trunk 1 eth-trunk 11")).contains("Eth-Trunk11 is no member of e-trunk 1");
        terminal.ok("e-trunk 1 eth-trunk 10");
        assertThat(terminal.type("vrrp6-id 1 interface eth1"))
                .contains("follows member Eth-Trunk10 of e-trunk 1 already", "'undo e-trunk 1 eth-trunk 10' first");
        assertThat(terminal.type("undo e-trunk 1 eth-trunk 11")).contains("does not follow");
        terminal.ok("quit", "interface Eth-Trunk10");
        assertThat(terminal.type("undo e-trunk")).contains("used by remote-backup-profile p");
        assertThat(terminal.type("undo interface Eth-Trunk10")).contains("used by remote-backup-profile p");
        terminal.ok("commit");
        assertThat(terminal.device.runningConfig().profiles().get("p").source()).contains(new ETrunkRef(1, 10));
        terminal.ok("return");
        assertThat(terminal.type("display remote-backup-profile p"))
                .contains(
                        "Track protocol         : E-TRUNK", "E-Trunk ID             : 1", "Eth-trunk ID           : 10")
                .doesNotContain("  State ");
        terminal.ok("system-view", "remote-backup-profile p", "undo e-trunk", "vrrp6-id 1 interface eth1");
        assertThat(terminal.type("e-trunk 1 eth-trunk 10")).contains("follows VRRP6 group 1", "'undo vrrp6-id 1");
    }

    @Test
    void shouldNeverShowTheKeyAndReadBackWhatItShows() throws ConfigFileException {
        inTrunk();
        terminal.ok("description to-DeviceB", "priority 10", "security-key simple Very-Secret_1", "sequence enable");
        terminal.ok("peer-ipv6 2001:db8::2 source-ipv6 2001:db8::1", "e-trunk ipv6 port 3000", "timer hello 5");
        terminal.ok(
                "timer hold-on-failure multiplier 6", "timer revert delay 30", "revert disable", "negotiate-delay 5");
        terminal.ok("authentication-mode hmac-sha256", "quit", "lacp e-trunk system-id 00e0-fc00-0100");
        terminal.ok("interface Eth-Trunk 10", "mode lacp-static", "e-trunk 1 remote-eth-trunk 20");
        terminal.ok("e-trunk mode force-backup", "lacp e-trunk priority 5", "linux-interface bond0", "quit");
        terminal.ok("remote-backup-profile p", "e-trunk 1 eth-trunk 10", "commit");
        final DeviceConfig running = terminal.device.runningConfig();
        final String shown = terminal.type("display current-configuration");
        assertThat(shown).contains("security-key cipher %^%#").doesNotContain("Very-Secret");
        terminal.ok("quit", "e-trunk 1");
        assertThat(terminal.type("display this"))
                .contains(" timer revert disable")
                .doesNotContain("Very-Secret");
        assertThat(running.toString()).doesNotContain("Very-Secret");
        assertThat(ConfigFile.parse("file", String.join("\n", ConfigText.file(running))))
                .isEqualTo(running);
        final ETrunkConfig trunk = running.etrunks().trunks().get(1);
        assertThat(trunk.security().key().orElseThrow().reveal()).isEqualTo("Very-Secret_1");
        assertThat(trunk.timers()).isEqualTo(new ETrunkConfig.Timers(5, 6, false, 30, 5));
    }

    @Test
    void shouldHideAnyKeyAndRefuseDamagedOnes() {
        final long seed = Long.getLong("ndpair.seed", System.nanoTime());
        final Random random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            final StringBuilder key = new StringBuilder();
            for (int i = random.nextInt(Secret.MAX_LENGTH); i >= 0; i--) {
                final char c = (char) ('!' + random.nextInt('~' - '!'));
                key.append(c == '?' ? 'q' : c);
            }
            final Secret secret = Secret.plain(key.toString());
            assertThat(secret.cipherText()).as("seed %d", seed).hasSizeLessThan(400);
            assertThat(Secret.cipher(secret.cipherText())).as("seed %d", seed).isEqualTo(secret);
            assertThat(secret).hasToString("******");
        }
        inTrunk();
        assertThat(terminal.type("security-key cipher %^%#AAAA%^%#")).contains("cipher text of the key is damaged");
        assertThat(terminal.type("security-key cipher %^%#!%^%#")).contains("cipher text of the key is damaged");
        terminal.ok("security-key cipher typed-in-clear", "security-key simple " + "k".repeat(255));
        assertThat(terminal.error("security-key simple " + "k".repeat(256))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"e-trunk 1 ", "timer ", "security-key ", "authentication-mode ", "peer-address "})
    void shouldHelp(String begun) {
        inTrunk();
        assertThat(terminal.session.help(begun)).isNotBlank().doesNotContain("Unrecognized");
    }

    @Test
    void shouldDisplayEveryFieldOfTheVendor() {
        inTrunk();
        terminal.ok("description d", "priority 10", "peer-address 192.0.2.2 source-address 192.0.2.1", "quit");
        terminal.ok("lacp e-trunk priority 7", "interface Eth-Trunk 10", "mode lacp-static", "e-trunk 1", "commit");
        terminal.ok("return");
        terminal.device.trunks.add(new TrunkStatus(
                1,
                0x024e_0000_0001L,
                RoleState.MASTER,
                "PRI",
                "",
                Optional.of(new TrunkStatus.Peer(true, 20, 0x024e_0000_0002L, 200)),
                11,
                12,
                Map.of("wrong authentication code", 3L),
                4,
                List.of(new TrunkStatus.Member(10, 10, true, "auto", RoleState.MASTER, "PEER_MEMBER_DOWN", ""))));
        assertThat(terminal.type("display e-trunk 1").lines())
                .startsWith(
                        "  E-TRUNK-ID             : 1",
                        "  Revert-Delay-Time (s)  : 120",
                        "  Priority               : 10",
                        "  System-ID              : 024e-0000-0001",
                        "  Peer-IP                : 192.0.2.2",
                        "  Source-IP              : 192.0.2.1",
                        "  State                  : Master",
                        "  Causation              : PRI",
                        "  Send-Period (100ms)    : 10",
                        "  Fail-Time (100ms)      : 200",
                        "  Receive                : 11",
                        "  Send                   : 12",
                        "  RecDrop                : 3",
                        "  SndDrop                : 4",
                        "  Peer-Priority          : 20",
                        "  Peer-System-ID         : 024e-0000-0002",
                        "  Peer-Fail-Time (100ms) : 200",
                        "  BFD-Session            : --",
                        "  Description            : d")
                .contains("Eth-Trunk  10    Up            auto          Master     PEER_MEMBER_DOWN  10");
        assertThat(terminal.type("display e-trunk")).contains("Total 1 printed.");
        assertThat(terminal.type("display e-trunk 2")).contains("does not exist");
        assertThat(terminal.type("display eth-trunk 10"))
                .contains("static LACP", "LACP e-trunk priority  : 7", "Master, PEER_MEMBER_DOWN");
        assertThat(terminal.type("display eth-trunk 11")).contains("does not exist");
    }
}

package io.ndpair.node.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LineTest {
    private final Terminal terminal = new Terminal();

    @Test
    void shouldPutCaretUnderTheMistake() {
        assertError("display vrrp7", 17, "Unrecognized command", "");
        assertError(
                "  display  vrrp6 300",
                26,
                "Wrong parameter",
                "interface | verbose | brief | admin-vrrp6 | binding | INTEGER<1-255>");
        assertError("system-view now", 21, "Too many parameters", "");
        assertError("display ipv6", 21, "Incomplete command", "neighbors");
        assertError("s", 9, "Ambiguous command", "system-view | save | switchover");
    }

    private void assertError(String line, int caret, String what, String expected) {
        assertThat(terminal.type(line).lines())
                .containsExactlyElementsOf(Stream.of(
                                " ".repeat(caret) + "^",
                                "Error: " + what + " found at '^' position.",
                                expected.isEmpty() ? "" : "       Expected: " + expected)
                        .filter(text -> !text.isEmpty())
                        .toList());
    }

    @Test
    void shouldTakeUnambiguousAbbreviations() {
        terminal.ok("sys", "int gi 0/1/0.1", "ipv6 en", "ipv6 add 2001:db8::a 64");
        terminal.ok("vr vr 1 virtual-i fe80::1 l", "vr vr 1 pre t d 60", "vr vr 1 ti a m 200", "com");
        assertThat(terminal.type("dis th")).isEqualTo("""
                        #
                        interface GigabitEthernet0/1/0.1
                         ipv6 enable
                         ipv6 address 2001:db8::a/64
                         vrrp6 vrid 1 virtual-ip fe80::1 link-local
                         vrrp6 vrid 1 preempt-mode timer delay 60
                         vrrp6 vrid 1 timer advertise millisecond 200
                        #
                        return
                        """);
        assertThat(terminal.error("vr vr 1 pr 5").orElseThrow().message()).startsWith("Ambiguous");
    }

    @Test
    void shouldWriteInterfacesInEitherWay() {
        terminal.ok("system-view", "interface gigabitethernet0/1/0.1");
        assertThat(terminal.session.prompt()).contains("-GigabitEthernet0/1/0.1]");
        terminal.ok("interface GigabitEthernet 0/1/0.2", "interface eth0", "interface br-user", "interface Vlanif 10");
        terminal.ok("commit");
        assertThat(terminal.device.runningConfig().interfaces().keySet())
                .containsExactly("GigabitEthernet0/1/0.1", "GigabitEthernet0/1/0.2", "Vlanif10", "br-user", "eth0");
        assertThat(terminal.error("interface GigabitEthernet").orElseThrow().message())
                .startsWith("Incomplete");
        assertThat(terminal.error("interface GigabitEthernet 0//1")
                        .orElseThrow()
                        .message())
                .startsWith("Wrong parameter");
    }

    @Test
    void shouldEnterOneObjectFromAnother() {
        terminal.ok("system-view", "interface eth0", "remote-backup-service s", "remote-backup-profile p");
        assertThat(terminal.session.prompt()).isEqualTo("[*DeviceA-rm-backup-prf-p]");
        terminal.ok("undo remote-backup-profile p");
        assertThat(terminal.session.prompt()).isEqualTo("[*DeviceA]");
    }

    @Test
    void shouldHelpAtAnyPlace() {
        terminal.ok("system-view", "interface eth0");
        assertThat(terminal.session.help("vrrp6 vrid 1 timer advertise ")).isEqualTo("""
                          millisecond        The interval in milliseconds
                          INTEGER<100-4095>  Interval in centiseconds, 100 (one second) by default
                        """);
        assertThat(terminal.session.help("vrrp6 vrid 1 p")).isEqualTo("""
                          preempt-mode  Whether and when a higher priority takes over
                          priority      Priority; of VRRP6 groups the higher is master, of E-Trunks the smaller
                        """);
        assertThat(terminal.session.help("ipv6 enable ")).isEqualTo("  <cr>\n");
        assertThat(terminal.session.help("ipv6 nonsense ")).contains("^\nError: Unrecognized");
        assertThat(terminal.session.help("")).contains("display", "quit", "ipv6");
        assertThat(terminal.type("vrrp6 vrid ?")).isEqualTo("  INTEGER<1-255>  Virtual router id\n");
    }

    @Test
    void shouldOfferKeywordsAndNamesForTab() {
        terminal.ok("system-view", "remote-backup-service rbs1", "remote-backup-service rbs2");
        assertThat(terminal.session.candidates("batch-backup service-type nd n"))
                .containsExactly("now");
        assertThat(terminal.session.candidates("display remote-backup-service "))
                .containsExactly("rbs1", "rbs2");
        assertThat(terminal.session.candidates("undo p")).containsExactly("peer", "peer-ipv6");
        assertThat(terminal.session.candidates("undo remote-backup-s")).containsExactly("remote-backup-service");
        assertThat(terminal.session.candidates("no such thing")).isEmpty();
    }

    @Test
    void shouldAskBeforeLeavingWithPendingChanges() {
        terminal.ok("system-view", "sysname B", "interface eth0", "return");
        assertThat(terminal.session.prompt())
                .startsWith("Warning: Uncommitted configurations found")
                .endsWith(":");
        assertThat(terminal.type("perhaps")).isEqualTo("Error: Please answer Y, N or C.\n");
        terminal.ok("c");
        assertThat(terminal.session.prompt()).isEqualTo("[*DeviceA-eth0]");
        terminal.ok("return", "n");
        assertThat(terminal.session.prompt()).isEqualTo("<DeviceA>");
        terminal.ok("system-view", "sysname B", "quit", "Y");
        assertThat(terminal.session.prompt()).isEqualTo("<B>");
        terminal.ok("quit");
        assertThat(terminal.session.isClosed()).isTrue();
    }

    @Test
    void shouldStayWhenCommitOfTheAnswerFails() {
        terminal.device.refusal = "port 2000 is taken";
        terminal.ok("system-view", "sysname B", "quit");
        assertThat(terminal.type("y")).isEqualTo("Error: Port 2000 is taken.\n");
        assertThat(terminal.session.prompt()).isEqualTo("[*DeviceA]");
    }

    @Test
    void shouldKeepCandidateWhenDeviceRefuses() {
        terminal.device.refusal = "unknown interface eth0";
        terminal.ok("system-view", "interface eth0");
        assertThat(terminal.type("commit")).isEqualTo("Error: Unknown interface eth0.\n");
        assertThat(terminal.session.prompt()).isEqualTo("[*DeviceA-eth0]");
        terminal.ok("clear configuration candidate");
        assertThat(terminal.session.prompt()).isEqualTo("[~DeviceA]");
    }

    @Test
    void shouldRefuseLinesThatAreNoText() {
        assertThat(terminal.error("display\u0007").orElseThrow())
                .isEqualTo(CommandError.Kind.UNPRINTABLE.at(7, List.of()));
        assertThat(terminal.error("d".repeat(513)).orElseThrow().message()).startsWith("Line too long");
        assertThat(terminal.error("d\u00e9").orElseThrow().column()).isEqualTo(1);
    }

    @Test
    void shouldNeverThrowWhateverIsTyped() {
        final long seed = Long.getLong("ndpair.seed", System.nanoTime());
        final Random random = new Random(seed);
        final List<Token> words = Token.split(
                "system-view quit return commit clear configuration candidate undo interface eth0 "
                        + "GigabitEthernet 0/1/0.1 ipv6 enable address 2001:db8::1 64 2001:db8::2/64 tag 1 eui-64 vrrp6 "
                        + "vrid virtual-ip fe80::1 link-local preempt-mode timer delay disable priority 200 advertise "
                        + "millisecond holding-multiplier 3 remote-backup-service s remote-backup-profile p peer 1.2.3.4 "
                        + "source 1.2.3.5 port 2000 batch-backup service-type nd now peer-backup hot vrrp6-id backup-id 7 "
                        + "display this current-configuration neighbors brief verbose sysname save y n c ? # ! shutdown");
        try {
            for (int i = 0; i < 20_000; i++) {
                final StringBuilder line = new StringBuilder();
                for (int j = random.nextInt(8); j >= 0; j--) {
                    if (random.nextInt(12) == 0) {
                        line.append((char) random.nextInt(300));
                    }
                    final String word = words.get(random.nextInt(words.size())).text();
                    line.append(random.nextInt(4) == 0 ? word.substring(0, 1 + random.nextInt(word.length())) : word)
                            .append(random.nextInt(10) == 0 ? "\t" : " ");
                }
                final Terminal typed = i % 500 == 0 ? new Terminal() : terminal;
                typed.type(line.toString());
                terminal.session.help(line.toString());
                terminal.session.candidates(line.toString());
            }
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed, e);
        }
    }
}

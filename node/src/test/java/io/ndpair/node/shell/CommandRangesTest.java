package io.ndpair.node.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandRangesTest {
    private static final String GROUP = "vrrp6 vrid 1 virtual-ip fe80::1 link-local";

    @ParameterizedTest
    @CsvSource({
        "priority, 1, 254, INTEGER<1-254>",
        "preempt-mode timer delay, 0, 10800, INTEGER<0-10800>",
        "timer advertise, 100, 4095, INTEGER<100-4095>",
        "timer advertise millisecond, 10, 40950, 'INTEGER<10-40950>, a multiple of 10'",
        "holding-multiplier, 3, 10, INTEGER<3-10>"
    })
    void shouldTakeGroupValuesInRangeOnly(String words, int min, int max, String form) {
        final Terminal terminal = Terminal.inInterface();
        final String command = "vrrp6 vrid 1 " + words + " ";
        terminal.ok(GROUP, command + min, command + max);
        for (final String wrong : new String[] {Integer.toString(min - 1), Integer.toString(max + 1), "x", "1.5"}) {
            final CommandError error = terminal.error(command + wrong).orElseThrow();
            assertThat(error.message()).isEqualTo("Wrong parameter found at '^' position.");
            assertThat(error.column()).isEqualTo(command.length());
            assertThat(error.expected()).contains(form);
        }
    }

    @ParameterizedTest
    @CsvSource({"remote-backup-service, 32", "remote-backup-profile, 128"})
    void shouldTakeNamesOfTheVendorsAlphabetOnly(String command, int max) {
        final Terminal terminal = new Terminal();
        terminal.ok("system-view", command + " " + "a".repeat(max), "quit", command + " 0az_.-", "quit");
        for (final String wrong : new String[] {"a".repeat(max + 1), "Upper", "a/b", "a:b"}) {
            final CommandError error = terminal.error(command + " " + wrong).orElseThrow();
            assertThat(error.message()).startsWith("Wrong parameter");
            assertThat(error.column()).isEqualTo(command.length() + 1);
        }
    }

    @Test
    void shouldTakePortsOfTheVendorsRangeOnly() {
        final Terminal terminal = new Terminal();
        terminal.ok("system-view", "remote-backup-service rbs1");
        terminal.ok("peer 192.0.2.2 source 192.0.2.1 port 1024", "peer 192.0.2.2 source 192.0.2.1 port 55535");
        assertThat(terminal.error("peer 192.0.2.2 source 192.0.2.1 port 1023")).isPresent();
        assertThat(terminal.error("peer 192.0.2.2 source 192.0.2.1 port 55536")).isPresent();
        assertThat(terminal.error("peer 192.0.2.2 source 192.0.2.1")
                        .orElseThrow()
                        .message())
                .isEqualTo("Incomplete command found at '^' position.");
        assertThat(terminal.type("peer 192.0.2.2 source 192.0.2.2 port 1025")).contains("the same address 192.0.2.2");
        assertThat(terminal.type("peer 2001:db8::2 source 192.0.2.2 port 1025")).contains("Expected: X.X.X.X");
        assertThat(terminal.type("peer-ipv6 2001:db8::2 source-ipv6 192.0.2.2 port 1025"))
                .contains("Expected: X:X::X:X");
        assertThat(terminal.type("peer 0.0.0.0 source 192.0.2.2 port 1025")).contains("0.0.0.0 is not");
        assertThat(terminal.type("peer 224.0.0.1 source 192.0.2.2 port 1025")).contains("224.0.0.1 is not");
        terminal.ok("peer-ipv6 2001:db8::2 source-ipv6 2001:db8::1 port 7000");
    }

    @Test
    void shouldTakeBackupIdsOfTheVendorsRangeOnly() {
        final Terminal terminal = new Terminal();
        terminal.ok("system-view", "remote-backup-service rbs1", "quit", "remote-backup-profile p");
        terminal.ok("backup-id 1 remote-backup-service rbs1", "backup-id 4095 remote-backup-service rbs1");
        assertThat(terminal.error("backup-id 0 remote-backup-service rbs1")).isPresent();
        assertThat(terminal.error("backup-id 4096 remote-backup-service rbs1")).isPresent();
        assertThat(terminal.error("backup-id 10").orElseThrow().message()).startsWith("Incomplete");
    }

    @Test
    void shouldTakeBothFormsOfAddressWithTagAndEui64() {
        final Terminal terminal = Terminal.inInterface();
        terminal.ok(
                "ipv6 address 2001:db8:1::a 64",
                "ipv6 address 2001:db8:2::a/64 tag 4294967295",
                "ipv6 address 2001:db8:3:: 64 eui-64 tag 1",
                "ipv6 address 2001:db8:4::/64 eui-64",
                "ipv6 address fe80::7 link-local",
                "commit");
        assertThat(terminal.type("display this")).contains(" ipv6 address fe80::7 link-local\n");
        assertThat(terminal.error("ipv6 address 2001:db8::7 link-local")
                        .orElseThrow()
                        .message())
                .contains("is not link-local");
        terminal.ok("undo ipv6 address fe80::7 link-local", "commit");
        assertThat(terminal.type("display this")).doesNotContain("link-local");
        for (final String wrong : new String[] {
            "2001:db8::a 0",
            "2001:db8::a 129",
            "2001:db8::a/129",
            "2001:db8::a/64 tag 0",
            "2001:db8::a/64 tag 4294967296",
            "2001:db8::a/64 tag 1 eui-64",
            "2001:db8::a/65 eui-64",
            "fe80::1/64",
            "ff02::1/64",
            "::/64",
            "2001:db8::g/64",
            "2001:db8::1::2/64"
        }) {
            assertThat(terminal.error("ipv6 address " + wrong)).as(wrong).isPresent();
        }
    }

    @Test
    void shouldTakeVridsOfTheRangeOnly() {
        final Terminal terminal = Terminal.inInterface();
        terminal.ok("vrrp6 vrid 255 virtual-ip fe80::1 link-local");
        assertThat(terminal.error("vrrp6 vrid 0 virtual-ip fe80::2 link-local")).isPresent();
        assertThat(terminal.error("vrrp6 vrid 256 virtual-ip fe80::2 link-local"))
                .isPresent();
    }

    @Test
    void shouldTakeDeviceNamesAndIds() {
        final Terminal terminal = new Terminal();
        terminal.ok("system-view", "device-id 1", "device-id 4294967295", "sysname A-1_b.c");
        assertThat(Integer.toUnsignedLong(terminal.session.hasUncommittedChanges() ? -1 : 0))
                .isEqualTo(4294967295L);
        assertThat(terminal.error("device-id 0")).isPresent();
        assertThat(terminal.error("device-id 4294967296")).isPresent();
        assertThat(terminal.error("sysname " + "x".repeat(65))).isPresent();
        assertThat(terminal.error("sysname a/b")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"arp", "bras", "dhcp-server", "igmp-snooping", "ipsec", "l2tp", "multicast"})
    void shouldRefuseServiceTypesOfOtherDevicesByName(String type) {
        final Terminal terminal = new Terminal();
        terminal.ok("system-view", "remote-backup-service rbs1");
        assertThat(terminal.type("batch-backup service-type " + type + " now"))
                .isEqualTo("Error: Service type " + type + " is not supported by this device, only nd is.\n");
        terminal.ok("quit", "remote-backup-profile p");
        assertThat(terminal.type("service-type " + type)).contains("is not supported by this device");
    }

    @Test
    void shouldRefuseWhatTheVendorRefusesOfBackups() {
        final Terminal terminal = new Terminal();
        terminal.ok("system-view", "remote-backup-service rbs1");
        assertThat(terminal.type("batch-backup service-type nd daily 03:00")).contains("no daily batch backup");
        terminal.ok("quit", "remote-backup-profile p", "peer-backup hot", "undo peer-backup");
        assertThat(terminal.type("peer-backup warm")).contains("cannot be used with service type nd");
        assertThat(terminal.type("peer-backup virtual")).contains("not supported");
    }

    @Test
    void shouldKnowNoAuthenticationOfVrrp6() {
        final Terminal terminal = Terminal.inInterface();
        assertThat(terminal.error("vrrp6 vrid 1 authentication-mode simple x")
                        .orElseThrow()
                        .message())
                .isEqualTo("Unrecognized command found at '^' position.");
    }
}

package io.ndpair.node.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.node.config.DeviceConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReferencesTest {
    private final Terminal terminal = new Terminal();

    @BeforeEach
    void configure() {
        Procedure.TEXT.lines().forEach(terminal::type);
        terminal.ok("return", "system-view");
    }

    @Test
    void shouldNameReferrerOfWhatCannotBeDeleted() {
        assertThat(terminal.type("undo remote-backup-service rbs1"))
                .isEqualTo("Error: Remote-backup-service rbs1 is used by remote-backup-profile rbp1.\n");
        assertThat(terminal.type("undo remote-backup-profile rbp1"))
                .isEqualTo("Error: Remote-backup-profile rbp1 is used by interface GigabitEthernet0/1/0.1.\n");
        assertThat(terminal.type("undo interface GigabitEthernet0/1/0.1"))
                .isEqualTo("Error: Interface GigabitEthernet0/1/0.1 is used by remote-backup-profile rbp1.\n");
        terminal.ok("interface GigabitEthernet0/1/0.1");
        assertThat(terminal.type("undo vrrp6 vrid 1"))
                .isEqualTo("Error: VRRP6 group 1 is used by remote-backup-profile rbp1.\n");
        assertThat(terminal.type("undo ipv6 enable")).contains("IPv6 is not enabled", "2001:db8::a");
        assertThat(terminal.type("undo ipv6 address 2001:db8::a 64")).contains("lies in no prefix");
        assertThat(terminal.session.hasUncommittedChanges()).isFalse();
    }

    @Test
    void shouldRefuseReferencesThatLeadNowhere() {
        terminal.ok("remote-backup-profile p2");
        assertThat(terminal.type("backup-id 11 remote-backup-service none"))
                .contains("Error: Remote-backup-service none does not exist");
        assertThat(terminal.type("vrrp6-id 2 interface GigabitEthernet0/1/0.1"))
                .contains("VRRP6 group 2 of interface GigabitEthernet0/1/0.1 does not exist");
        assertThat(terminal.type("vrrp6-id 1 interface eth9")).contains("of interface eth9 does not exist");
        terminal.ok("quit", "interface eth1");
        assertThat(terminal.type("remote-backup-profile none")).contains("profile none does not exist");
    }

    @Test
    void shouldRefuseSecondUseOfBackupId() {
        terminal.ok("remote-backup-profile p2");
        assertThat(terminal.type("backup-id 10 remote-backup-service rbs1"))
                .contains("profile p2 and remote-backup-profile rbp1 would both have backup-id 10");
        terminal.ok("backup-id 11 remote-backup-service rbs1");
        terminal.ok(
                "remote-backup-service rbs2", "remote-backup-profile p2", "backup-id 10 remote-backup-service rbs2");
    }

    @Test
    void shouldFollowOneGroupOnly() {
        terminal.ok("interface eth1", "ipv6 enable", "vrrp6 vrid 2 virtual-ip fe80::2 link-local");
        terminal.ok("quit", "remote-backup-profile rbp1", "vrrp6-id 1 interface GigabitEthernet0/1/0.1");
        assertThat(terminal.type("vrrp6-id 2 interface eth1")).contains("follows VRRP6 group 1", "undo vrrp6-id 1");
        terminal.ok("undo vrrp6-id 1", "vrrp6-id 2 interface eth1");
        assertThat(terminal.type("undo vrrp6-id 1")).contains("does not follow VRRP6 group 1");
    }

    @Test
    void shouldBindProfileToSubInterfacesOfOneMainInterfaceOnly() {
        terminal.ok("interface GigabitEthernet0/1/0.2", "remote-backup-profile rbp1");
        terminal.ok("interface GigabitEthernet0/1/1.1");
        assertThat(terminal.type("remote-backup-profile rbp1"))
                .contains("would be bound to interface GigabitEthernet0/1/0.1 and interface");
        terminal.ok("quit", "remote-backup-profile p2", "quit", "interface GigabitEthernet0/1/0.2");
        assertThat(terminal.type("remote-backup-profile p2")).contains("is bound to remote-backup-profile rbp1");
        terminal.ok("undo remote-backup-profile", "remote-backup-profile p2", "undo remote-backup-profile p2");
        assertThat(terminal.type("undo remote-backup-profile p2")).contains("is not bound");
    }

    @Test
    void shouldCheckVirtualAddresses() {
        terminal.ok("interface eth1", "ipv6 enable", "ipv6 address 2001:db8:1::2 64");
        assertThat(terminal.type("vrrp6 vrid 2 virtual-ip 2001:db8:1::1")).contains("must be link-local");
        assertThat(terminal.type("vrrp6 vrid 2 virtual-ip fe80::2")).contains("keyword link-local");
        assertThat(terminal.type("vrrp6 vrid 2 virtual-ip 2001:db8:1::1 link-local"))
                .contains("is not link-local");
        assertThat(terminal.type("vrrp6 vrid 2 priority 10")).contains("group 2 does not exist");
        terminal.ok("vrrp6 vrid 2 virtual-ip fe80::1 link-local", "vrrp6 vrid 2 virtual-ip 2001:db8:1::1");
        assertThat(terminal.type("vrrp6 vrid 2 virtual-ip fe80::9 link-local")).contains("has only one");
        assertThat(terminal.type("vrrp6 vrid 2 virtual-ip 2001:db8:9::1")).contains("lies in no prefix");
        terminal.ok("vrrp6 vrid 3 virtual-ip fe80::3 link-local");
        assertThat(terminal.type("vrrp6 vrid 3 virtual-ip 2001:db8:1::1"))
                .contains("would both have the address 2001:db8:1::1");
        for (int i = 0x10; i < 0x10 + 14; i++) {
            terminal.ok("vrrp6 vrid 2 virtual-ip 2001:db8:1::" + Integer.toHexString(i));
        }
        assertThat(terminal.type("vrrp6 vrid 2 virtual-ip 2001:db8:1::99")).contains("more than 16");
    }

    @Test
    void shouldNeedIpv6First() {
        terminal.ok("interface eth1");
        assertThat(terminal.type("ipv6 address 2001:db8:1::2 64")).contains("IPv6 is not enabled on interface eth1");
        assertThat(terminal.type("vrrp6 vrid 2 virtual-ip fe80::2 link-local")).contains("IPv6 is not enabled");
    }

    @Test
    void shouldRefuseSameAddressOrLinuxInterfaceTwice() {
        terminal.ok("interface eth1", "ipv6 enable");
        assertThat(terminal.type("ipv6 address 2001:db8::a 64")).contains("would both have the address 2001:db8::a");
        terminal.ok("linux-interface veth0", "interface eth2");
        assertThat(terminal.type("linux-interface veth0")).contains("would both be the Linux interface veth0");
        assertThat(terminal.type("linux-interface sixteen-letters-")).contains("Expected: STRING<1-15>");
    }

    @Test
    void shouldRefuseTwoServicesOnOneChannel() {
        terminal.ok("remote-backup-service a", "peer 192.0.2.2 source 192.0.2.1 port 2000");
        terminal.ok("remote-backup-service b", "peer 192.0.2.2 source 192.0.2.1 port 2001");
        assertThat(terminal.type("peer 192.0.2.2 source 192.0.2.1 port 2000"))
                .contains("Remote-backup-service a and remote-backup-service b would both have the peer");
    }

    @Test
    void shouldUndoEverythingBackToNothing() {
        final DeviceConfig before = terminal.device.runningConfig();
        terminal.ok("interface eth1", "linux-interface veth1", "ipv6 enable", "ipv6 address 2001:db8:1::2 64 tag 5");
        terminal.ok("ipv6 address 2001:db8:2::2 64", "undo ipv6 address 2001:db8:2::2/64");
        terminal.ok("vrrp6 vrid 2 virtual-ip fe80::2 link-local", "vrrp6 vrid 2 virtual-ip 2001:db8:1::1");
        final String fresh = terminal.type("display configuration candidate");
        terminal.ok("vrrp6 vrid 2 priority 200", "undo vrrp6 vrid 2 priority");
        terminal.ok("vrrp6 vrid 2 preempt-mode timer delay 9", "undo vrrp6 vrid 2 preempt-mode timer delay");
        terminal.ok("vrrp6 vrid 2 preempt-mode disable", "undo vrrp6 vrid 2 preempt-mode disable");
        terminal.ok("vrrp6 vrid 2 timer advertise millisecond 200", "undo vrrp6 vrid 2 timer advertise");
        terminal.ok("vrrp6 vrid 2 holding-multiplier 5", "undo vrrp6 vrid 2 holding-multiplier");
        assertThat(terminal.type("display configuration candidate")).isEqualTo(fresh);
        terminal.ok("undo vrrp6 vrid 2 virtual-ip 2001:db8:1::1", "undo vrrp6 vrid 2 virtual-ip fe80::2 link-local");
        terminal.ok("undo ipv6 address", "undo ipv6 enable", "undo linux-interface");
        terminal.ok("remote-backup-service s", "peer 192.0.2.2 source 192.0.2.1 port 2000", "shutdown");
        terminal.ok("undo shutdown", "undo peer", "peer-ipv6 2001:db8::2 source-ipv6 2001:db8::1 port 2000");
        assertThat(terminal.type("undo peer")).contains("undo peer-ipv6");
        terminal.ok("undo peer-ipv6", "remote-backup-profile p", "backup-id 5 remote-backup-service s");
        terminal.ok("service-type nd", "undo service-type nd", "undo backup-id 5", "undo backup-id");
        terminal.ok("undo remote-backup-profile p", "undo remote-backup-service s", "undo interface eth1");
        terminal.ok("sysname X", "undo sysname", "sysname DeviceA", "device-id 9", "undo device-id");
        assertThat(terminal.session.prompt()).isEqualTo("[~DeviceA]");
        terminal.ok("commit");
        assertThat(terminal.device.runningConfig()).isEqualTo(before);
    }

    @Test
    void shouldTakeWholeConfigurationApart() {
        terminal.ok("interface GigabitEthernet0/1/0.1", "undo remote-backup-profile rbp1", "quit");
        terminal.ok("remote-backup-profile rbp1", "undo vrrp6-id", "quit", "undo remote-backup-profile rbp1");
        terminal.ok(
                "undo remote-backup-service rbs1", "undo interface GigabitEthernet 0/1/0.1", "undo sysname", "commit");
        assertThat(terminal.device.runningConfig()).isEqualTo(DeviceConfig.EMPTY);
        assertThat(terminal.type("undo interface eth7")).contains("does not exist");
        assertThat(terminal.type("undo remote-backup-profile p7")).contains("does not exist");
        assertThat(terminal.type("undo remote-backup-service s7")).contains("does not exist");
    }
}

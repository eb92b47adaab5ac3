package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ndpair.node.TestJvm;
import io.ndpair.node.admin.AdminClient;
import io.ndpair.node.admin.AdminException;
import io.ndpair.node.device.Device;
import io.ndpair.node.linux.LinuxLab.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.IoUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Groups on sub-interfaces of a running device, by the commands of an operator and with real packets. The sub-interfaces are macvlans of the name
 * that a VLAN's would have: interfaces of their own that live on another one, of which every kernel has some (this one has no VLANs; with them
 * VirtualMacIT runs). Their frames bear no tag, so that each has a VRID of its own.
 */
@Tag("root")
class SubInterfaceIT {
    private static final String COMMANDS = String.join(
            "\n",
            "system-view",
            "interface eth0",
            "ipv6 enable",
            "vrrp6 vrid 3 virtual-ip fe80::103 link-local",
            "vrrp6 vrid 3 timer advertise millisecond 100",
            "quit",
            "interface eth0.100",
            "ipv6 enable",
            "ipv6 address 2001:db8:100::a/64",
            "vrrp6 vrid 1 virtual-ip fe80::101 link-local",
            "vrrp6 vrid 1 virtual-ip 2001:db8:100::101",
            "vrrp6 vrid 1 timer advertise millisecond 100",
            "quit",
            "interface GigabitEthernet0/1/0.200",
            "ipv6 enable",
            "ipv6 address 2001:db8:200::a/64",
            "vrrp6 vrid 2 virtual-ip fe80::102 link-local",
            "vrrp6 vrid 2 virtual-ip 2001:db8:200::102",
            "vrrp6 vrid 2 timer advertise millisecond 100",
            "vrrp6 vrid 2 virtual-mac",
            "commit");

    @TempDir
    private Path directory;

    private LinuxLab lab;
    private Namespace router;
    private Namespace users;
    private Path data;
    private Path log;
    private Process device;

    @BeforeEach
    void connect() throws Exception {
        lab = LinuxLab.open();
        router = lab.namespace("r");
        users = lab.namespace("u");
        lab.cable(router, "eth0", users, "eth0");
        router.exec("sysctl -q -w net.ipv6.conf.default.accept_dad=0");
        for (final String number : List.of("100", "200")) {
            final String name = "eth0." + number;
            assumeTrue(router.tryIp("link add " + name + " link eth0 type macvlan mode bridge"), "no macvlan here");
            router.ip("link set " + name + " up");
            router.ip("addr add 2001:db8:" + number + "::a/64 dev " + name + " nodad");
            users.ip("addr add 2001:db8:" + number + "::b/64 dev eth0 nodad");
        }
        router.ip("link set eth0.200 alias GigabitEthernet0/1/0.200");
        data = directory.resolve("data");
        log = directory.resolve("log");
        final Path config = Files.writeString(directory.resolve("r.cfg"), "sysname r\ncommit\n");
        device = router.start(String.join(" ", TestJvm.ndpair()) + " run --config " + config + " --data " + data, log);
        LinuxLab.await("the device", () -> {}, () -> {
            assertThat(device.isAlive()).as(this::log).isTrue();
            return Files.exists(data.resolve("ndpair.sock"));
        });
    }

    @AfterEach
    void takeDown() throws Exception {
        if (device != null) {
            device.destroy();
            assertThat(device.waitFor(20, TimeUnit.SECONDS)).isTrue();
            IoUtil.delete(Device.driverDirectory(data).toFile(), true);
        }
        if (lab != null) {
            lab.close();
        }
    }

    private String log() {
        try {
            return Files.readString(log);
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    private String exec(final String command) {
        final StringBuilder output = new StringBuilder();
        try {
            AdminClient.exec(data, command, output::append, output::append);
        } catch (final AdminException e) {
            output.append(e.getMessage());
        }
        return output.toString();
    }

    private void awaitState(final String link, final int vrid, final String state) {
        final String[] seen = new String[1];
        LinuxLab.await(
                link + " " + vrid + " to be " + state,
                () -> seen[0] = exec("display vrrp6 interface " + link + " " + vrid),
                () -> seen[0].lines().anyMatch(line -> line.strip().matches("State\\s*:\\s*" + state)));
    }

    @Test
    void shouldServeGroupsOnSubInterfacesByCommand() throws Exception {
        try (PacketCapture capture = new PacketCapture(users, "eth0", directory.resolve("sub.pcap"))) {
            assertThat(exec(COMMANDS)).doesNotContain("Error");
            for (int vrid = 1; vrid <= 3; vrid++) {
                final int wanted = vrid;
                capture.await("an advertisement of VRID " + vrid, 0, frame -> frame.isAdvertOfGroup(wanted));
            }
            assertThat(capture.first(0, frame -> frame.isAdvertOfGroup(1)).sourceMac())
                    .isEqualTo(
                            router.exec("cat /sys/class/net/eth0.100/address").strip());
            assertThat(capture.first(0, frame -> frame.isAdvertOfGroup(2)).sourceMac())
                    .isEqualTo("00:00:5e:00:02:02");
        }
        awaitState("eth0.100", 1, "Master");
        awaitState("GigabitEthernet0/1/0.200", 2, "Master");
        users.exec("ping -6 -c 1 -W 5 2001:db8:100::101");
        users.exec("ping -6 -c 1 -W 5 2001:db8:200::102");
        assertThat(users.ip("-6 neigh show 2001:db8:200::102")).contains("00:00:5e:00:02:02");
        assertThat(router.ip("addr show dev eth0.100")).contains("2001:db8:100::101");

        // Another router on the sub-interface's segment: its group yields, the others have nothing to do with that.
        final List<String> addresses = List.of("fe80::101", "2001:db8:100::101/64");
        if (Files.isExecutable(Path.of("/usr/sbin/keepalived"))) {
            try (Keepalived other = new Keepalived(
                    users, directory, new Keepalived.Instance(1, 200, 100, addresses, List.of()).text())) {
                awaitState("eth0.100", 1, "Backup");
                awaitState("GigabitEthernet0/1/0.200", 2, "Master");
                assertThat(router.ip("addr show dev eth0.100")).doesNotContain("2001:db8:100::101");
                other.stop();
            }
            awaitState("eth0.100", 1, "Master");
        }

        router.ip("link set eth0 down");
        awaitState("eth0.100", 1, "Initialize");
        awaitState("GigabitEthernet0/1/0.200", 2, "Initialize");
        router.ip("link set eth0 up");
        awaitState("eth0.100", 1, "Master");
        awaitState("GigabitEthernet0/1/0.200", 2, "Master");

        assertThat(exec("system-view\ninterface eth0.100\nundo vrrp6 vrid 1\ncommit"))
                .doesNotContain("Error");
        LinuxLab.await("its address to go", () -> {}, () -> !router.ip("addr show dev eth0.100")
                .contains("2001:db8:100::101"));
        assertThat(exec("display vrrp6 interface eth0.100 1")).doesNotContain("Master");
    }
}

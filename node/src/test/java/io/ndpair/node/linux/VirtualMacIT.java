package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ndpair.election.role.Role;
import io.ndpair.election.vrrp.VirtualAddress;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import io.ndpair.election.vrrp.VrrpGroupOptions;
import io.ndpair.node.linux.LinuxLab.Namespace;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Macvlans with virtual MACs in a real kernel: many of them, on sub-interfaces, in the way of others, taken away behind our back. */
@Tag("root")
class VirtualMacIT {
    @TempDir
    private Path directory;

    private LinuxLab lab;
    private Namespace router;
    private Namespace users;

    @BeforeEach
    void connect() throws Exception {
        lab = LinuxLab.open();
        router = lab.namespace("r");
        users = lab.namespace("u");
        lab.cable(router, "eth0", users, "eth1");
        users.ip("addr add 2001:db8::b/64 dev eth1 nodad");
        router.ip("addr add 2001:db8::a/64 dev eth0 nodad");
    }

    @AfterEach
    void takeDown() {
        lab.close();
    }

    private static VrrpGroupConfig group(final String link, final int vrid) {
        final long low = 0x100L + vrid;
        return new VrrpGroupConfig(
                link + "/" + vrid,
                link,
                vrid,
                100,
                10,
                3,
                true,
                0,
                List.of(
                        new VirtualAddress(Addresses.high("fe80::"), low, 128),
                        new VirtualAddress(Addresses.high("2001:db8::"), low, 64)),
                VrrpGroupOptions.DEFAULT.withVirtualMac(true));
    }

    private static String address(final String prefix, final int vrid) {
        return prefix + Integer.toHexString(0x100 + vrid);
    }

    @Test
    void shouldServeManyGroupsOfOneInterface() throws Exception {
        final VrrpGroupConfig[] groups = IntStream.rangeClosed(1, 40)
                .mapToObj(vrid -> group("eth0", vrid))
                .toArray(VrrpGroupConfig[]::new);
        try (PacketCapture capture = new PacketCapture(users, "eth1", directory.resolve("many.pcap"));
                ElectorRouter us = new ElectorRouter(router, LinuxLink.of("eth0"), groups)) {
            for (int vrid = 1; vrid <= groups.length; vrid++) {
                final String mac = Addresses.macText(VirtualMac.of(vrid));
                capture.await(
                        "an advertisement from " + mac,
                        0,
                        frame -> frame.isAdvert() && frame.sourceMac().equals(mac));
            }
            users.exec("ping -6 -c 1 -W 2 " + address("2001:db8::", 1));
            users.exec("ping -6 -c 1 -W 2 " + address("2001:db8::", 40));
            assertThat(users.ip("-6 neigh show " + address("2001:db8::", 40))).contains("00:00:5e:00:02:28");
            assertThat(us.errors()).isEmpty();
            us.stop();
        }
        assertThat(router.ip("addr show"))
                .doesNotContain(VirtualMac.NAME_PREFIX)
                .doesNotContain(address("2001:db8::", 7) + "/");
    }

    @Test
    void shouldServeASubInterface() throws Exception {
        assumeTrue(router.tryIp("link add link eth0 name eth0.100 type vlan id 100"), "this kernel has no VLANs");
        users.ip("link add link eth1 name eth1.100 type vlan id 100");
        serve("eth0.100", "eth1.100");
    }

    /** As it is where users are bridged: the interface that routes has ports. */
    @Test
    void shouldServeABridge() throws Exception {
        router.ip("link add br0 type bridge forward_delay 0");
        router.ip("link set eth0 master br0");
        router.exec("sysctl -q -w net.ipv6.conf.br0.accept_dad=0");
        serve("br0", "eth1");
    }

    private void serve(final String link, final String usersLink) throws Exception {
        final String name = "GigabitEthernet0/1/0.100";
        router.ip("addr del 2001:db8::a/64 dev eth0");
        router.ip("link set " + link + " up");
        router.ip("link set " + link + " alias " + name);
        router.ip("addr add 2001:db8::a/64 dev " + link + " nodad");
        users.ip("link set " + usersLink + " up");
        users.ip("addr del 2001:db8::b/64 dev eth1");
        users.ip("addr add 2001:db8::b/64 dev " + usersLink + " nodad");
        try (PacketCapture capture = new PacketCapture(users, usersLink, directory.resolve("sub.pcap"));
                ElectorRouter us = new ElectorRouter(router, LinuxLink.of(name), group(name, 9))) {
            capture.await(
                    "an advertisement",
                    0,
                    frame -> frame.isAdvert() && frame.sourceMac().equals("00:00:5e:00:02:09"));
            LinuxLab.await("our mastership", () -> {}, () -> us.role() == Role.MASTER);
            users.exec("ping -6 -c 1 -W 2 " + address("2001:db8::", 9));
            assertThat(users.ip("-6 neigh show " + address("2001:db8::", 9))).contains("00:00:5e:00:02:09");
            assertThat(us.owner().counters().refusalText()).isEqualTo("none");
            us.stop();
        }
        assertThat(router.ip("addr show")).doesNotContain(VirtualMac.NAME_PREFIX);
    }

    /** What has our name but is somebody else's stays as it is; the group goes on without a macvlan and says why. */
    @Test
    void shouldLeaveAnInterfaceOfSomebodyElseAlone() throws Exception {
        final int index =
                Integer.parseInt(router.exec("cat /sys/class/net/eth0/ifindex").trim());
        final String name = VirtualMac.nameOf(index, 9);
        router.ip("link add " + name + " type bridge");
        try (ElectorRouter us = new ElectorRouter(router, LinuxLink.of("eth0"), group("eth0", 9))) {
            LinuxLab.await("our mastership", () -> {}, () -> us.role() == Role.MASTER);
            LinuxLab.await("a refusal", () -> {}, () -> us.owner().counters().refusals(Errno.EEXIST) > 0);
            assertThat(us.errors()).isEmpty();
            us.stop();
        }
        assertThat(router.ip("-d link show " + name)).contains("bridge");
    }

    /** A macvlan that is deleted behind our back comes again, with its addresses, and is announced. */
    @Test
    void shouldPutAMacvlanBack() throws Exception {
        try (ElectorRouter us = new ElectorRouter(router, LinuxLink.of("eth0"), group("eth0", 9))) {
            LinuxLab.await("our mastership", () -> {}, () -> us.role() == Role.MASTER);
            final int index = Integer.parseInt(
                    router.exec("cat /sys/class/net/eth0/ifindex").trim());
            LinuxLab.await(
                    "its addresses", () -> {}, () -> router.ip("addr show").contains(address("2001:db8::", 9)));
            router.ip("link del " + VirtualMac.nameOf(index, 9));
            LinuxLab.await("its addresses again", () -> {}, () -> router.ip("addr show")
                    .contains(address("2001:db8::", 9)));
            users.exec("ping -6 -c 1 -W 2 " + address("2001:db8::", 9));
            us.stop();
        }
    }

    /** After a kill the macvlan and its addresses are there; the next life takes them over and leaves nothing in the end. */
    @Test
    void shouldTakeOverWhatAKilledProcessHasLeft() throws Exception {
        final ElectorRouter killed = new ElectorRouter(router, LinuxLink.of("eth0"), group("eth0", 9));
        LinuxLab.await("our mastership", () -> {}, () -> killed.role() == Role.MASTER);
        killed.die();
        assertThat(router.ip("addr show")).contains(VirtualMac.NAME_PREFIX, address("2001:db8::", 9));
        try (ElectorRouter us = new ElectorRouter(router, LinuxLink.of("eth0"), group("eth0", 9))) {
            LinuxLab.await("our mastership", () -> {}, () -> us.role() == Role.MASTER);
            users.exec("ping -6 -c 1 -W 2 " + address("2001:db8::", 9));
            us.stop();
        }
        assertThat(router.ip("addr show")).doesNotContain(VirtualMac.NAME_PREFIX);
    }
}

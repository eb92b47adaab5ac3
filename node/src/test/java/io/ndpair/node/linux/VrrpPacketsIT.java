package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ndpair.election.role.Role;
import io.ndpair.node.linux.PacketCapture.Frame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of packet that a master of ours causes, captured at the switch and decoded by tshark. */
@Tag("root")
class VrrpPacketsIT {
    private static final String VIRTUAL_MAC = "00:00:5e:00:02:33";

    @TempDir
    private Path directory;

    private VrrpLab lab;

    @BeforeEach
    void build() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/tshark")), "tshark is not installed");
        lab = new VrrpLab(directory);
    }

    @AfterEach
    void takeDown() {
        lab.close();
    }

    @DisplayName("T7 T8 T9 T10 T11 T12 M2 M7 N1 N2 N3 N4 N5 N6 N7 N9 every packet of a master, decoded by tshark")
    @ParameterizedTest(name = "virtual MAC {0}")
    @ValueSource(booleans = {false, true})
    void shouldSendWhatTheRfcSays(final boolean virtualMac) throws Exception {
        final String mac = virtualMac
                ? VIRTUAL_MAC
                : lab.ours.exec("cat /sys/class/net/eth0/address").trim();
        final PacketCapture beyond = lab.networkBeyondOurs();
        lab.host.ip("route add 2001:db8:9::/64 via fe80::51 dev eth0");
        final ElectorRouter us = lab.start(lab.group(150, 100, true, VrrpLab.SEVERAL_ADDRESSES, virtualMac));
        try (us) {
            LinuxLab.await("our mastership", () -> {}, () -> us.role() == Role.MASTER);
            for (final String address : VrrpLab.SEVERAL_ADDRESSES) {
                lab.host.exec("ping -6 -c 1 -W 2 " + (address.startsWith("fe80") ? address + "%eth0" : address));
            }
            // M7: what is sent to the virtual router's MAC is forwarded.
            lab.host.exec("ping -6 -c 1 -W 2 2001:db8:9::2");
            assertThat(lab.host.ip("-6 neigh show")).contains("fe80::51 dev eth0 lladdr " + mac + " router");
            lab.awaitOnlyMaster(VrrpLab.OURS, 100);
            assertThat(lab.ours.ip("addr show")).doesNotContain("fe80::200:5eff:fe00:");
            // N9: a host that has another MAC tells so unasked.
            lab.host.exec("sysctl -q -w net.ipv6.conf.eth0.ndisc_notify=1");
            lab.host.ip("link set eth0 address 02:00:00:00:00:cc");
            LinuxLab.await("the host's new MAC", () -> {}, () -> lab.ours
                    .ip("-6 neigh show 2001:db8:1::c dev eth0")
                    .contains("02:00:00:00:00:cc"));
            us.stop();
            assertThat(us.errors()).isEmpty();
            assertThat(us.owner().counters().refusalText()).isEqualTo("none");
        }
        try (beyond) {
            assertThat(beyond.first(0, frame -> frame.icmpType() == 128))
                    .as("the ping went through")
                    .isNotNull();
            assertThat(beyond.first(0, Frame::isAdvert))
                    .as("T11: no advertisement leaves its link")
                    .isNull();
        }
        lab.capture.await("the resignation", 0, frame -> frame.isAdvertOf(VrrpLab.OURS) && frame.priority() == 0);
        assertAdverts(mac);
        assertAnnouncements(mac);
        assertAnswers(mac);
        assertThat(lab.capture.decoded("icmpv6.type == 143 && eth.src == " + mac, "icmpv6.mldr.mar.multicast_address"))
                .as("N6: reports of the solicited-node groups")
                .anyMatch(groups -> groups.contains("ff02::1:ff00:51"));
        assertThat(lab.capture.decoded("ipv6.src == fe80::200:5eff:fe00:233", "frame.number"))
                .as("T12: nothing from an address that was made of the virtual MAC")
                .isEmpty();
        assertThat(lab.ours.ip("link show")).doesNotContain(VirtualMac.NAME_PREFIX);
        assertThat(us.shown()).doesNotContain("2001:db8:1::51/").doesNotContain("fe80::51/");
    }

    private void assertAdverts(final String mac) throws Exception {
        final List<String> adverts = DecodedAdverts.decode(lab.capture.end());
        assertThat(adverts).hasSizeGreaterThanOrEqualTo(4);
        assertThat(adverts.subList(0, adverts.size() - 1))
                .containsOnly(DecodedAdverts.line(mac, 150, 100, VrrpLab.SEVERAL_ADDRESSES));
        assertThat(adverts.get(adverts.size() - 1))
                .as("M2")
                .isEqualTo(DecodedAdverts.line(mac, 0, 100, VrrpLab.SEVERAL_ADDRESSES));
    }

    private void assertAnnouncements(final String mac) throws Exception {
        final List<String> announcements = lab.capture.decoded(
                "icmpv6.type == 136 && icmpv6.nd.na.flag.s == 0 && eth.src == " + mac,
                "eth.dst",
                "ipv6.src",
                "ipv6.dst",
                "ipv6.hlim",
                "icmpv6.checksum.status",
                "icmpv6.nd.na.flag.r",
                "icmpv6.nd.na.flag.o",
                "icmpv6.nd.na.target_address",
                "icmpv6.opt.linkaddr");
        for (final String address : VrrpLab.SEVERAL_ADDRESSES) {
            assertThat(announcements)
                    .as("N1 to N5")
                    .contains("33:33:00:00:00:01|" + address + "|ff02::1|255|1|1|1|" + address + "|" + mac);
        }
    }

    /** What the kernel answers to solicitations (N7). */
    private void assertAnswers(final String mac) throws Exception {
        final List<String> answers = lab.capture.decoded(
                "icmpv6.type == 136 && icmpv6.nd.na.flag.s == 1 && eth.dst != 33:33:00:00:00:01"
                        + " && icmpv6.nd.na.target_address in {fe80::51, 2001:db8:1::51, 2001:db8:1::52}",
                "eth.src",
                "ipv6.hlim",
                "icmpv6.nd.na.flag.r",
                "icmpv6.opt.linkaddr");
        assertThat(answers).isNotEmpty().containsOnly(mac + "|255|1|" + mac);
    }
}

package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ndpair.election.vrrp.VirtualAddress;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import io.ndpair.election.vrrp.VrrpGroupOptions;
import io.ndpair.node.linux.LinuxLab.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Virtual and configured addresses in a real kernel, announcements seen from the other end of the cable. */
class LinuxAddressOwnerIT {
    private static final LinuxLink LINK = LinuxLink.of("eth0");

    private LinuxLab lab;
    private Namespace router;
    private Namespace users;
    private LinuxInterfaces interfaces;
    private LinuxAddressOwner owner;
    private LinuxAddresses addresses;

    @TempDir
    private Path directory;

    @BeforeEach
    void connect() throws Exception {
        lab = LinuxLab.open();
        router = lab.namespace("r");
        users = lab.namespace("u");
        lab.cable(router, "eth0", users, "eth1");
        router.ip("addr add 2001:db8::a/64 dev eth0 nodad");
        users.ip("addr add 2001:db8::b/64 dev eth1 nodad");
        users.exec("sysctl -q -w net.ipv6.conf.eth1.forwarding=0 net.ipv6.conf.eth1.accept_ra=2");
        router.run(() -> {
            interfaces = LinuxInterfaces.open();
            owner = new LinuxAddressOwner(interfaces, LINK);
            addresses = new LinuxAddresses(interfaces);
        });
    }

    @AfterEach
    void takeDown() throws Exception {
        if (owner != null) {
            router.run(() -> {
                owner.close();
                addresses.close();
                interfaces.close();
            });
        }
        lab.close();
    }

    private static VrrpGroupConfig group(final String... virtual) {
        return new VrrpGroupConfig(
                "eth0/1",
                "eth0",
                1,
                100,
                100,
                3,
                true,
                0,
                Arrays.stream(virtual)
                        .map(text -> new VirtualAddress(
                                Addresses.high(text), Addresses.low(text), text.startsWith("fe80") ? 128 : 64))
                        .toList());
    }

    private String shown() {
        return router.ip("-6 addr show dev eth0");
    }

    private void await(final String what, final BooleanSupplier condition) throws Exception {
        router.run(() -> LinuxLab.await(
                what,
                () -> {
                    owner.doWork(System.nanoTime());
                    addresses.doWork(System.nanoTime());
                },
                condition));
    }

    @DisplayName("B1 N6 N10 answers only while claimed, at once: no duplicate address detection")
    @Test
    void shouldAnswerForVirtualAddressesWhileTheyAreClaimed() throws Exception {
        final VrrpGroupConfig group = group("fe80::1", "2001:db8::1");
        final String routesBefore = router.ip("-6 route show dev eth0");
        router.run(() -> owner.claim(group));
        assertThat(shown()).contains("fe80::1/128", "2001:db8::1/64").doesNotContain("tentative");
        assertThat(router.ip("-6 route show dev eth0")).isEqualTo(routesBefore);
        users.exec("ping -6 -c 1 -W 2 2001:db8::1");
        users.exec("ping -6 -c 1 -W 2 fe80::1%eth1");
        // Never the source of the router's own connections.
        assertThat(router.ip("-6 route get 2001:db8::b")).contains("src 2001:db8::a");

        router.run(() -> owner.claim(group));
        router.run(() -> owner.release(group));
        assertThat(shown()).doesNotContain("fe80::1/128").doesNotContain("2001:db8::1/64");
        router.run(() -> owner.release(group));
        assertThat(owner.counters().value(LinuxCounter.KERNEL_REFUSALS)).isZero();
    }

    @DisplayName("N1 N3 one announcement of each address, to all nodes, hop limit 255")
    @Test
    void shouldAnnounceVirtualAddressesToAllNodes() throws Exception {
        final Path capture = directory.resolve("capture");
        final Process tcpdump = users.start(
                "tcpdump -l -n -vv -e -i eth1 -c 2 icmp6 and ip6[40]==136 and src not 2001:db8::a", capture);
        try {
            final VrrpGroupConfig group = group("fe80::1", "2001:db8::1");
            LinuxLab.await("tcpdump", () -> {}, () -> read(capture).contains("listening on"));
            router.run(() -> {
                owner.claim(group);
                owner.announce(group);
            });
            LinuxLab.await("two announcements", () -> {}, () -> !tcpdump.isAlive());
        } finally {
            tcpdump.destroyForcibly().waitFor();
        }
        final String mac = router.exec("cat /sys/class/net/eth0/address").trim();
        assertThat(read(capture))
                .contains("fe80::1 > ff02::1", "2001:db8::1 > ff02::1", "tgt is 2001:db8::1")
                .contains(
                        "Flags [router, override]",
                        "hlim 255",
                        "destination link-address option (2), length 8 (1): " + mac)
                .contains("33:33:00:00:00:01")
                .doesNotContain("bad icmp6 cksum");
    }

    private static String read(final Path file) {
        try {
            return Files.readString(file);
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest(name = "virtual MAC {0}")
    @ValueSource(booleans = {false, true})
    void shouldAdvertiseTheVirtualRouter(final boolean virtualMac) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/tshark")), "tshark is not installed");
        final VrrpGroupConfig group =
                group("fe80::1", "2001:db8::1").withOptions(VrrpGroupOptions.DEFAULT.withVirtualMac(virtualMac));
        final String mac = virtualMac
                ? "00:00:5e:00:02:01"
                : router.exec("cat /sys/class/net/eth0/address").trim();
        try (PacketCapture capture = new PacketCapture(users, "eth1", directory.resolve("ra.pcap"))) {
            router.run(() -> {
                owner.advertiseRouter(group, 1800);
                owner.claim(group);
                owner.advertiseRouter(group, 48);
            });
            capture.await("a Router Advertisement", 0, frame -> frame.icmpType() == 134);
            LinuxLab.await("the default router", () -> {}, () -> users.ip("-6 route show")
                    .contains("default via fe80::1 dev eth1"));
            router.run(() -> {
                owner.advertiseRouter(group, 0);
                owner.release(group);
                owner.advertiseRouter(group, 48);
            });
            LinuxLab.await("no default router", () -> {}, () -> !users.ip("-6 route show")
                    .contains("default via"));
            final String head = mac + "|33:33:00:00:00:01|fe80::1|ff02::1|255|1|64|";
            assertThat(capture.decoded(
                            "icmpv6.type == 134",
                            "eth.src",
                            "eth.dst",
                            "ipv6.src",
                            "ipv6.dst",
                            "ipv6.hlim",
                            "icmpv6.checksum.status",
                            "icmpv6.nd.ra.cur_hop_limit",
                            "icmpv6.nd.ra.router_lifetime",
                            "icmpv6.opt.linkaddr",
                            "icmpv6.opt.prefix"))
                    .containsExactly(head + "48|" + mac + "|", head + "0|" + mac + "|");
        }
    }

    @Test
    void shouldPutBackWhatVanishesAndAnnounceWhatComesLate() throws Exception {
        final VrrpGroupConfig group = group("fe80::1", "2001:db8::1");
        router.run(() -> owner.claim(group));
        router.ip("addr del 2001:db8::1/64 dev eth0");
        final long sent = owner.counters().value(LinuxCounter.SENT);
        await("the address again", () -> owner.counters().value(LinuxCounter.SENT) > sent);
        assertThat(shown()).contains("2001:db8::1/64");
        router.ip("link del eth0");
        await("the loss of the interface", () -> interfaces.find("eth0", "") == null);
        lab.cable(router, "eth0", users, "eth1");
        await("both on the new interface", () -> owner.counters().value(LinuxCounter.ADDRESSES_ADDED) >= 5);
        assertThat(shown()).contains("fe80::1/128", "2001:db8::1/64");
    }

    @Test
    void shouldLeaveAddressesOfOthersAlone() throws Exception {
        router.ip("addr add 2001:db8::1/64 dev eth0 nodad");
        final VrrpGroupConfig group = group("fe80::1", "2001:db8::1");
        await("the address seen", () -> interfaces.find("eth0", "").address(Addresses.high("2001:db8::1"), 1) != null);
        router.run(() -> {
            assertThat(addresses.removeLeftovers(LINK, group)).isZero();
            owner.claim(group);
            owner.release(group);
        });
        assertThat(shown()).contains("2001:db8::1/64").doesNotContain("fe80::1/128");
    }

    @Test
    void shouldRemoveWhatAKilledProcessHasLeft() throws Exception {
        final VrrpGroupConfig group = group("fe80::1", "2001:db8::1");
        router.run(() -> owner.claim(group));
        router.run(() -> {
            try (LinuxInterfaces fresh = LinuxInterfaces.open();
                    LinuxAddresses later = new LinuxAddresses(fresh)) {
                assertThat(later.removeLeftovers(LINK, group)).isEqualTo(2);
            }
        });
        assertThat(shown()).doesNotContain("fe80::1/128").doesNotContain("2001:db8::1/64");
    }

    @Test
    void shouldKeepConfiguredAddressesAndTakeAwayOnlyItsOwn() throws Exception {
        final LinuxAddress there = new LinuxAddress(Addresses.high("2001:db8::a"), 0xa, 64);
        final LinuxAddress missing = new LinuxAddress(Addresses.high("2001:db8:1::a"), 0xa, 64);
        router.run(() -> {
            assertThat(addresses.configure(LINK, List.of(there))).isTrue();
            assertThat(addresses.ensureAddress(LINK, missing)).isTrue();
        });
        assertThat(shown()).contains("2001:db8::a/64", "2001:db8:1::a/64");
        router.ip("link set eth0 down");
        router.ip("link set eth0 up");
        await("the address again", () -> addresses.counters().value(LinuxCounter.ADDRESSES_ADDED) >= 3);
        assertThat(shown()).contains("2001:db8::a/64", "2001:db8:1::a/64");
        router.ip("addr add 2001:db8:2::a/64 dev eth0");
        router.run(() -> {
            try (LinuxInterfaces fresh = LinuxInterfaces.open();
                    LinuxAddresses later = new LinuxAddresses(fresh)) {
                assertThat(later.configure(LINK, List.of(there))).isTrue();
            }
        });
        assertThat(shown()).contains("2001:db8::a/64", "2001:db8:2::a/64").doesNotContain("2001:db8:1::a/64");
    }
}

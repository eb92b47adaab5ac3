package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.node.linux.LinuxLab.Namespace;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Names, states and addresses of interfaces as a real kernel tells them. */
class LinuxInterfacesIT {
    private static final String VENDOR = "GigabitEthernet0/1/0.1";

    private LinuxLab lab;
    private Namespace router;
    private LinuxInterfaces interfaces;

    @BeforeEach
    void connect() throws Exception {
        lab = LinuxLab.open();
        router = lab.namespace("r");
        router.run(() -> interfaces = LinuxInterfaces.open());
    }

    @AfterEach
    void takeDown() throws Exception {
        if (interfaces != null) {
            router.run(interfaces::close);
        }
        lab.close();
    }

    private void await(final String what, final BooleanSupplier condition) throws Exception {
        router.run(() -> LinuxLab.await(what, () -> interfaces.doWork(System.nanoTime()), condition));
    }

    @Test
    void shouldFindInterfacesByNameThenByAliasUnlessTheLinuxNameIsGiven() throws Exception {
        assertThat(interfaces.find("eth0", "")).isNull();
        router.ip("link add eth0 type veth peer name eth1");
        router.ip("link set eth0 alias " + VENDOR);
        router.ip("link set eth1 alias eth0");
        router.run(interfaces::refresh);
        assertThat(interfaces.find(VENDOR, "").name()).isEqualTo("eth0");
        assertThat(interfaces.find("eth0", "").name()).isEqualTo("eth0");
        assertThat(interfaces.find(VENDOR, "eth1").name()).isEqualTo("eth1");
        assertThat(interfaces.find(VENDOR, "eth9")).isNull();
        router.ip("link set eth1 up");
        router.ip("link set eth1 alias Vlanif10");
        await("alias of an interface that is up", () -> interfaces.find("Vlanif10", "") != null);
        router.ip("link set eth0 name eth5");
        await("new name", () -> interfaces.find(VENDOR, "").name().equals("eth5"));
        router.ip("link del eth5");
        await("deletion", () -> interfaces.find(VENDOR, "") == null);
    }

    @Test
    void shouldFollowStateMacAndAddresses() throws Exception {
        router.ip("link add eth0 type veth peer name eth1");
        router.ip("link set eth1 up");
        router.ip("link set eth0 address 02:00:00:00:00:55");
        await("interface", () -> interfaces.find("eth0", "") != null);
        assertThat(interfaces.find("eth0", "").up()).isFalse();
        router.ip("link set eth0 up");
        await("up", () -> interfaces.find("eth0", "").up());
        await("MAC", () -> interfaces.find("eth0", "").mac() == 0x0200_0000_0055L);
        await("a link-local address", () -> interfaces.find("eth0", "").linkLocalSource() != null);
        final long up = interfaces.find("eth0", "").upSince();
        router.ip("link set eth0 down");
        router.ip("link set eth0 up");
        await(
                "a flap",
                () -> interfaces.find("eth0", "").upSince() != up
                        && interfaces.find("eth0", "").up());
        final long high = Addresses.high("2001:db8::5");
        router.ip("addr add 2001:db8::5/64 dev eth0");
        await("a tentative address", () -> interfaces.find("eth0", "").address(high, 5) != null);
        await("a good one", () -> !interfaces.find("eth0", "").address(high, 5).tentative());
        router.ip("addr del 2001:db8::5/64 dev eth0");
        await("none", () -> interfaces.find("eth0", "").address(high, 5) == null);
    }
}

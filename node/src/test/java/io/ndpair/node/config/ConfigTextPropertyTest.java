package io.ndpair.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.node.shell.ConfigFile;
import io.ndpair.node.shell.ConfigFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigTextPropertyTest {
    private static final int RUNS = 300;

    @Test
    void shouldReadBackWhatItPrints() throws ConfigFileException {
        final long seed = Long.getLong("ndpair.seed", System.nanoTime());
        final Random random = new Random(seed);
        for (int run = 0; run < RUNS; run++) {
            final DeviceConfig config = config(random);
            Validation.check(config);
            final String file = String.join("\n", ConfigText.file(config));
            assertThat(ConfigFile.parse("file", file))
                    .as("seed %d run %d%n%s", seed, run, file)
                    .isEqualTo(config);
            final String display = String.join("\n", ConfigText.lines(config)) + "\ncommit\nreturn\n";
            assertThat(ConfigFile.parse("display", display))
                    .as("seed %d run %d%n%s", seed, run, display)
                    .isEqualTo(config);
        }
    }

    private static DeviceConfig config(Random random) {
        DeviceConfig config =
                DeviceConfig.EMPTY.withName("D" + random.nextInt(100)).withDeviceId(random.nextInt());
        final int interfaces = random.nextInt(5);
        for (int i = 0; i < interfaces; i++) {
            config = config.withInterface(port(random, i));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            config = config.withService(service(random, i));
        }
        for (int i = random.nextInt(5); i > 0; i--) {
            config = config.withProfile(profile(random, i, config));
        }
        config = withMember(random, config);
        config = config.withVrrp(new VrrpSystemConfig(
                random.nextInt(2) * 20,
                random.nextBoolean(),
                1 + random.nextInt(VrrpSystemConfig.MAX_NA_COUNT),
                VrrpSystemConfig.MIN_NA_INTERVAL_MS + random.nextInt(5_000)));
        final List<String> profiles = new ArrayList<>(config.profiles().keySet());
        for (final InterfaceConfig port : config.interfaces().values()) {
            if (!profiles.isEmpty() && random.nextBoolean()) {
                config = config.withInterface(port.withProfile(profiles.remove(0)));
            }
        }
        return config;
    }

    private static InterfaceConfig port(Random random, int index) {
        final String name =
                random.nextBoolean() ? "GigabitEthernet0/" + index + "/0." + random.nextInt(20) : "eth" + index;
        InterfaceConfig port = InterfaceConfig.of(name).withLinuxName(random.nextBoolean() ? "veth" + index : "");
        if (random.nextInt(4) == 0) {
            return port;
        }
        port = port.withIpv6Enabled(true);
        final List<Ipv6Prefix> addresses = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            final boolean eui64 = random.nextInt(4) == 0;
            addresses.add(new Ipv6Prefix(
                    new Ipv6Address(0x2001_0db8_0000_0000L | (index << 8 | i), eui64 ? 0 : 1 + random.nextInt(1000)),
                    eui64 ? 64 : 64 + random.nextInt(2) * 48,
                    random.nextBoolean() ? 0 : 1 + (random.nextLong() & 0xFFFF_FFFEL) / 2,
                    eui64));
        }
        if (random.nextInt(4) == 0) {
            addresses.add(Ipv6Prefix.linkLocal(new Ipv6Address(0xfe80_0000_0000_0000L, 7)));
        }
        port = port.withAddresses(addresses)
                .withRecoverDelayS(random.nextInt(3) * 1_800)
                .withRouterAdvertisements(random.nextBoolean());
        for (int i = random.nextInt(3); i > 0; i--) {
            port = port.withGroup(group(random, i, addresses));
        }
        return port;
    }

    private static VrrpConfig group(Random random, int index, List<Ipv6Prefix> prefixes) {
        VrrpConfig group = VrrpConfig.of(index * 80, new Ipv6Address(0xfe80_0000_0000_0000L, index));
        final Ipv6Prefix prefix = prefixes.get(random.nextInt(prefixes.size()));
        if (!prefix.address().isLinkLocal() && random.nextBoolean()) {
            // Differs from the address in the last 16 bits only, so it lies in every prefix length that is drawn.
            group = group.withAddress(
                    new Ipv6Address(prefix.address().high(), (prefix.address().low() & ~0xFFFFL) | 0xF000 | index));
        }
        return group.withPriority(1 + random.nextInt(254))
                .withPreempt(random.nextBoolean())
                .withPreemptDelayS(random.nextInt(3) * 5400)
                .withAdvertIntervalCs(1 + random.nextInt(4095))
                .withHoldingMultiplier(3 + random.nextInt(8))
                .withVirtualMac(random.nextBoolean())
                .withAcceptMode(random.nextBoolean())
                .withAnyOwner(random.nextBoolean())
                .withTracking(tracking(random))
                .withAdmin(random.nextBoolean() ? VrrpAdmin.NONE : VrrpAdmin.group(random.nextBoolean(), 0));
    }

    private static VrrpTracking tracking(Random random) {
        VrrpTracking tracking = VrrpTracking.DEFAULT
                .withJournalReducedBy(random.nextInt(3) * 10)
                .withPeerReducedBy(random.nextInt(3) * 127);
        for (int i = random.nextInt(3); i > 0; i--) {
            tracking = tracking.with(
                    new VrrpTracking.Port("up" + random.nextInt(20), random.nextBoolean(), 1 + random.nextInt(255)));
        }
        return tracking;
    }

    /** A group that follows an admin group of an interface that stands before or after it. */
    private static DeviceConfig withMember(Random random, DeviceConfig config) {
        for (final InterfaceConfig admins : config.interfaces().values()) {
            for (final VrrpConfig admin : admins.groups()) {
                for (final InterfaceConfig port : config.interfaces().values()) {
                    if (admin.admin().admin()
                            && !port.equals(admins)
                            && !port.groups().isEmpty()) {
                        final VrrpConfig member = port.groups().get(0);
                        return config.withInterface(port.withGroup(member.withTracking(VrrpTracking.DEFAULT)
                                .withAdmin(VrrpAdmin.member(
                                        new Vrrp6Ref(admin.vrid(), admins.name()), random.nextBoolean()))));
                    }
                }
            }
        }
        return config;
    }

    private static RbsConfig service(Random random, int index) {
        RbsConfig service = RbsConfig.of("rbs-" + index).withShutdown(random.nextBoolean());
        if (random.nextBoolean()) {
            final boolean v6 = random.nextBoolean();
            service = service.withEndpoints(Optional.of(new RbsConfig.Endpoints(
                    v6 ? new Ipv6Address(random.nextLong() >>> 3, 1) : new Ipv4Address(0x0A00_0001),
                    v6 ? new Ipv6Address(random.nextLong() >>> 3, 2) : new Ipv4Address(0x0A00_0002),
                    1024 + index)));
        }
        return service;
    }

    private static RbpConfig profile(Random random, int index, DeviceConfig config) {
        RbpConfig profile = RbpConfig.of("rbp." + index);
        if (!config.services().isEmpty() && random.nextBoolean()) {
            profile = profile.withBackupId(
                    index * 1000, config.services().keySet().iterator().next());
        }
        for (final InterfaceConfig port : config.interfaces().values()) {
            if (!port.groups().isEmpty() && random.nextBoolean()) {
                profile = profile.withVrrp6(
                        Optional.of(new Vrrp6Ref(port.groups().get(0).vrid(), port.name())));
            }
        }
        return random.nextBoolean() ? profile.withServiceTypes(Set.of(RbpConfig.ND)) : profile;
    }
}

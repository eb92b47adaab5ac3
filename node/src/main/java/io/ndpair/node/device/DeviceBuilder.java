package io.ndpair.node.device;

import io.ndpair.node.config.ConfigException;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.ETrunkConfig;
import io.ndpair.node.config.ETrunkRef;
import io.ndpair.node.config.EthTrunkConfig;
import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.node.config.IpAddress;
import io.ndpair.node.config.Ipv6Address;
import io.ndpair.node.config.RbpConfig;
import io.ndpair.node.config.RbsConfig;
import io.ndpair.node.config.Vrrp6Ref;
import io.ndpair.node.config.VrrpConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Describes a device in Java, without a line of VRP. What is not said has the defaults of the commands. Not thread safe.
 *
 * <pre>{@code
 * Device device = Device.builder()
 *     .name("DeviceA").deviceId(1).dataDirectory(path)
 *     .service("rbs1", "127.0.0.2", "127.0.0.1", 7000)
 *     .link("lan0")
 *     .vrrp6("lan0", 1, "fe80::1", group -> group.withPriority(120))
 *     .profile("rbp1", 10, "rbs1", "lan0")
 *     .follow("rbp1", "lan0", 1)
 *     .start();
 * }</pre>
 */
public final class DeviceBuilder {
    private DeviceConfig config = DeviceConfig.EMPTY;
    private Path dataDirectory = Path.of("ndpair-data");
    private Platform platform = new LoopbackPlatform();
    private UnaryOperator<DeviceOptions> options = UnaryOperator.identity();

    DeviceBuilder() {}

    /** Name of the device, for people. */
    public DeviceBuilder name(String name) {
        config = config.withName(name);
        return this;
    }

    /** Id of the device in the pair, not 0; the default is drawn once and kept in the data directory. */
    public DeviceBuilder deviceId(int deviceId) {
        config = config.withDeviceId(deviceId);
        return this;
    }

    /** Where journals and checkpoints are. */
    public DeviceBuilder dataDirectory(Path directory) {
        dataDirectory = directory;
        return this;
    }

    /** The machine; the default is {@link LoopbackPlatform}. */
    public DeviceBuilder platform(Platform machine) {
        platform = machine;
        return this;
    }

    /** Changes the options: listener, threads, limits. */
    public DeviceBuilder options(UnaryOperator<DeviceOptions> change) {
        final UnaryOperator<DeviceOptions> before = options;
        options = o -> change.apply(before.apply(o));
        return this;
    }

    /**
     * The connection to the peer device.
     *
     * @throws ConfigException when an address or the port cannot be.
     */
    public DeviceBuilder service(String name, String peer, String source, int port) {
        config = config.withService(RbsConfig.of(name)
                .withEndpoints(
                        Optional.of(new RbsConfig.Endpoints(IpAddress.parse(peer), IpAddress.parse(source), port))));
        return this;
    }

    /** Keeps a service closed until a later configuration opens it. */
    public DeviceBuilder shutdown(String service) {
        final RbsConfig present = config.services().get(service);
        if (present == null) {
            throw new ConfigException("there is no service " + service + " yet that could be shut down");
        }
        config = config.withService(present.withShutdown(true));
        return this;
    }

    /** A link on which neighbors are learned. */
    public DeviceBuilder link(String name) {
        config = config.withInterface(link0(name));
        return this;
    }

    private InterfaceConfig link0(String name) {
        final InterfaceConfig present = config.interfaces().get(name);
        return (present == null ? InterfaceConfig.of(name) : present).withIpv6Enabled(true);
    }

    /**
     * A VRRP6 group on a link.
     *
     * @param linkLocal its first virtual address.
     * @param settings changes priority, timers and addresses from their defaults.
     */
    public DeviceBuilder vrrp6(String link, int vrid, String linkLocal, UnaryOperator<VrrpConfig> settings) {
        final VrrpConfig group = settings.apply(VrrpConfig.of(vrid, Ipv6Address.parse(linkLocal)));
        config = config.withInterface(link0(link).withGroup(group));
        return this;
    }

    /** A replicated table for the neighbors of these links; its role is told by {@link Device#role} unless it {@link #follow}s something. */
    public DeviceBuilder profile(String name, int backupId, String service, String... links) {
        config = config.withProfile(
                RbpConfig.of(name).withBackupId(backupId, service).withServiceTypes(Set.of(RbpConfig.ND)));
        for (final String link : links) {
            config = config.withInterface(link0(link).withProfile(name));
        }
        return this;
    }

    /** Lets a profile follow the role of a VRRP6 group. */
    public DeviceBuilder follow(String profile, String link, int vrid) {
        config = config.withProfile(known(profile).withVrrp6(Optional.of(new Vrrp6Ref(vrid, link))));
        return this;
    }

    /**
     * An E-Trunk with the peer device.
     *
     * @param settings changes priority, port, timers and key from their defaults.
     * @throws ConfigException when an address cannot be.
     */
    public DeviceBuilder eTrunk(int id, String peer, String source, UnaryOperator<ETrunkConfig> settings) {
        final ETrunkConfig.Peer ends = new ETrunkConfig.Peer(IpAddress.parse(peer), IpAddress.parse(source));
        config = config.withETrunks(
                config.etrunks().withTrunk(settings.apply(ETrunkConfig.of(id).withPeer(Optional.of(ends)))));
        return this;
    }

    /** Makes the interface Eth-Trunk{N} a member of an E-Trunk. */
    public DeviceBuilder eTrunkMember(int id, int ethTrunk) {
        final InterfaceConfig member = link0(EthTrunkConfig.interfaceName(ethTrunk));
        config = config.withInterface(member.withEthTrunk(member.ethTrunk().withTrunk(id, EthTrunkConfig.SAME)));
        return this;
    }

    /** Lets a profile follow a member of an E-Trunk. */
    public DeviceBuilder followMember(String profile, int id, int ethTrunk) {
        config = config.withProfile(known(profile).withSource(Optional.of(new ETrunkRef(id, ethTrunk))));
        return this;
    }

    private RbpConfig known(String profile) {
        final RbpConfig present = config.profiles().get(profile);
        if (present == null) {
            throw new ConfigException("there is no profile " + profile + " yet that could follow anything");
        }
        return present;
    }

    /**
     * Opens the device and starts it.
     *
     * @throws DeviceException when it cannot run; one line that says why.
     */
    public Device start() {
        final Device device = new Device(config.deviceId(), options.apply(DeviceOptions.of(dataDirectory, platform)));
        device.start(config);
        return device;
    }
}

package io.ndpair.node.device;

import io.ndpair.election.AddressOwner;
import io.ndpair.election.AdvertChannel;
import io.ndpair.election.ElectionException;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import io.ndpair.election.vrrp.udp.UdpAdvertChannel;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.node.config.RbsConfig;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A machine without root and without a kernel's help: interfaces are only names, advertisements travel as UDP datagrams between the two
 * addresses of the first remote backup service that has a peer, virtual addresses are not put anywhere, and neighbors come from the
 * embedder alone. What the demo and tests on one machine run on.
 */
public class LoopbackPlatform implements Platform {
    private static final int OPEN_ATTEMPTS = 20;
    private static final long RETRY_NS = 20_000_000L;

    @Override
    public void check(DeviceConfig config) {}

    @Override
    public void configured(DeviceConfig config) {}

    @Override
    public int doWork(long nowNs) {
        return 0;
    }

    @Override
    public AdvertChannel advertChannel(InterfaceConfig link, DeviceConfig config) {
        return endpoints(config)
                .<AdvertChannel>map(ends -> {
                    final int port = port(link, config, ends);
                    return open(
                            new InetSocketAddress(ends.source().toInetAddress(), port),
                            new InetSocketAddress(ends.peer().toInetAddress(), port));
                })
                .orElseGet(NoAdvertChannel::new);
    }

    /** The elector closes a channel in its own time: one that was just given up may still have the port. */
    private static AdvertChannel open(InetSocketAddress source, InetSocketAddress peer) {
        for (int attempt = 1; attempt < OPEN_ATTEMPTS; attempt++) {
            try {
                return UdpAdvertChannel.open(source, peer);
            } catch (final ElectionException e) {
                LockSupport.parkNanos(RETRY_NS);
            }
        }
        return UdpAdvertChannel.open(source, peer);
    }

    @Override
    public String channelKey(InterfaceConfig link, DeviceConfig config) {
        return endpoints(config)
                .map(ends -> ends.source() + " " + ends.peer() + " " + port(link, config, ends))
                .orElse("");
    }

    /** Each interface with groups has a port of its own above the service's, in the order of their names. */
    private static int port(InterfaceConfig link, DeviceConfig config, RbsConfig.Endpoints ends) {
        final List<String> elected = config.interfaces().values().stream()
                .filter(i -> !i.groups().isEmpty())
                .map(InterfaceConfig::name)
                .toList();
        return ends.port() + 1 + elected.indexOf(link.name());
    }

    private static Optional<RbsConfig.Endpoints> endpoints(DeviceConfig config) {
        return config.services().values().stream()
                .flatMap(service -> service.endpoints().stream())
                .findFirst();
    }

    @Override
    public void clearLeftovers(InterfaceConfig link, VrrpGroupConfig group) {}

    @Override
    public AddressOwner addressOwner(InterfaceConfig link) {
        return AddressOwner.none();
    }

    @Override
    public Optional<NeighborSource> source(List<InterfaceConfig> links) {
        return Optional.empty();
    }

    @Override
    public Optional<NeighborSink> sink(List<InterfaceConfig> links) {
        return Optional.empty();
    }

    @Override
    public void close() {}
}

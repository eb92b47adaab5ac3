package io.ndpair.node.simulation;

import io.ndpair.election.AddressOwner;
import io.ndpair.election.AdvertChannel;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.node.device.NeighborSink;
import io.ndpair.node.device.NeighborSource;
import io.ndpair.node.device.Platform;
import java.util.List;
import java.util.Optional;

/** A machine of which only the wire matters. */
final class SimPlatform implements Platform {
    private final SimWire.End wire;
    /** Changing it makes the device give its channels up and open others, as another address does. */
    int channelGeneration;

    SimPlatform(SimWire.End wire) {
        this.wire = wire;
    }

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
        return wire.channel();
    }

    @Override
    public String channelKey(InterfaceConfig link, DeviceConfig config) {
        return Integer.toString(channelGeneration);
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

package io.ndpair.node.device;

import io.ndpair.election.AddressOwner;
import io.ndpair.election.AdvertChannel;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.InterfaceConfig;
import java.util.List;
import java.util.Optional;

/** A machine that has nothing but one end of an {@link AdvertWire}. */
record WirePlatform(AdvertChannel channel) implements Platform {
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
        return channel;
    }

    @Override
    public String channelKey(InterfaceConfig link, DeviceConfig config) {
        return link.name();
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

package io.ndpair.node.device;

import io.ndpair.election.AdvertChannel;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.InterfaceConfig;

/** A machine that has nothing but one end of an {@link AdvertWire}. */
class WirePlatform extends LoopbackPlatform {
    private final AdvertChannel channel;

    WirePlatform(AdvertChannel channel) {
        this.channel = channel;
    }

    @Override
    public AdvertChannel advertChannel(InterfaceConfig link, DeviceConfig config) {
        return channel;
    }

    @Override
    public String channelKey(InterfaceConfig link, DeviceConfig config) {
        return link.name();
    }
}

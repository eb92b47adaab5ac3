package io.ndpair.node.device;

import io.ndpair.election.AddressOwner;
import io.ndpair.election.AdvertChannel;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.InterfaceConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a device needs of the machine that it runs on: the wire of the election, the addresses, and the neighbor tables. The kernel of
 * Linux is one; {@link LoopbackPlatform} is one that needs neither root nor a kernel.
 */
public interface Platform extends AutoCloseable {
    /**
     * The device has locked its data directory: what an earlier process of that directory has left on the machine goes, before anything is
     * sent, and what this one puts there is recorded from here on. Called once, first.
     *
     * @throws DeviceException when the machine is not ours to use yet, or the directory cannot be written; one line.
     */
    default void open(Path dataDirectory) {}

    /**
     * Where notifications of an elector outside go, line by line, should this machine have a place for them. Called once, before a
     * configuration; the lines come within {@link #doWork}.
     */
    default void notifications(Consumer<String> lines) {}

    /**
     * A group may put its addresses on the machine from now on; called for every group, and again when its configuration changes,
     * before the election hears of it.
     */
    default void prepare(InterfaceConfig link, VrrpGroupConfig group) {}

    /**
     * Checks a configuration against the machine before anything of it takes effect.
     *
     * @throws DeviceException when something that it names is not there (an unknown interface, say); one line that says what.
     */
    void check(DeviceConfig config);

    /**
     * A configuration is about to take effect: addresses of interfaces are ensured from here on.
     *
     * @param config the running configuration from now on.
     */
    void configured(DeviceConfig config);

    /**
     * One bounded duty cycle, on the thread that also runs sources and sinks.
     *
     * @return how much was done.
     */
    int doWork(long nowNs);

    /**
     * Opens the channel that carries the advertisements of all groups on an interface.
     *
     * @throws DeviceException when it cannot be opened.
     */
    AdvertChannel advertChannel(InterfaceConfig link, DeviceConfig config);

    /** Two configurations with equal keys can share a channel of this interface; when the key changes it is opened anew. */
    String channelKey(InterfaceConfig link, DeviceConfig config);

    /** Takes away what a killed process has left of a group, before the group's election begins. */
    void clearLeftovers(InterfaceConfig link, VrrpGroupConfig group);

    /** Who puts the virtual addresses of an interface in place. */
    AddressOwner addressOwner(InterfaceConfig link);

    /**
     * Whether an interface is there, up and has carrier, for groups that track it. On the thread of {@link #doWork}; cheap,
     * it is asked every 10 ms.
     */
    default boolean isUp(InterfaceConfig link) {
        return true;
    }

    /** Index of an interface on this machine for alarms, 0 when there is none. Any thread; may take a while. */
    default int index(InterfaceConfig link) {
        return 0;
    }

    /** Where the neighbors of a profile's links are learned, if this machine has such a place. */
    Optional<NeighborSource> source(List<InterfaceConfig> links);

    /** Where the peer's neighbors go while this device is backup, if this machine has such a place. */
    Optional<NeighborSink> sink(List<InterfaceConfig> links);

    @Override
    void close();
}

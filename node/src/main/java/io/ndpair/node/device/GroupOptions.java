package io.ndpair.node.device;

import io.ndpair.election.vrrp.AnnouncePolicy;
import io.ndpair.election.vrrp.TrackedObject;
import io.ndpair.election.vrrp.TrackedObject.Effect;
import io.ndpair.election.vrrp.VirtualAddress;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import io.ndpair.election.vrrp.VrrpGroupOptions;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.node.config.VrrpConfig;
import io.ndpair.node.config.VrrpTracking;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Turns a VRRP6 group of the configuration into one of the election, and names what it tracks. */
final class GroupOptions {
    /** Name of the journal among the tracked objects. */
    static final String JOURNAL = "journal";

    /** Name of the channel to the peer among the tracked objects. */
    static final String PEER = "peer";

    private static final int HOST_PREFIX_LENGTH = 128;

    private GroupOptions() {}

    /** Name of an interface among the tracked objects. */
    static String trackedPort(String interfaceName) {
        return "interface " + interfaceName;
    }

    static VrrpGroupConfig group(String name, InterfaceConfig link, VrrpConfig group, DeviceConfig config) {
        return new VrrpGroupConfig(
                name,
                link.name(),
                group.vrid(),
                link.ownsAddressOf(group) ? VrrpGroupConfig.OWNER_PRIORITY : group.priority(),
                group.advertIntervalCs(),
                group.holdingMultiplier(),
                group.preempt(),
                group.preemptDelayS(),
                group.virtualAddresses().stream()
                        .map(address -> new VirtualAddress(address.high(), address.low(), HOST_PREFIX_LENGTH))
                        .toList(),
                options(link, group, config));
    }

    private static VrrpGroupOptions options(InterfaceConfig link, VrrpConfig group, DeviceConfig config) {
        final int recoverDelayS =
                link.recoverDelayS() != 0 ? link.recoverDelayS() : config.vrrp().recoverDelayS();
        return new VrrpGroupOptions(
                group.virtualMac(),
                group.acceptMode(),
                group.anyOwner(),
                link.routerAdvertisements(),
                new AnnouncePolicy(
                        config.vrrp().naRounds(),
                        TimeUnit.MILLISECONDS.toNanos(config.vrrp().naIntervalMs())),
                recoverDelayS,
                group.admin().ignoreIfDown(),
                group.admin().stateHoldS(),
                group.admin()
                        .follows()
                        .map(ref -> ProfileSpec.groupKey(ref.interfaceName(), ref.vrid()))
                        .orElse(""),
                tracked(group.tracking()));
    }

    private static List<TrackedObject> tracked(VrrpTracking tracking) {
        final List<TrackedObject> objects = new ArrayList<>();
        for (final VrrpTracking.Port port : tracking.interfaces()) {
            objects.add(new TrackedObject(
                    trackedPort(port.interfaceName()),
                    port.increased() ? Effect.INCREASED : Effect.REDUCED,
                    port.amount()));
        }
        if (tracking.journalReducedBy() > 0) {
            objects.add(new TrackedObject(JOURNAL, Effect.REDUCED, tracking.journalReducedBy()));
        }
        if (tracking.peerReducedBy() > 0) {
            objects.add(new TrackedObject(PEER, Effect.REDUCED, tracking.peerReducedBy()));
        }
        return objects;
    }
}

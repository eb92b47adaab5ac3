package io.ndpair.node.device;

import io.ndpair.election.ElectionException;
import io.ndpair.election.Elector;
import io.ndpair.election.vrrp.TrackedObject;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.InterfaceConfig;
import io.ndpair.transport.ReplicationState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * Watches what the VRRP6 groups track (interfaces, journals, channels to the peer) and tells the election when something
 * failed or came back. {@link #watch} may be called by any thread; {@link #doWork} belongs to the kernel thread, which knows
 * the interfaces.
 */
final class Tracker {
    /** A failed interface stands in the next advertisement, also at the shortest intervals. */
    private static final long INTERVAL_NS = 10_000_000L;

    private final Platform platform;
    private final Elector elector;
    private final Supplier<List<Profile>> profiles;
    private final AtomicReference<List<Watch>> next = new AtomicReference<>();
    private List<Watch> watches = List.of();
    private long lastNs;
    private boolean hasLooked;

    /** What an object is like now. */
    @FunctionalInterface
    private interface State {
        boolean isUp(long nowNs);
    }

    private static final class Watch {
        final String group;
        final String object;
        final State state;
        boolean told = true;

        Watch(String group, String object, State state) {
            this.group = group;
            this.object = object;
            this.state = state;
        }
    }

    Tracker(Platform platform, Elector elector, Supplier<List<Profile>> profiles) {
        this.platform = platform;
        this.elector = elector;
        this.profiles = profiles;
    }

    /** These groups run from now on. */
    void watch(Collection<VrrpGroupConfig> groups, DeviceConfig config) {
        final List<Watch> wanted = new ArrayList<>();
        for (final VrrpGroupConfig group : groups) {
            for (final TrackedObject object : group.options().tracked()) {
                wanted.add(new Watch(group.name(), object.name(), state(group.name(), object.name(), config)));
            }
        }
        next.set(wanted);
    }

    private State state(String group, String object, DeviceConfig config) {
        return switch (object) {
            case GroupOptions.JOURNAL -> nowNs -> profilesOf(group, profile -> profile.journalWorks(nowNs));
            case GroupOptions.PEER -> nowNs -> profilesOf(group, Tracker::peerIsHeard);
            default -> {
                final InterfaceConfig link = portOf(object, config);
                yield nowNs -> platform.isUp(link);
            }
        };
    }

    private static InterfaceConfig portOf(String object, DeviceConfig config) {
        for (final InterfaceConfig link : config.interfaces().values()) {
            if (object.equals(GroupOptions.trackedPort(link.name()))) {
                return link;
            }
        }
        return InterfaceConfig.of(object.substring(GroupOptions.trackedPort("").length()));
    }

    /** What is asked of a profile. */
    @FunctionalInterface
    private interface Test {
        boolean passes(Profile profile);
    }

    private boolean profilesOf(String group, Test test) {
        final List<Profile> running = profiles.get();
        for (int i = 0; i < running.size(); i++) {
            if (running.get(i).spec().group().equals(group) && !test.passes(running.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean peerIsHeard(Profile profile) {
        final ReplicationState state = profile.replicator().status().state();
        return state != ReplicationState.DISCONNECTED && state != ReplicationState.HELLO;
    }

    /** Looks at everything every 10 ms and tells what has changed. */
    int doWork(long nowNs) {
        final List<Watch> changed = next.getAndSet(null);
        if (changed != null) {
            adopt(changed);
        }
        if (watches.isEmpty() || (hasLooked && nowNs - lastNs < INTERVAL_NS)) {
            return 0;
        }
        hasLooked = true;
        lastNs = nowNs;
        int work = 0;
        for (int i = 0; i < watches.size(); i++) {
            work += look(watches.get(i), nowNs);
        }
        return work;
    }

    /** What is tracked on has the state that the election knows; what is new counts as up there. */
    private void adopt(List<Watch> changed) {
        for (final Watch watch : changed) {
            for (final Watch before : watches) {
                if (before.group.equals(watch.group) && before.object.equals(watch.object)) {
                    watch.told = before.told;
                }
            }
        }
        watches = changed;
    }

    private int look(Watch watch, long nowNs) {
        final boolean up = watch.state.isUp(nowNs);
        if (up == watch.told) {
            return 0;
        }
        try {
            elector.tracked(watch.group, watch.object, up);
            watch.told = up;
        } catch (final ElectionException e) {
            // The group is being removed, or the elector's queue is full for a moment: the next look tells it.
            return 0;
        }
        return 1;
    }
}

package io.ndpair.election;

import io.ndpair.election.ElectionException.Category;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The groups as those see them who ask for changes, from any thread: it refuses at once what cannot be, before the change
 * goes to the elector's thread. The elector's thread never takes its lock. A change that cannot be handed over (the
 * callback throws) leaves the registry as it was.
 */
final class GroupRegistry {
    /** Takes a removed group. */
    @FunctionalInterface
    interface Removal {
        void removed(GroupSlot slot, ChannelSlot channel, boolean lastOfChannel);
    }

    private record Entry(GroupSlot slot, ChannelSlot channel, int vrid) {}

    private final int maxGroups;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Entry> groups = new LinkedHashMap<>();

    GroupRegistry(int maxGroups) {
        this.maxGroups = maxGroups;
    }

    void add(
            GroupSlot slot,
            VrrpGroupConfig group,
            AdvertChannel channel,
            Supplier<ChannelSlot> newChannel,
            Consumer<ChannelSlot> handOver) {
        lock.lock();
        try {
            if (groups.containsKey(group.name())) {
                throw refusal("name-in-use", "group " + group.name() + " exists already");
            }
            if (groups.size() >= maxGroups) {
                throw refusal("too-many-groups", "group " + group.name() + ": there are " + maxGroups + " already");
            }
            ChannelSlot channelSlot = null;
            for (final Entry entry : groups.values()) {
                if (entry.channel().channel() == channel) {
                    channelSlot = entry.channel();
                    if (entry.vrid() == group.vrid()) {
                        throw refusal(
                                "vrid-in-use",
                                "group " + group.name() + ": VRID " + group.vrid() + " is taken on "
                                        + group.interfaceName());
                    }
                }
            }
            if (channelSlot == null) {
                channelSlot = newChannel.get();
            } else if (!channelSlot.interfaceName().equals(group.interfaceName())) {
                throw refusal(
                        "other-interface",
                        "group " + group.name() + " is on " + group.interfaceName() + ", but its channel on "
                                + channelSlot.interfaceName());
            }
            handOver.accept(channelSlot);
            groups.put(group.name(), new Entry(slot, channelSlot, group.vrid()));
        } finally {
            lock.unlock();
        }
    }

    void remove(String group, Removal handOver) {
        lock.lock();
        try {
            final Entry entry = entry(group);
            final long onChannel = groups.values().stream()
                    .filter(other -> other.channel().equals(entry.channel()))
                    .count();
            handOver.removed(entry.slot(), entry.channel(), onChannel == 1);
            groups.remove(group);
        } finally {
            lock.unlock();
        }
    }

    /** The group of this name; refuses when there is none. */
    GroupSlot slot(String group) {
        lock.lock();
        try {
            return entry(group).slot();
        } finally {
            lock.unlock();
        }
    }

    Optional<GroupSlot> find(String group) {
        lock.lock();
        try {
            return Optional.ofNullable(groups.get(group)).map(Entry::slot);
        } finally {
            lock.unlock();
        }
    }

    List<GroupSlot> slots() {
        lock.lock();
        try {
            return groups.values().stream().map(Entry::slot).toList();
        } finally {
            lock.unlock();
        }
    }

    List<ChannelSlot> channels() {
        lock.lock();
        try {
            return groups.values().stream().map(Entry::channel).distinct().toList();
        } finally {
            lock.unlock();
        }
    }

    private Entry entry(String group) {
        final Entry entry = groups.get(group);
        if (entry == null) {
            throw refusal("no-group", "there is no group " + group);
        }
        return entry;
    }

    private static ElectionException refusal(String code, String message) {
        return new ElectionException(Category.FATAL, code, message);
    }
}

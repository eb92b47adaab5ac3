package io.ndpair.node.device;

import io.ndpair.election.ETrunkChannel;
import io.ndpair.election.ETrunkListener;
import io.ndpair.election.ETrunks;
import io.ndpair.election.ElectionException;
import io.ndpair.election.etrunk.ETrunkCause;
import io.ndpair.election.etrunk.ETrunkMemberConfig;
import io.ndpair.election.etrunk.HelloDrop;
import io.ndpair.election.etrunk.HelloKey;
import io.ndpair.election.etrunk.HelloNotice;
import io.ndpair.election.etrunk.MemberCause;
import io.ndpair.election.etrunk.MemberMode;
import io.ndpair.election.etrunk.udp.UdpETrunkChannel;
import io.ndpair.election.role.Role;
import io.ndpair.node.config.DeviceConfig;
import io.ndpair.node.config.ETrunkConfig;
import io.ndpair.node.config.ETrunkRef;
import io.ndpair.node.config.EthTrunkConfig;
import io.ndpair.node.config.InterfaceConfig;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Keeps the elector's E-Trunks as the configuration says, and tells it whether their members have carrier. {@link #apply},
 * {@link #ready} and {@link #complete} may be called by any thread, one at a time configures; {@link #doWork} belongs to the
 * kernel thread, which knows the interfaces.
 */
final class Trunks {
    /** Locally administered; the device id makes it this device's. */
    private static final long SYSTEM_ID_PREFIX = 0x024eL << Integer.SIZE;

    private static final long INTERVAL_NS = 10_000_000L;

    private final ETrunks elector;
    private final Platform platform;
    private final GroupEvents events;
    private final long systemId;
    private final SecureRandom random = new SecureRandom();
    private final Map<Integer, Running> running = new LinkedHashMap<>();
    /** What followers said of their tables, by member; they say it only when it changes, and members come and go. */
    private final Map<String, Readiness> readiness = new ConcurrentHashMap<>();

    private volatile List<Watch> watches = List.of();
    private long lookedNs;
    private boolean hasLooked;

    /** An E-Trunk that runs, with its members by name. */
    private static final class Running {
        final ETrunkConfig config;
        final io.ndpair.election.etrunk.ETrunkConfig settings;
        final Map<String, Member> members = new LinkedHashMap<>();
        /** The same from the adding of the E-Trunk to its removal. */
        final Object identity;

        Running(ETrunkConfig config, io.ndpair.election.etrunk.ETrunkConfig settings, Object identity) {
            this.config = config;
            this.settings = settings;
            this.identity = identity;
        }
    }

    private record Readiness(boolean ready, boolean complete) {
        static final Readiness NONE = new Readiness(false, false);
    }

    private record Member(ETrunkMemberConfig config, InterfaceConfig port, boolean followed) {}

    /** The carrier of a member; looked at by the kernel thread alone. */
    private static final class Watch {
        final int trunk;
        final String member;
        /** The life of the E-Trunk that it was told to. */
        final Object owner;

        volatile InterfaceConfig port = InterfaceConfig.of("none");
        boolean told = true;

        Watch(int trunk, String member, Object owner) {
            this.trunk = trunk;
            this.member = member;
            this.owner = owner;
        }
    }

    Trunks(ETrunks elector, Platform platform, GroupEvents events, int deviceId) {
        this.elector = elector;
        this.platform = platform;
        this.events = events;
        this.systemId = SYSTEM_ID_PREFIX | Integer.toUnsignedLong(deviceId);
    }

    /** The name of a member inside a device; no VRRP6 group has one with a blank. */
    static String memberKey(ETrunkRef ref) {
        return ref.toString();
    }

    /** Whether a name is that of a member, not of a VRRP6 group. */
    static boolean isMember(String name) {
        return name.indexOf(' ') >= 0;
    }

    /**
     * Makes the E-Trunks what the configuration says.
     *
     * @param isFollowed whether a profile follows the member: such a one takes over from a peer's that is well only when the
     *     profile is ready.
     */
    void apply(DeviceConfig config, Predicate<String> isFollowed) {
        for (final Integer id : List.copyOf(running.keySet())) {
            final ETrunkConfig next = config.etrunks().trunks().get(id);
            if (next == null || !sameChannel(running.get(id).config, next)) {
                elector.remove(id);
                running.remove(id);
            }
        }
        config.etrunks().trunks().values().forEach(trunk -> {
            final Running present = running.get(trunk.id());
            final Running now = present == null ? start(config, trunk) : change(config, trunk, present);
            applyMembers(now, wantedMembers(config, trunk.id(), isFollowed));
            running.put(trunk.id(), now);
        });
        watch();
    }

    /** Watches that stay keep what was told last. */
    private void watch() {
        final List<Watch> next = new ArrayList<>();
        running.forEach((id, trunk) -> trunk.members.forEach((name, member) -> {
            final Watch watch = find(name)
                    .filter(present -> present.owner == trunk.identity)
                    .orElseGet(() -> new Watch(id, name, trunk.identity));
            watch.port = member.port();
            next.add(watch);
        }));
        watches = List.copyOf(next);
    }

    private static boolean sameChannel(ETrunkConfig present, ETrunkConfig next) {
        return present.peer().equals(next.peer()) && present.port() == next.port();
    }

    private Running start(DeviceConfig config, ETrunkConfig trunk) {
        final io.ndpair.election.etrunk.ETrunkConfig settings = settings(config, trunk, key(trunk));
        elector.add(settings, channel(trunk), random::nextLong, new Listener());
        return new Running(trunk, settings, new Object());
    }

    private Running change(DeviceConfig config, ETrunkConfig trunk, Running present) {
        // To stretch a key takes a while; one that stays is not stretched again.
        final boolean sameKey =
                present.config.security().key().equals(trunk.security().key())
                        && present.config.security().authentication()
                                == trunk.security().authentication();
        final io.ndpair.election.etrunk.ETrunkConfig settings =
                settings(config, trunk, sameKey ? present.settings.key() : key(trunk));
        if (!settings.equals(present.settings)) {
            elector.update(settings);
        }
        final Running changed = new Running(trunk, settings, present.identity);
        changed.members.putAll(present.members);
        return changed;
    }

    private io.ndpair.election.etrunk.ETrunkConfig settings(
            DeviceConfig config, ETrunkConfig trunk, Optional<HelloKey> key) {
        return new io.ndpair.election.etrunk.ETrunkConfig(
                trunk.id(),
                trunk.priority(),
                systemId,
                trunk.timers().helloDs(),
                trunk.timers().multiplier(),
                trunk.timers().revert(),
                trunk.timers().revertDelayS(),
                trunk.timers().negotiateDelayS(),
                key,
                trunk.security().sequence(),
                config.etrunks().lacp().systemId(),
                config.etrunks().lacp().priority());
    }

    private static Optional<HelloKey> key(ETrunkConfig trunk) {
        final HelloKey.Algorithm algorithm =
                switch (trunk.security().authentication()) {
                    case HMAC_SHA1 -> HelloKey.Algorithm.HMAC_SHA1;
                    case HMAC_SHA256 -> HelloKey.Algorithm.HMAC_SHA256;
                    case ENHANCED_HMAC_SHA256 -> HelloKey.Algorithm.ENHANCED_HMAC_SHA256;
                };
        return trunk.security().key().map(secret -> HelloKey.of(algorithm, trunk.id(), secret.reveal()));
    }

    private static ETrunkChannel channel(ETrunkConfig trunk) {
        return trunk.peer()
                .<ETrunkChannel>map(ends -> new UdpETrunkChannel(
                        new InetSocketAddress(ends.source().toInetAddress(), trunk.port()),
                        new InetSocketAddress(ends.peer().toInetAddress(), trunk.port())))
                .orElseGet(() -> ETrunkChannel.closed("no peer-address is configured"));
    }

    private static Map<String, Member> wantedMembers(DeviceConfig config, int trunk, Predicate<String> isFollowed) {
        final Map<String, Member> wanted = new LinkedHashMap<>();
        for (final InterfaceConfig port : config.interfaces().values()) {
            final EthTrunkConfig member = port.ethTrunk();
            if (member.trunk() != trunk) {
                continue;
            }
            final int number = EthTrunkConfig.number(port.name()).orElseThrow();
            final String name = memberKey(new ETrunkRef(trunk, number));
            final int remote = member.remote() == EthTrunkConfig.SAME ? number : member.remote();
            wanted.put(
                    name,
                    new Member(
                            new ETrunkMemberConfig(name, number, remote, mode(member)), port, isFollowed.test(name)));
        }
        return wanted;
    }

    private static MemberMode mode(EthTrunkConfig member) {
        return switch (member.mode()) {
            case AUTO -> MemberMode.AUTO;
            case FORCE_MASTER -> MemberMode.FORCE_MASTER;
            case FORCE_BACKUP -> MemberMode.FORCE_BACKUP;
        };
    }

    private void applyMembers(Running trunk, Map<String, Member> wanted) {
        final int id = trunk.config.id();
        for (final String name : List.copyOf(trunk.members.keySet())) {
            if (!wanted.containsKey(name)) {
                elector.removeMember(id, name);
                trunk.members.remove(name);
            }
        }
        wanted.forEach((name, member) -> {
            final Member present = trunk.members.put(name, member);
            if (present == null) {
                // Up until the kernel thread has looked, which it does every few milliseconds: a member that is taken
                // for
                // down would be succeeded by the peer's at once, and wait for the revert delay.
                elector.addMember(id, member.config(), true, !member.followed());
                tell(id, name, readiness.getOrDefault(name, Readiness.NONE));
            } else {
                if (!present.config().equals(member.config())) {
                    elector.updateMember(id, member.config());
                }
                if (present.followed() && !member.followed()) {
                    elector.ready(id, name, true);
                    elector.complete(id, name);
                }
            }
        });
    }

    private void tell(int trunk, String member, Readiness state) {
        if (state.ready()) {
            elector.ready(trunk, member, true);
        }
        if (state.complete()) {
            elector.complete(trunk, member);
        }
    }

    /** Whether the profile that follows a member could take over without a loss. Any thread. */
    void ready(String member, boolean ready) {
        readiness.merge(member, new Readiness(ready, false), (before, now) -> new Readiness(ready, before.complete()));
        find(member).ifPresent(watch -> tell(() -> elector.ready(watch.trunk, member, ready)));
    }

    /** The table of the profile that follows a member has been complete once. Any thread. */
    void complete(String member) {
        readiness.merge(member, new Readiness(false, true), (before, now) -> new Readiness(before.ready(), true));
        find(member).ifPresent(watch -> tell(() -> elector.complete(watch.trunk, member)));
    }

    /**
     * Hands a member over to the peer's.
     *
     * @param answer told on the elector's thread: empty, or why nothing was done.
     * @throws DeviceException or an election's exception when there is no such member.
     */
    void handOver(String member, Consumer<String> answer) {
        elector.handOver(owner(member).trunk, member, answer);
    }

    /** A member that was handed over takes over again as configured. */
    void takeBack(String member) {
        elector.takeBack(owner(member).trunk, member);
    }

    /** Whether a member was handed over and is not this device's again. */
    boolean handedOver(String member) {
        return find(member)
                .flatMap(watch -> elector.status(watch.trunk))
                .filter(trunk ->
                        trunk.members().stream().anyMatch(m -> m.config().name().equals(member) && m.handedOver()))
                .isPresent();
    }

    private Watch owner(String member) {
        return find(member).orElseThrow(() -> new DeviceException("there is no " + member));
    }

    private Optional<Watch> find(String member) {
        return watches.stream().filter(watch -> watch.member.equals(member)).findFirst();
    }

    /** Looks at the carriers. */
    int doWork(long nowNs) {
        if (hasLooked && nowNs - lookedNs < INTERVAL_NS) {
            return 0;
        }
        hasLooked = true;
        lookedNs = nowNs;
        int work = 0;
        for (final Watch watch : watches) {
            final boolean up = platform.isUp(watch.port);
            if (up != watch.told && tell(() -> elector.memberState(watch.trunk, watch.member, up))) {
                watch.told = up;
                work++;
            }
        }
        return work;
    }

    /** An E-Trunk that is taken away at this moment needs to hear nothing; one that comes again is told all when it is added. */
    private static boolean tell(Runnable call) {
        try {
            call.run();
            return true;
        } catch (final ElectionException e) {
            return false;
        }
    }

    /** Hands what an E-Trunk tells over to the thread that may wait for a log. */
    private final class Listener implements ETrunkListener {
        @Override
        public void onState(int trunk, Role before, Role now, ETrunkCause cause) {
            events.alarm(
                    "e-trunk " + trunk,
                    "ETRUNK/4/STATE_CHG: E-Trunk state changed (ETrunkId=" + trunk + ", OldState=" + text(before)
                            + ", NewState=" + text(now) + ", Reason=" + cause + ")");
        }

        @Override
        public void onMemberState(int trunk, int ethTrunk, Role before, Role now, MemberCause cause) {
            events.alarm(
                    "e-trunk " + trunk,
                    "ETRUNK/4/MEMBER_STATE_CHG: member state changed (ETrunkId=" + trunk
                            + ", MemberType=Eth-Trunk, MemberId=" + ethTrunk + ", OldState=" + text(before)
                            + ", NewState=" + text(now) + ", Reason=" + cause + ")");
        }

        @Override
        public void onHelloDropped(int trunk, HelloDrop reason, long total) {
            events.alarm("e-trunk " + trunk, "hello dropped: " + reason.text() + " (" + total + " so far)");
        }

        @Override
        public void onHelloNotice(int trunk, HelloNotice notice) {
            events.alarm("e-trunk " + trunk, notice.text());
        }

        private String text(Role role) {
            return role == Role.INITIALIZE ? "Init" : role.text();
        }
    }
}

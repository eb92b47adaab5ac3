package io.ndpair.election;

import io.ndpair.election.ElectionException.Category;
import io.ndpair.election.role.RoleListener;
import io.ndpair.election.vrrp.DropReason;
import io.ndpair.election.vrrp.GroupMachine;
import io.ndpair.election.vrrp.VrrpGroupConfig;
import io.ndpair.election.vrrp.VrrpGroupStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;
import org.agrona.concurrent.NanoClock;

/**
 * Runs the VRRP6 groups and the {@link ETrunks} of a device in one duty cycle. Use a thread of its own for it (bulk work
 * beside it would delay advertisements), with {@link #idleStrategy()}, which sleeps and still wakes within a fraction of a millisecond of the
 * next deadline.
 *
 * <p>Every method but {@link #doWork}, {@link #onClose}, {@link #nextDeadlineNs} and the idle strategy may be called from
 * any thread: changes go to the elector's thread through a bounded queue and are done in their order. A full queue is told
 * by an {@link ElectionException} of category RETRY.
 *
 * <p>On becoming master: first advertisement, addresses claimed, announced, then the listener is told. On losing it: the
 * listener is told, then the addresses are released. On shutdown and removal: priority 0, listener told, addresses released.
 * Receiving and sending regular advertisements allocates nothing.
 */
public final class Elector implements Agent {
    private static final int QUEUE_CAPACITY = 1024;
    private static final int COMMANDS_PER_CYCLE = 64;
    private static final long IDLE_DEADLINE_NS = 3_600_000_000_000L;

    private final ElectorConfig config;
    private final NanoClock nanoClock;
    private final EpochClock epochClock;
    private final RoleListener roles;
    private final ElectorListener listener;
    private final GroupRegistry registry;

    private final ManyToOneConcurrentArrayQueue<Runnable> commands =
            new ManyToOneConcurrentArrayQueue<>(QUEUE_CAPACITY);
    private final Consumer<Runnable> runner = this::run;
    private final List<ChannelSlot> channels = new ArrayList<>();
    private final List<AddressOwner> owners = new ArrayList<>();
    private final AdminGroups admins = new AdminGroups();
    private final Reporter reporter;
    private final ETrunks trunks;
    private final IdleStrategy idleStrategy;
    private long nowNs;
    private volatile boolean shutDown;

    /**
     * @param config     settings
     * @param nanoClock  monotonic clock of all timers
     * @param epochClock wall clock, for displays only
     * @param roles      hears of role changes
     * @param listener   hears of drops, oddities and errors
     */
    public Elector(
            ElectorConfig config,
            NanoClock nanoClock,
            EpochClock epochClock,
            RoleListener roles,
            ElectorListener listener) {
        this.config = config;
        this.nanoClock = nanoClock;
        this.epochClock = epochClock;
        this.roles = roles;
        this.listener = listener;
        this.registry = new GroupRegistry(config.maxGroups());
        this.reporter = new Reporter(listener, config.noticeIntervalNs());
        this.trunks = new ETrunks(config, nanoClock, roles, this::submit, reporter);
        this.idleStrategy = new DeadlineIdleStrategy(this, nanoClock, config.maxIdleNs());
        this.nowNs = nanoClock.nanoTime();
        Rehearsal.run();
    }

    /** Adds a group that is ready from the start: plain VRRP. */
    public void add(VrrpGroupConfig group, AdvertChannel channel, AddressOwner owner) {
        add(group, channel, owner, true);
    }

    /**
     * Adds a group. From here on the elector alone uses the channel, and closes it when its last group is removed; a
     * channel given up so is not used again.
     *
     * @param ready whether the device may preempt from the start; see {@link #ready}
     * @throws ElectionException when the name or, on this channel, the VRID is in use, the channel serves another
     *                           interface, or there are too many groups
     */
    public void add(VrrpGroupConfig group, AdvertChannel channel, AddressOwner owner, boolean ready) {
        final GroupSlot slot = new GroupSlot(
                GroupMachine.of(group, ready),
                channel,
                owner,
                roles,
                admins,
                newReporter(),
                epochClock,
                nanoClock.nanoTime());
        registry.add(slot, group, channel, () -> newChannelSlot(group.interfaceName(), channel), channelSlot -> {
            submit(() -> {
                if (!channels.contains(channelSlot)) {
                    channels.add(channelSlot);
                }
                if (!owners.contains(owner)) {
                    owners.add(owner);
                }
                if (shutDown) {
                    slot.machine().onShutdown();
                }
                slot.prepare(nowNs);
                channelSlot.add(slot, nowNs);
                admins.add(slot, nowNs);
            });
        });
    }

    /** Resigns from a group (priority 0 when master), takes its addresses away and forgets it. */
    public void remove(String group) {
        registry.remove(
                group,
                (slot, channelSlot, lastOfChannel) -> submit(() -> {
                    slot.carryOut(slot.machine().onShutdown(), nowNs);
                    admins.remove(slot, nowNs);
                    slot.forget(nowNs);
                    channelSlot.remove(slot);
                    if (lastOfChannel) {
                        channels.remove(channelSlot);
                        channelSlot.close(nowNs);
                    }
                    if (!serves(slot.owner())) {
                        owners.remove(slot.owner());
                    }
                }));
    }

    /**
     * Changes a group's priority, timers, preemption or addresses in place. The name tells which; interface and VRID must
     * stay.
     */
    public void update(VrrpGroupConfig group) {
        final GroupSlot slot = registry.slot(group.name());
        if (!slot.machine().config().sameRouter(group)) {
            throw new ElectionException(
                    Category.FATAL,
                    "router-changed",
                    "group " + group.name() + ": interface and VRID cannot change; remove the group and add it again");
        }
        submit(() -> {
            final int actions = slot.machine().onConfig(group, nowNs);
            slot.prepare(nowNs);
            slot.carryOut(actions, nowNs);
        });
    }

    /**
     * Says whether the device is fit to take a group over from a living master. While it is not, the group behaves as if
     * preemption were off, an address owner included; it still takes over at once from a master that falls silent or
     * resigns. Becoming ready allows preempting, after the group's preempt delay. An admin group waits for its members too.
     */
    public void ready(String group, boolean ready, String reason) {
        final GroupSlot slot = registry.slot(group);
        submit(() -> slot.ready(ready, reason, nowNs));
    }

    /**
     * Says that the device's table for a group has been complete once. A group that was added as not ready runs with the
     * least priority until then, however it became master: it yields to whoever has the table as soon as the two hear each
     * other.
     */
    public void complete(String group) {
        final GroupSlot slot = registry.slot(group);
        submit(() -> slot.complete(nowNs));
    }

    /**
     * Tells the state of a tracked object: of the group's configuration it takes what its failure does to the priority. A
     * failure counts at once, an object that came back after a second; an object that the group does not track changes
     * nothing. Objects count as up until something else is told.
     */
    public void tracked(String group, String object, boolean up) {
        final GroupSlot slot = registry.slot(group);
        submit(() -> slot.carryOut(slot.machine().onTracked(object, up, nowNs), nowNs));
    }

    /**
     * Hands the mastership of a group, with the members that follow it, over to another router: it resigns, and does not
     * preempt whoever takes it until that one resigns or falls silent, or {@link #takeBack}. If nobody takes it, it is
     * master again after its down interval.
     *
     * @param answer told on the elector's thread, after the listener heard of the new role: empty, or why nothing was done
     */
    public void handOver(String group, Consumer<String> answer) {
        final GroupSlot slot = registry.slot(group);
        submit(() -> {
            final String refusal = slot.machine().handOverRefusal();
            slot.carryOut(slot.machine().onHandOver(nowNs), nowNs);
            answer.accept(refusal);
        });
    }

    /** A group that was handed over may preempt again, as configured. */
    public void takeBack(String group) {
        final GroupSlot slot = registry.slot(group);
        submit(() -> slot.carryOut(slot.machine().onTakeBack(nowNs), nowNs));
    }

    /** What a group is now; empty when there is none of this name. */
    public Optional<VrrpGroupStatus> status(String group) {
        final long readNs = nanoClock.nanoTime();
        return registry.find(group).map(slot -> slot.status(readNs));
    }

    /** All groups, in the order in which they were added. */
    public List<VrrpGroupStatus> statuses() {
        final long readNs = nanoClock.nanoTime();
        final List<VrrpGroupStatus> statuses = new ArrayList<>();
        registry.slots().forEach(slot -> statuses.add(slot.status(readNs)));
        return statuses;
    }

    /** What was discarded on an interface because no group there has its VRID, by the first reason that held. */
    public Map<DropReason, Long> strays(String interfaceName) {
        final Map<DropReason, Long> sums = new TreeMap<>();
        registry.channels().stream()
                .filter(slot -> slot.interfaceName().equals(interfaceName))
                .forEach(slot ->
                        slot.strays().dropped().forEach((reason, count) -> sums.merge(reason, count, Long::sum)));
        return sums;
    }

    /** The E-Trunks of the device, which run on this thread too. */
    public ETrunks trunks() {
        return trunks;
    }

    /** Resigns from all groups and takes their addresses away. Nothing starts again afterwards. */
    public void shutdown() {
        submit(this::resignAll);
    }

    /** Whether {@link #shutdown} has been carried out. */
    public boolean isShutDown() {
        return shutDown;
    }

    @Override
    public int doWork() {
        nowNs = nanoClock.nanoTime();
        trunks.cycle(nowNs);
        int work = commands.drain(runner, COMMANDS_PER_CYCLE);
        for (int i = 0; i < channels.size(); i++) {
            work += channels.get(i).doWork(nowNs, config.pollLimit());
        }
        for (int i = 0; i < owners.size(); i++) {
            try {
                work += owners.get(i).doWork(nowNs);
            } catch (RuntimeException e) {
                reporter.error("address owner", e, nowNs);
            }
        }
        return work + trunks.doWork(nowNs);
    }

    /** Resigns if that has not been done, and closes all channels. */
    @Override
    public void onClose() {
        nowNs = nanoClock.nanoTime();
        commands.drain(runner);
        resignAll();
        channels.forEach(channel -> channel.close(nowNs));
        channels.clear();
        trunks.closeAll(nowNs);
    }

    /** When the next timer is due; an hour from {@code now} when none runs. For the elector's thread. */
    public long nextDeadlineNs(long now) {
        long next = now + IDLE_DEADLINE_NS;
        for (int i = 0; i < channels.size(); i++) {
            next = channels.get(i).nextDeadlineNs(now, next);
        }
        return trunks.nextDeadlineNs(now, next);
    }

    /** An idle strategy for the elector's thread that sleeps no longer than to the next deadline. */
    public IdleStrategy idleStrategy() {
        return idleStrategy;
    }

    @Override
    public String roleName() {
        return "elector";
    }

    private void resignAll() {
        for (final ChannelSlot channel : channels) {
            for (final GroupSlot slot : channel.groups()) {
                slot.carryOut(slot.machine().onShutdown(), nowNs);
            }
        }
        trunks.leaveAll(nowNs);
        shutDown = true;
    }

    private boolean serves(AddressOwner owner) {
        return channels.stream().flatMap(channel -> channel.groups().stream()).anyMatch(slot -> slot.owner() == owner);
    }

    private void run(Runnable command) {
        try {
            command.run();
        } catch (RuntimeException e) {
            reporter.error("change", e, nowNs);
        }
    }

    private void submit(Runnable command) {
        if (!commands.offer(command)) {
            throw new ElectionException(
                    Category.RETRY,
                    "queue-full",
                    "the elector has " + QUEUE_CAPACITY + " changes waiting; it is not running or is stuck");
        }
    }

    private Reporter newReporter() {
        return new Reporter(listener, config.noticeIntervalNs());
    }

    private ChannelSlot newChannelSlot(String interfaceName, AdvertChannel channel) {
        return new ChannelSlot(interfaceName, channel, newReporter());
    }
}

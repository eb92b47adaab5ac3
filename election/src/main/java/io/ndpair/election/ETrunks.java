package io.ndpair.election;

import io.ndpair.election.ElectionException.Category;
import io.ndpair.election.etrunk.ETrunk;
import io.ndpair.election.etrunk.ETrunkConfig;
import io.ndpair.election.etrunk.ETrunkCounters;
import io.ndpair.election.etrunk.ETrunkMember;
import io.ndpair.election.etrunk.ETrunkMemberConfig;
import io.ndpair.election.etrunk.ETrunkStatus;
import io.ndpair.election.role.RoleListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.agrona.concurrent.NanoClock;

/**
 * The E-Trunks of an {@link Elector}, which runs them in its duty cycle. Public methods may be called from any thread: changes
 * go to the elector's thread and are done in their order; a full queue is told by an {@link ElectionException} of category
 * RETRY. Members are known by their names, which are also what the {@link RoleListener} hears.
 */
public final class ETrunks {
    private final ElectorConfig config;
    private final NanoClock clock;
    private final RoleListener roles;
    private final Consumer<Runnable> submit;
    private final Reporter errors;
    private final Map<Integer, ETrunkSlot> registry = new ConcurrentSkipListMap<>();
    private final List<ETrunkSlot> slots = new ArrayList<>();
    private long nowNs;

    ETrunks(ElectorConfig config, NanoClock clock, RoleListener roles, Consumer<Runnable> submit, Reporter errors) {
        this.config = config;
        this.clock = clock;
        this.roles = roles;
        this.submit = submit;
        this.errors = errors;
        this.nowNs = clock.nanoTime();
    }

    /**
     * Adds an E-Trunk without members. From here on the elector alone uses the channel, and closes it when the E-Trunk is
     * removed.
     *
     * @param random   draws session and challenges; a secure source
     * @param listener hears of states, drops and oddities
     * @throws ElectionException when there is an E-Trunk of this number
     */
    public void add(ETrunkConfig trunk, ETrunkChannel channel, LongSupplier random, ETrunkListener listener) {
        final ETrunk machine = new ETrunk(trunk, random, clock.nanoTime());
        final ETrunkSlot slot = new ETrunkSlot(
                machine, channel, roles, listener, new ETrunkReporter(listener, errors, config.noticeIntervalNs()));
        if (registry.putIfAbsent(trunk.id(), slot) != null) {
            throw refusal("trunk-in-use", "e-trunk " + trunk.id() + " exists already");
        }
        try {
            submit.accept(() -> slots.add(slot));
        } catch (RuntimeException e) {
            registry.remove(trunk.id());
            throw e;
        }
    }

    /** Takes leave of the peer, ends the roles of the members, closes the channel. */
    public void remove(int trunk) {
        final ETrunkSlot slot = slot(trunk);
        submit.accept(() -> {
            slot.carryOut(slot.machine().onLeave(nowNs), nowNs);
            slots.remove(slot);
            slot.close(nowNs);
        });
        registry.remove(trunk);
    }

    /** Changes everything but the number in place. */
    public void update(ETrunkConfig trunk) {
        final ETrunkSlot slot = slot(trunk.id());
        submit.accept(() -> slot.carryOut(slot.machine().onConfig(trunk, nowNs), nowNs));
    }

    /**
     * Adds a member.
     *
     * @param up    whether it has carrier
     * @param ready whether it may take over from a peer's member that is well, from the start
     */
    public void addMember(int trunk, ETrunkMemberConfig member, boolean up, boolean ready) {
        final ETrunkSlot slot = slot(trunk);
        submit.accept(() -> slot.carryOut(slot.machine().addMember(member, up, ready, nowNs), nowNs));
    }

    /** Ends the role of a member and forgets it. */
    public void removeMember(int trunk, String name) {
        withMember(trunk, name, (slot, member) -> {
            slot.carryOut(slot.machine().removeMember(member, nowNs), nowNs);
            slot.tell(member, nowNs);
        });
    }

    /** Changes mode or counterpart of the member of that name. */
    public void updateMember(int trunk, ETrunkMemberConfig next) {
        withMember(
                trunk,
                next.name(),
                (slot, member) -> slot.carryOut(slot.machine().onMemberConfig(member, next, nowNs), nowNs));
    }

    /** Says whether a member has carrier. */
    public void memberState(int trunk, String name, boolean up) {
        withMember(
                trunk, name, (slot, member) -> slot.carryOut(slot.machine().onMemberState(member, up, nowNs), nowNs));
    }

    /**
     * Says whether the tables that follow a member are fit to take over from a peer's member that is well; a peer's that
     * falls silent or goes down is succeeded at once all the same.
     */
    public void ready(int trunk, String name, boolean ready) {
        withMember(
                trunk,
                name,
                (slot, member) -> slot.carryOut(slot.machine().onMemberReady(member, ready, nowNs), nowNs));
    }

    /**
     * Says that the tables that follow a member have been complete once. Until then a member that was added as not ready
     * yields to a peer's master that has the tables, however the priorities are.
     */
    public void complete(int trunk, String name) {
        withMember(trunk, name, (slot, member) -> slot.carryOut(slot.machine().onMemberComplete(member, nowNs), nowNs));
    }

    /**
     * Hands a member over to the peer's: it becomes backup and does not revert until the peer's has lost it, is heard no
     * more, or {@link #takeBack}. If the peer's does not take it within three hello periods, it decides as before.
     *
     * @param answer told on the elector's thread, after the listener heard of the new role: empty, or why nothing was done
     */
    public void handOver(int trunk, String name, Consumer<String> answer) {
        withMember(trunk, name, (slot, member) -> {
            final String refusal = slot.machine().handOverRefusal(member);
            slot.carryOut(slot.machine().onHandOver(member, nowNs), nowNs);
            answer.accept(refusal);
        });
    }

    /** A member that was handed over takes over again as configured. */
    public void takeBack(int trunk, String name) {
        withMember(trunk, name, (slot, member) -> slot.carryOut(slot.machine().onTakeBack(member, nowNs), nowNs));
    }

    /** What an E-Trunk is now; empty when there is none of this number. */
    public Optional<ETrunkStatus> status(int trunk) {
        return Optional.ofNullable(registry.get(trunk)).map(ETrunkSlot::status);
    }

    /** What an E-Trunk has counted; empty when there is none of this number. */
    public Optional<ETrunkCounters> counters(int trunk) {
        return Optional.ofNullable(registry.get(trunk))
                .map(slot -> slot.machine().counters());
    }

    int doWork(long cycleNs) {
        nowNs = cycleNs;
        int work = 0;
        for (int i = 0; i < slots.size(); i++) {
            work += slots.get(i).doWork(cycleNs, config.pollLimit());
        }
        return work;
    }

    /** The clock of changes that are carried out before {@link #doWork} in the same cycle. */
    void cycle(long cycleNs) {
        nowNs = cycleNs;
    }

    void leaveAll(long cycleNs) {
        for (final ETrunkSlot slot : slots) {
            slot.carryOut(slot.machine().onLeave(cycleNs), cycleNs);
        }
    }

    void closeAll(long cycleNs) {
        slots.forEach(slot -> slot.close(cycleNs));
        slots.clear();
    }

    long nextDeadlineNs(long atNs, long soFarNs) {
        long next = soFarNs;
        for (int i = 0; i < slots.size(); i++) {
            final long deadlineNs = slots.get(i).machine().nextDeadlineNs(atNs);
            if (deadlineNs - next < 0) {
                next = deadlineNs;
            }
        }
        return next;
    }

    private interface MemberChange {
        void on(ETrunkSlot slot, ETrunkMember member);
    }

    /** On the elector's thread, where alone it is known which members there are. */
    private void withMember(int trunk, String name, MemberChange change) {
        final ETrunkSlot slot = slot(trunk);
        submit.accept(() -> {
            for (final ETrunkMember member : slot.machine().members()) {
                if (member.config().name().equals(name)) {
                    change.on(slot, member);
                    return;
                }
            }
        });
    }

    private ETrunkSlot slot(int trunk) {
        final ETrunkSlot slot = registry.get(trunk);
        if (slot == null) {
            throw refusal("no-trunk", "there is no e-trunk " + trunk);
        }
        return slot;
    }

    private static ElectionException refusal(String code, String message) {
        return new ElectionException(Category.FATAL, code, message);
    }
}

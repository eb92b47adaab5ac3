package io.ndpair.election.etrunk;

import io.ndpair.election.role.Role;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/** One machine with a clock that the test moves, and what it said last. */
final class Side {
    static final long MS = 1_000_000L;
    static final long S = 1_000 * MS;
    static final String MEMBER = "m10";

    /** Near the overflow of the clock, so that comparisons of deadlines other than by subtraction fail. */
    static final long START_NS = Long.MAX_VALUE - 30 * S;

    final ETrunk machine;
    long nowNs = START_NS;
    byte[] said;
    int lastActions;

    Side(ETrunkConfig config, long seed) {
        machine = new ETrunk(config, new Random(seed)::nextLong, nowNs);
    }

    static ETrunkConfig config(int priority, long systemId) {
        return new ETrunkConfig(1, priority, systemId, 10, 20, true, 120, 0, Optional.empty(), false, 0, 32_768);
    }

    static ETrunkConfig with(ETrunkConfig c, boolean revert, int revertDelayS) {
        return new ETrunkConfig(
                c.id(),
                c.priority(),
                c.systemId(),
                c.helloPeriodDs(),
                c.holdMultiplier(),
                revert,
                revertDelayS,
                c.negotiateDelayS(),
                c.key(),
                c.sequence(),
                c.lacpSystemId(),
                c.lacpPriority());
    }

    static ETrunkConfig secured(ETrunkConfig c, Optional<HelloKey> key, boolean sequence) {
        return new ETrunkConfig(
                c.id(),
                c.priority(),
                c.systemId(),
                c.helloPeriodDs(),
                c.holdMultiplier(),
                c.revert(),
                c.revertDelayS(),
                c.negotiateDelayS(),
                key,
                sequence,
                c.lacpSystemId(),
                c.lacpPriority());
    }

    static ETrunkConfig timers(ETrunkConfig c, int periodDs, int multiplier) {
        return new ETrunkConfig(
                c.id(),
                c.priority(),
                c.systemId(),
                periodDs,
                multiplier,
                c.revert(),
                c.revertDelayS(),
                c.negotiateDelayS(),
                c.key(),
                c.sequence(),
                c.lacpSystemId(),
                c.lacpPriority());
    }

    static ETrunkMemberConfig member(MemberMode mode) {
        return new ETrunkMemberConfig(MEMBER, 10, 10, mode);
    }

    /** Started, with one member that is up and ready. */
    static Side started(ETrunkConfig config, long seed) {
        final Side side = new Side(config, seed);
        side.did(side.machine.addMember(member(MemberMode.AUTO), true, true, side.nowNs));
        side.did(side.machine.onUsable(side.nowNs));
        return side;
    }

    ETrunkMember member() {
        return machine.members().get(0);
    }

    /** Carries out what sends. */
    int did(int actions) {
        lastActions = actions;
        if (ETrunkAction.has(actions, ETrunkAction.SEND_HELLO)) {
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[HelloLayout.MAX_BYTES]);
            final int length = machine.encode(buffer, 0, nowNs);
            said = Arrays.copyOf(buffer.byteArray(), length);
            machine.onSent();
        }
        return actions;
    }

    int hear(byte[] hello) {
        return did(machine.onHello(new UnsafeBuffer(hello), 0, hello.length, nowNs));
    }

    /** A fresh hello of this side. */
    byte[] hello() {
        did(ETrunkAction.SEND_HELLO);
        return said;
    }

    /** Runs timers up to {@code ns} from now, each at its very deadline. */
    void advance(long ns) {
        final long endNs = nowNs + ns;
        while (endNs - machine.nextDeadlineNs(nowNs) >= 0) {
            nowNs = machine.nextDeadlineNs(nowNs);
            did(machine.onTimer(nowNs));
        }
        nowNs = endNs;
    }

    Role state() {
        return machine.state();
    }

    ETrunkCause cause() {
        return machine.cause();
    }

    long dropped(HelloDrop reason) {
        return machine.counters().dropped(reason);
    }
}

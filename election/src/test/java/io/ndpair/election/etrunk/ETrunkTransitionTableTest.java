package io.ndpair.election.etrunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.role.Role;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cell of the table in {@link ETrunk}, also those that cannot come about in practice. */
class ETrunkTransitionTableTest {
    private static final ETrunkConfig OWN = Side.config(100, 50);
    private static final long S = Side.S;

    private enum Event {
        USABLE,
        NOT_USABLE,
        LEAVE,
        REFUSED,
        WORSE_PEER,
        BETTER_PEER,
        BETTER_BY_SYSTEM_ID,
        BETTER_PEER_ALL_DOWN,
        WORSE_PEER_WHILE_ALL_DOWN,
        DEAF_MASTER_JUST_HEARD,
        DEAF_MASTER,
        PEER_LEAVES,
        FAIL_TIME_OVER,
        PERIOD_OVER,
        TIMER_EARLY,
        PRIORITY_LOST
    }

    private record Cell(Role from, Event event, Role to, ETrunkCause cause, boolean tells) {
        @Override
        public String toString() {
            return from + " " + event;
        }
    }

    private static final List<Cell> CELLS = new ArrayList<>();

    private static void row(Event event, Role backupTo, Role masterTo, ETrunkCause cause) {
        CELLS.add(new Cell(Role.INITIALIZE, event, Role.INITIALIZE, ETrunkCause.INIT, false));
        CELLS.add(new Cell(Role.BACKUP, event, backupTo, cause, backupTo != Role.BACKUP || cause != ETrunkCause.PRI));
        CELLS.add(new Cell(Role.MASTER, event, masterTo, cause, masterTo != Role.MASTER || cause != ETrunkCause.PRI));
    }

    static {
        CELLS.add(new Cell(Role.INITIALIZE, Event.USABLE, Role.BACKUP, ETrunkCause.INIT, true));
        CELLS.add(new Cell(Role.BACKUP, Event.USABLE, Role.BACKUP, ETrunkCause.PRI, false));
        CELLS.add(new Cell(Role.MASTER, Event.USABLE, Role.MASTER, ETrunkCause.PRI, false));
        row(Event.NOT_USABLE, Role.INITIALIZE, Role.INITIALIZE, ETrunkCause.INIT);
        row(Event.LEAVE, Role.INITIALIZE, Role.INITIALIZE, ETrunkCause.INIT);
        row(Event.REFUSED, Role.BACKUP, Role.MASTER, ETrunkCause.PRI);
        row(Event.WORSE_PEER, Role.MASTER, Role.MASTER, ETrunkCause.PRI);
        row(Event.BETTER_PEER, Role.BACKUP, Role.BACKUP, ETrunkCause.PRI);
        row(Event.BETTER_BY_SYSTEM_ID, Role.BACKUP, Role.BACKUP, ETrunkCause.PRI);
        row(Event.BETTER_PEER_ALL_DOWN, Role.MASTER, Role.MASTER, ETrunkCause.ALL_MEMBER_DOWN);
        row(Event.WORSE_PEER_WHILE_ALL_DOWN, Role.BACKUP, Role.BACKUP, ETrunkCause.ALL_MEMBER_DOWN);
        row(Event.DEAF_MASTER_JUST_HEARD, Role.MASTER, Role.MASTER, ETrunkCause.PRI);
        row(Event.DEAF_MASTER, Role.BACKUP, Role.BACKUP, ETrunkCause.PEER_TIMEOUT);
        row(Event.PEER_LEAVES, Role.MASTER, Role.MASTER, ETrunkCause.PEER_NODE_DOWN);
        row(Event.FAIL_TIME_OVER, Role.MASTER, Role.MASTER, ETrunkCause.TIMEOUT);
        row(Event.PERIOD_OVER, Role.BACKUP, Role.MASTER, ETrunkCause.PRI);
        row(Event.TIMER_EARLY, Role.BACKUP, Role.MASTER, ETrunkCause.PRI);
        CELLS.add(new Cell(Role.INITIALIZE, Event.PRIORITY_LOST, Role.INITIALIZE, ETrunkCause.INIT, false));
        CELLS.add(new Cell(Role.BACKUP, Event.PRIORITY_LOST, Role.BACKUP, ETrunkCause.PRI, false));
        CELLS.add(new Cell(Role.MASTER, Event.PRIORITY_LOST, Role.BACKUP, ETrunkCause.PRI, true));
    }

    static Stream<Cell> cells() {
        return CELLS.stream();
    }

    private static ETrunkConfig priority(int priority, long systemId) {
        return Side.config(priority, systemId);
    }

    /** A side of the state, by what the peer last said: heard first so long ago that a deaf peer counts as deaf. */
    private static Side in(Role role, boolean justHeard) {
        final Side side = new Side(OWN, 1);
        side.did(side.machine.addMember(Side.member(MemberMode.AUTO), true, true, side.nowNs));
        if (role != Role.INITIALIZE) {
            side.did(side.machine.onUsable(side.nowNs));
            final Speaker speaker = new Speaker(side);
            speaker.say(role == Role.MASTER ? 200 : 50, 70, Role.BACKUP, 1, true);
            if (!justHeard) {
                side.advance(3 * S);
                speaker.say(role == Role.MASTER ? 200 : 50, 70, Role.BACKUP, 1, true);
            }
            assertThat(side.state()).isEqualTo(role);
        }
        side.advance(50 * Side.MS);
        side.said = null;
        return side;
    }

    /** A peer whose hellos a test words freely. */
    private static final class Speaker {
        private final Side to;
        private long sequence;

        Speaker(Side to) {
            this.to = to;
        }

        int say(int priority, long systemId, Role state, int flags, boolean memberUp) {
            final ETrunkHello hello = new ETrunkHello();
            hello.trunk = 1;
            hello.priority = priority;
            hello.systemId = systemId;
            hello.state = state;
            hello.flags = flags;
            hello.periodDs = 10;
            hello.failTimeDs = 200;
            hello.revertDelayS = 120;
            hello.session = 77;
            // The speakers of one test follow each other by the clock.
            hello.sequence = (to.nowNs - Side.START_NS) / Side.MS + 1 + sequence++;
            hello.ageMs = hello.sequence;
            hello.lacpPriority = 32_768;
            hello.addMember(10, 10, MemberMode.AUTO, state, memberUp, true);
            final org.agrona.concurrent.UnsafeBuffer buffer =
                    new org.agrona.concurrent.UnsafeBuffer(new byte[HelloLayout.MAX_BYTES]);
            final int length = hello.write(buffer, 0, null);
            return to.did(to.machine.onHello(buffer, 0, length, to.nowNs));
        }
    }

    private static int happen(Event event, Side side) {
        final Speaker peer = new Speaker(side);
        final int hears = HelloLayout.FLAG_HEARS_PEER;
        return switch (event) {
            case USABLE -> side.did(side.machine.onUsable(side.nowNs));
            case NOT_USABLE -> side.did(side.machine.onUnusable(side.nowNs));
            case LEAVE -> side.did(side.machine.onLeave(side.nowNs));
            case REFUSED -> peer.say(0, 1, Role.MASTER, hears, true);
            case WORSE_PEER -> peer.say(200, 1, Role.MASTER, hears, true);
            case BETTER_PEER -> peer.say(50, 70, Role.BACKUP, hears, true);
            case BETTER_BY_SYSTEM_ID -> peer.say(100, 49, Role.BACKUP, hears, true);
            case BETTER_PEER_ALL_DOWN -> peer.say(50, 1, Role.BACKUP, hears, false);
            case WORSE_PEER_WHILE_ALL_DOWN -> {
                side.machine.onMemberState(side.member(), false, side.nowNs);
                yield ETrunkAction.TELL_STATE | peer.say(200, 70, Role.BACKUP, hears, true);
            }
            case DEAF_MASTER_JUST_HEARD, DEAF_MASTER -> peer.say(200, 70, Role.MASTER, 0, true);
            case PEER_LEAVES -> peer.say(50, 70, Role.INITIALIZE, HelloLayout.FLAG_LEAVING, true);
            case FAIL_TIME_OVER -> {
                side.nowNs += 20 * S;
                yield side.did(side.machine.onTimer(side.nowNs));
            }
            case PERIOD_OVER -> {
                side.nowNs += S;
                yield side.did(side.machine.onTimer(side.nowNs));
            }
            case TIMER_EARLY -> side.did(side.machine.onTimer(side.nowNs));
            case PRIORITY_LOST -> side.did(side.machine.onConfig(priority(250, 50), side.nowNs));
        };
    }

    @ParameterizedTest
    @MethodSource("cells")
    void shouldFollowTable(Cell cell) {
        final Side side = in(cell.from(), cell.event() == Event.DEAF_MASTER_JUST_HEARD);

        final int actions = happen(cell.event(), side);

        assertThat(side.state()).as("state").isEqualTo(cell.to());
        assertThat(side.cause()).as("cause").isEqualTo(cell.cause());
        if (cell.event() != Event.WORSE_PEER_WHILE_ALL_DOWN) {
            assertThat(ETrunkAction.has(actions, ETrunkAction.TELL_STATE))
                    .as("tells")
                    .isEqualTo(cell.tells());
        }
        final boolean runs = cell.from() != Role.INITIALIZE;
        if (cell.event() == Event.PERIOD_OVER || cell.event() == Event.LEAVE) {
            assertThat(ETrunkAction.has(actions, ETrunkAction.SEND_HELLO))
                    .as("sends")
                    .isEqualTo(runs);
        }
        if (cell.event() == Event.TIMER_EARLY) {
            assertThat(actions).isEqualTo(ETrunkAction.NONE);
        }
        assertThat(ETrunkAction.has(actions, ETrunkAction.REPORT_DROP))
                .isEqualTo(runs && cell.event() == Event.REFUSED);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void shouldStayStoppedAfterLeave(Cell cell) {
        final Side side = in(cell.from(), false);
        side.did(side.machine.onLeave(side.nowNs));
        side.said = null;

        happen(cell.event(), side);

        assertThat(side.state()).isEqualTo(Role.INITIALIZE);
        assertThat(side.member().role()).isEqualTo(Role.INITIALIZE);
        assertThat(side.said).as("a stopped E-Trunk is silent").isNull();
    }

    @Test
    void shouldHaveEveryCell() {
        final Map<Role, Integer> cellsOfRole = new EnumMap<>(Role.class);
        CELLS.forEach(cell -> cellsOfRole.merge(cell.from(), 1, Integer::sum));
        final int events = Event.values().length;
        assertThat(cellsOfRole.values()).containsExactly(events, events, events);
    }

    /** Every combination of what a member's decision depends on, against the rules in {@link ETrunkMember}. */
    @Test
    void shouldDecideMembersAsTold() {
        int walked = 0;
        for (final Role trunk : Role.values()) {
            for (final MemberMode mode : MemberMode.values()) {
                for (final Role before : Role.values()) {
                    for (final Role peers : Role.values()) {
                        for (final MemberMode peersMode : MemberMode.values()) {
                            for (int bits = 0; bits < 1 << 7; bits++) {
                                assertMember(trunk, mode, before, peers, peersMode, bits);
                                walked++;
                            }
                        }
                    }
                }
            }
        }
        assertThat(walked).isEqualTo(3 * 3 * 3 * 3 * 3 * 128);
    }

    private static void assertMember(
            Role trunk, MemberMode mode, Role before, Role peers, MemberMode peersMode, int bits) {
        final boolean up = (bits & 1) != 0;
        final boolean ready = (bits & 2) != 0;
        final boolean peersUp = (bits & 4) != 0;
        final boolean peersComplete = (bits & 8) != 0;
        final boolean heard = (bits & 16) != 0;
        final boolean missing = (bits & 32) != 0;
        final boolean revert = (bits & 64) != 0;
        final ETrunkConfig settings = Side.with(OWN, revert, 0);
        final ETrunkMember member = new ETrunkMember(Side.member(MemberMode.AUTO), up, ready);
        // Brought into the role before by a force that is then lifted.
        member.config(Side.member(before == Role.MASTER ? MemberMode.FORCE_MASTER : MemberMode.FORCE_BACKUP));
        member.decide(Role.BACKUP, null, settings, before == Role.INITIALIZE, 0);
        member.config(Side.member(mode));
        final ETrunkHello hello = new ETrunkHello();
        if (!missing) {
            hello.addMember(10, 10, peersMode, peers, peersUp, peersComplete);
        }

        member.decide(trunk, heard ? hello : null, settings, false, 1);

        assertThat(member.role())
                .as("%s %s before %s peer %s %s bits %d", trunk, mode, before, peers, peersMode, bits)
                .isEqualTo(expected(
                        trunk,
                        mode,
                        before,
                        peers,
                        peersMode,
                        up,
                        ready,
                        peersUp,
                        peersComplete,
                        heard,
                        missing,
                        revert));
    }

    /** The rules once more, as a list of questions. */
    private static Role expected(
            Role trunk,
            MemberMode mode,
            Role before,
            Role peers,
            MemberMode peersMode,
            boolean up,
            boolean ready,
            boolean peersUp,
            boolean peersComplete,
            boolean heard,
            boolean missing,
            boolean revert) {
        if (mode != MemberMode.AUTO) {
            return mode == MemberMode.FORCE_MASTER ? Role.MASTER : Role.BACKUP;
        }
        if (trunk == Role.INITIALIZE || !heard) {
            return trunk;
        }
        if (missing || peersMode == MemberMode.FORCE_BACKUP) {
            return Role.MASTER;
        }
        if (up != peersUp) {
            return up ? Role.MASTER : Role.BACKUP;
        }
        if (peersMode == MemberMode.FORCE_MASTER) {
            return Role.BACKUP;
        }
        final boolean both = before == Role.MASTER && peers == Role.MASTER;
        if (both && ready != peersComplete) {
            return ready ? Role.MASTER : Role.BACKUP;
        }
        if (before == Role.MASTER && peers != Role.MASTER) {
            return Role.MASTER;
        }
        if (trunk == Role.BACKUP) {
            return Role.BACKUP;
        }
        return before == Role.MASTER || peers != Role.MASTER || (ready && revert) ? Role.MASTER : Role.BACKUP;
    }
}

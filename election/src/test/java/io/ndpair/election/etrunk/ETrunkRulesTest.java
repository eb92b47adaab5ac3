package io.ndpair.election.etrunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.role.Role;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules C-40 to C-46 of the vendor notes, and what we added to them, by name. */
class ETrunkRulesTest {
    private static final ETrunkConfig BETTER = Side.config(10, 0x0200_0000_0002L);
    private static final ETrunkConfig WORSE = Side.config(20, 0x0200_0000_0001L);
    private static final long S = Side.S;

    private static void assertMember(Side side, Role role, MemberCause cause) {
        assertThat(side.member().role()).isEqualTo(role);
        assertThat(side.member().cause()).isEqualTo(cause);
    }

    @Test
    @DisplayName("C-40 C-46 the smaller priority wins, on both devices, and the members follow")
    void shouldLetSmallerPriorityWin() {
        final Pair pair = new Pair(BETTER, WORSE);
        pair.advance(1 * S);
        assertThat(pair.a.state()).isEqualTo(Role.MASTER);
        assertThat(pair.b.state()).isEqualTo(Role.BACKUP);
        assertThat(pair.a.cause()).isEqualTo(ETrunkCause.PRI);
        assertThat(pair.b.cause()).isEqualTo(ETrunkCause.PRI);
        assertMember(pair.a, Role.MASTER, MemberCause.ETRUNK_MASTER);
        assertMember(pair.b, Role.BACKUP, MemberCause.ETRUNK_BACKUP);
    }

    @Test
    @DisplayName("C-40 of equal priorities the smaller system id wins, of equal ids still exactly one")
    void shouldBreakTies() {
        final Pair ids = new Pair(Side.config(100, 0x8000_0000_0002L), Side.config(100, 0x8000_0000_0001L));
        ids.advance(1 * S);
        assertThat(ids.a.state()).isEqualTo(Role.BACKUP);
        assertThat(ids.b.state()).isEqualTo(Role.MASTER);
        final Pair same = new Pair(Side.config(100, 7), Side.config(100, 7));
        same.advance(1 * S);
        assertThat(same.a.state()).isNotEqualTo(same.b.state());
        assertThat(same.a.machine.notices()).contains(HelloNotice.SYSTEM_ID);
    }

    @Test
    @DisplayName("C-40 hello 1 s; the time-out that counts is the one in the peer's hello, ours before it was heard")
    void shouldUsePeersFailTime() {
        final Pair pair = new Pair(Side.timers(BETTER, 5, 3), WORSE);
        pair.advance(1 * S);
        pair.cut(true);
        // a says 1.5 s of itself, b 20 s: b gives a up after 1.5 s, a gives b up after 20 s.
        pair.advance(1_500 * Side.MS);
        assertThat(pair.b.cause()).isEqualTo(ETrunkCause.TIMEOUT);
        assertMember(pair.b, Role.MASTER, MemberCause.ETRUNK_MASTER);
        assertThat(pair.a.cause()).isEqualTo(ETrunkCause.PRI);
        pair.advance(17 * S);
        assertThat(pair.a.cause()).isEqualTo(ETrunkCause.PRI);
        pair.advance(2 * S);
        assertThat(pair.a.cause()).isEqualTo(ETrunkCause.TIMEOUT);

        final Side alone = Side.started(BETTER, 3);
        alone.advance(20 * S - 1);
        assertThat(alone.state()).isEqualTo(Role.BACKUP);
        assertThat(alone.cause()).isEqualTo(ETrunkCause.INIT);
        assertThat(alone.machine.counters().sent()).isEqualTo(20);
        alone.advance(1);
        assertThat(alone.state()).isEqualTo(Role.MASTER);
        assertThat(alone.cause()).isEqualTo(ETrunkCause.TIMEOUT);
    }

    @Test
    @DisplayName("C-41 the peer's member down makes the local one master and vice versa, whatever the priorities")
    void shouldFollowPeersMember() {
        final Pair pair = new Pair(BETTER, WORSE);
        pair.advance(1 * S);
        pair.a.did(pair.a.machine.onMemberState(pair.a.member(), false, pair.a.nowNs));
        pair.advance(20 * Side.MS);
        assertMember(pair.a, Role.BACKUP, MemberCause.PEER_MEMBER_UP);
        assertMember(pair.b, Role.MASTER, MemberCause.PEER_MEMBER_DOWN);
        assertThat(pair.a.cause()).as("its only member").isEqualTo(ETrunkCause.ALL_MEMBER_DOWN);
        assertThat(pair.a.state()).isEqualTo(Role.BACKUP);
        assertThat(pair.b.state()).isEqualTo(Role.MASTER);
    }

    @Test
    @DisplayName("C-41 each member for itself: one down moves alone, the E-Trunk stays")
    void shouldDecideMembersOneByOne() {
        final Pair pair = new Pair(BETTER, WORSE);
        final ETrunkMemberConfig second = new ETrunkMemberConfig("m11", 11, 11, MemberMode.AUTO);
        for (final Side side : new Side[] {pair.a, pair.b}) {
            side.did(side.machine.addMember(second, true, true, side.nowNs));
        }
        pair.advance(1 * S);
        pair.a.did(pair.a.machine.onMemberState(pair.a.machine.members().get(1), false, pair.a.nowNs));
        pair.advance(1 * S);
        assertThat(pair.a.state()).isEqualTo(Role.MASTER);
        assertMember(pair.a, Role.MASTER, MemberCause.ETRUNK_MASTER);
        assertThat(pair.a.machine.members().get(1).role()).isEqualTo(Role.BACKUP);
        assertThat(pair.b.machine.members().get(0).role()).isEqualTo(Role.BACKUP);
        assertThat(pair.b.machine.members().get(1).cause()).isEqualTo(MemberCause.PEER_MEMBER_DOWN);
    }

    @Test
    @DisplayName("C-41 down on both: the role of the E-Trunk decides, so that exactly one is master")
    void shouldHaveOneMasterWhenBothAreDown() {
        final Pair pair = new Pair(BETTER, WORSE);
        for (final Side side : new Side[] {pair.a, pair.b}) {
            side.did(side.machine.onMemberState(side.member(), false, side.nowNs));
        }
        pair.advance(130 * S);
        assertMember(pair.a, Role.MASTER, MemberCause.ETRUNK_MASTER);
        assertMember(pair.b, Role.BACKUP, MemberCause.ETRUNK_BACKUP);
    }

    @Test
    @DisplayName("C-42 a backup's member that is down takes over all the same when the peer falls silent")
    void shouldTakeOverWithMemberDownFromSilentPeer() {
        final Pair pair = new Pair(BETTER, WORSE);
        pair.b.did(pair.b.machine.onMemberState(pair.b.member(), false, pair.b.nowNs));
        pair.advance(1 * S);
        assertMember(pair.b, Role.BACKUP, MemberCause.PEER_MEMBER_UP);
        pair.cut(true);
        pair.advance(21 * S);
        assertMember(pair.b, Role.MASTER, MemberCause.ETRUNK_MASTER);
    }

    @Test
    @DisplayName("C-43 a member that recovered takes over again after 120 s, make before break")
    void shouldRevertAfterDelay() {
        final Pair pair = new Pair(BETTER, WORSE);
        pair.advance(1 * S);
        pair.a.did(pair.a.machine.onMemberState(pair.a.member(), false, pair.a.nowNs));
        pair.advance(1 * S);
        pair.a.did(pair.a.machine.onMemberState(pair.a.member(), true, pair.a.nowNs));
        pair.advance(119 * S);
        assertThat(pair.a.state()).isEqualTo(Role.MASTER);
        assertMember(pair.a, Role.BACKUP, MemberCause.PEER_MEMBER_UP);
        assertThat(pair.b.member().role()).isEqualTo(Role.MASTER);
        pair.cutToB = true;
        pair.advance(1 * S);
        assertThat(pair.a.member().role()).isEqualTo(Role.MASTER);
        assertThat(pair.b.member().role())
                .as("until it hears that the other has begun")
                .isEqualTo(Role.MASTER);
        pair.cutToB = false;
        pair.advance(1 * S);
        assertMember(pair.b, Role.BACKUP, MemberCause.ETRUNK_BACKUP);
    }

    @Test
    @DisplayName("C-43 revert disable: a master that is well is left alone for good, a failed one is not")
    void shouldNotRevertWhenDisabled() {
        final Pair pair = new Pair(Side.with(BETTER, false, 120), Side.with(WORSE, false, 120));
        pair.advance(1 * S);
        pair.a.did(pair.a.machine.onMemberState(pair.a.member(), false, pair.a.nowNs));
        pair.advance(1 * S);
        pair.a.did(pair.a.machine.onMemberState(pair.a.member(), true, pair.a.nowNs));
        pair.advance(300 * S);
        assertThat(pair.a.member().role()).isEqualTo(Role.BACKUP);
        assertThat(pair.b.member().role()).isEqualTo(Role.MASTER);
        pair.b.did(pair.b.machine.onMemberState(pair.b.member(), false, pair.b.nowNs));
        pair.advance(20 * Side.MS);
        assertMember(pair.a, Role.MASTER, MemberCause.PEER_MEMBER_DOWN);
    }

    @Test
    @DisplayName("C-43 the delay begins anew when what it waits for is interrupted; 0 waits not at all")
    void shouldRestartRevertDelay() {
        final Pair pair = new Pair(Side.with(BETTER, true, 10), Side.with(WORSE, true, 10));
        pair.advance(1 * S);
        for (int i = 0; i < 5; i++) {
            pair.a.did(pair.a.machine.onMemberState(pair.a.member(), false, pair.a.nowNs));
            pair.advance(1 * S);
            pair.a.did(pair.a.machine.onMemberState(pair.a.member(), true, pair.a.nowNs));
            pair.advance(9 * S);
            assertThat(pair.a.member().role()).isEqualTo(Role.BACKUP);
        }
        pair.a.did(pair.a.machine.onConfig(Side.with(BETTER, true, 0), pair.a.nowNs));
        pair.advance(2 * S);
        assertThat(pair.a.member().role()).isEqualTo(Role.MASTER);
        assertThat(pair.a.machine.notices()).contains(HelloNotice.REVERT);
    }

    @Test
    @DisplayName("C-45 sequence on one side only: hellos are dropped on both, and both become master")
    void shouldSplitOnSequenceMismatch() {
        final Pair pair = new Pair(Side.secured(BETTER, Optional.empty(), true), WORSE);
        pair.advance(21 * S);
        assertThat(pair.a.member().role()).isEqualTo(Role.MASTER);
        assertThat(pair.b.member().role()).isEqualTo(Role.MASTER);
        assertThat(pair.a.dropped(HelloDrop.SEQUENCE_MODE)).isBetween(20L, 23L);
        assertThat(pair.b.dropped(HelloDrop.SEQUENCE_MODE)).isBetween(20L, 23L);
    }

    @Test
    @DisplayName("forced modes hold whatever the E-Trunk says, and the peer's auto member makes room")
    void shouldHoldForcedModes() {
        final Pair pair = new Pair(BETTER, WORSE);
        pair.b.did(pair.b.machine.onMemberConfig(pair.b.member(), Side.member(MemberMode.FORCE_MASTER), pair.b.nowNs));
        pair.advance(20 * Side.MS);
        assertMember(pair.b, Role.MASTER, MemberCause.FORCE_MASTER);
        assertMember(pair.a, Role.BACKUP, MemberCause.PEER_MEMBER_UP);
        pair.b.did(pair.b.machine.onMemberConfig(pair.b.member(), Side.member(MemberMode.FORCE_BACKUP), pair.b.nowNs));
        pair.advance(1 * S);
        assertMember(pair.b, Role.BACKUP, MemberCause.FORCE_BACKUP);
        assertMember(pair.a, Role.MASTER, MemberCause.PEER_MEMBER_DOWN);
        pair.cut(true);
        pair.advance(30 * S);
        assertMember(pair.b, Role.BACKUP, MemberCause.FORCE_BACKUP);
    }

    @Test
    @DisplayName("a peer without the counterpart cannot carry its traffic")
    void shouldTakeOverWhatThePeerDoesNotHave() {
        final Pair pair = new Pair(BETTER, WORSE);
        pair.a.did(pair.a.machine.removeMember(pair.a.member(), pair.a.nowNs));
        pair.advance(20 * Side.MS);
        assertMember(pair.b, Role.MASTER, MemberCause.PEER_MEMBER_DOWN);
        assertThat(pair.b.state()).isEqualTo(Role.BACKUP);
        assertThat(pair.b.machine.notices()).contains(HelloNotice.MEMBERS);
    }

    @Test
    @DisplayName("members of different numbers are counterparts when they name each other")
    void shouldPairByRemoteNumber() {
        final Pair pair = new Pair(BETTER, WORSE);
        pair.a.did(pair.a.machine.onMemberConfig(
                pair.a.member(), new ETrunkMemberConfig("m10", 10, 77, MemberMode.AUTO), pair.a.nowNs));
        pair.b.did(pair.b.machine.removeMember(pair.b.member(), pair.b.nowNs));
        pair.b.did(pair.b.machine.addMember(
                new ETrunkMemberConfig("m77", 77, 10, MemberMode.AUTO), true, true, pair.b.nowNs));
        pair.advance(1 * S);
        assertMember(pair.a, Role.MASTER, MemberCause.ETRUNK_MASTER);
        assertMember(pair.b, Role.BACKUP, MemberCause.ETRUNK_BACKUP);
        assertThat(pair.a.machine.notices()).isEmpty();
    }

    @Test
    @DisplayName("a device that takes leave is succeeded at once")
    void shouldSucceedAtOnceWhenPeerLeaves() {
        final Pair pair = new Pair(BETTER, WORSE);
        pair.advance(1 * S);
        pair.a.did(pair.a.machine.onLeave(pair.a.nowNs));
        pair.advance(20 * Side.MS);
        assertThat(pair.b.cause()).isEqualTo(ETrunkCause.PEER_NODE_DOWN);
        assertMember(pair.b, Role.MASTER, MemberCause.ETRUNK_MASTER);
        assertMember(pair.a, Role.INITIALIZE, MemberCause.ETRUNK_INIT);
        pair.advance(60 * S);
        assertThat(pair.a.state()).isEqualTo(Role.INITIALIZE);
        assertThat(pair.b.cause()).isEqualTo(ETrunkCause.PEER_NODE_DOWN);
    }

    @Test
    @DisplayName("loss in one direction leaves one master: PEER_TIMEOUT")
    void shouldYieldToMasterThatDoesNotHearUs() {
        final Pair pair = new Pair(BETTER, WORSE);
        pair.advance(1 * S);
        pair.cutToB = true;
        pair.advance(22 * S);
        assertThat(pair.b.cause()).isEqualTo(ETrunkCause.TIMEOUT);
        assertThat(pair.a.cause()).isEqualTo(ETrunkCause.PEER_TIMEOUT);
        assertThat(pair.b.member().role()).isEqualTo(Role.MASTER);
        assertThat(pair.a.member().role()).isEqualTo(Role.BACKUP);
        pair.cutToB = false;
        pair.advance(2 * S);
        assertThat(pair.a.cause()).isEqualTo(ETrunkCause.PRI);
        assertThat(pair.a.state()).isEqualTo(Role.MASTER);
        assertThat(pair.a.member().role()).as("revert delay").isEqualTo(Role.BACKUP);
    }

    @Test
    @DisplayName("T1 an empty device with the better priority leaves a living master alone until it is ready")
    void shouldNotTakeOverUnready() {
        final Side b = Side.started(Side.with(WORSE, true, 0), 2);
        b.advance(20 * S);
        assertThat(b.member().role()).isEqualTo(Role.MASTER);
        final Side a = new Side(Side.with(BETTER, true, 0), 1);
        a.nowNs = b.nowNs;
        a.machine.addMember(Side.member(MemberMode.AUTO), true, false, a.nowNs);
        a.did(a.machine.onUsable(a.nowNs));
        final Pair pair = new Pair(a, b);
        pair.advance(500 * S);
        assertMember(a, Role.BACKUP, MemberCause.PEER_MEMBER_UP);
        assertThat(b.member().role()).isEqualTo(Role.MASTER);
        a.did(a.machine.onMemberReady(a.member(), true, a.nowNs));
        a.did(a.machine.onMemberComplete(a.member(), a.nowNs));
        pair.advance(20 * Side.MS);
        assertMember(a, Role.MASTER, MemberCause.ETRUNK_MASTER);
        assertThat(b.member().role()).isEqualTo(Role.BACKUP);
    }

    @Test
    @DisplayName("T1 a device that became master with an empty table yields to the one that has it")
    void shouldYieldWhileIncomplete() {
        final Side b = Side.started(WORSE, 2);
        final Side a = new Side(BETTER, 1);
        a.machine.addMember(Side.member(MemberMode.AUTO), true, false, a.nowNs);
        a.did(a.machine.onUsable(a.nowNs));
        a.said = null;
        b.said = null;
        a.advance(25 * S);
        b.advance(25 * S);
        assertThat(a.member().role()).isEqualTo(Role.MASTER);
        assertThat(b.member().role()).isEqualTo(Role.MASTER);
        final Pair pair = new Pair(a, b);
        pair.advance(2 * S);
        assertThat(a.state()).isEqualTo(Role.MASTER);
        assertMember(a, Role.BACKUP, MemberCause.PEER_MEMBER_UP);
        assertMember(b, Role.MASTER, MemberCause.ETRUNK_MASTER);
    }

    @Test
    @DisplayName("negotiate-delay: in Init for so long after the start, silent and deaf")
    void shouldWaitForNegotiateDelay() {
        final Side side =
                new Side(new ETrunkConfig(1, 100, 7, 10, 20, true, 120, 30, Optional.empty(), false, 0, 32_768), 1);
        side.did(side.machine.onUsable(side.nowNs));
        side.hear(Side.started(WORSE, 2).hello());
        side.advance(30 * S - 1);
        assertThat(side.state()).isEqualTo(Role.INITIALIZE);
        assertThat(side.said).isNull();
        side.advance(1);
        assertThat(side.state()).isEqualTo(Role.BACKUP);
        assertThat(side.said).isNotNull();
    }

    @Test
    @DisplayName("a member that flaps does not make hellos faster than one in 10 ms")
    void shouldLimitHellos() {
        final Side side = Side.started(BETTER, 1);
        side.advance(1 * S);
        final long before = side.machine.counters().sent();
        for (int i = 0; i < 1_000; i++) {
            side.did(side.machine.onMemberState(side.member(), i % 2 == 0, side.nowNs));
            side.advance(100_000);
        }
        assertThat(side.machine.counters().sent() - before).isBetween(5L, 11L);
    }

    @Test
    @DisplayName("a hello that could not be sent is tried again after a tenth of the period")
    void shouldRetrySending() {
        final Side side = Side.started(BETTER, 1);
        side.machine.onSendFailed(side.nowNs);
        assertThat(side.machine.nextDeadlineNs(side.nowNs)).isEqualTo(side.nowNs + 100 * Side.MS);
        assertThat(side.machine.counters().sendFailures()).isEqualTo(1);
    }
}

package io.ndpair.election.etrunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.role.Role;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of a member that was handed over by command. */
class ETrunkSwitchoverTest {
    private static final long MS = Side.MS;
    private static final long S = Side.S;
    private static final ETrunkConfig BETTER = Side.with(Side.config(50, 1), true, 0);
    private static final ETrunkConfig WORSE = Side.with(Side.config(100, 2), true, 0);

    private static Pair running() {
        final Pair pair = new Pair(BETTER, WORSE);
        pair.advance(1 * S);
        assertRoles(pair, Role.MASTER, Role.BACKUP);
        return pair;
    }

    private static void handOver(Side side) {
        assertThat(side.machine.handOverRefusal(side.member())).isEmpty();
        side.did(side.machine.onHandOver(side.member(), side.nowNs));
    }

    private static void assertRoles(Pair pair, Role a, Role b) {
        assertThat(pair.a.member().role()).as("a").isEqualTo(a);
        assertThat(pair.b.member().role()).as("b").isEqualTo(b);
    }

    @Test
    @DisplayName(
            "handed over: the peer's takes it within a hello, and keeps it though it has the worse priority and no delay runs")
    void shouldNotRevert() {
        final Pair pair = running();
        handOver(pair.a);
        pair.advance(20 * MS);

        assertRoles(pair, Role.BACKUP, Role.MASTER);
        assertThat(pair.a.member().cause()).isEqualTo(MemberCause.HANDED_OVER);
        assertThat(pair.a.machine.status("").members().get(0).handedOver()).isTrue();
        pair.advance(600 * S);
        assertRoles(pair, Role.BACKUP, Role.MASTER);
        assertThat(pair.a.state()).as("the E-Trunk itself goes by priority").isEqualTo(Role.MASTER);
    }

    @Test
    @DisplayName("taken back by command: reverts as configured")
    void shouldRevertWhenTakenBack() {
        final Pair pair = running();
        handOver(pair.a);
        pair.advance(5 * S);
        pair.a.did(pair.a.machine.onTakeBack(pair.a.member(), pair.a.nowNs));
        pair.advance(50 * MS);

        assertRoles(pair, Role.MASTER, Role.BACKUP);
        assertThat(pair.a.member().handedOver()).isFalse();
    }

    @Test
    @DisplayName("the peer's does not take it within three hello periods: it is ours again")
    void shouldBeMasterAgainWhenNobodyTakesOver() {
        final Pair pair = running();
        pair.cutToB = true;
        handOver(pair.a);
        pair.advance(2_900 * MS);
        assertRoles(pair, Role.BACKUP, Role.BACKUP);
        pair.advance(200 * MS);
        assertRoles(pair, Role.MASTER, Role.BACKUP);
        pair.cut(false);
        pair.advance(5 * S);
        assertRoles(pair, Role.MASTER, Role.BACKUP);
    }

    @Test
    @DisplayName("the peer dies, its member goes down, or is handed over in its turn: ours again")
    void shouldTakeOverFromAPeerThatLosesIt() {
        final Pair silent = running();
        handOver(silent.a);
        silent.advance(5 * S);
        silent.cut(true);
        silent.advance(21 * S);
        assertThat(silent.a.member().role()).isEqualTo(Role.MASTER);
        assertThat(silent.a.member().handedOver()).isFalse();

        final Pair down = running();
        handOver(down.a);
        down.advance(5 * S);
        down.b.did(down.b.machine.onMemberState(down.b.member(), false, down.b.nowNs));
        down.advance(50 * MS);
        assertRoles(down, Role.MASTER, Role.BACKUP);
        assertThat(down.a.member().handedOver()).isFalse();

        final Pair back = running();
        handOver(back.a);
        back.advance(5 * S);
        handOver(back.b);
        back.advance(50 * MS);
        assertRoles(back, Role.MASTER, Role.BACKUP);
        back.advance(600 * S);
        assertRoles(back, Role.MASTER, Role.BACKUP);
    }

    @Test
    @DisplayName("our own channel away for a moment: still handed over")
    void shouldOutlastAChannelThatIsAway() {
        final Pair pair = running();
        handOver(pair.a);
        pair.advance(5 * S);
        pair.a.did(pair.a.machine.onUnusable(pair.a.nowNs));
        pair.advance(2 * S);
        assertThat(pair.a.member().role()).isEqualTo(Role.INITIALIZE);
        pair.a.did(pair.a.machine.onUsable(pair.a.nowNs));
        pair.advance(60 * S);
        assertRoles(pair, Role.BACKUP, Role.MASTER);
    }

    @Test
    @DisplayName("refused by its reason: not master, forced, no peer, the peer's member down; a forced mode ends it")
    void shouldRefuse() {
        final Pair pair = running();
        assertThat(pair.b.machine.handOverRefusal(pair.b.member())).isEqualTo("it is not master");
        pair.b.did(pair.b.machine.onMemberState(pair.b.member(), false, pair.b.nowNs));
        pair.advance(50 * MS);
        assertThat(pair.a.machine.handOverRefusal(pair.a.member())).contains("cannot take over");
        assertThat(pair.a.machine.onHandOver(pair.a.member(), pair.a.nowNs)).isEqualTo(ETrunkAction.NONE);
        pair.b.did(pair.b.machine.onMemberState(pair.b.member(), true, pair.b.nowNs));
        pair.advance(50 * MS);
        handOver(pair.a);
        pair.advance(1 * S);
        force(pair.a, MemberMode.FORCE_MASTER);
        pair.advance(1 * S);
        assertRoles(pair, Role.MASTER, Role.BACKUP);
        assertThat(pair.a.machine.handOverRefusal(pair.a.member())).contains("force-master");
        force(pair.a, MemberMode.AUTO);
        pair.cut(true);
        pair.advance(21 * S);
        assertThat(pair.a.machine.handOverRefusal(pair.a.member())).isEqualTo("no peer is heard");
    }

    private static void force(Side side, MemberMode mode) {
        side.did(side.machine.onMemberConfig(side.member(), Side.member(mode), side.nowNs));
    }
}

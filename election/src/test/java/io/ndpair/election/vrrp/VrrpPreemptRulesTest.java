package io.ndpair.election.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rules of preemption, its delay, and readiness, by their ids. */
class VrrpPreemptRulesTest {
    private static final long MS = Adverts.MS;
    private static final long PEER = 0x0bL;
    private static final long ADI = 360_937_500L;

    /** The peer advertises each 100 ms, first now; returns after how long the router was master. */
    private static long hearUntilMaster(Router router, int peerPriority, int adverts) {
        final long beginNs = router.nowNs;
        for (int i = 0; i < adverts; i++) {
            router.hear(peerPriority, 10, PEER);
            final long nextNs = router.nowNs + 100 * MS;
            while (router.role() == Role.BACKUP && router.untilDeadlineNs() <= nextNs - router.nowNs) {
                router.nowNs = router.machine.nextDeadlineNs(router.nowNs);
                router.machine.onTimer(router.nowNs);
            }
            if (router.role() == Role.MASTER) {
                return router.nowNs - beginNs;
            }
            router.nowNs = nextNs;
        }
        return -1;
    }

    @Test
    @DisplayName("P1 lower priority: ignored, the timer runs on and fires ADI after the last accepted one")
    void shouldPreemptWeaker() {
        final Router router = Router.started(Adverts.group(100, 10));

        assertThat(hearUntilMaster(router, 50, 100)).isEqualTo(ADI);
        assertThat(router.machine.reason()).isEqualTo(RoleReason.PREEMPT);
        assertThat(router.machine.counters().value(VrrpCounter.WEAKER_IGNORED)).isEqualTo(4);
    }

    @Test
    @DisplayName("P2 preempt off: any priority is accepted; takeover on silence or priority 0 only")
    void shouldNotPreemptWhenOff() {
        final Router router = Router.started(Adverts.group(100, 10, false, 0));

        assertThat(hearUntilMaster(router, 1, 100)).isEqualTo(-1);
        router.hear(1, 50, PEER);
        assertThat(router.untilDeadlineNs()).as("the interval is learned").isEqualTo(1_804_687_500L);
        router.hear(1, 10, PEER);
        router.hear(0, 10, PEER);
        assertThat(router.runUntilRole(Role.MASTER)).isEqualTo(60_937_500L);
    }

    @Test
    @DisplayName("P3 preempt delay: weaker accepted for D from the first one on, takeover about D + ADI")
    void shouldDelayPreemption() {
        final Router router = Router.started(Adverts.group(100, 10, true, 2));

        assertThat(hearUntilMaster(router, 50, 100)).isBetween(2_000 * MS + ADI - 100 * MS, 2_000 * MS + ADI);
        assertThat(router.machine.reason()).isEqualTo(RoleReason.PREEMPT);
    }

    @Test
    @DisplayName("P3 the delay shows its remainder")
    void shouldShowRemainder() {
        final Router router = Router.started(Adverts.group(100, 10, true, 2));
        assertThat(remainS(router)).isEqualTo(VrrpGroupStatus.NOT_RUNNING);
        router.hear(50, 10, PEER);
        assertThat(remainS(router)).isEqualTo(2);
        router.nowNs += 1_001 * MS;
        assertThat(remainS(router)).isEqualTo(1);
    }

    private static int remainS(Router router) {
        return router.machine
                .view()
                .status(router.machine.counters(), "", router.nowNs, 0, 0, router.nowNs)
                .preemptRemainS();
    }

    @Test
    @DisplayName("P3 a >= priority advert stops the delay; it starts anew with the next weaker one")
    void shouldStopDelayOnStronger() {
        final Router router = Router.started(Adverts.group(100, 10, true, 2));
        assertThat(hearUntilMaster(router, 50, 19)).isEqualTo(-1);
        router.hear(100, 10, PEER);

        assertThat(hearUntilMaster(router, 50, 100)).isGreaterThan(2_000 * MS);
    }

    @Test
    @DisplayName("P4 the delay never delays the takeover from a dead or resigning master")
    void shouldNotDelayTakeoverFromDead() {
        final Router silent = Router.started(Adverts.group(100, 10, true, 10));
        silent.hear(50, 10, PEER);
        assertThat(silent.runUntilRole(Role.MASTER)).isEqualTo(ADI);
        assertThat(silent.machine.reason()).isEqualTo(RoleReason.DOWN_TIMER);

        final Router resigned = Router.started(Adverts.group(100, 10, true, 10));
        resigned.hear(50, 10, PEER);
        resigned.hear(0, 10, PEER);
        assertThat(resigned.runUntilRole(Role.MASTER)).isEqualTo(60_937_500L);
    }

    @Test
    @DisplayName("P5 the delay runs anew after each return to Backup")
    void shouldDelayAnewAfterReturn() {
        final Router router = Router.started(Adverts.group(100, 10, true, 2));
        hearUntilMaster(router, 50, 100);
        router.hear(200, 10, PEER);
        assertThat(router.role()).isEqualTo(Role.BACKUP);

        assertThat(hearUntilMaster(router, 50, 100)).isGreaterThan(2_000 * MS);
    }

    @Test
    @DisplayName("P6 priority 255 preempts whatever preempt and its delay say")
    void shouldPreemptAsOwner() {
        final Router owner = Router.started(Adverts.group(255, 10, false, 100));
        owner.hear(255, 10, Adverts.ADDRESSES.get(0).low());
        assertThat(owner.role()).isEqualTo(Role.BACKUP);

        assertThat(hearUntilMaster(owner, 254, 100)).isBetween(300 * MS, 301 * MS);
    }

    @Test
    @DisplayName("T1 not ready: a living weaker master is left alone for ever, an owner does so too")
    void shouldNotPreemptBeforeReady() {
        final Router router = Router.started(Adverts.group(200, 10), false);
        assertThat(hearUntilMaster(router, 1, 3_000)).isEqualTo(-1);
        final Router owner = Router.started(Adverts.group(255, 10), false);
        assertThat(owner.role()).isEqualTo(Role.BACKUP);
        assertThat(hearUntilMaster(owner, 1, 3_000)).isEqualTo(-1);
    }

    @Test
    @DisplayName("T1 not ready: takes over at once from silence and from priority 0")
    void shouldTakeOverUnreadyWhenNobodyIsThere() {
        final Router silent = Router.unready(Adverts.group(100, 10));
        silent.hear(50, 10, PEER);
        assertThat(silent.runUntilRole(Role.MASTER)).isEqualTo(ADI);
        final Router resigned = Router.unready(Adverts.group(100, 10));
        resigned.hear(50, 10, PEER);
        resigned.hear(0, 10, PEER);
        assertThat(resigned.runUntilRole(Role.MASTER)).isEqualTo(60_937_500L);
        final Router empty = Router.started(Adverts.group(254, 10), false);
        empty.hear(50, 10, PEER);
        assertThat(empty.runUntilRole(Role.MASTER))
                .as("the skew of priority 1: whoever has the table goes first")
                .isEqualTo(VrrpTiming.downNs(3, 1, 10));
    }

    @Test
    @DisplayName("T1 becoming ready allows preempting, after the delay")
    void shouldPreemptWhenReady() {
        final Router prompt = Router.started(Adverts.group(100, 10), false);
        hearUntilMaster(prompt, 50, 50);
        becomeReady(prompt);
        assertThat(hearUntilMaster(prompt, 50, 100)).isBetween(ADI - 100 * MS, ADI);

        final Router delayed = Router.started(Adverts.group(100, 10, true, 2), false);
        hearUntilMaster(delayed, 50, 50);
        becomeReady(delayed);
        assertThat(hearUntilMaster(delayed, 50, 100)).isGreaterThan(2_000 * MS);

        final Router owner = Router.started(Adverts.group(255, 10), false);
        owner.hear(50, 10, PEER);
        assertThat(VrrpAction.has(becomeReady(owner), VrrpAction.SEND_ADVERT)).isTrue();
        assertThat(owner.role()).isEqualTo(Role.MASTER);
    }

    private static int becomeReady(Router router) {
        return router.machine.onReady(true, router.nowNs) | router.machine.onComplete(router.nowNs);
    }

    @Test
    @DisplayName("T1 a table that was never complete: priority 1, and a master by silence yields to whoever speaks")
    void shouldYieldWhileTheTableIsIncomplete() {
        for (final int priority : new int[] {254, 255}) {
            final Router router = Router.started(Adverts.group(priority, 10), false);
            assertThat(router.machine.runPriority()).isEqualTo(1);
            router.runUntilRole(Role.MASTER);
            router.hear(2, 10, PEER);
            assertThat(router.role()).isEqualTo(Role.BACKUP);
            assertThat(hearUntilMaster(router, 2, 1_000)).isEqualTo(-1);
            becomeReady(router);
            assertThat(router.machine.runPriority()).isEqualTo(priority);
            assertThat(hearUntilMaster(router, 2, 100)).isBetween(0L, ADI);
        }
    }

    @Test
    @DisplayName("T1 not ready again after having been complete: the configured priority, but no preemption")
    void shouldKeepPriorityWhenLagging() {
        final Router router = Router.unready(Adverts.group(200, 10));

        assertThat(router.machine.runPriority()).isEqualTo(200);
        assertThat(hearUntilMaster(router, 100, 1_000)).isEqualTo(-1);
    }

    /** A preemption under way: weaker adverts at 0, 100, 200 and 300 ms; at 350 ms; the timer would fire at 360.9 ms. */
    private static Router aboutToPreempt() {
        return aboutToPreempt(Adverts.group(100, 10));
    }

    private static Router aboutToPreempt(VrrpGroupConfig config) {
        final Router router = Router.started(config);
        for (int i = 0; i < 4; i++) {
            router.hear(50, 10, PEER);
            router.advance(i < 3 ? 100 * MS : 50 * MS);
        }
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        assertThat(router.untilDeadlineNs()).isEqualTo(ADI - 350 * MS);
        return router;
    }

    /** The master is left alone before its next advert, with it and after it; silence counts from the last one heard. */
    private static void assertLeftAlone(Router router, long downNs) {
        assertThat(router.untilDeadlineNs()).isEqualTo(downNs - 50 * MS);
        router.advance(50 * MS);
        assertThat(hearUntilMaster(router, 50, 100)).isEqualTo(-1);
        assertThat(router.untilDeadlineNs()).isEqualTo(downNs - 100 * MS);
        router.runUntilRole(Role.MASTER);
        assertThat(router.machine.reason()).isEqualTo(RoleReason.DOWN_TIMER);
    }

    @Test
    @DisplayName("T1 readiness lost while a weaker master is being waited out: it is left alone")
    void shouldStopPreemptingWhenNoLongerReady() {
        final Router router = aboutToPreempt();
        router.machine.onReady(false, router.nowNs);

        assertLeftAlone(router, ADI);
    }

    @Test
    @DisplayName("K4 a priority lowered to the master's or below ends a preemption that is under way")
    void shouldStopPreemptingWhenWeaker() {
        final Router router = aboutToPreempt(Adverts.tracking(100, TrackedObject.Effect.REDUCED, 50));
        router.fail("uplink");

        assertLeftAlone(router, VrrpTiming.downNs(3, 50, 10));
    }

    @Test
    @DisplayName("P2 preemption switched off ends a preemption that is under way")
    void shouldStopPreemptingWhenSwitchedOff() {
        final Router router = aboutToPreempt();
        router.machine.onConfig(Adverts.group(100, 10, false, 0), router.nowNs);

        assertLeftAlone(router, ADI);
    }
}

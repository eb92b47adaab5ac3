package io.ndpair.election.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of a mastership that was handed over by command. */
class VrrpSwitchoverRulesTest {
    private static final long MS = Adverts.MS;
    private static final long PEER = 0x0bL;
    private static final long ADI = VrrpTiming.downNs(3, 200, 10);

    /** A router of priority 200 that has handed over just now. */
    private static Router handedOver() {
        final Router router = Router.master(Adverts.group(200, 10));
        router.lastActions = router.machine.onHandOver(router.nowNs);
        return router;
    }

    /** A weaker master advertises each 100 ms for a while; the router stays backup. */
    private static void hearWeaker(Router router, int adverts) {
        for (int i = 0; i < adverts; i++) {
            router.hear(100, 10, PEER);
            router.advance(100 * MS);
            assertThat(router.role()).as("after " + i + " adverts").isEqualTo(Role.BACKUP);
        }
    }

    @Test
    @DisplayName(
            "handed over: priority 0, addresses away, Backup; a weaker master is not preempted, however long it lives")
    void shouldNotPreemptBack() {
        final Router router = handedOver();

        assertThat(router.did(VrrpAction.SEND_RESIGNATION)).isTrue();
        assertThat(router.did(VrrpAction.RELEASE)).isTrue();
        assertThat(router.did(VrrpAction.TELL_LOST)).isTrue();
        assertThat(router.machine.reason()).isEqualTo(RoleReason.HANDED_OVER);
        router.advance(60 * MS);
        hearWeaker(router, 3_000);
        assertThat(router.machine.handedOver()).isTrue();
        assertThat(router.machine.view().handedOver()).isTrue();
        assertThat(router.machine
                        .view()
                        .status(router.machine.counters(), "", 0, 0, 0, router.nowNs)
                        .handedOverForS())
                .isEqualTo(300);
    }

    @Test
    @DisplayName(
            "handed over, and nobody takes it: master again after the down interval, which starts with the resignation")
    void shouldBeMasterAgainWhenNobodyTakesOver() {
        final Router router = handedOver();

        assertThat(router.runUntilRole(Role.MASTER)).isEqualTo(ADI);
        assertThat(router.machine.reason()).isEqualTo(RoleReason.NOT_TAKEN_OVER);
        assertThat(router.machine.handedOver()).isFalse();
        router.hear(100, 10, PEER);
        assertThat(router.role()).as("the priority counts again").isEqualTo(Role.MASTER);
    }

    @Test
    @DisplayName("handed over: the new master resigns, or falls silent: master again, and the priority counts")
    void shouldTakeOverFromAResigningOrDeadPeer() {
        final Router resigned = handedOver();
        hearWeaker(resigned, 50);
        resigned.hear(0, 10, PEER);
        assertThat(resigned.runUntilRole(Role.MASTER)).isEqualTo(VrrpTiming.skewNs(200, 10));
        assertThat(resigned.machine.reason()).isEqualTo(RoleReason.PRIORITY_ZERO_HEARD);
        assertThat(resigned.machine.handedOver()).isFalse();

        final Router silent = handedOver();
        hearWeaker(silent, 50);
        assertThat(silent.runUntilRole(Role.MASTER)).isEqualTo(ADI - 100 * MS);
        assertThat(silent.machine.reason()).isEqualTo(RoleReason.DOWN_TIMER);
        assertThat(silent.machine.handedOver()).isFalse();
        assertThat(silent.machine.onHandOver(silent.nowNs)).isNotEqualTo(VrrpAction.NONE);
    }

    @Test
    @DisplayName("taken back by command: preempts as configured")
    void shouldPreemptWhenTakenBack() {
        final Router router = handedOver();
        hearWeaker(router, 50);
        final long changes = router.machine.changes();

        assertThat(router.machine.onTakeBack(router.nowNs)).isEqualTo(VrrpAction.NONE);
        assertThat(router.machine.changes()).isGreaterThan(changes);
        assertThat(router.machine.handedOver()).isFalse();
        router.hear(100, 10, PEER);
        router.advance(100 * MS);
        router.hear(100, 10, PEER);
        router.advance(100 * MS);
        router.hear(100, 10, PEER);
        assertThat(router.runUntilRole(Role.MASTER)).isLessThan(ADI);
        assertThat(router.machine.reason()).isEqualTo(RoleReason.PREEMPT);
    }

    @Test
    @DisplayName("handed over stays so when the link flaps, and for a tracked object that raises the priority")
    void shouldOutlastALinkFlapAndATrackedObject() {
        final Router router = Router.master(Adverts.tracking(200, TrackedObject.Effect.INCREASED, 20));
        router.machine.onHandOver(router.nowNs);
        hearWeaker(router, 5);
        router.linkDown();
        assertThat(router.role()).isEqualTo(Role.INITIALIZE);
        router.linkUp();
        hearWeaker(router, 50);
        router.fail("uplink");
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        hearWeaker(router, 50);
        assertThat(router.machine.handedOver()).isTrue();
    }

    @Test
    @DisplayName("refused by its reason: not master, address owner, interface down")
    void shouldRefuse() {
        final Router backup = Router.started(Adverts.group(200, 10));
        assertThat(backup.machine.handOverRefusal()).isEqualTo("it is not master");
        final Router owner = Router.master(Adverts.group(255, 10));
        assertThat(owner.machine.handOverRefusal()).contains("address owner (priority 255)");
        assertThat(owner.machine.onHandOver(owner.nowNs)).isEqualTo(VrrpAction.NONE);
        assertThat(owner.role()).isEqualTo(Role.MASTER);
        final Router alone =
                Router.master(Adverts.group(200, 10).withOptions(VrrpGroupOptions.DEFAULT.withIgnoreIfDown(0)));
        alone.linkDown();
        assertThat(alone.machine.handOverRefusal()).contains("interface is down");
        assertThat(alone.machine.onHandOver(alone.nowNs)).isEqualTo(VrrpAction.NONE);
        assertThat(alone.role()).isEqualTo(Role.MASTER);
    }
}

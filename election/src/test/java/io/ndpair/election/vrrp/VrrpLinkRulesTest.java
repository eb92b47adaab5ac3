package io.ndpair.election.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The recover delay, admin groups that ignore their link, and Router Advertisements. */
class VrrpLinkRulesTest {
    private static final long MS = Adverts.MS;
    private static final long S = 1_000 * MS;
    private static final long PEER = 0x0bL;
    private static final long ADI = 360_937_500L;

    private static VrrpGroupConfig with(VrrpGroupOptions options) {
        return Adverts.group(100, 10).withOptions(options);
    }

    private static int remainS(Router router) {
        return router.machine
                .view()
                .status(router.machine.counters(), "", 0, 0, 0, router.nowNs)
                .startRemainS();
    }

    @Test
    @DisplayName("C-38 recover delay: at the start and after each flap the link is ignored for it, an owner's too")
    void shouldWaitAfterLinkUp() {
        for (final int priority : new int[] {100, 255}) {
            final Router router = Router.initial(
                    Adverts.group(priority, 10).withOptions(VrrpGroupOptions.DEFAULT.withRecoverDelayS(20)), true);
            for (int flap = 0; flap < 2; flap++) {
                assertThat(router.linkUp()).isEqualTo(VrrpAction.NONE);
                assertThat(remainS(router)).isEqualTo(20);
                router.advance(20 * S - 1);
                assertThat(router.role()).isEqualTo(Role.INITIALIZE);
                assertThat(router.hear(0, 10, PEER))
                        .as("it is not listening yet")
                        .isEqualTo(VrrpAction.NONE);
                router.advance(1);
                assertThat(router.role()).isEqualTo(priority == 255 ? Role.MASTER : Role.BACKUP);
                assertThat(remainS(router)).isEqualTo(VrrpGroupStatus.NOT_RUNNING);
                router.linkDown();
            }
        }
    }

    @Test
    @DisplayName("C-38 a link that goes down within the delay begins it anew")
    void shouldBeginDelayAnew() {
        final Router router = Router.initial(with(VrrpGroupOptions.DEFAULT.withRecoverDelayS(20)), true);
        router.linkUp();
        router.advance(19 * S);
        assertThat(router.linkDown()).isEqualTo(VrrpAction.NONE);
        router.advance(5 * S);
        assertThat(router.role()).isEqualTo(Role.INITIALIZE);
        router.linkUp();
        router.advance(20 * S - 1);
        assertThat(router.role()).isEqualTo(Role.INITIALIZE);
        router.advance(1);
        assertThat(router.role()).isEqualTo(Role.BACKUP);
    }

    @Test
    @DisplayName("L5 another source address within the delay does not begin it anew")
    void shouldKeepDelayWhenSourceChanges() {
        final Router router = Router.initial(with(VrrpGroupOptions.DEFAULT.withRecoverDelayS(20)), true);
        router.linkUp();
        router.advance(10 * S);
        router.machine.onLinkUp(Adverts.LINK_LOCAL, 0x0f, router.nowNs);
        router.advance(10 * S);

        assertThat(router.role()).isEqualTo(Role.BACKUP);
        assertThat(router.machine.view().localLow()).isEqualTo(0x0f);
    }

    @Test
    @DisplayName("a shutdown within the delay ends it for good")
    void shouldNotStartAfterShutdown() {
        final Router router = Router.initial(with(VrrpGroupOptions.DEFAULT.withRecoverDelayS(20)), true);
        router.linkUp();
        assertThat(router.machine.onShutdown()).isEqualTo(VrrpAction.NONE);
        router.advance(60 * S);

        assertThat(router.role()).isEqualTo(Role.INITIALIZE);
    }

    @Test
    @DisplayName("ignore-if-down: a link that is down is silence of the master, not Initialize; nothing is sent on it")
    void shouldIgnoreDownLink() {
        final Router router = Router.started(with(VrrpGroupOptions.DEFAULT.withIgnoreIfDown(0)));
        router.hear(200, 10, PEER);
        assertThat(router.linkDown()).isEqualTo(VrrpAction.NONE);
        assertThat(router.runUntilRole(Role.MASTER)).isEqualTo(ADI);
        assertThat(router.lastActions).isEqualTo(VrrpAction.CLAIM | VrrpAction.ANNOUNCE | VrrpAction.TELL_ROLE);
        assertThat(router.advance(10 * S) & VrrpAction.SEND_ADVERT).isZero();

        assertThat(router.linkUp()).isEqualTo(VrrpAction.SEND_ADVERT | VrrpAction.ANNOUNCE);
        router.hear(200, 10, PEER);
        assertThat(router.role()).as("the stronger one is back").isEqualTo(Role.BACKUP);
    }

    @Test
    @DisplayName("initialize state-hold-time: no false master after a restart while the link is still down")
    void shouldHoldInitialize() {
        final Router held = Router.initial(with(VrrpGroupOptions.DEFAULT.withIgnoreIfDown(60)), true);
        assertThat(held.linkDown()).isEqualTo(VrrpAction.NONE);
        assertThat(remainS(held)).isEqualTo(60);
        held.advance(60 * S - 1);
        assertThat(held.role()).isEqualTo(Role.INITIALIZE);
        held.advance(1);
        assertThat(held.role()).isEqualTo(Role.BACKUP);
        assertThat(held.machine.reason()).isEqualTo(RoleReason.LINK_DOWN_IGNORED);
        assertThat(held.runUntilRole(Role.MASTER)).isEqualTo(ADI);

        final Router returned = Router.initial(with(VrrpGroupOptions.DEFAULT.withIgnoreIfDown(60)), true);
        returned.linkDown();
        returned.advance(5 * S);
        returned.linkUp();
        assertThat(returned.role()).as("a link that comes up ends the hold").isEqualTo(Role.BACKUP);
    }

    @Test
    @DisplayName("M2 shutdown as a master whose link is down: nothing is sent")
    void shouldNotResignOnDownLink() {
        final Router router = Router.master(with(VrrpGroupOptions.DEFAULT.withIgnoreIfDown(0)));
        router.linkDown();

        assertThat(router.machine.onShutdown()).isEqualTo(VrrpAction.RELEASE | VrrpAction.TELL_LOST);
    }

    @Test
    @DisplayName("M6 RA on becoming master, each 16 s, and of lifetime 0 on leaving, while the address is still there")
    void shouldAdvertiseRouter() {
        final VrrpGroupConfig config = with(VrrpGroupOptions.DEFAULT.withRouterAdvertisements(true));
        final Router router = Router.master(config);
        assertThat(router.did(VrrpAction.ADVERTISE_ROUTER)).isTrue();
        assertThat(router.advance(16 * S - 1) & VrrpAction.ADVERTISE_ROUTER).isZero();
        assertThat(router.advance(1) & VrrpAction.ADVERTISE_ROUTER).isNotZero();
        router.hear(200, 10, PEER);
        assertThat(router.did(VrrpAction.END_ROUTER)).isTrue();
        assertThat(VrrpAction.END_ROUTER).isLessThan(VrrpAction.RELEASE);
        assertThat(GroupMachine.ROUTER_LIFETIME_S * S).isEqualTo(3 * RouterSchedule.PERIOD_NS);

        final Router stopped = Router.master(config);
        assertThat(stopped.machine.onShutdown() & VrrpAction.END_ROUTER).isNotZero();
        final Router cut = Router.master(config);
        assertThat(cut.linkDown() & VrrpAction.END_ROUTER)
                .as("nothing can be sent on a link that is down")
                .isZero();
    }

    @Test
    @DisplayName("M6 switched on and off while master")
    void shouldFollowRouterConfiguration() {
        final Router router = Router.master(Adverts.group(100, 10));
        assertThat(router.advance(40 * S) & VrrpAction.ADVERTISE_ROUTER).isZero();
        final VrrpGroupConfig on = with(VrrpGroupOptions.DEFAULT.withRouterAdvertisements(true));
        assertThat(router.machine.onConfig(on, router.nowNs))
                .isEqualTo(VrrpAction.SEND_ADVERT | VrrpAction.ADVERTISE_ROUTER);
        assertThat(router.machine.onConfig(Adverts.group(100, 10), router.nowNs))
                .isEqualTo(VrrpAction.SEND_ADVERT | VrrpAction.END_ROUTER);
        assertThat(router.advance(40 * S) & VrrpAction.ADVERTISE_ROUTER).isZero();
    }

    @Test
    @DisplayName("B1 B2 A1 S5 as Backup no address is claimed, nothing announced, no RA sent, whatever is heard")
    void shouldBeSilentAsBackup() {
        final Router router = Router.started(with(VrrpGroupOptions.DEFAULT.withRouterAdvertisements(true)));
        int actions = VrrpAction.NONE;
        for (int i = 0; i < 500; i++) {
            actions |= router.advance(100 * MS);
            actions |= router.hear(100 + i % 100, 10, PEER + i % 3);
        }
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        assertThat(actions).isEqualTo(VrrpAction.NONE);
    }

    @Test
    @DisplayName("A1 Accept_Mode and the virtual MAC are claimed anew when they change")
    void shouldClaimAnewWhenTheWayOfHoldingChanges() {
        final Router router = Router.master(Adverts.group(100, 10));
        final int anew = VrrpAction.SEND_ADVERT | VrrpAction.RELEASE | VrrpAction.CLAIM | VrrpAction.ANNOUNCE;

        assertThat(router.machine.onConfig(with(VrrpGroupOptions.DEFAULT.withAcceptMode(false)), router.nowNs))
                .isEqualTo(anew);
        assertThat(router.machine.onConfig(
                        with(VrrpGroupOptions.DEFAULT.withAcceptMode(false).withVirtualMac(true)), router.nowNs))
                .isEqualTo(anew);
    }

    @Test
    @DisplayName("C-30 N1 as many announcements as are configured (six when enhanced), at their interval")
    void shouldAnnounceAsOftenAsConfigured() {
        final AnnouncePolicy six = new AnnouncePolicy(6, 200 * Adverts.MS);
        final Router router = Router.master(with(VrrpGroupOptions.DEFAULT.withAnnounce(six)));
        router.advance(999 * Adverts.MS);
        assertThat(router.machine.counters().value(VrrpCounter.ANNOUNCEMENTS)).isEqualTo(5);
        router.advance(Adverts.MS);
        assertThat(router.machine.counters().value(VrrpCounter.ANNOUNCEMENTS)).isEqualTo(6);
        router.advance(60 * S);

        assertThat(router.machine.counters().value(VrrpCounter.ANNOUNCEMENTS)).isEqualTo(6);
    }
}

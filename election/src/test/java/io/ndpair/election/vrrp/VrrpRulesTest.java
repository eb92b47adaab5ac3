package io.ndpair.election.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import io.ndpair.election.vrrp.TrackedObject.Effect;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rules of start, backup, links, shutdown and timers, by their ids. */
class VrrpRulesTest {
    private static final long MS = Adverts.MS;
    private static final long PEER = 0x0bL;
    private static final int BECOME_MASTER =
            VrrpAction.SEND_ADVERT | VrrpAction.CLAIM | VrrpAction.ANNOUNCE | VrrpAction.TELL_ROLE;

    @Test
    @DisplayName("S1 start below 255: Backup, timer ADI, nothing is sent")
    void shouldStartAsBackup() {
        final Router router = Router.started(Adverts.group(100, 100));

        assertThat(router.role()).isEqualTo(Role.BACKUP);
        assertThat(router.lastActions).isEqualTo(VrrpAction.TELL_ROLE);
        assertThat(router.machine.reason()).isEqualTo(RoleReason.START);
        assertThat(router.untilDeadlineNs()).isEqualTo(3_609_375_000L);
    }

    @Test
    @DisplayName("S2 O1 the owner is Master at once: advert, claim, announce, Adver_Timer = int")
    void shouldStartOwnerAsMaster() {
        final Router router = Router.started(Adverts.group(255, 100));

        assertThat(router.role()).isEqualTo(Role.MASTER);
        assertThat(router.lastActions).isEqualTo(BECOME_MASTER);
        assertThat(router.machine.reason()).isEqualTo(RoleReason.OWNER);
        assertThat(router.untilDeadlineNs()).isEqualTo(1_000 * MS);
    }

    @Test
    @DisplayName(
            "O1 an owner is who sends from the group's first address; the priority alone, from elsewhere, is dropped and counted")
    void shouldDropAnOwnersClaimOfAStranger() {
        final long first = Adverts.ADDRESSES.get(0).low();
        for (final boolean anyOwner : new boolean[] {false, true}) {
            for (final long source : new long[] {first, first + 1}) {
                final VrrpGroupConfig config = Adverts.group(254, 10);
                final Router router =
                        Router.master(config.withOptions(config.options().withAnyOwner(anyOwner)));
                final long deadlineNs = router.machine.nextDeadlineNs(router.nowNs);
                router.hear(255, 10, source);
                final boolean believed = anyOwner || source == first;
                assertThat(router.role()).isEqualTo(believed ? Role.BACKUP : Role.MASTER);
                assertThat(router.machine.counters().value(DropReason.OWNER_CLAIM))
                        .isEqualTo(believed ? 0 : 1);
                if (!believed) {
                    assertThat(router.machine.nextDeadlineNs(router.nowNs)).isEqualTo(deadlineNs);
                    router.hear(254, 10, first + 1);
                    assertThat(router.role())
                            .as("what it says otherwise counts")
                            .isEqualTo(Role.BACKUP);
                }
            }
        }
    }

    @Test
    @DisplayName("S3 alone at 100 ms and priority 100: first advert after 360.9 ms, never earlier")
    void shouldTakeOverAfterDownInterval() {
        final Router router = Router.started(Adverts.group(100, 10));

        assertThat(router.advance(360_937_499L)).isEqualTo(VrrpAction.NONE);
        assertThat(router.advance(1)).isEqualTo(BECOME_MASTER);
        assertThat(router.machine.reason()).isEqualTo(RoleReason.DOWN_TIMER);
    }

    @Test
    @DisplayName("S3 nanoseconds: 36.1 ms at 10 ms; the skew does not vanish")
    void shouldKeepSkewAtTenMilliseconds() {
        assertThat(Router.started(Adverts.group(100, 1)).untilDeadlineNs()).isEqualTo(36_093_750L);
        assertThat(Router.started(Adverts.group(254, 1)).untilDeadlineNs()).isEqualTo(30_078_125L);
        assertThat(Router.started(Adverts.group(1, 4095)).untilDeadlineNs()).isEqualTo(163_640_039_062L);
    }

    @Test
    @DisplayName("C-31 the holding multiplier replaces the 3 of ADI")
    void shouldUseHoldingMultiplier() {
        final VrrpGroupConfig config = new VrrpGroupConfig("g", "eth0", 51, 100, 100, 10, true, 0, Adverts.ADDRESSES);

        assertThat(Router.started(config).untilDeadlineNs()).isEqualTo(10_609_375_000L);
    }

    @Test
    @DisplayName("S4 without a usable link it stays in Initialize, adverts or not")
    void shouldStayInInitializeWithoutLink() {
        final Router router = Router.initial(Adverts.group(255, 10), true);

        assertThat(router.hear(0, 10, PEER)).isEqualTo(VrrpAction.NONE);
        assertThat(router.machine.onTimer(router.nowNs)).isEqualTo(VrrpAction.NONE);
        assertThat(router.role()).isEqualTo(Role.INITIALIZE);
        assertThat(router.untilDeadlineNs()).isGreaterThan(60_000 * MS);
    }

    @Test
    @DisplayName("S5 announcements come with the claim, never before")
    void shouldClaimBeforeAnnouncing() {
        assertThat(VrrpAction.SEND_ADVERT).isLessThan(VrrpAction.CLAIM);
        assertThat(VrrpAction.CLAIM).isLessThan(VrrpAction.ANNOUNCE);
        final Router router = Router.started(Adverts.group(100, 10));

        assertThat(VrrpAction.has(router.lastActions, VrrpAction.ANNOUNCE)).isFalse();
        router.runUntilRole(Role.MASTER);
        assertThat(router.did(VrrpAction.CLAIM) && router.did(VrrpAction.ANNOUNCE))
                .isTrue();
    }

    @Test
    @DisplayName("B3 shutdown as Backup sends nothing")
    void shouldShutDownSilentlyAsBackup() {
        final Router router = Router.started(Adverts.group(100, 10));

        assertThat(router.machine.onShutdown()).isEqualTo(VrrpAction.TELL_ROLE);
        assertThat(router.role()).isEqualTo(Role.INITIALIZE);
        assertThat(router.linkUp()).as("nothing starts it again").isEqualTo(VrrpAction.NONE);
        assertThat(router.role()).isEqualTo(Role.INITIALIZE);
    }

    @Test
    @DisplayName("B4 exactly ADI after the last accepted advert")
    void shouldTakeOverAfterSilence() {
        final Router router = Router.started(Adverts.group(100, 10));
        for (int i = 0; i < 20; i++) {
            router.advance(100 * MS);
            router.hear(200, 10, PEER);
        }

        assertThat(router.runUntilRole(Role.MASTER)).isEqualTo(360_937_500L);
        assertThat(router.lastActions).isEqualTo(BECOME_MASTER);
        assertThat(router.untilDeadlineNs()).isEqualTo(100 * MS);
    }

    @Test
    @DisplayName("B5 with a 500 ms master a 100 ms backup takes over after 1804.7 ms")
    void shouldLearnInterval() {
        final Router router = Router.started(Adverts.group(100, 10));
        router.hear(200, 50, PEER);

        assertThat(router.machine.view().timerRunCs()).isEqualTo(50);
        assertThat(router.runUntilRole(Role.MASTER)).isEqualTo(1_804_687_500L);
    }

    @Test
    @DisplayName("B6 as Master it advertises at its own interval; from Initialize on its own counts again")
    void shouldUseOwnIntervalAgain() {
        final Router router = Router.started(Adverts.group(100, 10));
        router.hear(200, 50, PEER);
        router.runUntilRole(Role.MASTER);
        assertThat(router.untilDeadlineNs()).isEqualTo(100 * MS);
        router.hear(200, 50, PEER);
        assertThat(router.role()).isEqualTo(Role.BACKUP);

        router.linkDown();
        router.linkUp();

        assertThat(router.untilDeadlineNs()).isEqualTo(360_937_500L);
    }

    @Test
    @DisplayName("B7 priority 0: takeover after the skew, 609.4 ms at 1 s; its interval is not taken")
    void shouldTakeOverAfterSkewOnResignation() {
        final Router router = Router.started(Adverts.group(100, 100));
        router.hear(200, 100, PEER);
        router.advance(500 * MS);
        router.hear(0, 10, PEER);

        assertThat(router.untilDeadlineNs()).isEqualTo(609_375_000L);
        router.runUntilRole(Role.MASTER);
        assertThat(router.machine.reason()).isEqualTo(RoleReason.PRIORITY_ZERO_HEARD);
    }

    @Test
    @DisplayName("B8 equal priority is accepted whatever the address")
    void shouldAcceptEqualPriorityAsBackup() {
        for (final long peer : new long[] {0x01, PEER, -1L}) {
            final Router router = Router.started(Adverts.group(100, 10));
            router.advance(200 * MS);
            router.hear(100, 10, peer);
            assertThat(router.untilDeadlineNs()).isEqualTo(360_937_500L);
        }
    }

    @Test
    @DisplayName("B9 an advert of a third router with >= priority resets the timer as well")
    void shouldAcceptThirdRouter() {
        final Router router = Router.started(Adverts.group(100, 10));
        router.hear(200, 10, PEER);
        router.advance(300 * MS);
        router.hear(150, 10, 0x0c);

        assertThat(router.untilDeadlineNs()).isEqualTo(360_937_500L);
        assertThat(router.machine.view().masterLow()).isEqualTo(0x0c);
    }

    @Test
    @DisplayName("L1 link down: Initialize, addresses away, no resignation")
    void shouldInitializeOnLinkDown() {
        final Router router = Router.master(Adverts.group(100, 10));

        assertThat(router.linkDown()).isEqualTo(VrrpAction.RELEASE | VrrpAction.TELL_LOST);
        assertThat(router.machine.reason()).isEqualTo(RoleReason.LINK_DOWN);
        assertThat(router.machine.view().masterHigh()).isZero();
        assertThat(router.machine.view().masterPriority()).isZero();
        assertThat(router.linkDown()).isEqualTo(VrrpAction.NONE);
    }

    @Test
    @DisplayName("L2 L3 link back: Backup with a full ADI, so that a flap makes no second master")
    void shouldReturnAsBackup() {
        final Router router = Router.master(Adverts.group(100, 10));
        router.linkDown();
        router.advance(5_000 * MS);

        assertThat(router.linkUp()).isEqualTo(VrrpAction.TELL_ROLE);
        assertThat(router.role()).isEqualTo(Role.BACKUP);
        assertThat(router.machine.reason()).isEqualTo(RoleReason.LINK_UP);
        assertThat(router.untilDeadlineNs()).isEqualTo(360_937_500L);
    }

    @Test
    @DisplayName("L4 L5 E5 another source address while up: kept role, the new address counts")
    void shouldFollowSourceAddress() {
        final Router router = Router.master(Adverts.group(100, 10));
        router.machine.onLinkUp(Adverts.LINK_LOCAL, 0x0f, router.nowNs);

        assertThat(router.role()).isEqualTo(Role.MASTER);
        assertThat(router.machine.view().masterLow()).isEqualTo(0x0f);
        router.hear(100, 10, PEER);
        assertThat(router.role()).as("0b is less than the new 0f").isEqualTo(Role.MASTER);
    }

    @Test
    @DisplayName("O4 the priority is held within 1..254 and an owner stays 255")
    void shouldClampPriority() {
        for (final int amount : new int[] {1, 99, 100, 255}) {
            final Router lowered = Router.started(Adverts.tracking(100, Effect.REDUCED, amount));
            lowered.fail("uplink");
            assertThat(lowered.machine.runPriority()).isEqualTo(Math.max(1, 100 - amount));
            final Router raised = Router.started(Adverts.tracking(100, Effect.INCREASED, amount));
            raised.fail("uplink");
            assertThat(raised.machine.runPriority()).isEqualTo(Math.min(254, 100 + amount));
            final Router owner = Router.started(Adverts.tracking(255, Effect.REDUCED, amount));
            owner.fail("uplink");
            assertThat(owner.machine.runPriority()).isEqualTo(255);
        }
    }
}

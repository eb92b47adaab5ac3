package io.ndpair.election.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import io.ndpair.election.vrrp.TrackedObject.Effect;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Rules of the master, of ties, owners and announcements, by their ids. */
class VrrpMasterRulesTest {
    private static final long MS = Adverts.MS;
    private static final long LESS = 0x01L;
    private static final long GREATER = 0x0bL;

    private final Router master = Router.master(Adverts.group(100, 10));

    @Test
    @DisplayName("M1 one advert each interval, without drift")
    void shouldAdvertiseEachInterval() {
        final long beginNs = master.nowNs;
        for (int i = 1; i <= 50; i++) {
            final long lateNs = (i % 3L) * MS;
            master.nowNs = beginNs + i * (100 * MS) + lateNs;
            assertThat(VrrpAction.has(master.machine.onTimer(master.nowNs), VrrpAction.SEND_ADVERT))
                    .isTrue();
            assertThat(master.machine.onTimer(master.nowNs)).isEqualTo(VrrpAction.NONE);
        }
        assertThat(master.machine.nextDeadlineNs(master.nowNs)).isEqualTo(beginNs + 5_100 * MS);
    }

    @Test
    @DisplayName("M1 after a stall one advert, no burst")
    void shouldNotBurstAfterStall() {
        master.nowNs += 1_050 * MS;

        assertThat(VrrpAction.has(master.machine.onTimer(master.nowNs), VrrpAction.SEND_ADVERT))
                .isTrue();
        assertThat(master.untilDeadlineNs()).isEqualTo(100 * MS);
    }

    @Test
    @DisplayName("M2 shutdown: priority 0 with the usual fields, addresses away, Initialize")
    void shouldResignAtShutdown() {
        assertThat(master.machine.onShutdown())
                .isEqualTo(VrrpAction.SEND_RESIGNATION | VrrpAction.RELEASE | VrrpAction.TELL_LOST);
        assertThat(master.role()).isEqualTo(Role.INITIALIZE);
        final UnsafeBuffer packet = new UnsafeBuffer(new byte[VrrpAdvertisement.MAX_SENT_BYTES]);

        final int length = master.machine.encode(packet, 0, true);

        final VrrpAdvertisement advert = new VrrpAdvertisement().wrap(packet, 0);
        assertThat(advert.priority()).isZero();
        assertThat(advert.intervalCs()).isEqualTo(10);
        assertThat(advert.advertises(Adverts.ADDRESSES)).isTrue();
        assertThat(VrrpAdvertisement.checksumRight(packet, 0, length, Adverts.LINK_LOCAL, Router.LOCAL))
                .isTrue();
    }

    @Test
    @DisplayName("M3 priority 0 heard: advert at once, Adver_Timer = int, stay")
    void shouldAnswerResignation() {
        master.advance(60 * MS);

        assertThat(master.hear(0, 10, GREATER)).isEqualTo(VrrpAction.SEND_ADVERT);
        assertThat(master.role()).isEqualTo(Role.MASTER);
        assertThat(master.untilDeadlineNs()).isEqualTo(100 * MS);
    }

    @Test
    @DisplayName("M4 higher priority: Backup, AAI theirs, timer ADI, addresses away; preempt plays no part")
    void shouldYieldToHigherPriority() {
        final Router stubborn = Router.master(Adverts.group(100, 10, false, 0));

        assertThat(stubborn.hear(101, 50, LESS) & ~VrrpAction.REPORT_NOTICE)
                .isEqualTo(VrrpAction.RELEASE | VrrpAction.TELL_LOST);
        assertThat(stubborn.role()).isEqualTo(Role.BACKUP);
        assertThat(stubborn.machine.reason()).isEqualTo(RoleReason.HIGHER_PRIORITY_HEARD);
        assertThat(stubborn.untilDeadlineNs()).isEqualTo(1_804_687_500L);
        assertThat(stubborn.machine.view().masterPriority()).isEqualTo(101);
        assertThat(stubborn.machine.view().masterLow()).isEqualTo(LESS);
    }

    @Test
    @DisplayName("M5 R0 losing advert: stay, advert at once, the Adver_Timer runs on")
    void shouldAnswerWeakerAtOnce() {
        master.advance(60 * MS);

        assertThat(master.hear(99, 10, GREATER)).isEqualTo(VrrpAction.SEND_ADVERT | VrrpAction.TELL_RIVAL);
        assertThat(master.role()).isEqualTo(Role.MASTER);
        assertThat(master.untilDeadlineNs()).isEqualTo(40 * MS);
    }

    @Test
    @DisplayName("M5 immediate adverts are limited to four an interval")
    void shouldLimitAnswers() {
        int answers = 0;
        for (int i = 0; i < 1_000; i++) {
            master.nowNs += MS / 10;
            answers += VrrpAction.has(master.hear(99, 10, GREATER), VrrpAction.SEND_ADVERT) ? 1 : 0;
        }
        assertThat(answers).isEqualTo(4);
    }

    @Test
    @DisplayName("E1 equal priority, sender greater: yield")
    void shouldYieldTieToGreaterAddress() {
        master.hear(100, 10, GREATER);

        assertThat(master.role()).isEqualTo(Role.BACKUP);
        assertThat(master.machine.reason()).isEqualTo(RoleReason.ADDRESS_TIE);
    }

    @Test
    @DisplayName("E2 the comparison is unsigned over 16 bytes")
    void shouldCompareUnsigned() {
        master.hear(100, 10, 0x8000_0000_0000_0000L);

        assertThat(master.role()).as("a set top bit is greater").isEqualTo(Role.BACKUP);
        final Router other = Router.master(Adverts.group(100, 10));
        other.machine.onLinkUp(Adverts.LINK_LOCAL, -1L, other.nowNs);
        other.hear(100, 10, 0x7fff_ffff_ffff_ffffL);
        assertThat(other.role()).isEqualTo(Role.MASTER);
    }

    @Test
    @DisplayName("E3 equal priority, sender less: stay")
    void shouldKeepTieAgainstLesserAddress() {
        assertThat(master.hear(100, 10, LESS)).isEqualTo(VrrpAction.SEND_ADVERT | VrrpAction.TELL_RIVAL);
        assertThat(master.role()).isEqualTo(Role.MASTER);
    }

    @Test
    @DisplayName("O2 the owner does not yield to 254")
    void shouldNotYieldAsOwner() {
        final Router owner = Router.started(Adverts.group(255, 10));
        owner.hear(254, 10, GREATER);

        assertThat(owner.role()).isEqualTo(Role.MASTER);
    }

    private static VrrpGroupConfig believingOwner() {
        final VrrpGroupConfig owner = Adverts.group(255, 10);
        return owner.withOptions(owner.options().withAnyOwner(true));
    }

    @Test
    @DisplayName("O3 two owners where any may be one: noticed and decided by address (erratum 8298)")
    void shouldDecideTwoOwnersByAddress() {
        final Router owner = Router.started(believingOwner());
        owner.hear(255, 10, LESS);
        assertThat(owner.role()).isEqualTo(Role.MASTER);
        assertThat(owner.machine.lastNotices(AdvertNotice.SECOND_OWNER)).isTrue();

        owner.hear(255, 10, GREATER);
        assertThat(owner.role()).isEqualTo(Role.BACKUP);
    }

    @Test
    @DisplayName("O3 a stranger deposes no owner: dropped, counted, told; no timer changes, as master and as backup")
    void shouldNotLetAStrangerDeposeTheOwner() {
        for (final boolean ready : new boolean[] {true, false}) {
            final Router owner = Router.started(Adverts.group(255, 10), ready);
            owner.advance(37 * MS);
            final long deadlineNs = owner.machine.nextDeadlineNs(owner.nowNs);
            final VrrpGroupView before = owner.machine.view();
            assertThat(owner.role()).isEqualTo(ready ? Role.MASTER : Role.BACKUP);

            assertThat(owner.hear(255, 10, -1L)).isEqualTo(VrrpAction.REPORT_DROP | VrrpAction.REPORT_NOTICE);

            assertThat(owner.machine.lastDrop()).isEqualTo(DropReason.OWNER_CLAIM);
            assertThat(owner.machine.counters().value(DropReason.OWNER_CLAIM)).isEqualTo(1);
            assertThat(owner.machine.lastNotices(AdvertNotice.SECOND_OWNER)).isTrue();
            assertThat(owner.machine.nextDeadlineNs(owner.nowNs)).isEqualTo(deadlineNs);
            assertThat(owner.machine.view()).isEqualTo(before);
        }
        final Router other = Router.master(Adverts.group(254, 10));
        assertThat(other.hear(255, 10, -1L))
                .as("no second owner where we are none")
                .isEqualTo(VrrpAction.REPORT_DROP);
    }

    @Test
    @DisplayName(
            "O3 of two owners the one of the first address is left, whatever the addresses and what either believes")
    void shouldLeaveTheOwnerOfTheFirstAddress() {
        final long first = Adverts.ADDRESSES.get(0).low();
        for (final long othersLow : new long[] {first - 1, first + 1}) {
            for (final VrrpGroupConfig config : List.of(Adverts.group(255, 10), believingOwner())) {
                final Router ofFirst = Router.started(config);
                ofFirst.machine.onLinkUp(Adverts.LINK_LOCAL, first, ofFirst.nowNs);
                ofFirst.hear(255, 10, othersLow);
                assertThat(ofFirst.role()).isEqualTo(Role.MASTER);

                final Router ofOthers = Router.started(config);
                ofOthers.machine.onLinkUp(Adverts.LINK_LOCAL, othersLow, ofOthers.nowNs);
                ofOthers.hear(255, 10, first);
                assertThat(ofOthers.role()).isEqualTo(Role.BACKUP);
                assertThat(ofOthers.machine.reason()).isEqualTo(RoleReason.ADDRESS_TIE);
            }
        }
    }

    @Test
    @DisplayName("N8 announcements at 0, 1 and 2 s, then none")
    void shouldRepeatAnnouncements() {
        final long[] announced = new long[2];
        int count = 0;
        final long beginNs = master.nowNs;
        while (master.nowNs - beginNs < 10_000 * MS) {
            master.nowNs = master.machine.nextDeadlineNs(master.nowNs);
            if (VrrpAction.has(master.machine.onTimer(master.nowNs), VrrpAction.ANNOUNCE)) {
                announced[count++] = master.nowNs - beginNs;
            }
        }
        assertThat(announced).containsExactly(1_000 * MS, 2_000 * MS);
        assertThat(master.machine.counters().value(VrrpCounter.ANNOUNCEMENTS)).isEqualTo(3);
    }

    @Test
    @DisplayName("H2 announce again when a weaker advert was heard, at most once a second")
    void shouldAnnounceAgainAfterWeaker() {
        master.advance(5_000 * MS);
        assertThat(VrrpAction.has(master.hear(99, 10, LESS), VrrpAction.ANNOUNCE))
                .isTrue();
        int again = 0;
        for (int i = 0; i < 30; i++) {
            master.nowNs += 100 * MS;
            again += VrrpAction.has(master.hear(99, 10, LESS), VrrpAction.ANNOUNCE) ? 1 : 0;
        }
        assertThat(again).isEqualTo(3);
    }

    @Test
    @DisplayName("K1 a tracked object down: the next advert shows it; back up: restored")
    void shouldAdvertiseAdjustedPriority() {
        final Router router = Router.master(Adverts.tracking(100, Effect.REDUCED, 40));
        router.fail("uplink");
        assertThat(advertised(router)).isEqualTo(60);
        assertThat(router.machine.view().masterPriority()).isEqualTo(60);

        router.recover("uplink");
        router.advance(999 * MS);
        assertThat(advertised(router))
                .as("K3: not before it stayed up for a second")
                .isEqualTo(60);
        router.advance(1 * MS);
        assertThat(advertised(router)).isEqualTo(100);
    }

    private static int advertised(Router router) {
        final UnsafeBuffer packet = new UnsafeBuffer(new byte[VrrpAdvertisement.MAX_SENT_BYTES]);
        router.machine.encode(packet, 0, false);
        return new VrrpAdvertisement().wrap(packet, 0).priority();
    }

    @Test
    @DisplayName("a send that failed is tried again after a tenth of the interval")
    void shouldRetryFailedSend() {
        master.machine.onSendFailed(master.nowNs);

        assertThat(master.untilDeadlineNs()).isEqualTo(10 * MS);
        assertThat(VrrpAction.has(master.advance(10 * MS), VrrpAction.SEND_ADVERT))
                .isTrue();
        assertThat(master.machine.counters().value(VrrpCounter.SEND_FAILURES)).isEqualTo(1);
    }

    @Test
    @DisplayName("changed addresses are claimed anew, other changes only advertised")
    void shouldReclaimChangedAddresses() {
        assertThat(master.machine.onConfig(Adverts.group(120, 50), master.nowNs))
                .isEqualTo(VrrpAction.SEND_ADVERT);
        assertThat(master.untilDeadlineNs()).isEqualTo(500 * MS);
        final VrrpGroupConfig fewer =
                new VrrpGroupConfig("g51", "eth0", 51, 120, 50, 3, true, 0, List.of(Adverts.ADDRESSES.get(0)));

        assertThat(master.machine.onConfig(fewer, master.nowNs))
                .isEqualTo(VrrpAction.SEND_ADVERT | VrrpAction.RELEASE | VrrpAction.CLAIM | VrrpAction.ANNOUNCE);
    }
}

package io.ndpair.election.vrrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ndpair.election.role.Role;
import io.ndpair.election.role.RoleReason;
import io.ndpair.election.vrrp.TrackedObject.Effect;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tracked objects and rivals. */
class VrrpTrackRulesTest {
    private static final long MS = Adverts.MS;
    private static final long LESS = 0x01L;
    private static final long GREATER = 0x0bL;
    private static final long ADI = 360_937_500L;

    @Test
    @DisplayName("K1 as Backup: the lower priority counts for the next comparison")
    void shouldAcceptWhatWasWeaker() {
        final Router router = Router.started(Adverts.tracking(100, Effect.REDUCED, 40));
        router.advance(200 * MS);
        router.hear(80, 10, GREATER);
        assertThat(router.untilDeadlineNs()).as("weaker: ignored").isEqualTo(ADI - 200 * MS);

        router.fail("uplink");
        router.hear(80, 10, GREATER);
        assertThat(router.untilDeadlineNs()).isEqualTo(VrrpTiming.downNs(3, 60, 10));
    }

    @Test
    @DisplayName("K2 no weight makes Initialize of it: a change of 0 cannot be configured, 255 leaves 1 or 254")
    void shouldRefuseWeightZero() {
        assertThatThrownBy(() -> new TrackedObject("eth1", Effect.REDUCED, 0)).hasMessageContaining("expected 1..255");
        assertThatThrownBy(() -> new TrackedObject("eth1", Effect.REDUCED, 256)).hasMessageContaining("1..255");
        final Router router = Router.started(Adverts.tracking(254, Effect.REDUCED, 255));
        router.fail("uplink");
        assertThat(router.machine.runPriority()).isEqualTo(1);
        assertThat(router.role()).isEqualTo(Role.BACKUP);
    }

    @Test
    @DisplayName("K3 a flapping object stays down until it was up for a second on end")
    void shouldBearFlaps() {
        final Router router = Router.master(Adverts.tracking(100, Effect.REDUCED, 40));
        for (int i = 0; i < 20; i++) {
            router.fail("uplink");
            router.advance(100 * MS);
            router.recover("uplink");
            router.advance(900 * MS);
            assertThat(router.machine.runPriority()).isEqualTo(60);
        }
        router.advance(100 * MS);
        assertThat(router.machine.runPriority()).isEqualTo(100);
    }

    @Test
    @DisplayName("K4 below the peer: a takeover only if the peer preempts")
    void shouldLeaveTheDecisionToThePeer() {
        for (final boolean preempts : new boolean[] {true, false}) {
            final Router peer = Router.started(Adverts.group(90, 10, preempts, 0));
            for (int i = 0; i < 10 && peer.role() == Role.BACKUP; i++) {
                peer.hear(60, 10, LESS);
                peer.advance(100 * MS);
            }
            assertThat(peer.role()).isEqualTo(preempts ? Role.MASTER : Role.BACKUP);
        }
    }

    @Test
    @DisplayName("C-39 increased above a living master: preempts at once, whatever the preempt delay")
    void shouldPreemptAtOnceWhenIncreased() {
        final VrrpGroupConfig config = Adverts.group(100, 10, true, 600)
                .withOptions(VrrpGroupOptions.DEFAULT.withTracked(
                        List.of(new TrackedObject("uplink", Effect.INCREASED, 50))));
        final Router router = Router.started(config);
        router.hear(120, 10, GREATER);

        router.fail("uplink");
        assertThat(router.role()).isEqualTo(Role.MASTER);
        assertThat(router.machine.reason()).isEqualTo(RoleReason.TRACKED);
        assertThat(router.did(VrrpAction.SEND_ADVERT)).isTrue();
    }

    @Test
    @DisplayName("C-39 T1 not when it does not suffice, preemption is off, the device is not ready, or nobody is known")
    void shouldNotPreemptWithoutRight() {
        final Router weak = Router.started(Adverts.tracking(100, Effect.INCREASED, 20));
        weak.hear(120, 10, GREATER);
        weak.fail("uplink");
        assertThat(weak.role()).as("120 is not above 120").isEqualTo(Role.BACKUP);

        final VrrpGroupOptions tracks =
                Adverts.tracking(100, Effect.INCREASED, 50).options();
        final Router stubborn = Router.started(Adverts.group(100, 10, false, 0).withOptions(tracks));
        stubborn.hear(120, 10, GREATER);
        stubborn.fail("uplink");
        assertThat(stubborn.role()).isEqualTo(Role.BACKUP);

        final Router unready = Router.unready(Adverts.tracking(100, Effect.INCREASED, 50));
        unready.hear(120, 10, GREATER);
        unready.fail("uplink");
        assertThat(unready.role()).isEqualTo(Role.BACKUP);

        final Router alone = Router.started(Adverts.tracking(100, Effect.INCREASED, 50));
        alone.fail("uplink");
        assertThat(alone.role()).as("silence is waited for").isEqualTo(Role.BACKUP);
    }

    @Test
    @DisplayName(
            "K1 several objects add up; one that is no longer tracked counts no more; a change keeps what is known")
    void shouldAddUp() {
        final TrackedObject one = new TrackedObject("one", Effect.REDUCED, 10);
        final TrackedObject two = new TrackedObject("two", Effect.REDUCED, 20);
        final TrackedObject more = new TrackedObject("more", Effect.INCREASED, 5);
        final Router router = Router.started(
                Adverts.group(100, 10).withOptions(VrrpGroupOptions.DEFAULT.withTracked(List.of(one, two, more))));
        router.fail("one");
        router.fail("two");
        router.fail("more");
        router.fail("nobody's");
        assertThat(router.machine.runPriority()).isEqualTo(75);

        router.machine.onConfig(
                Adverts.group(100, 10).withOptions(VrrpGroupOptions.DEFAULT.withTracked(List.of(two))), router.nowNs);
        assertThat(router.machine.runPriority()).isEqualTo(80);
    }

    @Test
    @DisplayName("H1 a weaker master is told as a rival, once, and that it has yielded when it is silent or resigns")
    void shouldTellRival() {
        final Router router = Router.master(Adverts.group(100, 10));
        assertThat(router.hear(50, 10, GREATER) & VrrpAction.TELL_RIVAL).isNotZero();
        assertThat(router.machine.rivalPresent()).isTrue();
        router.advance(100 * MS);
        assertThat(router.hear(50, 10, GREATER) & VrrpAction.TELL_RIVAL).isZero();
        final long silentNs = VrrpTiming.downNs(3, 50, 10);
        assertThat(router.advance(silentNs - 1) & VrrpAction.TELL_RIVAL).isZero();
        assertThat(router.advance(1) & VrrpAction.TELL_RIVAL).isNotZero();
        assertThat(router.machine.rivalPresent()).isFalse();

        router.hear(50, 10, GREATER);
        assertThat(router.hear(0, 10, LESS) & VrrpAction.TELL_RIVAL)
                .as("a stranger resigns")
                .isZero();
        assertThat(router.hear(0, 10, GREATER) & VrrpAction.TELL_RIVAL).isNotZero();
        assertThat(router.machine.counters().value(VrrpCounter.RIVALS)).isEqualTo(2);
    }

    @Test
    @DisplayName("H1 a rival that becomes the stronger one is yielded to and no rival any more")
    void shouldForgetRivalWhenYielding() {
        final Router router = Router.master(Adverts.group(100, 10));
        router.hear(50, 10, GREATER);
        router.hear(150, 10, GREATER);

        assertThat(router.role()).isEqualTo(Role.BACKUP);
        assertThat(router.machine.rivalPresent()).isFalse();
    }
}

package io.ndpair.node.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.role.Role;
import io.ndpair.transport.ReplicationState;
import org.junit.jupiter.api.Test;

class LostPeerTest {
    private static final long S = 1_000_000_000L;
    private static final long HOLD_NS = 600 * S;
    /** Late in the life of the clock. */
    private static final long START_NS = Long.MAX_VALUE - 5_000 * S;

    private final LostPeer peer = new LostPeer(HOLD_NS);

    private String backup(String ofSession, ReplicationState state, long atNs) {
        return peer.notReady(ofSession, state, Role.BACKUP, START_NS + atNs);
    }

    @Test
    void shouldLeaveItToTheSessionWhileNoPeerWasEverHeard() {
        assertThat(backup("no session with the peer yet", ReplicationState.DISCONNECTED, 0))
                .isEqualTo("no session with the peer yet");
        assertThat(backup("", ReplicationState.DISCONNECTED, 10 * S)).isEmpty();
    }

    @Test
    void shouldHoldBackForTheWholeBoundAfterAPeerThatWasHeardOnce() {
        assertThat(backup("batch backup under way", ReplicationState.BATCH_BACKUP, 0))
                .isEqualTo("batch backup under way");
        assertThat(backup("no session with the peer yet", ReplicationState.DISCONNECTED, 2 * S))
                .isEqualTo("no session with the peer yet");
        assertThat(backup("", ReplicationState.DISCONNECTED, 10 * S))
                .isEqualTo("the session with the peer was lost, which counts as gone after 600 s");
        assertThat(backup("", ReplicationState.DISCONNECTED, HOLD_NS - 1)).isNotEmpty();
        assertThat(backup("", ReplicationState.DISCONNECTED, HOLD_NS)).isEmpty();
    }

    @Test
    void shouldCountAPeerThatOnlySaysHelloAndOneThatWasInRealTime() {
        for (final ReplicationState state :
                new ReplicationState[] {ReplicationState.HELLO, ReplicationState.REAL_TIME}) {
            final LostPeer one = new LostPeer(HOLD_NS);
            one.notReady("", state, Role.BACKUP, 0);
            assertThat(one.notReady("", ReplicationState.DISCONNECTED, Role.BACKUP, 20 * S))
                    .isNotEmpty();
        }
    }

    @Test
    void shouldBeginAnewWithEverySignOfThePeerAndWithAnEndOfMastership() {
        backup("", ReplicationState.REAL_TIME, 0);
        assertThat(backup("", ReplicationState.DISCONNECTED, HOLD_NS)).isEmpty();
        assertThat(backup("", ReplicationState.REAL_TIME, HOLD_NS + S)).isEmpty();
        assertThat(backup("", ReplicationState.DISCONNECTED, HOLD_NS + 20 * S)).isNotEmpty();

        assertThat(peer.notReady("", ReplicationState.DISCONNECTED, Role.MASTER, START_NS + 3 * HOLD_NS))
                .as("a master is ready")
                .isEmpty();
        assertThat(backup("", ReplicationState.DISCONNECTED, 3 * HOLD_NS + S))
                .as("what another master learns does not come to this device")
                .isNotEmpty();
    }
}

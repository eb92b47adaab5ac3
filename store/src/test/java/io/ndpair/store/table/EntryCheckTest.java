package io.ndpair.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EntryCheckTest {
    private static final long HIGH = 0xFE80_0000_0000_0000L;
    private static final long LOW = 0x0200_5EFF_FE00_0101L;
    private static final long MAC = 0x0200_5E00_0101L;

    @Test
    void shouldAcceptEveryKnownState() {
        for (int state = NeighborState.INCOMPLETE; state <= NeighborState.PROBE; state++) {
            assertThat(EntryCheck.refusal(HIGH, LOW, 1, MAC, state, 0)).isNull();
        }
    }

    @Test
    void shouldAcceptLinkIdsAsUnsignedAndFlagsOfANewerPeer() {
        assertThat(EntryCheck.refusal(HIGH, LOW, -1, MAC, NeighborState.STALE, 0xFF))
                .isNull();
    }

    @Test
    void shouldRefuseUnspecifiedAddress() {
        assertThat(EntryCheck.refusal(0, 0, 1, MAC, NeighborState.STALE, 0))
                .isEqualTo("address 0:0:0:0:0:0:0:0 is unspecified");
    }

    @Test
    void shouldRefuseLoopbackAddress() {
        assertThat(EntryCheck.refusal(0, 1, 1, MAC, NeighborState.STALE, 0))
                .isEqualTo("address 0:0:0:0:0:0:0:1 is loopback");
    }

    @Test
    void shouldRefuseMulticastAddress() {
        assertThat(EntryCheck.refusal(0xFF02_0000_0000_0000L, 0, 1, MAC, NeighborState.STALE, 0))
                .isEqualTo("address ff02:0:0:0:0:0:0:0 is multicast");
    }

    @Test
    void shouldRefuseNoLink() {
        assertThat(EntryCheck.refusal(HIGH, LOW, 0, MAC, NeighborState.STALE, 0))
                .isEqualTo("linkId 0 is no link");
    }

    @Test
    void shouldRefuseStatesThatAreNone() {
        for (final int state : new int[] {0, 6, 15, -1, 16}) {
            assertThat(EntryCheck.refusal(HIGH, LOW, 1, MAC, state, 0)).startsWith("state " + state + " is not one of");
        }
    }

    @Test
    void shouldRefuseMulticastAndBroadcastMac() {
        assertThat(EntryCheck.refusal(HIGH, LOW, 1, 0x3333_0000_0001L, NeighborState.STALE, 0))
                .isEqualTo("mac 33:33:00:00:00:01 is multicast");
        assertThat(EntryCheck.refusal(HIGH, LOW, 1, 0xFFFF_FFFF_FFFFL, NeighborState.STALE, 0))
                .isEqualTo("mac ff:ff:ff:ff:ff:ff is broadcast");
    }

    @Test
    void shouldRefuseZeroMacUnlessIncomplete() {
        assertThat(EntryCheck.refusal(HIGH, LOW, 1, 0, NeighborState.REACHABLE, 0))
                .isEqualTo("mac is zero in state REACHABLE");
        assertThat(EntryCheck.refusal(HIGH, LOW, 1, 0, NeighborState.INCOMPLETE, 0))
                .isNull();
    }

    @Test
    void shouldRefuseMacOfMoreThan48Bits() {
        assertThat(EntryCheck.refusal(HIGH, LOW, 1, (1L << 48) | MAC, NeighborState.STALE, 0))
                .startsWith("mac 0x1020")
                .endsWith("does not fit 48 bits");
    }

    @Test
    void shouldRefuseFlagsOfMoreThanEightBits() {
        assertThat(EntryCheck.refusal(HIGH, LOW, 1, MAC, NeighborState.STALE, 0x100))
                .isEqualTo("flags 0x100 do not fit 8 bits");
    }
}

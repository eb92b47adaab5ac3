package io.ndpair.election.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.role.Role;
import java.util.Arrays;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The receive checks: each has its reason and its counter, and what is refused changes nothing. */
class AdvertGuardTest {
    private static final long PEER = 0x0bL;
    private static final int LENGTH = 56;

    private byte[] packet = bytes(100, 10);
    private long sourceHigh = Adverts.LINK_LOCAL;
    private int hopLimit = 255;
    private boolean toAllRouters = true;

    private static byte[] bytes(int priority, int intervalCs) {
        return Adverts.advert(priority, intervalCs, PEER).byteArray().clone();
    }

    /** Makes the checksum right again after a change, so that the check under test is what refuses. */
    private static byte[] summed(byte[] message) {
        message[6] = 0;
        message[7] = 0;
        final UnsafeBuffer buffer = new UnsafeBuffer(message);
        for (int sum = 0; sum <= 0xffff; sum++) {
            message[6] = (byte) (sum >>> 8);
            message[7] = (byte) sum;
            if (VrrpAdvertisement.checksumRight(buffer, 0, message.length, Adverts.LINK_LOCAL, PEER)) {
                return message;
            }
        }
        throw new AssertionError("no checksum fits");
    }

    private void assertRefused(DropReason reason) {
        for (final Role role : new Role[] {Role.BACKUP, Role.MASTER}) {
            final Router router = role == Role.MASTER
                    ? Router.master(Adverts.group(100, 10))
                    : Router.started(Adverts.group(100, 10));
            router.advance(37 * Adverts.MS);
            final long deadlineNs = router.machine.nextDeadlineNs(router.nowNs);
            final VrrpGroupView before = router.machine.view();

            final int actions = receive(router);

            assertThat(actions & ~VrrpAction.REPORT_NOTICE).isEqualTo(VrrpAction.REPORT_DROP);
            assertThat(router.machine.lastDrop()).isEqualTo(reason);
            assertThat(router.machine.counters().value(reason)).isEqualTo(1);
            assertThat(router.machine.nextDeadlineNs(router.nowNs))
                    .as("R0 R0b: no timer changes in " + role)
                    .isEqualTo(deadlineNs);
            assertThat(router.machine.view()).isEqualTo(before);
        }
    }

    private int receive(Router router) {
        return router.machine.onAdvert(
                new UnsafeBuffer(packet), 0, packet.length, sourceHigh, PEER, hopLimit, toAllRouters, router.nowNs);
    }

    private void assertAccepted() {
        final Router router = Router.started(Adverts.group(100, 10));
        router.advance(37 * Adverts.MS);
        receive(router);
        assertThat(router.machine.counters().value(VrrpCounter.ADVERTS_RECEIVED))
                .isEqualTo(1);
        assertThat(router.untilDeadlineNs()).isEqualTo(360_937_500L);
    }

    @Test
    @DisplayName("R0 a right advertisement passes")
    void shouldAcceptRightAdvert() {
        assertAccepted();
    }

    @Test
    @DisplayName("R1 hop limit other than 255")
    void shouldRefuseForwarded() {
        hopLimit = 254;
        assertRefused(DropReason.HOP_LIMIT);
    }

    @Test
    @DisplayName("R2 version other than 3, K-a: forged ones silence no master")
    void shouldRefuseOtherVersion() {
        packet[0] = 0x21;
        packet = summed(packet);
        assertRefused(DropReason.VERSION);
    }

    @Test
    @DisplayName("R3 type other than 1")
    void shouldRefuseOtherType() {
        packet[0] = 0x32;
        packet = summed(packet);
        assertRefused(DropReason.TYPE);
    }

    @Test
    @DisplayName("R4 wrong checksum")
    void shouldRefuseWrongChecksum() {
        packet[7] ^= 1;
        assertRefused(DropReason.CHECKSUM);
    }

    @Test
    @DisplayName("R5 checksum without pseudo-header")
    void shouldRefuseChecksumWithoutPseudoHeader() {
        packet[6] = 0;
        packet[7] = 0;
        int sum = 0;
        for (int i = 0; i < LENGTH; i += 2) {
            sum += (packet[i] & 0xff) << 8 | (packet[i + 1] & 0xff);
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        packet[6] = (byte) (~sum >>> 8);
        packet[7] = (byte) ~sum;
        assertRefused(DropReason.CHECKSUM);
    }

    @Test
    @DisplayName("R6 another VRID")
    void shouldRefuseOtherVrid() {
        packet[1] = 52;
        packet = summed(packet);
        assertRefused(DropReason.VRID);
    }

    @Test
    @DisplayName("R7 shorter than the header")
    void shouldRefuseTruncatedHeader() {
        packet = Arrays.copyOf(packet, 7);
        assertRefused(DropReason.TRUNCATED);
    }

    @Test
    @DisplayName("R8 shorter than the count says")
    void shouldRefuseTruncatedAddresses() {
        packet = summed(Arrays.copyOf(packet, LENGTH - 1));
        assertRefused(DropReason.LENGTH);
    }

    @Test
    @DisplayName("R9 no address")
    void shouldRefuseZeroCount() {
        packet = Arrays.copyOf(packet, 8);
        packet[3] = 0;
        packet = summed(packet);
        assertRefused(DropReason.COUNT);
    }

    @Test
    @DisplayName("R10 interval 0")
    void shouldRefuseZeroInterval() {
        packet[4] = 0;
        packet[5] = 0;
        packet = summed(packet);
        assertRefused(DropReason.INTERVAL);
    }

    @Test
    @DisplayName("R11 first address not link-local")
    void shouldRefuseGlobalFirstAddress() {
        packet[8] = 0x20;
        packet = summed(packet);
        assertRefused(DropReason.FIRST_ADDRESS);
    }

    @Test
    @DisplayName("R12 reserved bits are ignored")
    void shouldIgnoreReservedBits() {
        packet[4] |= (byte) 0xf0;
        packet = summed(packet);
        assertAccepted();
    }

    @Test
    @DisplayName("R13 R14 R15 another address list is accepted and noticed")
    void shouldAcceptOtherAddresses() {
        packet[LENGTH - 1] ^= 0x40;
        packet = summed(packet);
        assertAccepted();
        packet = summed(withCount(Arrays.copyOf(packet, 24), 1));
        final Router router = Router.started(Adverts.group(100, 10));

        assertThat(VrrpAction.has(receive(router), VrrpAction.REPORT_NOTICE)).isTrue();
        assertThat(router.machine.lastNotices(AdvertNotice.ADDRESS_LIST_DIFFERS))
                .isTrue();
        assertThat(router.machine.counters().value(VrrpCounter.ADVERTS_RECEIVED))
                .isEqualTo(1);
    }

    private static byte[] withCount(byte[] message, int count) {
        message[3] = (byte) count;
        return message;
    }

    @Test
    @DisplayName("R16 another interval is accepted and noticed")
    void shouldAcceptOtherInterval() {
        packet = bytes(100, 50);
        final Router router = Router.started(Adverts.group(100, 10));

        assertThat(VrrpAction.has(receive(router), VrrpAction.REPORT_NOTICE)).isTrue();
        assertThat(router.machine.lastNotices(AdvertNotice.INTERVAL_DIFFERS)).isTrue();
        assertThat(router.machine.view().timerRunCs()).isEqualTo(50);
    }

    @Test
    @DisplayName("R17 extra bytes are refused, as keepalived and FRR do")
    void shouldRefuseExtraBytes() {
        packet = summed(Arrays.copyOf(packet, LENGTH + 1));
        assertRefused(DropReason.EXCESS);
    }

    @Test
    @DisplayName("R18 not sent to ff02::12")
    void shouldRefuseUnicast() {
        toAllRouters = false;
        assertRefused(DropReason.DESTINATION);
    }

    @Test
    @DisplayName("R19 source not link-local")
    void shouldRefuseGlobalSource() {
        sourceHigh = 0x2001_0db8_0000_0000L;
        assertRefused(DropReason.SOURCE);
    }

    @Test
    @DisplayName("E4 own source address")
    void shouldRefuseOwnSource() {
        final Router router = Router.master(Adverts.group(100, 10));
        final long deadlineNs = router.machine.nextDeadlineNs(router.nowNs);

        router.hear(200, 10, Router.LOCAL);

        assertThat(router.role()).isEqualTo(Role.MASTER);
        assertThat(router.machine.lastDrop()).isEqualTo(DropReason.OWN_SOURCE);
        assertThat(router.machine.lastNotices(AdvertNotice.OWN_SOURCE_HEARD)).isTrue();
        assertThat(router.lastActions).isEqualTo(VrrpAction.REPORT_DROP | VrrpAction.REPORT_NOTICE);
        assertThat(router.machine.nextDeadlineNs(router.nowNs)).isEqualTo(deadlineNs);
    }

    @ParameterizedTest
    @DisplayName("R0 R0b hostile bytes: random, every truncation, every bit flipped")
    @EnumSource(
            value = Role.class,
            names = {"BACKUP", "MASTER"})
    void shouldBearHostileBytes(Role role) {
        final long seed = Long.getLong("ndpair.seed", System.nanoTime());
        final Random random = new Random(seed);
        final Router router =
                role == Role.MASTER ? Router.master(Adverts.group(100, 10)) : Router.started(Adverts.group(100, 10));
        final long deadlineNs = router.machine.nextDeadlineNs(router.nowNs);
        final VrrpGroupView before = router.machine.view();
        final byte[] right = packet.clone();
        int hostile = 0;
        for (int length = 0; length < LENGTH; length++, hostile++) {
            packet = Arrays.copyOf(right, length);
            receive(router);
        }
        for (int bit = 0; bit < LENGTH * 8; bit++, hostile++) {
            packet = right.clone();
            packet[bit / 8] ^= (byte) (1 << bit % 8);
            receive(router);
        }
        for (int i = 0; i < 20_000; i++, hostile++) {
            packet = new byte[random.nextInt(VrrpAdvertisement.MAX_RECEIVED_BYTES + 20)];
            random.nextBytes(packet);
            if (packet.length > 7) {
                packet[0] = random.nextBoolean() ? 0x31 : packet[0];
                // One in 65,536 random checksums would be right.
                packet[6] = packet[7] = 0;
                final boolean right0 = VrrpAdvertisement.checksumRight(
                        new UnsafeBuffer(packet), 0, packet.length, Adverts.LINK_LOCAL, PEER);
                packet[7] = (byte) (right0 ? 1 : 0);
            }
            receive(router);
        }
        final long dropped = router.machine.counters().dropped().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        assertThat(dropped).as("seed " + seed).isEqualTo(hostile);
        assertThat(router.machine.nextDeadlineNs(router.nowNs))
                .as("seed " + seed)
                .isEqualTo(deadlineNs);
        assertThat(router.machine.view()).as("seed " + seed).isEqualTo(before);
    }

    @Test
    @DisplayName("R6 a stranger's message is told by its first fault, VRID at the latest")
    void shouldNameFaultOfStranger() {
        final AdvertGuard guard = new AdvertGuard();
        final UnsafeBuffer right = new UnsafeBuffer(packet);

        assertThat(guard.refusalOfStranger(right, 0, LENGTH, Adverts.LINK_LOCAL, PEER, 255, true))
                .isEqualTo(DropReason.VRID);
        assertThat(guard.refusalOfStranger(right, 0, LENGTH, Adverts.LINK_LOCAL, PEER, 1, true))
                .isEqualTo(DropReason.HOP_LIMIT);
        assertThat(guard.refusalOfStranger(right, 0, 0, Adverts.LINK_LOCAL, PEER, 255, true))
                .isEqualTo(DropReason.TRUNCATED);
    }
}

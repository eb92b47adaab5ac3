package io.ndpair.election.vrrp;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ndpair.election.role.Role;
import java.util.stream.LongStream;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Any bytes as a VRRP advertisement to a master and to a backup, as they stand and with a right checksum: refused, counted by one
 * reason and without effect, or right in every field. {@link VrrpFuzzTest} damages right ones at random; this one follows coverage.
 */
class AdvertFuzzTest {
    private static final long PEER = 0x0bL;
    private static final int CHECKSUM_OFFSET = 6;
    private static final int HOP_LIMIT = 255;

    private final AdvertGuard guard = new AdvertGuard();
    private final VrrpAdvertisement advert = new VrrpAdvertisement();

    @FuzzTest(maxDuration = "10m")
    void shouldRefuseWithoutEffectOrTakeWhatIsRight(byte[] bytes) {
        hearAll(new UnsafeBuffer(bytes));
        if (bytes.length >= VrrpAdvertisement.HEADER_BYTES) {
            hearAll(mended(bytes));
        }
    }

    private void hearAll(UnsafeBuffer packet) {
        hear(Router.master(Adverts.group(150, 10, true, 0)), packet);
        hear(Router.started(Adverts.group(100, 10)), packet);
        assertThat(guard.refusalOfStranger(packet, 0, packet.capacity(), Adverts.LINK_LOCAL, PEER, HOP_LIMIT, true))
                .isNotNull();
    }

    private void hear(Router router, UnsafeBuffer packet) {
        Role role = router.role();
        long deadlineNs = router.machine.nextDeadlineNs(router.nowNs);
        long changes = router.machine.changes();
        int actions = router.hear(packet, PEER);
        if (VrrpAction.has(actions, VrrpAction.REPORT_DROP)) {
            assertThat(actions).isEqualTo(VrrpAction.REPORT_DROP);
            assertThat(drops(router)).isEqualTo(1);
            assertThat(router.role()).isEqualTo(role);
            assertThat(router.machine.changes()).isEqualTo(changes);
            assertThat(router.machine.nextDeadlineNs(router.nowNs)).isEqualTo(deadlineNs);
            return;
        }
        assertThat(drops(router)).isZero();
        assertRight(packet);
        if (router.role() != role) {
            assertThat(role).isEqualTo(Role.MASTER);
            assertThat(packet.getByte(2) & 0xff).isGreaterThanOrEqualTo(150);
        }
        // Whatever it was, the router finds its way to mastership when nothing more is heard.
        router.runUntilRole(Role.MASTER);
    }

    private void assertRight(UnsafeBuffer packet) {
        advert.wrap(packet, 0);
        assertThat(advert.version()).isEqualTo(3);
        assertThat(advert.type()).isEqualTo(1);
        assertThat(advert.vrid()).isEqualTo(51);
        assertThat(advert.intervalCs()).isBetween(1, 4095);
        assertThat(packet.capacity()).isEqualTo(8 + 16 * advert.addressCount());
        assertThat(packet.capacity()).isLessThanOrEqualTo(VrrpAdvertisement.MAX_RECEIVED_BYTES);
        assertThat(advert.addressCount()).isPositive();
        assertThat(VirtualAddress.linkLocal(advert.addressHigh(0))).isTrue();
        advert.addressLow(advert.addressCount() - 1);
        assertThat(VrrpAdvertisement.checksumRight(packet, 0, packet.capacity(), Adverts.LINK_LOCAL, PEER))
                .isTrue();
    }

    private static long drops(Router router) {
        return router.machine.counters().dropped().values().stream()
                .flatMapToLong(LongStream::of)
                .sum();
    }

    /** With the checksum of RFC 1071 over pseudo-header and message, written down independently of the codec. */
    private static UnsafeBuffer mended(byte[] bytes) {
        UnsafeBuffer packet = new UnsafeBuffer(bytes.clone());
        packet.putShort(CHECKSUM_OFFSET, (short) 0, BIG_ENDIAN);
        long sum = 0xfe80 + PEER + 0xff02 + 0x12 + bytes.length + 112;
        for (int i = 0; i < bytes.length; i++) {
            sum += (packet.getByte(i) & 0xff) << (i % 2 == 0 ? 8 : 0);
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        packet.putShort(CHECKSUM_OFFSET, (short) ~sum, BIG_ENDIAN);
        assertThat(VrrpAdvertisement.checksumRight(packet, 0, bytes.length, Adverts.LINK_LOCAL, PEER))
                .isTrue();
        return packet;
    }
}

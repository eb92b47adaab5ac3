package io.ndpair.election.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.election.role.Role;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Right advertisements damaged by a seed: bits flipped, bytes changed, cut, lengthened, fields set to their borders, with the
 * checksum mended or not. Whatever is refused must leave no trace but its counter; whatever is taken must be right.
 */
class VrrpFuzzTest {
    private static final long PEER = 0x0bL;
    private static final int ROUNDS = 10_000;
    private static final int[] BORDERS = {0, 1, 2, 3, 15, 16, 0x31, 127, 128, 254, 255};

    private final long seed = Long.getLong("ndpair.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @ParameterizedTest
    @EnumSource(Role.class)
    @DisplayName("R0 R0b damaged adverts: refused ones move no state and no timer and are counted by one reason each")
    void shouldBearDamage(Role role) {
        final Router router = role == Role.MASTER
                ? Router.master(Adverts.group(254, 10, false, 0))
                : Router.initial(Adverts.group(1, 10), true);
        if (role == Role.BACKUP) {
            router.linkUp();
        }
        long refused = 0;
        long taken = 0;
        for (int round = 0; round < ROUNDS; round++) {
            final UnsafeBuffer packet = damaged();
            final long deadlineNs = router.machine.nextDeadlineNs(router.nowNs);
            final long changes = router.machine.changes();
            final long drops = drops(router);
            final Role before = router.role();
            final int hopLimit = random.nextInt(50) == 0 ? random.nextInt(256) : 255;
            final int actions = router.machine.onAdvert(
                    packet, 0, packet.capacity(), Adverts.LINK_LOCAL, PEER, hopLimit, true, router.nowNs);
            if (role == Role.INITIALIZE) {
                assertThat(actions).as("seed %d round %d", seed, round).isEqualTo(VrrpAction.NONE);
            } else if (VrrpAction.has(actions, VrrpAction.REPORT_DROP)) {
                refused++;
                assertThat(actions).as("seed %d round %d", seed, round).isEqualTo(VrrpAction.REPORT_DROP);
                assertThat(drops(router)).as("seed %d round %d", seed, round).isEqualTo(drops + 1);
                assertThat(router.machine.nextDeadlineNs(router.nowNs)).isEqualTo(deadlineNs);
                assertThat(router.machine.changes()).isEqualTo(changes);
                assertThat(router.role()).isEqualTo(before);
            } else {
                taken++;
                assertThat(isRight(packet, hopLimit))
                        .as("seed %d round %d", seed, round)
                        .isTrue();
                assertThat(router.role() == before || isStronger(packet))
                        .as("seed %d round %d", seed, round)
                        .isTrue();
            }
            if (role == Role.MASTER && router.role() != Role.MASTER) {
                router.runUntilRole(Role.MASTER);
            }
        }
        if (role != Role.INITIALIZE) {
            assertThat(refused).isGreaterThan(ROUNDS / 4);
            assertThat(taken).isGreaterThan(ROUNDS / 100);
        }
    }

    private static long drops(Router router) {
        return router.machine.counters().dropped().values().stream()
                .flatMapToLong(LongStream::of)
                .sum();
    }

    private UnsafeBuffer damaged() {
        final byte[] right = Adverts.advert(random.nextInt(256), 1 + random.nextInt(4095), PEER)
                .byteArray()
                .clone();
        byte[] bytes = right;
        for (int i = random.nextInt(3); i > 0; i--) {
            final int at = random.nextBoolean() ? random.nextInt(8) : random.nextInt(right.length);
            right[at] = random.nextBoolean()
                    ? (byte) (right[at] ^ (1 << random.nextInt(8)))
                    : (byte) BORDERS[random.nextInt(BORDERS.length)];
        }
        if (random.nextInt(8) == 0) {
            bytes = Arrays.copyOf(right, random.nextInt(right.length + 32));
        }
        if (random.nextBoolean() && bytes.length >= VrrpAdvertisement.HEADER_BYTES) {
            mendChecksum(bytes);
        }
        return new UnsafeBuffer(bytes);
    }

    /** RFC 1071 over pseudo-header and message, written down independently of the codec. */
    private static void mendChecksum(byte[] bytes) {
        bytes[6] = 0;
        bytes[7] = 0;
        final ByteBuffer all = ByteBuffer.allocate(40 + bytes.length + bytes.length % 2);
        all.putLong(Adverts.LINK_LOCAL).putLong(PEER);
        all.putLong(VrrpAdvertisement.ALL_ROUTERS_HIGH).putLong(VrrpAdvertisement.ALL_ROUTERS_LOW);
        all.putInt(bytes.length).putInt(112).put(bytes).rewind();
        long sum = 0;
        while (all.remaining() > 1) {
            sum += all.getShort() & 0xffff;
        }
        while (sum > 0xffff) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        bytes[6] = (byte) (~sum >>> 8);
        bytes[7] = (byte) ~sum;
    }

    /** The rules R1 to R17 said again, from the bytes. */
    private static boolean isRight(UnsafeBuffer packet, int hopLimit) {
        final int count = packet.getByte(3) & 0xff;
        final int intervalCs = ((packet.getByte(4) & 0x0f) << 8) | (packet.getByte(5) & 0xff);
        return hopLimit == 255
                && packet.getByte(0) == 0x31
                && packet.getByte(1) == 51
                && count > 0
                && packet.capacity() == 8 + 16 * count
                && intervalCs > 0
                && (packet.getByte(8) & 0xff) == 0xfe
                && (packet.getByte(9) & 0xc0) == 0x80
                && VrrpAdvertisement.checksumRight(packet, 0, packet.capacity(), Adverts.LINK_LOCAL, PEER);
    }

    private static boolean isStronger(UnsafeBuffer packet) {
        return (packet.getByte(2) & 0xff) >= 254;
    }
}

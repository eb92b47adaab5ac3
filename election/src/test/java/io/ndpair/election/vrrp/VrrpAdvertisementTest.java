package io.ndpair.election.vrrp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The codec against frames that keepalived and FRR sent. */
class VrrpAdvertisementTest {
    private static final String ADDRESSES = "fe800000000000000000000000010051" + "20010db8000100000000000000000051"
            + "20010db8000100000000000000000052";

    /** Frame A whole: Ethernet, IPv6, VRRP at byte 54. */
    private static final String FRAME_A = "33330000001202000000000a86dd6c0d4c8a003870ff"
            + "fe80000000000000000000000000000aff020000000000000000000000000012" + "3133c8030064ad32" + ADDRESSES;

    @ParameterizedTest(name = "{0}")
    @DisplayName("T1-T6 writes the golden frames of keepalived and FRR byte for byte")
    @CsvSource({
        "A keepalived master, 0a, 200, 3133c8030064ad32",
        "B keepalived shutdown, 0a, 0, 3133000300647533",
        "C keepalived backup's, 0b, 100, 3133640300641132",
        "C keepalived shutdown, 0b, 0, 3133000300647532",
        "D FRR master, 5000a, 200, 3133c8030064ad2d",
        "D FRR shutdown, 5000a, 0, 313300030064752e"
    })
    void shouldWriteGoldenFrames(String name, String source, int priority, String header) {
        final long sourceLow = Long.parseLong(source, 16);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[VrrpAdvertisement.MAX_SENT_BYTES + 3]);

        final int length =
                VrrpAdvertisement.encode(buffer, 3, Adverts.group(100, 100), priority, Adverts.LINK_LOCAL, sourceLow);

        final byte[] written = new byte[length];
        buffer.getBytes(3, written);
        assertThat(written).as(name).isEqualTo(Adverts.hex(header + ADDRESSES));
    }

    @Test
    @DisplayName("T5 R4 reads golden frame A, field by field")
    void shouldReadGoldenFrame() {
        final UnsafeBuffer frame = new UnsafeBuffer(Adverts.hex(FRAME_A));
        final VrrpAdvertisement advert = new VrrpAdvertisement().wrap(frame, 54);

        assertThat(advert.version()).isEqualTo(3);
        assertThat(advert.type()).isEqualTo(1);
        assertThat(advert.vrid()).isEqualTo(51);
        assertThat(advert.priority()).isEqualTo(200);
        assertThat(advert.addressCount()).isEqualTo(3);
        assertThat(advert.intervalCs()).isEqualTo(100);
        assertThat(advert.checksum()).isEqualTo(0xad32);
        assertThat(advert.advertises(Adverts.ADDRESSES)).isTrue();
        assertThat(VrrpAdvertisement.checksumRight(frame, 54, 56, Adverts.LINK_LOCAL, 0x0a))
                .isTrue();
        assertThat(VrrpAdvertisement.checksumRight(frame, 54, 56, Adverts.LINK_LOCAL, 0x0b))
                .as("R5: the pseudo-header counts")
                .isFalse();
    }

    @Test
    @DisplayName("T2 T3 the interval takes 12 bits, the reserved bits are 0")
    void shouldWriteGreatestInterval() {
        final UnsafeBuffer packet = new UnsafeBuffer(new byte[VrrpAdvertisement.MAX_SENT_BYTES]);

        VrrpAdvertisement.encode(packet, 0, Adverts.group(100, 4095), 100, Adverts.LINK_LOCAL, 1);

        assertThat(packet.getByte(4)).isEqualTo((byte) 0x0f);
        assertThat(packet.getByte(5)).isEqualTo((byte) 0xff);
    }

    @Test
    @DisplayName("T4 length is 8 + 16 n, up to 16 addresses")
    void shouldWriteSixteenAddresses() {
        final List<VirtualAddress> addresses = java.util.stream.LongStream.rangeClosed(1, 16)
                .mapToObj(i -> new VirtualAddress(Adverts.LINK_LOCAL, i, 64))
                .toList();
        final VrrpGroupConfig group = new VrrpGroupConfig("g", "eth0", 1, 100, 100, 3, true, 0, addresses);
        final UnsafeBuffer packet = new UnsafeBuffer(new byte[VrrpAdvertisement.MAX_SENT_BYTES]);

        final int length = VrrpAdvertisement.encode(packet, 0, group, 100, Adverts.LINK_LOCAL, 1);

        assertThat(length).isEqualTo(8 + 16 * 16).isEqualTo(VrrpAdvertisement.MAX_SENT_BYTES);
        assertThat(new VrrpAdvertisement().wrap(packet, 0).advertises(addresses))
                .isTrue();
    }
}

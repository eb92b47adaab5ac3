package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NeighborAdvertisementTest {
    @DisplayName("N2 N4 R=1 S=0 O=1 with the target link-layer address, byte for byte")
    @Test
    void shouldWriteTheAdvertisementThatANewKeepalivedMasterSends() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
        NeighborAdvertisement.encode(
                buffer, 8, Addresses.high("2001:db8:1::51"), Addresses.low("2001:db8:1::51"), 0x0200_0000_000aL);
        final byte[] written = new byte[NeighborAdvertisement.LENGTH_BYTES];
        buffer.getBytes(8, written);
        assertThat(HexFormat.of().formatHex(written))
                .isEqualTo("8800787fa000000020010db8000100000000000000000051020102000000000a");
    }
}

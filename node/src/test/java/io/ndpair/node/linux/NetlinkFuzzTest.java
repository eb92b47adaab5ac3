package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Any bytes as a datagram of netlink: the walk goes forward, stays inside, and what is read of a neighbor or an address is the same after it
 * was written again.
 */
class NetlinkFuzzTest {
    private static final UnsafeBuffer AGAIN = new UnsafeBuffer(new byte[1024]);

    private final NetlinkReader messages = new NetlinkReader();
    private final NetlinkReader written = new NetlinkReader();
    private final NeighborMessage neighbor = new NeighborMessage();
    private final NeighborMessage sameNeighbor = new NeighborMessage();
    private final AddressMessage address = new AddressMessage();
    private final AddressMessage sameAddress = new AddressMessage();
    private final LinkMessage link = new LinkMessage();

    @FuzzTest(maxDuration = "10m")
    void shouldStayInsideAndReadTheSameAgain(byte[] bytes) {
        final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
        messages.wrap(buffer, bytes.length);
        int end = 0;
        while (messages.next()) {
            final int offset = messages.payloadOffset();
            final int length = messages.payloadLengthBytes();
            assertThat(offset).isGreaterThanOrEqualTo(end + NetlinkLayout.HEADER_BYTES);
            assertThat(length).isNotNegative();
            end = offset + length;
            assertThat(end).isLessThanOrEqualTo(bytes.length);
            assertThat(messages.errno()).isNotNegative();
            readNeighbor(buffer, offset, length);
            readAddress(buffer, offset, length);
            if (link.decode(buffer, offset, length)) {
                assertThat(link.index()).isPositive();
                assertThat(link.name()).hasSizeLessThanOrEqualTo(16).doesNotContain("\0");
                assertThat(link.alias()).hasSizeLessThanOrEqualTo(256);
                assertThat(link.mac()).isBetween(0L, 0xFFFF_FFFF_FFFFL);
            }
        }
        assertThat(messages.next()).isFalse();
    }

    private void readNeighbor(UnsafeBuffer buffer, int offset, int length) {
        if (!neighbor.decode(buffer, offset, length)) {
            return;
        }
        assertThat(neighbor.interfaceIndex()).isPositive();
        assertThat(neighbor.mac()).isBetween(0L, 0xFFFF_FFFF_FFFFL);
        assertThat(neighbor.confirmedAgoMs()).isNotNegative();
        if (neighbor.learnedHere()) {
            assertThat(neighbor.mac()).isPositive();
            assertThat(neighbor.usable() || neighbor.vouchedFor() || (neighbor.kernelState() & 0xFFFF) != 0)
                    .isTrue();
            assertThat(neighbor.ours() || neighbor.fixedByOthers()).isFalse();
        }
        final NetlinkWriter writer = new NetlinkWriter(AGAIN).clear();
        NeighborMessage.encode(
                writer,
                NetlinkLayout.RTM_NEWNEIGH,
                0,
                1,
                neighbor.interfaceIndex(),
                neighbor.addressHigh(),
                neighbor.addressLow(),
                neighbor.mac(),
                neighbor.kernelState(),
                NetlinkLayout.NTF_EXT_LEARNED);
        written.wrap(AGAIN, writer.lengthBytes());
        assertThat(written.next()).isTrue();
        assertThat(sameNeighbor.decode(AGAIN, written.payloadOffset(), written.payloadLengthBytes()))
                .isTrue();
        assertThat(sameNeighbor.addressHigh()).isEqualTo(neighbor.addressHigh());
        assertThat(sameNeighbor.addressLow()).isEqualTo(neighbor.addressLow());
        assertThat(sameNeighbor.mac()).isEqualTo(neighbor.mac());
        assertThat(sameNeighbor.interfaceIndex()).isEqualTo(neighbor.interfaceIndex());
        assertThat(sameNeighbor.state()).isEqualTo(neighbor.state());
        assertThat(sameNeighbor.usable()).isEqualTo(neighbor.usable());
        assertThat(sameNeighbor.ours()).isEqualTo(neighbor.mac() != 0);
    }

    private void readAddress(UnsafeBuffer buffer, int offset, int length) {
        if (!address.decode(buffer, offset, length)) {
            return;
        }
        assertThat(address.interfaceIndex()).isPositive();
        assertThat(address.prefixLength()).isBetween(0, 128);
        final NetlinkWriter writer = new NetlinkWriter(AGAIN).clear();
        AddressMessage.encode(
                writer,
                NetlinkLayout.RTM_NEWADDR,
                0,
                1,
                address.interfaceIndex(),
                address.high(),
                address.low(),
                address.prefixLength(),
                address.flags(),
                address.protocol(),
                true);
        written.wrap(AGAIN, writer.lengthBytes());
        assertThat(written.next()).isTrue();
        assertThat(sameAddress.decode(AGAIN, written.payloadOffset(), written.payloadLengthBytes()))
                .isTrue();
        assertThat(sameAddress)
                .usingRecursiveComparison()
                .ignoringFields("attributes")
                .isEqualTo(address);
    }
}

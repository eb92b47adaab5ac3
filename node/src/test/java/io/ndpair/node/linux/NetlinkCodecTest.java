package io.ndpair.node.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.table.EntryFlags;
import io.ndpair.store.table.NeighborState;
import java.util.HexFormat;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The codec against bytes recorded from a kernel (6.18, little-endian), and against bytes that no kernel sends. */
class NetlinkCodecTest {
    private static final String EXTERNAL =
            "600000001c00020007000000aa6000000a00000003000000040010011400010020010db8000000000000"
                    + "00000000000c0a00020002000000000c00000800040000000000140003007a1700000a0000000a0000000000000005000c006e000000";
    private static final String MULTICAST =
            "580000001c00020007000000aa6000000a000000020000004000000514000100ff02000000000000000000"
                    + "00000000160a00020033330000001600000800040000000000140003007a1700000a0000000a00000000000000";
    private static final String REACHABLE_ROUTER =
            "580000001c00020007000000aa6000000a00000003000000020080011400010020010db80000000000"
                    + "0000000000000b0a00020002000000000b00000800040000000000140003000a0000000a0000000a00000001000000";
    private static final String DONE = "140000000300020007000000aa60000000000000";
    private static final String ADDRESS =
            "480000001400020007000000aa6000000a408200030000001400010020010db800000000000000000000000a"
                    + "14000600ffffffffffffffffe5b90500e5b905000800080082000000";
    private static final String LINK_LOCAL =
            "500000001400020007000000aa6000000a4080fd0300000014000100fe80000000000000000000fffe0000"
                    + "0a14000600ffffffffffffffffe4b90500e4b90500080008008000000005000b0003000000";

    /** The first attributes of a recorded link and its MAC, cut before the statistics. */
    private static final String LINK =
            "640000001000020007000000aa6000000000010003000000431001000000000009000300657468300000000008000d00"
                    + "e8030000" + "190014004769676162697445746865726e6574302f312f3000000000"
                    + "0a00010002000000000a0000";

    private final NetlinkReader messages = new NetlinkReader();
    private final NeighborMessage neighbor = new NeighborMessage();

    private static UnsafeBuffer bytes(final String... hex) {
        return new UnsafeBuffer(HexFormat.of().parseHex(String.join("", hex)));
    }

    private boolean decodeNeighbor(final UnsafeBuffer buffer) {
        return neighbor.decode(buffer, messages.payloadOffset(), messages.payloadLengthBytes());
    }

    @Test
    void shouldReadARecordedDumpOfNeighbors() {
        final UnsafeBuffer dump = bytes(EXTERNAL, MULTICAST, REACHABLE_ROUTER, DONE);
        messages.wrap(dump, dump.capacity());

        assertThat(messages.next()).isTrue();
        assertThat(messages.type()).isEqualTo(NetlinkLayout.RTM_NEWNEIGH);
        assertThat(decodeNeighbor(dump)).isTrue();
        assertThat(neighbor.interfaceIndex()).isEqualTo(3);
        assertThat(Addresses.text(neighbor.addressHigh(), neighbor.addressLow()))
                .isEqualTo("2001:db8:0:0:0:0:0:c");
        assertThat(neighbor.mac()).isEqualTo(0x0200_0000_000cL);
        assertThat(neighbor.ours()).isTrue();
        assertThat(neighbor.learnedHere()).isFalse();
        assertThat(neighbor.confirmedAgoMs()).isEqualTo(0x177aL * 10);

        assertThat(messages.next()).isTrue();
        assertThat(decodeNeighbor(dump)).isTrue();
        assertThat(neighbor.learnedHere()).isFalse();
        assertThat(neighbor.fixedByOthers()).isTrue();

        assertThat(messages.next()).isTrue();
        assertThat(decodeNeighbor(dump)).isTrue();
        assertThat(neighbor.learnedHere()).isTrue();
        assertThat(neighbor.vouchedFor()).isTrue();
        assertThat(neighbor.state()).isEqualTo(NeighborState.REACHABLE);
        assertThat(neighbor.flags()).isEqualTo(EntryFlags.ROUTER);

        assertThat(messages.next()).isTrue();
        assertThat(messages.type()).isEqualTo(NetlinkLayout.NLMSG_DONE);
        assertThat(messages.sequence()).isEqualTo(7);
        assertThat(messages.errno()).isZero();
        assertThat(messages.next()).isFalse();
        assertThat(messages.malformed()).isFalse();
    }

    @Test
    void shouldReadRecordedAddresses() {
        final AddressMessage address = new AddressMessage();
        final UnsafeBuffer global = bytes(ADDRESS);
        assertThat(address.decode(global, 16, global.capacity() - 16)).isTrue();
        assertThat(Addresses.text(address.high(), address.low())).isEqualTo("2001:db8:0:0:0:0:0:a");
        assertThat(address.prefixLength()).isEqualTo(64);
        assertThat(address.flags()).isEqualTo(NetlinkLayout.IFA_F_NODAD | NetlinkLayout.IFA_F_PERMANENT);
        assertThat(address.protocol()).isZero();
        final UnsafeBuffer linkLocal = bytes(LINK_LOCAL);
        assertThat(address.decode(linkLocal, 16, linkLocal.capacity() - 16)).isTrue();
        assertThat(address.interfaceIndex()).isEqualTo(3);
        assertThat(address.protocol()).isEqualTo(3);
    }

    @Test
    void shouldReadARecordedLink() {
        final LinkMessage link = new LinkMessage();
        final UnsafeBuffer recorded = bytes(LINK);
        assertThat(link.decode(recorded, 16, recorded.capacity() - 16)).isTrue();
        assertThat(link.index()).isEqualTo(3);
        assertThat(link.name()).isEqualTo("eth0");
        assertThat(link.alias()).isEqualTo("GigabitEthernet0/1/0");
        assertThat(link.mac()).isEqualTo(0x0200_0000_000aL);
        assertThat(link.up()).isTrue();
        recorded.putInt(16 + 8, recorded.getInt(16 + 8) & ~NetlinkLayout.IFF_LOWER_UP);
        assertThat(link.decode(recorded, 16, recorded.capacity() - 16)).isTrue();
        assertThat(link.up()).isFalse();
    }

    @Test
    void shouldWriteWhatItReads() {
        final NetlinkWriter writer = new NetlinkWriter(new UnsafeBuffer(new byte[1024])).clear();
        NeighborMessage.encode(
                writer,
                NetlinkLayout.RTM_NEWNEIGH,
                NetlinkLayout.NLM_F_CREATE,
                5,
                3,
                0x2001_0db8_0000_0000L,
                0xc,
                0x0200_0000_000cL,
                NetlinkLayout.NUD_STALE,
                NetlinkLayout.NTF_EXT_LEARNED);
        assertThat(writer.lengthBytes()).isEqualTo(NeighborMessage.MAX_REQUEST_BYTES);
        messages.wrap(writer.buffer(), writer.lengthBytes());
        assertThat(messages.next()).isTrue();
        assertThat(messages.sequence()).isEqualTo(5);
        assertThat(messages.flags()).isEqualTo(NetlinkLayout.NLM_F_CREATE | NetlinkLayout.NLM_F_REQUEST);
        assertThat(neighbor.decode(writer.buffer(), messages.payloadOffset(), messages.payloadLengthBytes()))
                .isTrue();
        assertThat(neighbor.ours()).isTrue();
        assertThat(neighbor.mac()).isEqualTo(0x0200_0000_000cL);
        assertThat(messages.next()).isFalse();
        assertThat(messages.malformed()).isFalse();
    }

    @Test
    void shouldEndAtMessageLengthsThatMakeNoSense() {
        for (final int length : new int[] {0, 1, 15, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 0x61}) {
            final UnsafeBuffer dump = bytes(EXTERNAL);
            dump.putInt(0, length);
            messages.wrap(dump, dump.capacity());
            assertThat(messages.next()).as("length " + length).isFalse();
            assertThat(messages.next()).isFalse();
            assertThat(messages.malformed()).isTrue();
        }
        final UnsafeBuffer cut = bytes(EXTERNAL, REACHABLE_ROUTER);
        messages.wrap(cut, cut.capacity() + 100);
        assertThat(messages.next()).isTrue();
        assertThat(messages.malformed()).isTrue();
        messages.wrap(cut, -5);
        assertThat(messages.next()).isFalse();
    }

    @Test
    void shouldRefuseAttributesThatLeaveTheirMessage() {
        for (final int length : new int[] {0, 1, 3, 0x7FFF, 0xFFFF, 0x60}) {
            final UnsafeBuffer recorded = bytes(EXTERNAL);
            recorded.putShort(16 + 12, (short) length);
            assertThat(neighbor.decode(recorded, 16, recorded.capacity() - 16))
                    .as("length " + length)
                    .isFalse();
        }
        final UnsafeBuffer recorded = bytes(EXTERNAL);
        for (int length = 0; length < recorded.capacity() - 16 - 12; length++) {
            neighbor.decode(recorded, 16, length);
        }
        assertThat(neighbor.decode(recorded, 16, 11)).isFalse();
    }

    @Test
    void shouldNeitherThrowNorLoopOnAnyBytes() {
        final long seed = Long.getLong("ndpair.seed", System.nanoTime());
        final Random random = new Random(seed);
        final AddressMessage address = new AddressMessage();
        final LinkMessage link = new LinkMessage();
        for (int round = 0; round < 50_000; round++) {
            final UnsafeBuffer bytes = bytes(EXTERNAL, ADDRESS, LINK, DONE);
            final int damages = random.nextInt(12);
            for (int i = 0; i < damages; i++) {
                bytes.putByte(random.nextInt(bytes.capacity()), (byte) random.nextInt());
            }
            final int length = random.nextInt(bytes.capacity() + 1);
            messages.wrap(bytes, length);
            int steps = 0;
            while (messages.next()) {
                assertThat(++steps).as("seed " + seed).isLessThan(64);
                messages.errno();
                final int offset = messages.payloadOffset();
                final int payload = messages.payloadLengthBytes();
                assertThat(offset + payload).as("seed " + seed).isLessThanOrEqualTo(length);
                if (neighbor.decode(bytes, offset, payload)) {
                    neighbor.learnedHere();
                    neighbor.state();
                }
                address.decode(bytes, offset, payload);
                link.decode(bytes, offset, payload);
            }
        }
    }
}

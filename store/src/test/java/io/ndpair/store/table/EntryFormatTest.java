package io.ndpair.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The bytes and numbers that both devices must agree on; a change here is a change of the protocol. */
class EntryFormatTest {
    private static final NeighborEntry ENTRY = new NeighborEntry()
            .set(
                    0x2001_0DB8_0001_0002L,
                    0x0003_0004_0005_0006L,
                    0x0A0B_0C0D,
                    0x1112_1314,
                    0x0242_AC11_0002L,
                    NeighborState.DELAY,
                    EntryFlags.ROUTER | EntryFlags.PROXY);

    @Test
    void shouldWriteTheBytesOfTheLayout() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[40]);
        ENTRY.writeTo(buffer, 4, Operation.REMOVE);
        assertThat(HexFormat.of().formatHex(buffer.byteArray(), 4, 36))
                .isEqualTo("20010db8000100020003000400050006" + "0d0c0b0a" + "14131211" + "0242ac110002" + "24" + "09");
    }

    @Test
    void shouldReadBackWhatItWroteWithoutTheOperation() {
        final NeighborEntry read = new NeighborEntry();
        read.readFrom(Neighbors.bytes(ENTRY, Operation.UPSERT), 0);
        assertThat(read).isEqualTo(ENTRY).hasSameHashCodeAs(ENTRY);
    }

    @Test
    void shouldReadBackAnyFields() {
        final long seed = Neighbors.seed();
        final SplittableRandom random = new SplittableRandom(seed);
        final NeighborEntry written = new NeighborEntry();
        final NeighborEntry read = new NeighborEntry();
        for (int i = 0; i < 10_000; i++) {
            written.set(
                    random.nextLong(),
                    random.nextLong(),
                    random.nextInt(),
                    random.nextInt(),
                    random.nextLong() >>> 16,
                    random.nextInt(16),
                    random.nextInt(256));
            read.readFrom(Neighbors.bytes(written, random.nextInt(3)), 0);
            assertThat(read).describedAs("seed %d", seed).isEqualTo(written);
        }
    }

    @Test
    void shouldDifferInEachField() {
        final NeighborEntry same = Neighbors.copy(ENTRY);
        assertThat(same).isEqualTo(ENTRY);
        assertThat(same.set(1, 2, 3, 4, 5, 2, 7)).isNotEqualTo(ENTRY);
        assertThat(same.set(1, 2, 3, 4, 5, 2, 7)).isNotEqualTo(new NeighborEntry().set(1, 2, 3, 4, 5, 2, 6));
        assertThat(same).isNotEqualTo(new NeighborEntry().set(1, 2, 3, 4, 5, 3, 7));
        assertThat(same).isNotEqualTo(new NeighborEntry().set(1, 2, 3, 4, 6, 2, 7));
        assertThat(same).isNotEqualTo(new NeighborEntry().set(1, 2, 3, 5, 5, 2, 7));
        assertThat(same).isNotEqualTo(new NeighborEntry().set(1, 2, 4, 4, 5, 2, 7));
        assertThat(same).isNotEqualTo(new NeighborEntry().set(1, 3, 3, 4, 5, 2, 7));
    }

    @Test
    void shouldSayAllFieldsInWords() {
        assertThat(ENTRY)
                .hasToString("neighbor 2001:db8:1:2:3:4:5:6 link 168496141 mac 02:42:ac:11:00:02 DELAY flags 0x9"
                        + " confirmed 286397204");
        assertThat(NeighborState.nameOf(9)).isEqualTo("state 9");
    }

    @Test
    void shouldLeaveTheOperationOutOfTheDigest() {
        final long digest = Neighbors.digestAt(Neighbors.bytes(ENTRY, Operation.NONE), 0);
        assertThat(Neighbors.digestAt(Neighbors.bytes(ENTRY, Operation.UPSERT), 0))
                .isEqualTo(digest);
    }

    @Test
    void shouldChangeTheDigestWithEveryOtherBit() {
        final UnsafeBuffer buffer = Neighbors.bytes(ENTRY, Operation.NONE);
        final long digest = Neighbors.digestAt(buffer, 0);
        for (int bit = 0; bit < 256; bit++) {
            final int at = bit >>> 3;
            final byte old = buffer.getByte(at);
            buffer.putByte(at, (byte) (old ^ (1 << (bit & 7))));
            final boolean isOperation = at == EntryLayout.STATE_OFFSET && (bit & 7) >= 4;
            assertThat(Neighbors.digestAt(buffer, 0) != digest)
                    .describedAs("bit %d", bit)
                    .isEqualTo(!isOperation);
            buffer.putByte(at, old);
        }
    }

    @Test
    void shouldKeepTheNumbersOfTheProtocol() {
        assertThat(Long.toHexString(Neighbors.digest(ENTRY))).isEqualTo("ef518abb4b0356a5");
        assertThat(Long.toHexString(Neighbors.hash(Neighbors.KEY, ENTRY))).isEqualTo("d2775685ac8160a1");
        assertThat(Long.toHexString(Neighbors.KEY.id())).isEqualTo("73ea579daf658179");
    }

    @Test
    void shouldNotPrintTheKey() {
        assertThat(Neighbors.KEY.toString())
                .isEqualTo("HashKey[id=0x%x]", Neighbors.KEY.id())
                .doesNotContain("1122334455667788")
                .doesNotContain(Long.toString(Neighbors.KEY.key0()));
    }

    @Test
    void shouldSpreadSequentialAndEui64AddressesOverSegmentsAndSlots() {
        final HashKey key = HashKey.random(new SplittableRandom(3));
        final int[] segments = new int[256];
        final int[] homes = new int[Segment.SLOTS / 2];
        final int count = 262_144;
        for (int i = 0; i < count; i++) {
            final long low = (i & 1) == 0 ? i : 0x0200_5EFF_FE00_0000L + i;
            final long hash = Neighbors.hash(key, Neighbors.PREFIX, low, 1);
            segments[(int) (hash >>> 56)]++;
            homes[(int) Segment.home(0, hash) / 64]++;
        }
        // Six standard deviations of a fair throw.
        assertThat(Arrays.stream(segments)).allMatch(n -> Math.abs(n - 1024) < 192);
        assertThat(Arrays.stream(homes)).allMatch(n -> Math.abs(n - 512) < 136);
    }
}

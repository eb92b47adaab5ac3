package io.ndpair.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ndpair.store.codec.BatchDecoder;
import io.ndpair.store.codec.EpochStartDecoder;
import io.ndpair.store.codec.GapDecoder;
import io.ndpair.store.codec.LinkDefinitionDecoder;
import io.ndpair.store.codec.MessageHeaderDecoder;
import io.ndpair.store.codec.SettingsDecoder;
import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.RecordOutcome;
import io.ndpair.store.table.HashKey;
import io.ndpair.store.table.NeighborEntry;
import io.ndpair.store.table.Operation;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The hand-written offsets against the codecs that are generated from the schema. */
class RecordLayoutTest {
    private static final Epoch EPOCH = new Epoch(7, 0xC000_0001);

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final UnsafeBuffer record = new UnsafeBuffer(new byte[RecordLayout.MAX_RECORD_BYTES]);
    private final BatchRing ring = new BatchRing(1 << 18);
    private final BatchAppender appender = new BatchAppender(ring, 2);

    private int last() {
        int length = ring.read(ring.newest(), record);
        assertThat(new RecordCheck().check(record, 0, length)).isEqualTo(RecordOutcome.APPLIED);
        return length;
    }

    @Test
    void shouldWriteBatchesAsTheSchemaSays() {
        appender.add(new NeighborEntry().set(1L << 61, 2, 3, 4, 0x0200_0000_0005L, 2, 1), Operation.UPSERT);
        appender.add(new NeighborEntry().set(1L << 61, 9, 3, 0, 0, 0, 0), Operation.REMOVE);
        appender.seal(EPOCH, 41, -2, 1234567890123L);
        int length = last();
        BatchDecoder batch = new BatchDecoder().wrapAndApplyHeader(record, 0, header);
        assertThat(header.schemaId()).isEqualTo(RecordLayout.SCHEMA_ID);
        assertThat(header.version()).isEqualTo(BatchDecoder.SCHEMA_VERSION);
        assertThat(header.blockLength()).isEqualTo(BatchDecoder.BLOCK_LENGTH);
        assertThat(batch.term()).isEqualTo(7);
        assertThat((int) batch.deviceId()).isEqualTo(0xC000_0001);
        assertThat(batch.firstSequence()).isEqualTo(41);
        assertThat(batch.tableTime()).isEqualTo(0xFFFF_FFFEL);
        assertThat(batch.wallClockMs()).isEqualTo(1234567890123L);
        assertThat((int) batch.crc32c()).isEqualTo(RecordLayout.crc(record, 0));
        BatchDecoder.MutationsDecoder mutations = batch.mutations();
        assertThat(mutations.count()).isEqualTo(2).isEqualTo(RecordLayout.count(record, 0));
        assertThat(BatchDecoder.MutationsDecoder.sbeBlockLength()).isEqualTo(RecordLayout.mutationStride(record, 0));
        mutations.next();
        assertThat(Long.reverseBytes(mutations.addressHigh())).isEqualTo(1L << 61);
        assertThat(Long.reverseBytes(mutations.addressLow())).isEqualTo(2);
        assertThat(mutations.linkId()).isEqualTo(3);
        assertThat(mutations.lastConfirmed()).isEqualTo(4);
        mutations.next();
        assertThat(Long.reverseBytes(mutations.addressLow())).isEqualTo(9);
        assertThat(batch.encodedLength() + MessageHeaderDecoder.ENCODED_LENGTH).isEqualTo(length);
        assertThat(RecordLayout.reach(record, 0)).isEqualTo(42);
        assertThat(RecordLayout.mutationsOffset(record, 0)).isEqualTo(RecordLayout.BATCH_HEADER_BYTES);
    }

    @Test
    void shouldWriteEpochStartsAsTheSchemaSays() {
        appender.epochStart(EPOCH, 5, 6, 7);
        int length = last();
        EpochStartDecoder decoder = new EpochStartDecoder().wrapAndApplyHeader(record, 0, header);
        assertThat(decoder.term()).isEqualTo(7);
        assertThat(decoder.firstSequence()).isEqualTo(5);
        assertThat(decoder.wallClockMs()).isEqualTo(7);
        assertThat(decoder.encodedLength() + MessageHeaderDecoder.ENCODED_LENGTH)
                .isEqualTo(length);
        assertThat(RecordLayout.count(record, 0)).isZero();
        assertThat(RecordLayout.reach(record, 0)).isEqualTo(5);
    }

    @Test
    void shouldWriteLinksAsTheSchemaSays() {
        appender.link(EPOCH, 5, 6, 7, 77, "vlan 10 \u00e9".getBytes(StandardCharsets.UTF_8));
        int length = last();
        LinkDefinitionDecoder decoder = new LinkDefinitionDecoder().wrapAndApplyHeader(record, 0, header);
        assertThat(header.blockLength()).isEqualTo(LinkDefinitionDecoder.BLOCK_LENGTH);
        assertThat(decoder.linkId()).isEqualTo(77);
        assertThat(decoder.name()).isEqualTo("vlan 10 \u00e9");
        assertThat(decoder.encodedLength() + MessageHeaderDecoder.ENCODED_LENGTH)
                .isEqualTo(length);
        assertThat(RecordLayout.linkId(record, 0)).isEqualTo(77);
        assertThat(RecordLayout.linkName(record, 0)).isEqualTo("vlan 10 \u00e9");
    }

    @Test
    void shouldWriteSettingsAndGapsAsTheSchemaSays() {
        HashKey key = new HashKey(1, -2, 3, -4);
        appender.settings(EPOCH, 5, 6, 7, key);
        assertThat(last()).isEqualTo(SettingsDecoder.BLOCK_LENGTH + MessageHeaderDecoder.ENCODED_LENGTH);
        SettingsDecoder settings = new SettingsDecoder().wrapAndApplyHeader(record, 0, header);
        assertThat(new HashKey(settings.hashKey0(), settings.hashKey1(), settings.hashKey2(), settings.hashKey3()))
                .isEqualTo(key)
                .isEqualTo(RecordLayout.hashKey(record, 0));
        appender.gap(EPOCH, 5, 6, 7, RecordLayout.GAP_DISK_FAILED);
        assertThat(last()).isEqualTo(GapDecoder.BLOCK_LENGTH + MessageHeaderDecoder.ENCODED_LENGTH);
        GapDecoder gap = new GapDecoder().wrapAndApplyHeader(record, 0, header);
        assertThat((int) gap.reason()).isEqualTo(RecordLayout.GAP_DISK_FAILED);
    }

    @Test
    void shouldRefuseEveryFlippedBit() {
        RecordCheck check = new RecordCheck();
        appender.add(new NeighborEntry().set(1L << 61, 2, 3, 4, 0x0200_0000_0005L, 2, 1), Operation.UPSERT);
        appender.seal(EPOCH, 41, 9, 10);
        int length = last();
        for (int bit = 0; bit < 8 * length; bit++) {
            record.putByte(bit / 8, (byte) (record.getByte(bit / 8) ^ (1 << (bit % 8))));
            assertThat(check.check(record, 0, length)).as("bit %d", bit).isNegative();
            record.putByte(bit / 8, (byte) (record.getByte(bit / 8) ^ (1 << (bit % 8))));
        }
        assertThat(check.check(record, 0, length)).isEqualTo(RecordOutcome.APPLIED);
        for (int shorter = 0; shorter < length; shorter++) {
            assertThat(check.check(record, 0, shorter)).as("length %d", shorter).isNegative();
        }
    }

    /** What a peer seals with a good CRC is still not believed. */
    @Test
    void shouldRefuseFieldsOutOfBoundsThoughTheCrcIsGood() {
        appender.add(new NeighborEntry().set(1L << 61, 2, 3, 4, 0x0200_0000_0005L, 2, 1), Operation.UPSERT);
        appender.seal(EPOCH, 41, 9, 10);
        int length = last();
        assertMalformed(length, 0, (short) 20);
        assertMalformed(length, 0, (short) -1);
        assertMalformed(length, 2, (short) 6);
        assertMalformed(length, 4, (short) 21);
        assertMalformed(length, RecordLayout.HEADER_BYTES, (short) 31);
        assertMalformed(length, RecordLayout.HEADER_BYTES, (short) -1);
        assertMalformed(length, RecordLayout.HEADER_BYTES + 2, (short) 0);
        assertMalformed(length, RecordLayout.HEADER_BYTES + 2, (short) 2);
        assertMalformed(length, RecordLayout.HEADER_BYTES + 2, (short) -1);
        // Operation and state, of which neither may be zero.
        assertMalformed(length, RecordLayout.BATCH_HEADER_BYTES + 30, (short) 0x0102);
        assertMalformed(length, RecordLayout.BATCH_HEADER_BYTES + 30, (short) 0x0110);
        appender.link(EPOCH, 5, 6, 7, 77, "name".getBytes(StandardCharsets.UTF_8));
        length = last();
        assertMalformed(length, RecordLayout.HEADER_BYTES + 4, (short) 0);
        assertMalformed(length, RecordLayout.HEADER_BYTES + 4, (short) 5);
        assertMalformed(length, RecordLayout.HEADER_BYTES + 4, (short) -1);
    }

    private void assertMalformed(int length, int offset, short value) {
        RecordCrc crc = new RecordCrc();
        short before = record.getShort(offset, ByteOrder.LITTLE_ENDIAN);
        record.putShort(offset, value, ByteOrder.LITTLE_ENDIAN);
        crc.seal(record, 0, length);
        assertThat(new RecordCheck().check(record, 0, length)).isEqualTo(RecordOutcome.MALFORMED);
        record.putShort(offset, before, ByteOrder.LITTLE_ENDIAN);
        crc.seal(record, 0, length);
        assertThat(new RecordCheck().check(record, 0, length)).isEqualTo(RecordOutcome.APPLIED);
    }
}

package io.ndpair.transport.session;

import io.ndpair.store.model.Epoch;
import io.ndpair.store.model.History;
import io.ndpair.store.table.HashKey;
import io.ndpair.store.table.RangeImage;
import io.ndpair.store.table.RangePage;
import io.ndpair.transport.codec.AckEncoder;
import io.ndpair.transport.codec.BatchBackupEndEncoder;
import io.ndpair.transport.codec.BatchBackupRequestEncoder;
import io.ndpair.transport.codec.FactsEncoder;
import io.ndpair.transport.codec.GoodbyeEncoder;
import io.ndpair.transport.codec.HeartbeatEncoder;
import io.ndpair.transport.codec.MergeLinkEncoder;
import io.ndpair.transport.codec.MergeOfferEncoder;
import io.ndpair.transport.codec.MergeRequestEncoder;
import io.ndpair.transport.codec.MessageHeaderEncoder;
import io.ndpair.transport.codec.RangeDifferencesEncoder;
import io.ndpair.transport.codec.RangeDigestsEncoder;
import io.ndpair.transport.codec.RangeImageEncoder;
import io.ndpair.transport.codec.StreamStartEncoder;
import io.ndpair.transport.link.PeerLink;
import java.util.SortedMap;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Encodes messages and offers them to the link, counting what goes out. Keeps nothing: what the link does not take is encoded again by a later
 * duty cycle from what is true then. The image buffer is the one exception, see {@link #offerImage()}.
 */
final class Outlet {

    /** Where the entries of a range image begin in {@link #imageBuffer()}. */
    static final int IMAGE_ENTRIES_OFFSET = MessageHeaderEncoder.ENCODED_LENGTH + RangeImageEncoder.BLOCK_LENGTH + 4;

    static final short MODE_REAL_TIME = 1;
    static final short MODE_BATCH = 2;

    private final PeerLink link;
    private final SessionCounters counters;
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[PeerLink.MAX_MESSAGE_BYTES]);
    private final UnsafeBuffer image = new UnsafeBuffer(new byte[IMAGE_ENTRIES_OFFSET + RangeImage.MAX_IMAGE_BYTES]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final HelloCodec helloCodec = new HelloCodec();
    private final StreamStartEncoder streamStart = new StreamStartEncoder();
    private final BatchBackupRequestEncoder request = new BatchBackupRequestEncoder();
    private final RangeImageEncoder rangeImage = new RangeImageEncoder();
    private final BatchBackupEndEncoder batchEnd = new BatchBackupEndEncoder();
    private final HeartbeatEncoder heartbeat = new HeartbeatEncoder();
    private final AckEncoder ack = new AckEncoder();
    private final RangeDigestsEncoder digests = new RangeDigestsEncoder();
    private final RangeDifferencesEncoder differences = new RangeDifferencesEncoder();
    private final MergeRequestEncoder mergeRequest = new MergeRequestEncoder();
    private final MergeLinkEncoder mergeLink = new MergeLinkEncoder();
    private final MergeOfferEncoder mergeOffer = new MergeOfferEncoder();
    private final FactsEncoder facts = new FactsEncoder();
    private final GoodbyeEncoder goodbye = new GoodbyeEncoder();
    private int imageLength;

    Outlet(PeerLink link, SessionCounters counters) {
        this.link = link;
        this.counters = counters;
    }

    /** Offers bytes as they are; whether the link has taken them. */
    boolean offer(DirectBuffer source, int offset, int length) {
        int result = link.offer(source, offset, length);
        if (result == PeerLink.OK) {
            counters.add(SessionCounters.Figure.BYTES_SENT, length);
            return true;
        }
        if (result == PeerLink.BACK_PRESSURED) {
            counters.add(SessionCounters.Figure.BACK_PRESSURED, 1);
        }
        return false;
    }

    boolean hello(PeerHello hello) {
        return offer(buffer, 0, helloCodec.encode(hello, buffer, 0));
    }

    boolean facts(int page, boolean last, SortedMap<String, String> these) {
        FactsEncoder.FactsOfPageEncoder each = facts.wrapAndApplyHeader(buffer, 0, header)
                .page(page)
                .last((short) (last ? 1 : 0))
                .factsOfPageCount(these.size());
        these.forEach((name, value) -> each.next().name(name).value(value));
        return offer(buffer, 0, FrameCheck.HEADER_BYTES + facts.encodedLength());
    }

    boolean streamStart(
            Epoch epoch, int stream, long sequence, HashKey key, long entriesEstimate, int tableTime, short mode) {
        streamStart
                .wrapAndApplyHeader(buffer, 0, header)
                .term(epoch.term())
                .deviceId(Integer.toUnsignedLong(epoch.deviceId()))
                .stream(Integer.toUnsignedLong(stream))
                .sequence(sequence)
                .hashKey0(key.key0())
                .hashKey1(key.key1())
                .hashKey2(key.key2())
                .hashKey3(key.key3())
                .entriesEstimate(entriesEstimate)
                .tableTime(Integer.toUnsignedLong(tableTime))
                .mode(mode);
        return offer(buffer, 0, FrameCheck.HEADER_BYTES + streamStart.encodedLength());
    }

    boolean request(int reason) {
        request.wrapAndApplyHeader(buffer, 0, header).reason((short) reason);
        return offer(buffer, 0, FrameCheck.HEADER_BYTES + request.encodedLength());
    }

    /** Takes the entries of the next image from {@link #IMAGE_ENTRIES_OFFSET} on. */
    MutableDirectBuffer imageBuffer() {
        return image;
    }

    /** Writes what stands before the entries that are in the image buffer already. */
    void sealImage(RangeImage range) {
        rangeImage
                .wrapAndApplyHeader(image, 0, header)
                .prefix(range.prefix())
                .asOfSequence(range.asOfSequence())
                .depth((short) range.depth())
                .reserved((short) 0)
                .entriesCount(range.count());
        imageLength = IMAGE_ENTRIES_OFFSET + range.count() * RangeImageEncoder.EntriesEncoder.sbeBlockLength();
    }

    /** Bytes of the sealed image. */
    int imageLength() {
        return imageLength;
    }

    /** Offers the sealed image, which stays as it is until another one is sealed. */
    boolean offerImage() {
        return offer(image, 0, imageLength);
    }

    boolean batchEnd(
            Epoch epoch,
            long sequence,
            boolean digestPresent,
            long digest,
            long entries,
            long images,
            History history) {
        batchEnd.wrapAndApplyHeader(buffer, 0, header)
                .term(epoch.term())
                .sequence(sequence)
                .digest(digest)
                .entries(entries)
                .deviceId(Integer.toUnsignedLong(epoch.deviceId()))
                .ranges(images)
                .digestPresent((short) (digestPresent ? 1 : 0))
                .reserved((short) 0);
        BatchBackupEndEncoder.HistoryEncoder epochs = batchEnd.historyCount(history.size());
        for (int i = 0; i < history.size(); i++) {
            epochs.next()
                    .term(history.epoch(i).term())
                    .firstSequence(history.firstSequence(i))
                    .deviceId(Integer.toUnsignedLong(history.epoch(i).deviceId()));
        }
        return offer(buffer, 0, FrameCheck.HEADER_BYTES + batchEnd.encodedLength());
    }

    boolean heartbeat(Epoch epoch, long sequence, boolean digestPresent, long digest, int tableTime) {
        heartbeat
                .wrapAndApplyHeader(buffer, 0, header)
                .term(epoch.term())
                .sequence(sequence)
                .digest(digest)
                .deviceId(Integer.toUnsignedLong(epoch.deviceId()))
                .tableTime(Integer.toUnsignedLong(tableTime))
                .digestPresent((short) (digestPresent ? 1 : 0));
        if (!offer(buffer, 0, FrameCheck.HEADER_BYTES + heartbeat.encodedLength())) {
            return false;
        }
        counters.add(SessionCounters.Figure.HEARTBEATS, 1);
        return true;
    }

    boolean digests(Epoch epoch, long sequence, int number, RangePage page) {
        RangeDigestsEncoder.DigestsEncoder each = digests.wrapAndApplyHeader(buffer, 0, header)
                .term(epoch.term())
                .sequence(sequence)
                .prefix(page.prefix())
                .deviceId(Integer.toUnsignedLong(epoch.deviceId()))
                .page(Integer.toUnsignedLong(number))
                .depth((short) page.depth())
                .rangeDepth((short) page.rangeDepth())
                .digestsCount(page.ranges());
        for (int i = 0; i < page.ranges(); i++) {
            each.next().digest(page.digest(i));
        }
        return offer(buffer, 0, FrameCheck.HEADER_BYTES + digests.encodedLength());
    }

    boolean differences(long prefix, int stream, int number, RangeSet differing) {
        RangeDifferencesEncoder.WordsEncoder each =
                differences.wrapAndApplyHeader(buffer, 0, header).prefix(prefix).stream(Integer.toUnsignedLong(stream))
                        .page(Integer.toUnsignedLong(number))
                        .wordsCount(differing.words());
        for (int i = 0; i < differing.words(); i++) {
            each.next().bits(differing.word(i));
        }
        return offer(buffer, 0, FrameCheck.HEADER_BYTES + differences.encodedLength());
    }

    boolean mergeRequest(long fromSequence, int stream) {
        mergeRequest.wrapAndApplyHeader(buffer, 0, header).fromSequence(fromSequence).stream(
                Integer.toUnsignedLong(stream));
        return offer(buffer, 0, FrameCheck.HEADER_BYTES + mergeRequest.encodedLength());
    }

    boolean mergeLink(int linkId, String name, int stream) {
        mergeLink.wrapAndApplyHeader(buffer, 0, header).linkId(Integer.toUnsignedLong(linkId)).stream(
                        Integer.toUnsignedLong(stream))
                .name(name);
        return offer(buffer, 0, FrameCheck.HEADER_BYTES + mergeLink.encodedLength());
    }

    /** Offers neighbors that stand in a buffer, 32 bytes each. */
    boolean mergeOffer(
            long sequence, int tableTime, int stream, boolean last, boolean whole, DirectBuffer neighbors, int count) {
        mergeOffer
                .wrapAndApplyHeader(buffer, 0, header)
                .sequence(sequence)
                .tableTime(Integer.toUnsignedLong(tableTime))
                .stream(Integer.toUnsignedLong(stream))
                .last((short) (last ? 1 : 0))
                .whole((short) (whole ? 1 : 0))
                .neighborsCount(count);
        int at = FrameCheck.HEADER_BYTES + mergeOffer.encodedLength();
        int bytes = count * MergeOfferEncoder.NeighborsEncoder.sbeBlockLength();
        buffer.putBytes(at, neighbors, 0, bytes);
        return offer(buffer, 0, at + bytes);
    }

    boolean ack(Epoch epoch, long applied, long journaled, long received, int stream, long ranges, long alikeAt) {
        ack
                .wrapAndApplyHeader(buffer, 0, header)
                .term(epoch.term())
                .applied(applied)
                .journaled(journaled)
                .received(received)
                .deviceId(Integer.toUnsignedLong(epoch.deviceId()))
                .stream(Integer.toUnsignedLong(stream))
                .ranges(ranges)
                .alikeAt(alikeAt);
        if (!offer(buffer, 0, FrameCheck.HEADER_BYTES + ack.encodedLength())) {
            return false;
        }
        counters.add(SessionCounters.Figure.ACKS, 1);
        return true;
    }

    boolean goodbye(GoodbyeReason reason) {
        goodbye.wrapAndApplyHeader(buffer, 0, header).reason((short) reason.code());
        return offer(buffer, 0, FrameCheck.HEADER_BYTES + goodbye.encodedLength());
    }

    /** The buffer for journal records that are made for this stream alone: key and links before the images. */
    MutableDirectBuffer scratch() {
        return buffer;
    }
}

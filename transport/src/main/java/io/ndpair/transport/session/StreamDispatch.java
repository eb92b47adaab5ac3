package io.ndpair.transport.session;

import io.ndpair.transport.codec.AckDecoder;
import io.ndpair.transport.codec.BatchBackupEndDecoder;
import io.ndpair.transport.codec.BatchBackupRequestDecoder;
import io.ndpair.transport.codec.HeartbeatDecoder;
import io.ndpair.transport.codec.MergeLinkDecoder;
import io.ndpair.transport.codec.MergeOfferDecoder;
import io.ndpair.transport.codec.MergeRequestDecoder;
import io.ndpair.transport.codec.MessageHeaderDecoder;
import io.ndpair.transport.codec.RangeDifferencesDecoder;
import io.ndpair.transport.codec.RangeDigestsDecoder;
import io.ndpair.transport.codec.RangeImageDecoder;
import io.ndpair.transport.codec.StreamStartDecoder;
import org.agrona.DirectBuffer;

/** Lays the decoder of its template over a message whose lengths {@link FrameCheck} has found right, and hands it to the half of the session. */
final class StreamDispatch {

    private final SourceSession source;
    private final SinkSession sink;
    private final SessionCounters counters;
    private final Refuser refuser;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final StreamStartDecoder streamStart = new StreamStartDecoder();
    private final BatchBackupRequestDecoder request = new BatchBackupRequestDecoder();
    private final RangeImageDecoder rangeImage = new RangeImageDecoder();
    private final BatchBackupEndDecoder batchEnd = new BatchBackupEndDecoder();
    private final RangeDigestsDecoder digests = new RangeDigestsDecoder();
    private final RangeDifferencesDecoder differences = new RangeDifferencesDecoder();
    private final HeartbeatDecoder heartbeat = new HeartbeatDecoder();
    private final MergeRequestDecoder mergeRequest = new MergeRequestDecoder();
    private final MergeLinkDecoder mergeLink = new MergeLinkDecoder();
    private final MergeOfferDecoder mergeOffer = new MergeOfferDecoder();
    private final AckDecoder ack = new AckDecoder();

    StreamDispatch(SourceSession source, SinkSession sink, SessionCounters counters, Refuser refuser) {
        this.source = source;
        this.sink = sink;
        this.counters = counters;
        this.refuser = refuser;
    }

    /** A message of the master. */
    void toSink(int template, DirectBuffer buffer, int offset, long nowNs) {
        switch (template) {
            case StreamStartDecoder.TEMPLATE_ID:
                sink.onStreamStart(streamStart.wrapAndApplyHeader(buffer, offset, header), nowNs);
                break;
            case RangeImageDecoder.TEMPLATE_ID:
                sink.onRangeImage(rangeImage.wrapAndApplyHeader(buffer, offset, header), buffer, nowNs);
                break;
            case BatchBackupEndDecoder.TEMPLATE_ID:
                sink.onBatchEnd(batchEnd.wrapAndApplyHeader(buffer, offset, header), nowNs);
                break;
            case MergeRequestDecoder.TEMPLATE_ID:
                sink.onMergeRequest(mergeRequest.wrapAndApplyHeader(buffer, offset, header), nowNs);
                break;
            case RangeDigestsDecoder.TEMPLATE_ID:
                sink.onRangeDigests(digests.wrapAndApplyHeader(buffer, offset, header), nowNs);
                break;
            case HeartbeatDecoder.TEMPLATE_ID:
                sink.onHeartbeat(heartbeat.wrapAndApplyHeader(buffer, offset, header), nowNs);
                break;
            default:
                refuser.refuse(Refusal.OUT_OF_ORDER, "template " + template + " from a master");
                break;
        }
    }

    /** A message of the backup. */
    void toSource(int template, DirectBuffer buffer, int offset, long nowNs) {
        switch (template) {
            case AckDecoder.TEMPLATE_ID:
                onAck(buffer, offset);
                break;
            case BatchBackupRequestDecoder.TEMPLATE_ID:
                request.wrapAndApplyHeader(buffer, offset, header);
                source.onRequest(request.reason(), nowNs);
                break;
            case RangeDifferencesDecoder.TEMPLATE_ID:
                check(source.onDifferences(differences.wrapAndApplyHeader(buffer, offset, header)));
                break;
            case MergeLinkDecoder.TEMPLATE_ID:
                check(source.merge().onLink(mergeLink.wrapAndApplyHeader(buffer, offset, header), nowNs));
                break;
            case MergeOfferDecoder.TEMPLATE_ID:
                check(source.merge().onOffer(mergeOffer.wrapAndApplyHeader(buffer, offset, header), buffer, nowNs));
                break;
            default:
                refuser.refuse(Refusal.OUT_OF_ORDER, "template " + template + " from a backup");
                break;
        }
    }

    private void check(String complaint) {
        if (complaint != null) {
            refuser.refuse(Refusal.MALFORMED, complaint);
        }
    }

    private void onAck(DirectBuffer buffer, int offset) {
        ack.wrapAndApplyHeader(buffer, offset, header);
        counters.add(SessionCounters.Figure.ACKS, 1);
        String complaint = source.onAck(
                ack.term(),
                (int) ack.deviceId(),
                ack.applied(),
                ack.journaled(),
                ack.received(),
                (int) ack.stream(),
                ack.ranges(),
                ack.alikeAt());
        if (complaint != null) {
            refuser.refuse(Refusal.ACK_AHEAD, complaint);
        }
    }
}

package io.ndpair.transport.session;

import io.ndpair.store.codec.BatchDecoder;
import io.ndpair.store.codec.EpochStartDecoder;
import io.ndpair.store.model.Epoch;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * Which of the records that stand in the master's journal belong into the stream to this backup. Belongs to the session's thread; allocates nothing.
 *
 * <p>Where several epochs begin at one sequence, because none of the first made a mutation, the journal holds all their starts there. The backup has gone past
 * those that are older than its own, and would take them for those of a stale master. And a master that was once brought to its place by a batch backup was
 * told the epoch of that by StreamStart: its own journal holds no start of it, so it cannot tell it to who stands at that very place in an older epoch.
 *
 * <table>
 * <caption>What becomes of a record; told is the newest epoch that the backup knows</caption>
 * <tr><th>record's epoch</th><th>without mutations</th><th>start of an epoch</th><th>batch</th></tr>
 * <tr><td>older than told</td><td>PASS_OVER</td><td>PASS_OVER</td><td>SEND: the backup has, or refuses it</td></tr>
 * <tr><td>told</td><td>SEND</td><td>SEND</td><td>SEND</td></tr>
 * <tr><td>newer</td><td>UNTOLD</td><td>SEND; told from then on, see {@link #sent}</td><td>UNTOLD: only a batch backup helps</td></tr>
 * </table>
 */
final class StreamEpochs {

    enum Verdict {
        SEND,
        PASS_OVER,
        UNTOLD
    }

    private long term;
    private int deviceId;

    /** A stream begins, at a backup that knows this epoch. */
    void begin(Epoch told) {
        term = told.term();
        deviceId = told.deviceId();
    }

    Verdict of(DirectBuffer record, int offset, int count) {
        int age = Epoch.compare(termOf(record, offset), deviceOf(record, offset), term, deviceId);
        if (age < 0) {
            return count == 0 ? Verdict.PASS_OVER : Verdict.SEND;
        }
        return age == 0 || isStart(record, offset) ? Verdict.SEND : Verdict.UNTOLD;
    }

    /** A record went out. */
    void sent(DirectBuffer record, int offset) {
        if (isStart(record, offset)) {
            term = termOf(record, offset);
            deviceId = deviceOf(record, offset);
        }
    }

    private static boolean isStart(DirectBuffer record, int offset) {
        return FrameCheck.templateId(record, offset) == EpochStartDecoder.TEMPLATE_ID;
    }

    private static long termOf(DirectBuffer record, int offset) {
        int at = offset + FrameCheck.HEADER_BYTES + BatchDecoder.termEncodingOffset();
        return record.getLong(at, ByteOrder.LITTLE_ENDIAN);
    }

    private static int deviceOf(DirectBuffer record, int offset) {
        int at = offset + FrameCheck.HEADER_BYTES + BatchDecoder.deviceIdEncodingOffset();
        return record.getInt(at, ByteOrder.LITTLE_ENDIAN);
    }
}

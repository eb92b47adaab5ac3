package io.ndpair.node.simulation;

import io.ndpair.store.journal.RecordCrc;
import io.ndpair.store.journal.RecordLayout;
import io.ndpair.store.table.EntryLayout;
import io.ndpair.store.table.Operation;
import io.ndpair.transport.codec.AckDecoder;
import io.ndpair.transport.codec.AckEncoder;
import io.ndpair.transport.codec.BatchBackupEndDecoder;
import io.ndpair.transport.codec.GroupSizeEncodingDecoder;
import io.ndpair.transport.codec.HeartbeatDecoder;
import io.ndpair.transport.codec.HelloDecoder;
import io.ndpair.transport.codec.HelloEncoder;
import io.ndpair.transport.codec.MergeOfferDecoder;
import io.ndpair.transport.codec.MessageHeaderDecoder;
import io.ndpair.transport.codec.RangeImageDecoder;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Bugs that replication is known for, put into a running pair from outside: by what a device would have said or done if it had the bug. No production
 * code knows of them.
 */
enum KnownBug {
    /** The backup acks what has reached it, before it is in its table. */
    ACK_BEFORE_APPLY,
    /** Of every third range image of a batch backup nothing arrives, and no digest tells. */
    SKIP_A_RANGE,
    /** A removal reaches the backup as the neighbor that was to be removed. */
    RESURRECT_A_DELETE,
    /** A backup that was master meanwhile says that it stands in the master's epoch. */
    IGNORE_THE_EPOCH,
    /** What the loser of two masters offers counts as learned at this moment, however old it is. */
    WRONG_MERGE_WINNER,
    /** The end of a batch backup never arrives. */
    LOST_END_MARK,
    /** The master compares with the digest of its heartbeat before. */
    STALE_DIGEST,
    /** The mutations of a batch are applied in another order. */
    APPLY_OUT_OF_ORDER,
    /** Batches are passed on in another order. */
    SHIP_OUT_OF_ORDER;

    private static final int RECORDS = 20;
    private static final int HEADER = MessageHeaderDecoder.ENCODED_LENGTH;

    /** Puts the bug into a pair that has not begun. */
    void into(Simulation world) {
        Injection injection = new Injection(this, world);
        world.faults.inner(injection::pass);
    }

    private static final class Injection {
        private final KnownBug bug;
        private final Simulation world;
        private final RecordCrc crc = new RecordCrc();
        private final UnsafeBuffer view = new UnsafeBuffer(new byte[0]);
        private final MessageHeaderDecoder header = new MessageHeaderDecoder();
        private final long[] sent = new long[2];
        private long digestBefore;
        private byte[] held;
        private int images;

        Injection(KnownBug bug, Simulation world) {
            this.bug = bug;
            this.world = world;
        }

        byte[] pass(SimLink.End from, byte[] message) {
            view.wrap(message);
            header.wrap(view, 0);
            if (header.schemaId() == RECORDS) {
                return header.templateId() == RecordLayout.BATCH ? batch(from, message) : message;
            }
            switch (header.templateId()) {
                case AckDecoder.TEMPLATE_ID:
                    return ack(from, message);
                case RangeImageDecoder.TEMPLATE_ID:
                    return image(message);
                case BatchBackupEndDecoder.TEMPLATE_ID:
                    if (bug == SKIP_A_RANGE) {
                        view.putByte(HEADER + BatchBackupEndDecoder.digestPresentEncodingOffset(), (byte) 0);
                    }
                    return bug == LOST_END_MARK ? null : message;
                case MergeOfferDecoder.TEMPLATE_ID:
                    return offer(message);
                case HeartbeatDecoder.TEMPLATE_ID:
                    return heartbeat(message);
                case HelloDecoder.TEMPLATE_ID:
                    return hello(from, message);
                default:
                    return message;
            }
        }

        private byte[] batch(SimLink.End from, byte[] message) {
            sent[from.device] = RecordLayout.reach(view, 0);
            int count = RecordLayout.count(view, 0);
            int at = RecordLayout.mutationsOffset(view, 0);
            if (bug == RESURRECT_A_DELETE) {
                for (int i = 0; i < count; i++) {
                    resurrect(at + i * EntryLayout.ENTRY_BYTES);
                }
                crc.seal(view, 0, message.length);
            } else if (bug == APPLY_OUT_OF_ORDER && count > 1) {
                byte[] first = new byte[EntryLayout.ENTRY_BYTES];
                int last = at + (count - 1) * EntryLayout.ENTRY_BYTES;
                view.getBytes(at, first);
                view.putBytes(at, view, last, EntryLayout.ENTRY_BYTES);
                view.putBytes(last, first);
                crc.seal(view, 0, message.length);
            } else if (bug == SHIP_OUT_OF_ORDER) {
                byte[] next = held == null ? message : held;
                held = held == null ? message : null;
                return held == null ? next : null;
            }
            return message;
        }

        private void resurrect(int at) {
            int stateAt = at + EntryLayout.STATE_OFFSET;
            if ((view.getByte(stateAt) >>> 4 & 0xf) == Operation.REMOVE) {
                view.putByte(at + EntryLayout.MAC_OFFSET, (byte) 2);
                view.putByte(stateAt, (byte) (Operation.UPSERT << 4 | 3));
            }
        }

        private byte[] ack(SimLink.End from, byte[] message) {
            long reached = sent[1 - from.device];
            int at = HEADER + AckEncoder.appliedEncodingOffset();
            if (bug == ACK_BEFORE_APPLY && view.getLong(at, ByteOrder.LITTLE_ENDIAN) > 0 && reached > 0) {
                long received = Math.max(
                        reached, view.getLong(HEADER + AckEncoder.receivedEncodingOffset(), ByteOrder.LITTLE_ENDIAN));
                view.putLong(at, received, ByteOrder.LITTLE_ENDIAN);
                view.putLong(HEADER + AckEncoder.receivedEncodingOffset(), received, ByteOrder.LITTLE_ENDIAN);
            }
            return message;
        }

        private byte[] image(byte[] message) {
            int entries = HEADER + RangeImageDecoder.BLOCK_LENGTH + GroupSizeEncodingDecoder.ENCODED_LENGTH;
            if (bug != SKIP_A_RANGE || images++ % 3 != 0 || message.length == entries) {
                return message;
            }
            byte[] empty = Arrays.copyOf(message, entries);
            new UnsafeBuffer(empty).putShort(entries - 2, (short) 0, ByteOrder.LITTLE_ENDIAN);
            return empty;
        }

        private byte[] offer(byte[] message) {
            if (bug == WRONG_MERGE_WINNER) {
                int now = view.getInt(HEADER + MergeOfferDecoder.tableTimeEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
                int first = HEADER + MergeOfferDecoder.BLOCK_LENGTH + GroupSizeEncodingDecoder.ENCODED_LENGTH;
                for (int at = first; at < message.length; at += EntryLayout.ENTRY_BYTES) {
                    view.putInt(at + EntryLayout.LAST_CONFIRMED_OFFSET, now, ByteOrder.LITTLE_ENDIAN);
                }
            }
            return message;
        }

        private byte[] heartbeat(byte[] message) {
            int at = HEADER + HeartbeatDecoder.digestEncodingOffset();
            int presentAt = HEADER + HeartbeatDecoder.digestPresentEncodingOffset();
            if (bug == STALE_DIGEST && view.getByte(presentAt) != 0) {
                long digest = view.getLong(at, ByteOrder.LITTLE_ENDIAN);
                view.putLong(at, digestBefore, ByteOrder.LITTLE_ENDIAN);
                digestBefore = digest;
            } else if (bug == SKIP_A_RANGE) {
                view.putByte(presentAt, (byte) 0);
            }
            return message;
        }

        private byte[] hello(SimLink.End from, byte[] message) {
            SimDevice peer = world.devices().get(1 - from.device);
            if (bug == IGNORE_THE_EPOCH && peer.store != null && peer.store.isMaster()) {
                var epoch = peer.store.position().epoch();
                view.putLong(HEADER + HelloEncoder.termEncodingOffset(), epoch.term(), ByteOrder.LITTLE_ENDIAN);
                view.putInt(
                        HEADER + HelloEncoder.epochDeviceIdEncodingOffset(), epoch.deviceId(), ByteOrder.LITTLE_ENDIAN);
            }
            return message;
        }
    }
}

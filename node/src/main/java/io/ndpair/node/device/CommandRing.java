package io.ndpair.node.device;

import io.ndpair.store.table.EntryLayout;
import io.ndpair.store.table.NeighborEntry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * The bounded way from any thread to the writer of a profile's table. Each command is one entry of 32 bytes; the ring refuses when it
 * is full and never blocks. Any thread offers; the writer's thread reads.
 *
 * <p>The link id of a command is the index of the link in the profile's own list: what id the pair agreed on, the writer knows. The
 * time of a command is the age of the last confirmation, in ticks: table time is the writer's too.
 */
final class CommandRing {
    /** Learn the entry, or replace what is known of it. */
    static final int LEARN = 1;
    /** Forget the entry. */
    static final int REMOVE = 2;
    /** The neighbor was just found reachable at the MAC that is known. */
    static final int CONFIRM = 3;
    /** The neighbor is being forwarded to. */
    static final int USED = 4;
    /** Ask the neighbor; not for the writer, but on the way to the machine. */
    static final int PROBE = 5;

    private final ManyToOneRingBuffer ring;
    private volatile boolean isHeld;

    CommandRing(int capacityBytes) {
        ring = new ManyToOneRingBuffer(
                new UnsafeBuffer(ByteBuffer.allocateDirect(capacityBytes + RingBufferDescriptor.TRAILER_LENGTH)));
    }

    /**
     * Offers one command.
     *
     * @return a ticket greater than 0: the command, and all that this thread offered before, has been read once {@link #readPosition()}
     *     has reached it; or 0 when the ring is full or held.
     */
    long offer(int kind, long addressHigh, long addressLow, int link, int ago, long mac, int state, int flags) {
        if (isHeld) {
            return 0;
        }
        final int index = ring.tryClaim(kind, EntryLayout.ENTRY_BYTES);
        if (index <= 0) {
            return 0;
        }
        if (isHeld) {
            // Held since: whoever holds it either sees this claim or is seen here.
            ring.abort(index);
            return 0;
        }
        final MutableDirectBuffer buffer = ring.buffer();
        buffer.putLong(index + EntryLayout.ADDRESS_HIGH_OFFSET, addressHigh, ByteOrder.BIG_ENDIAN);
        buffer.putLong(index + EntryLayout.ADDRESS_LOW_OFFSET, addressLow, ByteOrder.BIG_ENDIAN);
        buffer.putInt(index + EntryLayout.LINK_ID_OFFSET, link, ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(index + EntryLayout.LAST_CONFIRMED_OFFSET, ago, ByteOrder.LITTLE_ENDIAN);
        // MAC, state and flags are neighbors: one word in network order.
        final long macStateFlags = (mac << Short.SIZE) | ((long) state << Byte.SIZE) | (flags & 0xff);
        buffer.putLong(index + EntryLayout.MAC_OFFSET, macStateFlags, ByteOrder.BIG_ENDIAN);
        ring.commit(index);
        return ring.producerPosition();
    }

    /** Takes no commands, or takes them again. When {@link #isRead} after it was held, none is left and none comes. Writer's thread. */
    void hold(boolean held) {
        if (isHeld != held) {
            isHeld = held;
        }
    }

    /** Whether the reader has handled all that was accepted so far. */
    boolean isRead() {
        return ring.consumerPosition() == ring.producerPosition();
    }

    int read(MessageHandler handler, int limit) {
        return ring.read(handler, limit);
    }

    /** The same for a reader that may leave a command for the next time. */
    int readControlled(ControlledMessageHandler handler, int limit) {
        return ring.controlledRead(handler, limit);
    }

    /** How far the writer has read; when its duty cycle ends, commands at smaller tickets have been handled. */
    long readPosition() {
        return ring.consumerPosition();
    }

    static void decode(MutableDirectBuffer buffer, int index, NeighborEntry into) {
        into.readFrom(buffer, index);
    }
}

package io.ndpair.transport.link.aeron;

import io.aeron.logbuffer.ControlledFragmentHandler;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import io.ndpair.transport.link.MessageHandler;
import io.ndpair.transport.link.PeerLink;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Puts fragments together in a buffer of a fixed size. Aeron's own assembler grows with what it is sent; ours does not trust the peer that
 * far: a message that is too long, or that begins in the middle, is never delivered and leaves {@link #broken()} set. Only an image may
 * begin in the middle of a message: one that a restarted process makes of a stream that went on without it. That rest is passed over.
 */
final class MessageAssembler implements ControlledFragmentHandler {

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[PeerLink.MAX_MESSAGE_BYTES]);
    private MessageHandler handler;
    private int limit;
    private int delivered;
    private int length;
    private boolean assembling;
    private boolean begun;
    private boolean broken;

    /** Forgets what was collected: another image is read from now on. */
    void reset() {
        assembling = false;
        begun = false;
        broken = false;
        length = 0;
    }

    void begin(MessageHandler to, int messageLimit) {
        handler = to;
        limit = messageLimit;
        delivered = 0;
    }

    int delivered() {
        return delivered;
    }

    boolean broken() {
        return broken;
    }

    @Override
    public Action onFragment(DirectBuffer source, int offset, int fragmentLength, Header header) {
        int flags = header.flags() & FrameDescriptor.UNFRAGMENTED;
        boolean begins = (flags & FrameDescriptor.BEGIN_FRAG_FLAG) != 0;
        boolean ends = (flags & FrameDescriptor.END_FRAG_FLAG) != 0;
        if (!begins && !begun) {
            return Action.CONTINUE;
        }
        begun = true;
        if (begins && ends) {
            // What had begun before has no end any more; what may still come of it must not be put behind it.
            assembling = false;
            return fragmentLength > PeerLink.MAX_MESSAGE_BYTES ? refuse() : deliver(source, offset, fragmentLength);
        }
        if (begins) {
            assembling = true;
            length = 0;
        } else if (!assembling) {
            return refuse();
        }
        if (length + fragmentLength > PeerLink.MAX_MESSAGE_BYTES) {
            return refuse();
        }
        buffer.putBytes(length, source, offset, fragmentLength);
        length += fragmentLength;
        if (!ends) {
            return Action.CONTINUE;
        }
        assembling = false;
        return deliver(buffer, 0, length);
    }

    private Action deliver(DirectBuffer source, int offset, int messageLength) {
        handler.onMessage(source, offset, messageLength);
        return ++delivered < limit ? Action.CONTINUE : Action.BREAK;
    }

    private Action refuse() {
        broken = true;
        return Action.BREAK;
    }
}

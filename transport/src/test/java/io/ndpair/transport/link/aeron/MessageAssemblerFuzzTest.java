package io.ndpair.transport.link.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import io.aeron.protocol.DataHeaderFlyweight;
import io.ndpair.transport.link.PeerLink;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Any run of fragments of any flags and lengths, against a model that is as plain as can be: what is delivered is what was sent, whole and
 * never longer than a message may be; what cannot be is told by {@code broken()} and never delivered. Two bytes of an input are a
 * fragment: flags, and a length that grows faster towards the end of the byte's range.
 */
class MessageAssemblerFuzzTest {
    private static final int MOST_FRAGMENT_BYTES = 72_000;
    private static final int LIMIT = 3;
    private static final int NEW_IMAGE = 0x20;

    private final UnsafeBuffer frame =
            new UnsafeBuffer(new byte[DataHeaderFlyweight.HEADER_LENGTH + MOST_FRAGMENT_BYTES]);
    private final Header header = new Header(0, 0);
    private final List<byte[]> delivered = new ArrayList<>();
    private final List<byte[]> expected = new ArrayList<>();

    private ByteArrayOutputStream collected;
    private boolean begun;
    private boolean broken;

    @FuzzTest(maxDuration = "10m")
    void shouldDeliverWhatWasSentOrNothing(byte[] bytes) {
        MessageAssembler assembler = new MessageAssembler();
        header.buffer(frame);
        header.offset(0);
        delivered.clear();
        expected.clear();
        begin(assembler);
        for (int i = 0; i + 1 < bytes.length && expected.size() < 100; i += 2) {
            if ((bytes[i] & NEW_IMAGE) != 0 || broken) {
                assertThat(assembler.broken()).isEqualTo(broken);
                begin(assembler);
            }
            int code = bytes[i + 1] & 0xFF;
            int length = code < 128 ? code : code == 255 ? MOST_FRAGMENT_BYTES : (code - 127) * 517;
            int before = assembler.delivered();
            Action action = fragment(assembler, bytes[i], length, (byte) i);
            boolean deliveredNow = assembler.delivered() > before;
            model(bytes[i], length, (byte) i);
            assertThat(assembler.broken()).isEqualTo(broken);
            assertThat(deliveredNow ? delivered.size() : expected.size()).isEqualTo(expected.size());
            assertThat(action == Action.BREAK).isEqualTo(broken || (deliveredNow && assembler.delivered() >= LIMIT));
            if (action == Action.BREAK && !broken) {
                assembler.begin((buffer, offset, size) -> take(buffer, offset, size), LIMIT);
            }
        }
        assertThat(delivered).containsExactlyElementsOf(expected);
        assertThat(delivered)
                .allSatisfy(message -> assertThat(message.length).isLessThanOrEqualTo(PeerLink.MAX_MESSAGE_BYTES));
    }

    private void begin(MessageAssembler assembler) {
        assembler.reset();
        assembler.begin((buffer, offset, size) -> take(buffer, offset, size), LIMIT);
        collected = null;
        begun = false;
        broken = false;
    }

    private void take(org.agrona.DirectBuffer buffer, int offset, int length) {
        byte[] message = new byte[length];
        buffer.getBytes(offset, message);
        delivered.add(message);
    }

    private Action fragment(MessageAssembler assembler, int flags, int length, byte fill) {
        frame.putByte(DataHeaderFlyweight.FLAGS_FIELD_OFFSET, (byte) flags);
        frame.setMemory(DataHeaderFlyweight.HEADER_LENGTH, length, fill);
        return assembler.onFragment(frame, DataHeaderFlyweight.HEADER_LENGTH, length, header);
    }

    private void model(int flags, int length, byte fill) {
        boolean begins = (flags & FrameDescriptor.BEGIN_FRAG_FLAG) != 0;
        if (!begins && !begun) {
            return;
        }
        begun = true;
        if (begins) {
            collected = new ByteArrayOutputStream();
        }
        if (collected == null || collected.size() + length > PeerLink.MAX_MESSAGE_BYTES) {
            broken = true;
            return;
        }
        for (int i = 0; i < length; i++) {
            collected.write(fill);
        }
        if ((flags & FrameDescriptor.END_FRAG_FLAG) != 0) {
            expected.add(collected.toByteArray());
            collected = null;
        }
    }
}

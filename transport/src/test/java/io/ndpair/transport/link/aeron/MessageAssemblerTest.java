package io.ndpair.transport.link.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.FrameDescriptor;
import io.aeron.logbuffer.Header;
import io.aeron.protocol.DataHeaderFlyweight;
import io.ndpair.transport.link.PeerLink;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MessageAssemblerTest {
    private static final byte BEGIN = FrameDescriptor.BEGIN_FRAG_FLAG;
    private static final byte END = FrameDescriptor.END_FRAG_FLAG;
    private static final byte MIDDLE = 0;
    private static final int FRAGMENT_BYTES = 1_000;

    private final List<Integer> delivered = new ArrayList<>();
    private final MessageAssembler assembler = new MessageAssembler();
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[DataHeaderFlyweight.HEADER_LENGTH + FRAGMENT_BYTES]);
    private final Header header = new Header(0, 0);

    @BeforeEach
    void begin() {
        header.buffer(frame);
        header.offset(0);
        assembler.reset();
        assembler.begin((buffer, offset, length) -> delivered.add(length), 100);
    }

    private Action fragment(int flags) {
        frame.putByte(DataHeaderFlyweight.FLAGS_FIELD_OFFSET, (byte) flags);
        return assembler.onFragment(frame, DataHeaderFlyweight.HEADER_LENGTH, FRAGMENT_BYTES, header);
    }

    @Test
    void shouldPutFragmentsTogether() {
        fragment(BEGIN);
        fragment(MIDDLE);
        fragment(END);
        fragment(BEGIN | END);
        assertThat(delivered).containsExactly(3 * FRAGMENT_BYTES, FRAGMENT_BYTES);
        assertThat(assembler.broken()).isFalse();
    }

    /** A process that was started again makes an image of a stream that stands in the middle of a message. */
    @Test
    void shouldPassOverTheRestOfAMessageAtTheBeginningOfAnImage() {
        assertThat(fragment(MIDDLE)).isEqualTo(Action.CONTINUE);
        assertThat(fragment(END)).isEqualTo(Action.CONTINUE);
        fragment(BEGIN);
        fragment(END);
        assertThat(delivered).containsExactly(2 * FRAGMENT_BYTES);
        assertThat(assembler.broken()).isFalse();
    }

    @Test
    void shouldRefuseAMessageWithoutABeginningLater() {
        fragment(BEGIN | END);
        assertThat(fragment(MIDDLE)).isEqualTo(Action.BREAK);
        assertThat(assembler.broken()).isTrue();
    }

    @Test
    void shouldRefuseAMessageThatIsTooLong() {
        fragment(BEGIN);
        for (int length = FRAGMENT_BYTES;
                length + FRAGMENT_BYTES <= PeerLink.MAX_MESSAGE_BYTES;
                length += FRAGMENT_BYTES) {
            assertThat(fragment(MIDDLE)).isEqualTo(Action.CONTINUE);
        }
        assertThat(fragment(MIDDLE)).isEqualTo(Action.BREAK);
        assertThat(assembler.broken()).isTrue();
        assertThat(delivered).isEmpty();
    }
}

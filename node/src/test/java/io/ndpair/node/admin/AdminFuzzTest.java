package io.ndpair.node.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ndpair.node.shell.FakeDevice;
import io.ndpair.node.shell.ShellGrammar;
import io.ndpair.node.shell.ShellSession;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Any bytes from a client of the local socket: the session answers in frames of a bounded number and length that are printable, ends in
 * order, or is told what was no frame.
 */
class AdminFuzzTest {
    private static final ShellGrammar GRAMMAR = new ShellGrammar();
    private static final int MOST_CYCLES = 3_000;
    private static final Set<Frame.Type> ANSWERS = EnumSet.of(
            Frame.Type.PROMPT,
            Frame.Type.OUTPUT,
            Frame.Type.ERROR,
            Frame.Type.CANDIDATES,
            Frame.Type.HELP_TEXT,
            Frame.Type.END,
            Frame.Type.REFUSED);

    @FuzzTest(maxDuration = "10m")
    void shouldAnswerInFramesOrEnd(byte[] bytes) throws IOException {
        final FakeDevice device = new FakeDevice();
        final ClientChannel channel = new ClientChannel(bytes);
        try (AdminSession session =
                new AdminSession(channel, () -> shell(device, true), () -> shell(device, false), 0)) {
            for (int cycle = 0; !session.isOver(); cycle++) {
                assertThat(cycle).isLessThan(MOST_CYCLES);
                try {
                    session.doWork(cycle);
                } catch (AdminException e) {
                    assertThat(e.getMessage()).isNotBlank();
                    session.end(e.getMessage());
                }
                readAnswers(channel);
            }
        }
        readAnswers(channel);
        assertThat(channel.written().remaining()).isZero();
        final ByteBuffer input = ByteBuffer.wrap(bytes);
        try {
            Optional<Frame> frame = Frame.decode(input);
            if (frame.isPresent() && frame.get().text().indexOf('\uFFFD') < 0) {
                assertThat(Frame.decode(frame.get().encode())).isEqualTo(frame);
            }
        } catch (AdminException e) {
            assertThat(e.getMessage()).startsWith("a frame of ");
        }
    }

    private static ShellSession shell(FakeDevice device, boolean interactive) {
        return new ShellSession(device, GRAMMAR, ZoneOffset.UTC, interactive);
    }

    private static void readAnswers(ClientChannel channel) throws AdminException {
        final ByteBuffer written = channel.written();
        Optional<Frame> frame = Frame.decode(written);
        while (frame.isPresent()) {
            assertThat(frame.get().text()).matches("[ -~\n]*");
            assertThat(ANSWERS).contains(frame.get().type());
            frame = Frame.decode(written);
        }
        channel.keep(written);
    }
}
